declare module "unix-dgram" {
  interface Socket {
    bind(path: string): void;
    send(message: Buffer, offset: number, length: number, path: string): void;
    close(): void;
  }
  export function createSocket(type: "unix_dgram", onMessage?: (message: Buffer) => void): Socket;
}
