const assert = require("node:assert");
const { test } = require("node:test");

test("the router exists", () => {
  assert.equal(typeof require("../routes/notes"), "function");
});
