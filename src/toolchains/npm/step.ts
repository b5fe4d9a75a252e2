/**
 * A command of a RUN -> what the node tool chain does there: install, build, prune, test,
 * housekeeping. null for programs of others. Says for certain broken ones why they never worked.
 */
import { join } from "node:path/posix";
import { known, unknown } from "../../known.js";
import type { ImageTree, Invocation, Output, Step } from "../../model/types.js";
import { effectsOf } from "../../programs/effects.js";
import type { BuildHistory } from "../types.js";
import { readManagerCommand, type ManagerCommand } from "./commands.js";
import { installOutputs } from "./install.js";
import { asObject, asText } from "./jsonText.js";
import { lockfileOf, lockfilesIn } from "./lockfiles.js";
import { makingOf } from "./making.js";
import { toolOf } from "./outputs/tools.js";
import { closestPackage, readPackage } from "./packageJson.js";
import { programOfPath } from "./bins.js";
import { nodeScript } from "./nodeScript.js";
import { parallelScripts } from "./parallelScripts.js";
import { lackingIn } from "./lackingProgram.js";
import { follow, throughNode, type Leaf } from "./scripts.js";
import { upward, within } from "./paths.js";
import { homeOf } from "./words.js";
import { workspaceAround } from "./workspace.js";

export function npmStep(invocation: Invocation, tree: ImageTree, history: BuildHistory): Step | null {
  if (invocation.program === "corepack") return corepack(invocation);
  const command = readManagerCommand(invocation, tree);
  if (command === null) return toolStep(invocation, tree, history);
  const directory = command.directory.known ? command.directory.value : "/";
  const add = brokenBy(command, invocation, tree, history);
  const { asked } = command;
  if (asked.kind === "install" && asked.global) {
    const made = installOutputs(command, invocation, tree);
    return {
      toolchain: "npm",
      kind: "install",
      evidence: made.evidence,
      outputs: made.outputs,
      directory: "/",
      ...add,
    };
  }
  const making = makingOf(invocation, tree);
  const home = homeDirectory(command, tree) ?? directory;
  if (asked.kind === "run" || asked.kind === "exec" || asked.kind === "other") {
    const kinds = making.kinds;
    const kind = kinds.has("build")
      ? "build"
      : kinds.has("install")
        ? "install"
        : kinds.has("test")
          ? "test"
          : kinds.has("housekeeping")
            ? "housekeeping"
            : "build";
    return {
      toolchain: "npm",
      kind,
      evidence: `${words(invocation)} runs ${ran(making.programs)}`,
      outputs: making.outputs,
      ...(making.outputs.known ? {} : { partial: making.partial }),
      directory: home,
      ...add,
    };
  }
  if (asked.kind === "install" && asked.names.length === 0 && findsNothing(directory, tree, history)) {
    return {
      toolchain: "npm",
      kind: "housekeeping",
      evidence: `${words(invocation)} finds no package.json in ${directory} and installs nothing`,
      outputs: known([]),
      directory,
      ...add,
    };
  }
  const made = installOutputs(command, invocation, tree);
  // A production install over an earlier one only removes what is for development.
  const first =
    asked.kind === "install" &&
    !history.steps.some(({ step }) => step.kind === "install" && step.directory === home);
  const lockfile = asked.kind === "install" ? { lockfile: lockfileOf(command.manager, home, tree) } : {};
  return {
    toolchain: "npm",
    kind: made.kind === "prune" && first ? "install" : made.kind,
    evidence: made.evidence,
    outputs: !command.directory.known
      ? unknown(command.directory.because)
      : asked.kind === "install" && asked.names.length === 0 && lacksPackage(directory, tree)
        ? unknown(`the context brings no package.json to ${directory}`)
        : making.outputs,
    ...(making.outputs.known ? {} : { partial: making.partial }),
    directory: home,
    ...(asked.kind === "install" ? { productionOnly: making.productionOnly } : {}),
    ...lockfile,
    ...add,
    ...demandsOf(command, invocation, tree),
  };
}

