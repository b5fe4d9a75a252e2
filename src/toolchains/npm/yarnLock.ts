/**
 * yarn.lock of both forms -> which packages stay in production and which of them lie on top of node_modules.
 * In: its text and the packages of the project; out: the lockfile as dfsplit asks it.
 */
import { known, type Known } from "../../known.js";
import type { Lockfile, LockScope } from "./locked.js";

interface Block {
  readonly name: string;
  readonly version: string;
  readonly needs: Readonly<Record<string, string>>;
}

/** `name@range` -> what it resolves to; both forms of yarn.lock. */
function yarnBlocks(text: string): ReadonlyMap<string, Block> {
  const blocks = new Map<string, Block>();
  for (const part of text.replace(/\r/g, "").split(/\n(?=[^\s#])/)) {
    const [head = "", ...lines] = part
      .split("\n")
      .filter((line) => line.trim() !== "" && !line.startsWith("#"));
    if (!head.endsWith(":") || head.startsWith("__metadata")) continue;
    const keys = head.slice(0, -1).replace(/"/g, "").split(/,\s*/);
    const needs: Record<string, string> = {};
    let version = "";
    let section = "";
    for (const line of lines) {
      const field = /^ {2}"?([^\s":]+)"?:?\s*(.*)$/.exec(line);
      const entry = /^ {4}"?([^\s":]+)"?:?\s+"?([^"]*)"?$/.exec(line);
      if (entry !== null) {
        if (section === "dependencies" || section === "optionalDependencies")
          needs[entry[1] ?? ""] = entry[2] ?? "";
      } else if (field !== null) {
        section = field[1] ?? "";
        if (section === "version") version = (field[2] ?? "").replace(/"/g, "");
      }
    }
    for (const key of keys) {
      const name = key.slice(0, key.indexOf("@", 1));
      blocks.set(key.trim(), { name, version, needs });
    }
  }
  return blocks;
}

export function readYarn(
  path: string,
  text: string,
  manager: "yarn-classic" | "yarn-berry",
  { pkg, members }: LockScope,
): Known<Lockfile> {
  const blocks = yarnBlocks(text);
  const find = (name: string, range: string): Block | undefined =>
    blocks.get(`${name}@${range}`) ?? blocks.get(`${name}@npm:${range}`);
  const all = [pkg, ...members];
  const wanted = { ...pkg.devDependencies, ...pkg.optionalDependencies, ...pkg.dependencies };
  // Packages of the workspace itself are linked, not locked under a range of the registry.
  const missing = all
    .flatMap((one) =>
      Object.entries({ ...one.devDependencies, ...one.optionalDependencies, ...one.dependencies }),
    )
    .find(
      ([name, range]) => find(name, range) === undefined && !members.some((member) => member.name === name),
    );
  const staying = new Set<Block>();
  const queue = all
    .flatMap((one) => Object.entries({ ...one.dependencies, ...one.optionalDependencies }))
    .map(([name, range]) => find(name, range));
  while (queue.length > 0) {
    const block = queue.pop();
    if (block === undefined || staying.has(block)) continue;
    staying.add(block);
    queue.push(...Object.entries(block.needs).map(([name, range]) => find(name, range)));
  }
  const unique = [...new Set(blocks.values())];
  // yarn puts what package.json names on top; of other packages with several versions the lockfile does
  // not tell which one lies there, nor which one moves up when a dev dependency goes.
  const hoisted = (block: Block): boolean => {
    const others = unique.filter((other) => other !== block && other.name === block.name);
    if (others.length === 0) return true;
    const range = wanted[block.name];
    if (range === undefined || find(block.name, range) !== block) return false;
    return (
      block.name in pkg.dependencies ||
      block.name in pkg.optionalDependencies ||
      others.every((other) => !staying.has(other))
    );
  };
  return known({
    manager,
    path,
    version: manager === "yarn-classic" ? "1" : (/^__metadata:\s*\n\s+version: (\S+)/m.exec(text)?.[1] ?? ""),
    packages: unique.map((block) => ({
      name: block.name,
      version: block.version,
      production: staying.has(block),
      hoisted: hoisted(block),
      bins: null,
    })),
    differs: missing === undefined ? null : `${missing[0]}@${missing[1]} of package.json is not in ${path}`,
  });
}
