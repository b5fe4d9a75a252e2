import camelcase = require("camelcase");
import { createServer } from "node:http";

createServer((request, response) => {
  response.end(`${camelcase((request.url ?? "").slice(1))}\n`);
}).listen(3000);