/** yarn 1 checks the engines of the project itself, with or without --production (tried with 1.22); npm and pnpm only warn. */
function demandsOf(command: ManagerCommand, invocation: Invocation, tree: ImageTree): Pick<Step, "demands"> {
  const { asked, directory, manager } = command;
  if (asked.kind !== "install" || manager !== "yarn-classic" || !directory.known) return {};
  const pkg = closestPackage(directory.value, tree);
  const range = pkg.known ? asText(asObject(pkg.value?.fields["engines"])?.["node"]) : null;
  if (range === null || invocation.raw.includes("--ignore-engines")) return {};
  const set = [...invocation.env.keys(), ...invocation.assignments.map(({ name }) => name)];
  if (set.some((name) => /^yarn_ignore_engines$/i.test(name))) return {};
  const settings = upward(directory.value).map((path) => tree.read(join(path, ".yarnrc")));
  if (settings.some((text) => text.known && text.value.includes("ignore-engines"))) return {};
  return {
    demands: { program: "node", range, because: `yarn stops unless node is ${range}, as package.json says` },
  };
}

/** Installs and prunes of a workspace work on its root. */
function homeDirectory(command: ManagerCommand, tree: ImageTree): string | null {
  if (!command.directory.known) return null;
  if (command.asked.kind !== "run" && command.asked.kind !== "exec" && !command.alone) {
    const root = workspaceAround(command.directory.value, tree)?.root;
    if (root !== undefined) return root;
  }
  const pkg = closestPackage(command.directory.value, tree);
  return pkg.known && pkg.value !== null ? pkg.value.directory : command.directory.value;
}

function words(invocation: Invocation): string {
  return [invocation.program, ...invocation.raw].join(" ");
}

function ran(programs: readonly string[]): string {
  return programs.length === 0 ? "nothing that is known" : [...new Set(programs)].join(", ");
}

/** A tool called by its own name: `npx` and scripts go the other way. */
function toolStep(invocation: Invocation, tree: ImageTree, history: BuildHistory): Step | null {
  const direct = throughNode(invocation);
  const local = direct.program !== invocation.program || programOfPath(invocation.path) !== null;
  const script = nodeScript(direct, tree);
  if (
    toolOf(direct.program) === null &&
    !local &&
    parallelScripts(invocation, tree) === null &&
    script?.known !== true
  )
    return null;
  // Names that other tool chains and systems use too are ours only from node_modules.
  if (!local && AMBIGUOUS.has(direct.program)) return null;
  if (!invocation.cwd.known) {
    return {
      toolchain: "npm",
      kind: "build",
      evidence: words(invocation),
      outputs: unknown(invocation.cwd.because),
      directory: "/",
    };
  }
  const making = makingOf(invocation, tree);
  const pkg = closestPackage(invocation.cwd.value, tree);
  return {
    toolchain: "npm",
    kind: making.kinds.has("build") || making.kinds.size === 0 ? "build" : "test",
    evidence: `${words(invocation)} runs ${direct.program}`,
    outputs: making.outputs,
    ...(making.outputs.known ? {} : { partial: making.partial }),
    directory: pkg.known && pkg.value !== null ? pkg.value.directory : invocation.cwd.value,
    // Called by its own name it has to be on the PATH of the image.
    ...(local ? withoutTool([{ kind: "program", invocation: direct }], invocation, tree, history) : {}),
  };
}

const AMBIGUOUS: ReadonlySet<string> = new Set([
  "sass",
  "standard",
  "tap",
  "del",
  "trash",
  "xo",
  "stylus",
  "size-limit",
  "playwright",
]);

/** https://github.com/nodejs/corepack: shims beside node, package managers in ~/.cache/node/corepack. */
function corepack(invocation: Invocation): Step {
  const args = invocation.args.flatMap((arg) => (arg.known ? [arg.value] : []));
  const named = args
    .slice(1)
    .filter((arg) => !arg.startsWith("-"))
    .map((arg) => arg.replace(/@.*$/, ""));
  const managers = named.length > 0 ? named : ["pnpm", "yarn"];
  const shims = managers.flatMap((name) =>
    name === "yarn" ? ["yarn", "yarnpkg"] : name === "pnpm" ? ["pnpm", "pnpx"] : [name],
  );
  const outputs: Output[] = ["enable", "prepare", "install", "use", "up"].includes(args[0] ?? "")
    ? [
        ...shims.map((name): Output => ({
          path: join("/usr/local/bin", name),
          kind: "file",
          role: "dependencies",
        })),
        ...(args[0] === "enable"
          ? []
          : [
              {
                path: join(homeOf(invocation), ".cache/node/corepack"),
                kind: "directory",
                role: "dependencies",
              } as const,
            ]),
      ]
    : [];
  return {
    toolchain: "npm",
    kind: "housekeeping",
    evidence: words(invocation),
    outputs: known(outputs),
    directory: "/",
  };
}

