/**
 * Follows package.json scripts, with their pre and post scripts, and shell text down to the tools
 * that run. In: an invocation or text; out: the list of what runs, in order. What cannot be followed
 * is an item of its own, with the reason.
 */
import { resolve } from "node:path/posix";
import { known, type Known } from "../../known.js";
import type { ImageTree, Invocation } from "../../model/types.js";
import { parseShell } from "../../shell/parse.js";
import { unwrap } from "../../shell/wrappers.js";
import { programOfPath } from "./bins.js";
import { readManagerCommand, type ManagerCommand } from "./commands.js";
import { closestPackage, type PackageJson } from "./packageJson.js";
import { parallelScripts } from "./parallelScripts.js";
import { appended, withArgv } from "./words.js";
import { workspaceTasks } from "./workspaceTasks.js";

export type Leaf =
  /** a program, with node_modules/.bin in front of PATH */
  | {
      readonly kind: "program";
      readonly invocation: Invocation;
      /** a program that is not there is fetched from the registry */
      readonly fetches?: true;
    }
  /** a package manager that installs, prunes or keeps house */
  | { readonly kind: "manager"; readonly invocation: Invocation; readonly command: ManagerCommand }
  | { readonly kind: "unknown"; readonly because: string }
  | { readonly kind: "missing"; readonly script: string; readonly pkg: PackageJson };

const DEPTH = 10;

/** What one command line runs. */
export function follow(invocation: Invocation, tree: ImageTree, depth = 0): readonly Leaf[] {
  if (depth > DEPTH) return [{ kind: "unknown", because: "scripts call each other without end" }];
  const command = readManagerCommand(invocation, tree);
  if (command !== null) return followManager(command, invocation, tree, depth);
  const parallel = parallelScripts(invocation, tree);
  if (parallel !== null)
    return parallel.known
      ? parallel.value.flatMap((text) => followText(text, invocation, tree, depth + 1))
      : [{ kind: "unknown", because: parallel.because }];
  const tasks = workspaceTasks(invocation, tree);
  if (tasks !== null)
    return tasks.known
      ? tasks.value.flatMap(({ script, member }) =>
          follow(
            {
              ...invocation,
              program: "npm",
              path: "npm",
              args: [known("run"), known(script), known("--if-present")],
              raw: ["run", script, "--if-present"],
              cwd: known(member.directory),
            },
            tree,
            depth + 1,
          ),
        )
      : [{ kind: "unknown", because: tasks.because }];
  const inner = peeled(invocation);
  if (inner !== null)
    return inner.known
      ? inner.value.flatMap((one) =>
          typeof one === "string"
            ? followText(one, invocation, tree, depth + 1)
            : follow(one, tree, depth + 1),
        )
      : [{ kind: "unknown", because: inner.because }];
  return [{ kind: "program", invocation: throughNode(invocation) }];
}

/** `node --max-old-space-size=4096 node_modules/.bin/webpack` is webpack. */
export function throughNode(invocation: Invocation): Invocation {
  if (invocation.program !== "node" && invocation.program !== "nodejs") {
    const program = programOfPath(invocation.path);
    return program === null ? invocation : { ...invocation, program };
  }
  const at = invocation.args.findIndex((arg) => arg.known && !arg.value.startsWith("-"));
  const file = invocation.args[at];
  const program = file?.known === true ? programOfPath(file.value) : null;
  return program === null ||
    invocation.args
      .slice(0, at)
      .some((arg) => arg.known && /^(-r|--require|-e|-p|--import|--loader)$/.test(arg.value))
    ? invocation
    : { ...invocation, program, args: invocation.args.slice(at + 1), raw: invocation.raw.slice(at + 1) };
}

export function followText(text: string, around: Invocation, tree: ImageTree, depth = 0): readonly Leaf[] {
  const script = parseShell(text, {
    cwd: around.cwd,
    env: around.env,
    read: (path) => tree.read(path),
  });
  if (script.opaque !== null) return [{ kind: "unknown", because: script.opaque.because }];
  return script.commands.flatMap((command): readonly Leaf[] => {
    const [program, ...rest] = command.argv;
    if (!program.value.known)
      return [{ kind: "unknown", because: `the program ${program.text} is only known at run time` }];
    const invocation = withArgv([program.value, ...rest.map((word) => word.value)], around);
    if (invocation === null) return [];
    return follow(
      {
        ...invocation,
        raw: rest.map((word) => word.text),
        cwd: command.cwd,
        env: command.env,
        assignments: command.assignments,
        redirects: command.redirects.map(({ operator, target }) => ({ operator, target: target.value })),
        certain: around.certain && command.certain,
        decides: around.decides === true && command.decides,
        piped: command.piped,
      },
      tree,
      depth + 1,
    );
  });
}

