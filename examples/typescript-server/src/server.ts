import { createServer } from "node:http";
import { slug } from "./slug.js";

createServer((request, response) => {
  response.end(`${slug(decodeURI(request.url ?? ""))} ${process.env.NODE_ENV ?? ""}\n`);
}).listen(8080);
