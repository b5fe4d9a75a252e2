require("node:http")
  .createServer((request, response) => response.end("draft\n"))
  .listen(3000);
