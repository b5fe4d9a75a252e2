/** What the kernel of this machine tells about a container's first process. In: its number here; out: null where it cannot be read. */
import { readFileSync } from "node:fs";

export function socketTables(pid: number): readonly string[] | null {
  const tables = ["tcp", "tcp6"].flatMap((name) => textOf(`/proc/${pid}/net/${name}`) ?? []);
  return tables.length === 0 ? null : tables;
}

/** The effective user. */
export function userOf(pid: number): number | null {
  const uid = /^Uid:\s+\d+\s+(\d+)/m.exec(textOf(`/proc/${pid}/status`) ?? "")?.[1];
  return uid === undefined ? null : Number(uid);
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}
