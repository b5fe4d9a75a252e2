import { createServer } from "node:http";
import { milliseconds } from "./duration";

const verbose = process.argv.includes("--verbose");

createServer((request, response) => {
  const text = (request.url ?? "/").slice(1);
  response.end(verbose ? `${text} = ${milliseconds(text)}\n` : `${milliseconds(text)}\n`);
}).listen(Number(process.env.PORT));
