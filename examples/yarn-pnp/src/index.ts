import { createServer } from "node:http";
import { camelCase } from "camel-case";

createServer((request, response) => {
  response.end(`${camelCase(request.url ?? "")}\n`);
}).listen(3000);
