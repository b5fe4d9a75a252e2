const { writeFileSync } = require("node:fs");

exports.up = (next) => {
  writeFileSync("data/accounts.json", JSON.stringify(["cash", "bank"]));
  next();
};
exports.down = (next) => next();