/** Certain failures only: everything that decides is in the context. */
function brokenBy(
  command: ManagerCommand,
  invocation: Invocation,
  tree: ImageTree,
  history: BuildHistory,
): Pick<Step, "broken"> {
  const because = failure(command, tree);
  if (because !== null && !mayHaveMade(command, tree, history)) return { broken: because };
  return withoutTool(follow(invocation, tree), invocation, tree, history);
}

/** The build runs a program that is left out by then. */
function withoutTool(
  leaves: readonly Leaf[],
  invocation: Invocation,
  tree: ImageTree,
  history: BuildHistory,
): Pick<Step, "broken"> {
  const lacking = lackingIn(leaves, tree, history);
  return lacking === null
    ? {}
    : {
        broken: {
          code: "original-broken-dev-dependency",
          message: `${words(invocation)}: ${lacking.because}`,
        },
      };
}

/** npm 6 and yarn 1 go on without a package.json (tried); later npm and pnpm stop. */
function findsNothing(directory: string, tree: ImageTree, history: BuildHistory): boolean {
  return lacksPackage(directory, tree) && !madeByOthers(directory, tree, history);
}

/** No package.json comes from the context, to a folder whose files it brings. */
function lacksPackage(directory: string, tree: ImageTree): boolean {
  // Another folder without a file of the context may be the base image's.
  if (!tree.known || (directory !== "/" && tree.entries(directory) === null)) return false;
  return readPackageMissing(directory, tree);
}

/** Did anything before put files there that the tree does not know? */
function mayHaveMade(command: ManagerCommand, tree: ImageTree, history: BuildHistory): boolean {
  const directory = command.directory.known ? command.directory.value : "/";
  // A folder without any file of the context may be filled by a mount of the RUN.
  return tree.entries(directory) === null || madeByOthers(directory, tree, history);
}

function madeByOthers(directory: string, tree: ImageTree, history: BuildHistory): boolean {
  if (
    history.steps.some(
      ({ step }) => step.directory !== "/" && (within(directory, step.directory) || !step.outputs.known),
    )
  )
    return true;
  return history.invocations.some((one) => {
    if (history.steps.some(({ invocation }) => invocation === one)) return false;
    const effects = effectsOf(one, tree);
    if (!effects.known) return true;
    return effects.value.some(
      (effect) =>
        effect.kind === "write" &&
        (within(effect.path, directory) || within(directory, effect.path)) &&
        effect.what !== "directory",
    );
  });
}

function failure(command: ManagerCommand, tree: ImageTree): NonNullable<Step["broken"]> | null {
  if (!tree.known || !command.directory.known || command.workspace !== null) return null;
  const { asked } = command;
  const directory = command.directory.value;
  const pkg = closestPackage(directory, tree);
  if (!pkg.known) return null;
  const missing = pkg.value === null;
  if (
    asked.kind === "install" &&
    !asked.global &&
    asked.names.length === 0 &&
    asked.frozen &&
    command.program === "npm"
  ) {
    if (readPackageMissing(directory, tree)) {
      return {
        code: "original-broken-no-build-file",
        message: `npm ci finds no package.json in ${directory}`,
      };
    }
    const home = homeDirectory(command, tree) ?? directory;
    if (!lockfilesIn(home, tree).some(({ manager }) => manager === "npm")) {
      return {
        code: "original-broken-no-lockfile",
        message: `npm ci needs a package-lock.json, and ${home} has none`,
      };
    }
  }
  if (
    asked.kind === "install" &&
    !asked.global &&
    asked.names.length === 0 &&
    command.program === "pnpm" &&
    tree.kind(join(directory, "pnpm-workspace.yaml")) === null &&
    readPackageMissing(directory, tree)
  ) {
    return {
      code: "original-broken-no-build-file",
      message: `pnpm install finds no package.json in ${directory}`,
    };
  }
  if (asked.kind === "run" && asked.script.known) {
    if (missing)
      return {
        code: "original-broken-no-build-file",
        message: `${command.program} run finds no package.json in ${directory}`,
      };
    const name = asked.script.value;
    const known = pkg.value !== null && name in pkg.value.scripts;
    const builtIn = ["start", "restart", "stop", "test", "env"].includes(name);
    if (!known && !asked.ifPresent && !builtIn) {
      return {
        code: "original-broken-no-script",
        message: `package.json in ${pkg.value?.directory ?? directory} has no script ${name}`,
      };
    }
  }
  return null;
}

function readPackageMissing(directory: string, tree: ImageTree): boolean {
  return upward(directory).every((path) => {
    const found = readPackage(path, tree);
    return found.known && found.value === null;
  });
}
