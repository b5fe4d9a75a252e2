const { Router } = require("express");

const router = Router();
router.get("/", (request, response) => {
  response.json([{ id: 1, text: "first" }]);
});

module.exports = router;
