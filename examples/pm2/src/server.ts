import { createServer } from "node:http";
import ms from "ms";

createServer((request, response) => {
  response.end(`${process.env.GREETING ?? ""} ${ms(Number(request.url?.slice(1)))}\n`);
}).listen(3000);
