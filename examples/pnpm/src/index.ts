import express from "express";
import pluralize from "pluralize";

const app = express();
app.get("/:word", (request, response) => {
  response.send(pluralize(request.params.word));
});
app.listen(3000);
