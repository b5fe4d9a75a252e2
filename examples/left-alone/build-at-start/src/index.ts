import { createServer } from "node:http";

createServer((request, response) => response.end("late\n")).listen(3000);
