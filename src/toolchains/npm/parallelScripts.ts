/**
 * run-s, run-p, npm-run-all and concurrently: the command lines that they run. In: the invocation and
 * the package.json around it, whose scripts a pattern (`start:*`) picks; out: the lines in their order, why they
 * cannot be told, or null for another program.
 */
import picomatch from "picomatch";
import { known, unknown, type Known } from "../../known.js";
import type { ImageTree, Invocation } from "../../model/types.js";
import { operands } from "./outputs/made.js";
import { closestPackage } from "./packageJson.js";
import { texts } from "./words.js";

const SERIES: ReadonlySet<string> = new Set(["run-s", "run-p", "npm-run-all", "npm-run-all2"]);

/** https://github.com/open-cli-tools/concurrently: options with a value */
const VALUES = [
  "-n",
  "--names",
  "-c",
  "--prefix-colors",
  "-p",
  "--prefix",
  "-s",
  "--success",
  "-m",
  "--max-processes",
  "-l",
  "--prefix-length",
  "--restart-tries",
  "--restart-after",
];

export function parallelScripts(invocation: Invocation, tree: ImageTree): Known<readonly string[]> | null {
  const { program } = invocation;
  if (!SERIES.has(program) && program !== "concurrently") return null;
  const words = texts(invocation.args);
  if (words.includes(null)) return unknown(`an argument of ${program} is only known at run time`);
  const plain = operands(words, SERIES.has(program) ? [] : VALUES).filter(
    (word): word is string => word !== null,
  );
  const lines: string[] = [];
  for (const word of plain) {
    const [, manager, name] = SERIES.has(program)
      ? [word, "npm", word]
      : (/^(npm|yarn|pnpm|bun):(\S+)$/.exec(word) ?? []);
    if (manager === undefined || name === undefined) lines.push(word);
    else if (!/[*{]/.test(name)) lines.push(`${manager} run ${name}`);
    else {
      const names = matching(name, invocation, tree);
      if (names.length === 0) return unknown(`no script of package.json is called ${name}`);
      lines.push(...names.map((one) => `${manager} run ${one}`));
    }
  }
  return known(lines);
}

/** concurrently takes any text for `*`; for npm-run-all `:` parts a name as `/` parts a path, and `**` crosses it. */
function matching(pattern: string, invocation: Invocation, tree: ImageTree): readonly string[] {
  const pkg = invocation.cwd.known ? closestPackage(invocation.cwd.value, tree) : invocation.cwd;
  if (!pkg.known || pkg.value === null) return [];
  const names = Object.keys(pkg.value.scripts);
  if (invocation.program === "concurrently") {
    const parts = pattern.split("*").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    return names.filter((name) => new RegExp(`^${parts.join(".*")}$`).test(name));
  }
  const path = (name: string): string => name.replaceAll(":", "/");
  const matches = picomatch(path(pattern));
  return names.filter((name) => matches(path(name)));
}
