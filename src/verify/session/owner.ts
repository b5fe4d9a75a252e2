/**
 * Whose a container, an image, a network or a temporary folder is, read from its name alone: machine, boot,
 * process and the process's start. A name of this machine whose process is over belongs to nobody any more; one of
 * another machine (a shared engine) is never touched. Names, not labels: two runs may make one image.
 */
import { createHash, randomBytes } from "node:crypto";
import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";

export interface Owner {
  readonly machine: string;
  readonly boot: string;
  readonly pid: number;
  /** when the process started, in the system's own count; "0" where it cannot be told */
  readonly start: string;
}

export const NAME_PREFIX = "dfsplit-verify-";
/** What `--keep` keeps is nobody's to remove. */
const KEPT_PREFIX = "dfsplit-kept-";

export function thisProcess(): Owner {
  return {
    machine: digest(`${hostname()} ${linkOf("/proc/self/ns/pid")}`),
    boot: digest(textOf("/proc/sys/kernel/random/boot_id")),
    pid: process.pid,
    start: startOf(process.pid) ?? "0",
  };
}

/** Also a name of a docker image: lower case, one hyphen at a time. */
export function nameOf(owner: Owner): string {
  const random = randomBytes(4).toString("hex");
  const { machine, boot, pid, start } = owner;
  return `${NAME_PREFIX}${machine}-${boot}-${pid}-${start}-${random}`;
}

export function keptNameOf(name: string): string {
  return name.replace(NAME_PREFIX, KEPT_PREFIX);
}

/** null for a name that no run gave. */
export function ownerOf(name: string): Owner | null {
  const match = /^dfsplit-verify-([0-9a-f]{8})-([0-9a-f]{8})-(\d+)-(\d+)-[0-9a-f]{8}/.exec(name);
  if (!match) return null;
  const [, machine = "", boot = "", pid = "", start = ""] = match;
  return { machine, boot, pid: Number(pid), start };
}

/** Is it this machine's, and is its process over? */
export function isAbandoned(
  owner: Owner,
  me: Owner,
  alive: (pid: number, start: string) => boolean = isAlive,
): boolean {
  if (owner.machine !== me.machine) return false;
  if (owner.boot !== me.boot) return true;
  return !alive(owner.pid, owner.start);
}

export function isAlive(pid: number, start: string): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
  const now = startOf(pid);
  return now === null || start === "0" || now === start;
}

/** When a process started, in clock ticks since the boot; null where the system does not tell (or the process is over). */
export function startOf(pid: number): string | null {
  // The second field is the program's name in parentheses and may hold anything.
  const fields = textOf(`/proc/${pid}/stat`)
    .replace(/^.*\)\s*/s, "")
    .split(" ");
  const state = fields[0];
  return state === "Z" ? null : (fields[19] ?? null);
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 8);
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return "";
  }
}
