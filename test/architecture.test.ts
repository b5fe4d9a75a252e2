/** Imports go one way, outside packages stay behind one module each, and only the edges touch the file system. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

const root = process.cwd();

/** Each folder may import at run time from itself and from folders with a lower rank. */
const RANK: Readonly<Record<string, number>> = {
  "src/known.ts": 0,
  "src/findings": 1,
  "src/dockerfile": 2,
  "src/shell": 3,
  "src/project": 3,
  "src/images": 3,
  "src/model/paths.ts": 4,
  "src/programs": 5,
  "src/toolchains": 6,
  "src/model": 7,
  "src/needs": 8,
  "src/plan": 9,
  transforms: 10,
  "src/split": 11,
  "src/discovery": 12,
  "src/writing": 12,
  "src/report": 12,
  "src/run": 13,
  "src/verify": 14,
  "src/cli": 15,
  "src/cli.ts": 16,
  "src/index.ts": 16,
};

interface Import {
  readonly from: string;
  readonly to: string;
  readonly typeOnly: boolean;
}

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => join(folder, name));
}

const modules = [...sources("src"), ...sources("transforms")];
const imports: readonly Import[] = modules.flatMap((from) => {
  const text = readFileSync(join(root, from), "utf8");
  const found = [
    ...text.matchAll(/(?:^|\n)\s*(import|export)\s+(type\s+)?([^;"']*?from\s+)?["']([^"']+)["']/g),
  ].map((match) => ({
    from,
    to: match[4] ?? "",
    typeOnly: match[2] !== undefined,
  }));
  const lazy = [...text.matchAll(/\bimport\(\s*["']([^"']+)["']\s*\)/g)].map((match) => ({
    from,
    to: match[1] ?? "",
    typeOnly: false,
  }));
  return [...found, ...lazy];
});

function local(one: Import): string | null {
  return one.to.startsWith(".")
    ? relative(root, resolve(root, dirname(one.from), one.to)).replace(/\.js$/, ".ts")
    : null;
}

function rank(path: string): number {
  const exact = RANK[path];
  if (exact !== undefined) return exact;
  const folder = Object.keys(RANK)
    .filter((key) => path.startsWith(`${key}/`))
    .sort((one, other) => other.length - one.length)[0];
  if (folder === undefined) throw new Error(`${path} stands in no layer`);
  return RANK[folder] ?? 0;
}

describe("the layers", () => {
  it("import downwards only", () => {
    const upward = imports.flatMap((one) => {
      const to = local(one);
      return to !== null && !one.typeOnly && rank(to) > rank(one.from) ? [`${one.from} -> ${to}`] : [];
    });
    expect(upward).toEqual([]);
  });

  it("have no cycles", () => {
    const edges = new Map<string, string[]>();
    for (const one of imports) {
      const to = local(one);
      if (to !== null && !one.typeOnly) edges.set(one.from, [...(edges.get(one.from) ?? []), to]);
    }
    const done = new Set<string>();
    const cycles: string[] = [];
    const visit = (path: string, trail: readonly string[]): void => {
      if (trail.includes(path)) {
        cycles.push([...trail.slice(trail.indexOf(path)), path].join(" -> "));
        return;
      }
      if (done.has(path)) return;
      for (const next of edges.get(path) ?? []) visit(next, [...trail, path]);
      done.add(path);
    };
    for (const path of modules) visit(path, []);
    expect(cycles).toEqual([]);
  });

  it.each(["dockerfile-ast", "unbash", "yargs", "execa", "tar-stream", "lilconfig"])(
    "%s is imported by one module",
    (name) => {
      const users = new Set(
        imports.filter((one) => one.to === name || one.to.startsWith(`${name}/`)).map((one) => one.from),
      );
      expect([...users]).toHaveLength(1);
    },
  );

  it("touch the file system, processes and the network at the edges alone", () => {
    const verification = /^src\/verify\/(session\/(owner|workspace)|run\/(http|proc)|secrets\/given)\.ts$/;
    const inside = imports.filter(
      (one) =>
        /^(node:)?(fs|child_process|worker_threads|net|http)/.test(one.to) &&
        !/^src\/(project|discovery|writing|run|cli)\b/.test(one.from) &&
        !verification.test(one.from),
    );
    expect(inside.map((one) => `${one.from} -> ${one.to}`)).toEqual([]);
  });
});