function followManager(
  command: ManagerCommand,
  invocation: Invocation,
  tree: ImageTree,
  depth: number,
): readonly Leaf[] {
  const { asked, directory, workspace } = command;
  if (workspace !== null && (asked.kind === "run" || asked.kind === "exec" || asked.kind === "other")) {
    const { members } = workspace;
    if (!members.known)
      return [{ kind: "unknown", because: `${invocation.program} ${workspace.label}: ${members.because}` }];
    return members.value.flatMap((member) =>
      followManager(
        {
          ...command,
          workspace: null,
          directory: known(member.directory),
          asked:
            asked.kind === "run" && workspace.label !== "workspace" ? { ...asked, ifPresent: true } : asked,
        },
        { ...invocation, cwd: known(member.directory) },
        tree,
        depth,
      ),
    );
  }
  switch (asked.kind) {
    case "run":
      return followRun(command, asked, invocation, tree, depth);
    case "exec": {
      if (asked.text !== null)
        return followText(asked.text, { ...invocation, cwd: directory }, tree, depth + 1);
      const inner = withArgv(asked.argv, { ...invocation, cwd: directory, redirects: [] });
      if (inner === null) return [{ kind: "unknown", because: `${invocation.program} is given no program` }];
      // bun with a source file is an interpreter, no manager
      if (inner.program === "bun") return [{ kind: "program", invocation: inner }];
      const leaves = follow(inner, tree, depth + 1);
      return fetchesPrograms(command, invocation)
        ? leaves.map((leaf) => (leaf.kind === "program" ? { ...leaf, fetches: true } : leaf))
        : leaves;
    }
    case "other":
      return [{ kind: "unknown", because: `${invocation.program} ${asked.command} is not known` }];
    default:
      return [{ kind: "manager", invocation, command }];
  }
}

/** npx and `npm exec`, `dlx`, bunx: what is not there comes from the registry; `yarn x` and `pnpm exec` fail. */
export function fetchesPrograms(command: ManagerCommand, { program, raw }: Invocation): boolean {
  return (
    command.asked.kind === "exec" &&
    (command.program === "npm" ||
      ["pnpx", "bunx"].includes(program) ||
      raw.includes("dlx") ||
      (program === "bun" && raw.includes("x")))
  );
}

/** npm, pnpm below 7 and yarn classic run pre and post scripts; so does bun. Berry runs only those of its own. */
function followRun(
  command: ManagerCommand,
  asked: Extract<ManagerCommand["asked"], { kind: "run" }>,
  invocation: Invocation,
  tree: ImageTree,
  depth: number,
): readonly Leaf[] {
  const { directory } = command;
  if (!directory.known) return [{ kind: "unknown", because: directory.because }];
  if (!asked.script.known) return [{ kind: "unknown", because: asked.script.because }];
  const pkg = closestPackage(directory.value, tree);
  if (!pkg.known) return [{ kind: "unknown", because: pkg.because }];
  if (pkg.value === null)
    return [
      {
        kind: "unknown",
        because: `there is no package.json for ${invocation.program} in ${directory.value}`,
      },
    ];
  const { scripts, directory: home } = pkg.value;
  const name = asked.script.value;
  const text = scripts[name];
  if (text === undefined) {
    if (asked.ifPresent) return [];
    return name === "start" && tree.kind(resolve(home, "server.js")) === "file" && startsServer(command)
      ? followText("node server.js", { ...invocation, cwd: known(home), redirects: [] }, tree, depth + 1)
      : [{ kind: "missing", script: name, pkg: pkg.value }];
  }
  const around: Invocation = {
    ...invocation,
    cwd: known(home),
    redirects: [],
    bins: [`${home}/node_modules/.bin`],
  };
  const all = [
    ...(hasHooks(command) ? [scripts[`pre${name}`]] : []),
    appended(text, asked.args),
    ...(hasHooks(command) ? [scripts[`post${name}`]] : []),
  ];
  return all.flatMap((one) => (one === undefined ? [] : followText(one, around, tree, depth + 1)));
}

/** pnpm runs them only with enable-pre-post-scripts, on by default since 9; running them in mind is the careful answer. */
export function hasHooks(command: ManagerCommand): boolean {
  return command.manager !== "yarn-berry";
}

/** `start` without a script is `node server.js` (npm's scripts documentation; pnpm, exec/plugin-commands-script-runners). */
export function startsServer(command: ManagerCommand): boolean {
  return command.manager === "npm" || command.manager === "pnpm";
}

/** env-cmd, dotenv and the wrappers of the shell: what they run; null when the program runs nothing else. */
export function peeled(invocation: Invocation): Known<readonly (Invocation | string)[]> | null {
  const { program, args } = invocation;
  if (program === "dotenv" || program === "env-cmd" || program === "dotenvx") {
    const separator = args.findIndex((arg) => arg.known && arg.value === "--");
    const valued = new Set(["-e", "-f", "-r", "-p", "-v", "--file", "--environments", "--rc-file", "-c"]);
    let at = separator + 1;
    if (separator < 0) {
      while (at < args.length) {
        const arg = args[at];
        if (arg?.known === true && valued.has(arg.value)) at += 2;
        else if (
          arg?.known === true &&
          (arg.value.startsWith("-") || (program === "dotenvx" && arg.value === "run"))
        )
          at += 1;
        // env-cmd before 9: the file is the first word
        else if (program === "env-cmd" && arg?.known === true && /^\.{1,2}\/|^\.env/.test(arg.value)) at += 1;
        else break;
      }
    }
    const inner = withArgv(args.slice(at), invocation);
    return inner === null ? null : known([inner]);
  }
  const unwrapped = unwrap([known(invocation.path), ...args]);
  if (!unwrapped.known) return unwrapped;
  const { wrappers, argv, text, env } = unwrapped.value;
  if (wrappers.length === 0) return null;
  if (text !== null) return known([text]);
  const inner = withArgv(argv, {
    ...invocation,
    env: new Map([...invocation.env, ...env.map(({ name, value }) => [name, value] as const)]),
    assignments: [...invocation.assignments, ...env],
  });
  return inner === null ? null : known([inner]);
}
