/** The user that an image's processes run as: `USER` looked up in /etc/passwd and /etc/group, as the engine does it. */
import type { Listing } from "./listing.js";

export interface Account {
  readonly uid: number;
  /** the first is the primary group */
  readonly gids: readonly number[];
}

/** null for a name that the image does not have: the engine refuses to start it */
export function accountOf(user: string, listing: Listing): Account | null {
  const [name = "", group] = user.split(":");
  const rows = rowsOf(listing.texts.get("/etc/passwd"));
  const groups = rowsOf(listing.texts.get("/etc/group"));
  const wanted = name === "" ? "0" : name;
  const row = rows.find(([login]) => login === wanted) ?? rows.find((fields) => fields[2] === wanted);
  const uid = row ? Number(row[2]) : /^\d+$/.test(wanted) ? Number(wanted) : null;
  if (uid === null) return null;
  if (group !== undefined && group !== "") {
    const found = groups.find(([title]) => title === group);
    if (!found && !/^\d+$/.test(group)) return null;
    return { uid, gids: [found ? Number(found[2]) : Number(group)] };
  }
  const others = groups.filter((fields) => row && (fields[3] ?? "").split(",").includes(row[0] ?? ""));
  return { uid, gids: [row ? Number(row[3]) : 0, ...others.map((fields) => Number(fields[2]))] };
}

function rowsOf(text: string | undefined): readonly (readonly string[])[] {
  return (text ?? "")
    .split("\n")
    .map((line) => line.trim().split(":"))
    .filter((fields) => fields.length >= 3);
}
