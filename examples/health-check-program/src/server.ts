import { createServer } from "node:http";
import ms from "ms";

createServer((request, response) => {
  if (request.url === "/health") {
    response.end("ok\n");
  } else {
    response.end(`${process.env.METRICS_PREFIX}${ms(90000)} uid ${process.getuid?.()}\n`);
  }
}).listen(Number(process.env.PORT));
