/**
 * Tools that write beside the program: generated clients, style sheets, copied assets; and those
 * that write nothing that stays (linters, tests, git hooks).
 */
import { dirname, join, resolve } from "node:path/posix";
import { known, unknown } from "../../../known.js";
import type { Output } from "../../../model/types.js";
import { asObject, asText } from "../jsonText.js";
import {
  artifact,
  artifactFile,
  build,
  has,
  operands,
  option,
  type Made,
  type Tool,
  type ToolCall,
} from "./made.js";

/** The schema that the prisma CLI takes; a folder of several files is answered with null. */
export function prismaSchema(call: Pick<ToolCall, "args" | "cwd" | "pkg" | "tree">): string | null {
  const named = option(call.args, "--schema") ?? asText(asObject(call.pkg?.fields["prisma"])?.["schema"]);
  const candidates = named === null ? ["prisma/schema.prisma", "schema.prisma"] : [named];
  return (
    candidates.map((path) => resolve(call.cwd, path)).find((path) => call.tree.kind(path) === "file") ?? null
  );
}

const prisma: Tool = {
  programs: ["prisma"],
  made(call) {
    const [command] = operands(call.args, ["--schema", "--generator"]);
    if (command === "format" || command === "validate" || command === "version") return nothing();
    if (command !== "generate") return database(call);
    const schema = prismaSchema(call);
    const text = schema === null ? unknown("the schema of prisma is not there") : call.tree.read(schema);
    if (!text.known) return build(text);
    const generators = [...text.value.matchAll(/^\s*generator\s+\w+\s*\{([^}]*)\}/gm)].map(
      (match) => match[1] ?? "",
    );
    const outputs = generators.map((body): Output | null => {
      const provider = /^\s*provider\s*=\s*"([^"]+)"/m.exec(body)?.[1] ?? "";
      const output = /^\s*output\s*=\s*"([^"]+)"/m.exec(body)?.[1];
      if (output !== undefined) return artifact(resolve(dirname(schema ?? call.cwd), output));
      return provider === "prisma-client-js"
        ? { path: join(call.cwd, "node_modules/.prisma"), kind: "directory", role: "dependencies" }
        : null;
    });
    if (outputs.includes(null))
      return build(unknown("a generator of the prisma schema writes where it likes"));
    const home = {
      path: join(call.cwd, "node_modules/@prisma"),
      kind: "directory",
      role: "dependencies",
    } as const;
    return build(known([...outputs.filter((one): one is Output => one !== null), home]));
  },
};

/**
 * https://www.prisma.io/docs/orm/reference/prisma-cli-reference: `migrate deploy` writes to the database alone, and that of
 * SQLite is a file, named from the folder of the schema.
 */
function database(call: ToolCall): Made {
  const words = operands(call.args, ["--schema"]).filter((word) => word !== null);
  const schema = prismaSchema(call);
  const text = schema === null ? unknown("the schema of prisma is not there") : call.tree.read(schema);
  const source = text.known ? /^\s*datasource\s+\w+\s*\{([^}]*)\}/m.exec(text.value)?.[1] : undefined;
  const file = /^\s*url\s*=\s*"file:([^"?]+)/m.exec(source ?? "")?.[1];
  return file !== undefined && schema !== null && words.join(" ") === "migrate deploy"
    ? build(known([artifactFile(resolve(dirname(schema), file))]))
    : build(unknown(`prisma ${words.slice(0, 2).join(" ")} works on a database while the image is built`));
}

const copyfiles: Tool = {
  programs: ["copyfiles", "cpy", "cpx", "copyup", "ncp", "cpr"],
  made(call) {
    const words = operands(call.args, ["-u", "--up", "-e", "--exclude"]);
    const target = words.at(-1);
    if (typeof target !== "string" || words.length < 2)
      return build(unknown(`${call.invocation.program} is given no target`));
    return build(known([artifact(resolve(call.cwd, target))]));
  },
};

const tailwind: Tool = {
  programs: ["tailwindcss", "postcss", "sass", "node-sass", "lessc", "stylus"],
  made(call) {
    const out = option(call.args, "-o", "--output", "-d", "--dir");
    const pairs = operands(call.args, [
      "-i",
      "--input",
      "-c",
      "--config",
      "--style",
      "--load-path",
      "-I",
    ]).flatMap((word) => (word?.includes(":") === true ? [word.slice(word.indexOf(":") + 1)] : []));
    const positional =
      call.invocation.program === "sass" || call.invocation.program === "lessc"
        ? operands(call.args, ["--style", "--load-path", "-I"])[1]
        : undefined;
    const targets =
      out !== null ? [out] : pairs.length > 0 ? pairs : typeof positional === "string" ? [positional] : [];
    if (targets.length === 0) return build(unknown(`${call.invocation.program} is given no output`));
    return build(
      known(
        targets.map((target) =>
          /\.css$/.test(target)
            ? artifactFile(resolve(call.cwd, target))
            : artifact(resolve(call.cwd, target)),
        ),
      ),
    );
  },
};

/** Rewrites imports inside the folder that tsc has written. */
const inPlace: Tool = {
  programs: [
    "tsc-alias",
    "resolve-tspaths",
    "tsconfig-replace-paths",
    "tscpaths",
    "ef-tspm",
    "tsc-esm-fix",
    "fix-esm-import-path",
    "tsconfig-to-dual-package",
  ],
  made: () => build(known([])),
};

/** In place below node_modules. */
const patches: Tool = {
  programs: [
    "patch-package",
    "electron-builder",
    "node-pre-gyp",
    "node-gyp",
    "node-gyp-build",
    "prebuild-install",
    "install-peerdeps",
    "ngcc",
  ],
  made(call) {
    if (call.invocation.program === "electron-builder")
      return build(unknown("electron-builder makes packages"));
    const native = /gyp|prebuild/.test(call.invocation.program);
    return build(
      known([
        native
          ? artifact(join(call.cwd, "build"))
          : { path: join(call.cwd, "node_modules"), kind: "directory", role: "dependencies" },
      ]),
    );
  },
};

function nothing(): Made {
  return { ...build(known([])), kind: "test" };
}

const checks: Tool = {
  programs: [
    ..."eslint tslint prettier jest vitest mocha ava tap jasmine karma nyc c8 stylelint standard xo biome oxlint knip depcheck audit-ci commitlint cypress playwright".split(
      " ",
    ),
    ..."husky husky-install lint-staged simple-git-hooks only-allow is-ci check-node-version npm-check size-limit pinst ts-patch opencollective opencollective-postinstall lefthook".split(
      " ",
    ),
    ..."rimraf del del-cli trash mkdirp mkdir-p shx make-dir-cli".split(" "),
  ],
  made(call) {
    const { program } = call.invocation;
    if (program === "playwright" && operands(call.args)[0] === "install")
      return build(unknown("playwright installs browsers"));
    if (program === "mkdirp" || program === "make-dir-cli") {
      return build(
        known(
          operands(call.args).flatMap((path) => (path === null ? [] : [artifact(resolve(call.cwd, path))])),
        ),
      );
    }
    if (program === "ts-patch")
      return build(
        known([{ path: join(call.cwd, "node_modules"), kind: "directory", role: "dependencies" }]),
      );
    if (program === "shx") return build(has(call.args, "rm") ? known([]) : unknown("shx is not followed"));
    return nothing();
  },
};

export const generators: readonly Tool[] = [prisma, copyfiles, tailwind, inPlace, patches, checks];
