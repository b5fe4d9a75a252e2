/** The kernel's table of sockets (/proc/PID/net/tcp and tcp6) -> the ports that something listens on. */
import type { ListeningPort } from "../types.js";

/** TCP_LISTEN of the kernel's include/net/tcp_states.h */
const LISTEN = "0A";
/** The engine's own name server, which listens in every container of a network. */
const ENGINE_DNS = "0B00007F";

export function listeningPorts(tables: readonly string[]): readonly ListeningPort[] {
  const ports = new Map<number, boolean>();
  for (const line of tables.flatMap((table) => table.split("\n"))) {
    const [, local = "", , state] = line.trim().split(/\s+/);
    const [address = "", port = ""] = local.split(":");
    if (state !== LISTEN || address === ENGINE_DNS) continue;
    const number = parseInt(port, 16);
    ports.set(number, (ports.get(number) ?? true) && isLoopback(address));
  }
  return [...ports]
    .map(([port, loopback]) => ({ port, loopback }))
    .sort((one, other) => one.port - other.port);
}

/** Addresses stand as words of 32 bits, each in the byte order of the machine. */
function isLoopback(address: string): boolean {
  const mapped = /^0000000000000000(?:FFFF0000|0000FFFF)(.{8})$/.exec(address)?.[1];
  const word = mapped ?? (address.length === 8 ? address : null);
  if (word !== null) return word.endsWith("7F") || word.startsWith("7F");
  return /^0{24}(01000000|00000001)$/.test(address);
}
