const path = require("node:path");
const express = require("express");
const notes = require("./routes/notes");

const app = express();
app.use(express.static(path.join(__dirname, "public")));
app.use("/notes", notes);

app.listen(3000, () => console.log("listening on 3000"));
