// eslint-disable-next-line @typescript-eslint/no-require-imports
import unix = require("unix-dgram");

const path = process.env.SOCKET ?? "/tmp/messages.sock";
const server = unix.createSocket("unix_dgram", (message: Buffer) => {
  console.log(`received ${message.toString()}`);
  server.close();
});
server.bind(path);
const client = unix.createSocket("unix_dgram");
client.send(Buffer.from("good day"), 0, 8, path);
client.close();
