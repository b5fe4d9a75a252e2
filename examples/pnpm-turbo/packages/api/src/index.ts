import { createServer } from "node:http";
import { price } from "@shop/prices";
import ms from "ms";

const since = ms(ms("1 day"), { long: true });
createServer((request, response) => {
  response.end(`${price(Number(request.url?.slice(1)))} for ${since}\n`);
}).listen(3000);
