/**
 * The words of a package manager's command line. In: an invocation of npm, yarn, pnpm or bun; out: the
 * words that name what it does, and its own options with their values. What belongs to the script or
 * program that the manager runs stays a word.
 */
import { unknown, type Known } from "../../known.js";
import type { Invocation } from "../../model/types.js";

export type Program = "npm" | "yarn" | "pnpm" | "bun";

/** Options with a value in the next word. */
const VALUES: ReadonlySet<string> = new Set(
  (
    "--prefix -C --cwd --dir --registry --loglevel -w --workspace --filter -F --cache --cache-folder --userconfig --omit --include --only --also --script-shell " +
    "--fetch-retries --fetch-timeout --network-timeout --network-concurrency --maxsockets --arch --cpu --os --libc --before --tag --location --modules-folder " +
    "--mutex --store-dir --reporter --fetch-retry-mintimeout --fetch-retry-maxtimeout --child-concurrency --workspace-concurrency --mode --global-folder --install-strategy -p --package"
  ).split(" "),
);

export interface Parts {
  readonly words: readonly Known<string>[];
  readonly options: ReadonlyMap<string, readonly string[]>;
  /** index in `args` at which each word stands */
  readonly positions: readonly number[];
}

/** Words before the script or program's own arguments are options of the manager. */
export function splitWords(invocation: Invocation, program: Program): Parts {
  const words: Known<string>[] = [];
  const positions: number[] = [];
  const options = new Map<string, string[]>();
  const executes = ["npx", "pnpx", "bunx"].includes(invocation.program);
  const { args } = invocation;
  let open = true;
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? unknown("no word");
    const verb = words[0]?.known === true ? words[0].value : null;
    // What stands behind the script's name belongs to the script for yarn, pnpm and bun; npm wants `--`.
    const done = executes
      ? words.length >= 1
      : verb !== null &&
        (["exec", "x", "dlx", "node"].includes(verb)
          ? words.length >= 2
          : program !== "npm" &&
            (["run", "run-script"].includes(verb)
              ? words.length >= 2
              : !INSTALLS.has(verb) && !KNOWN_WORDS.has(verb)));
    if (!open || done || !arg.known || !arg.value.startsWith("-")) {
      words.push(arg);
      positions.push(at);
      continue;
    }
    if (arg.value === "--") {
      open = false;
      continue;
    }
    const equals = arg.value.indexOf("=");
    const name = equals > 0 ? arg.value.slice(0, equals) : arg.value;
    const list = options.get(name) ?? [];
    const next = args[at + 1];
    if (equals > 0) list.push(arg.value.slice(equals + 1));
    else if (takesValue(name, program, executes) && next !== undefined) {
      if (next.known) list.push(next.value);
      at += 1;
    } else if (next?.known === true && (next.value === "true" || next.value === "false")) {
      list.push(next.value);
      at += 1;
    }
    options.set(name, list);
  }
  return { words, options, positions };
}

function takesValue(name: string, program: Program, executes: boolean): boolean {
  if (name === "-p" || name === "--package") return executes || program === "npm";
  if (name === "-w" || name === "-C") return !(name === "-w" && program !== "npm");
  return VALUES.has(name);
}

const INSTALLS: ReadonlySet<string> = new Set(
  "install i add in ins inst isntall ci clean-install ic install-clean it install-test link global up upgrade update remove uninstall un rm r unlink rebuild rb prune dedupe import fetch deploy".split(
    " ",
  ),
);
const KNOWN_WORDS: ReadonlySet<string> = new Set(
  "run run-script config cache set get audit version test t store setup env list ls outdated why pack plugin workspaces workspace self-update policies autoclean check fund doctor create init info login logout publish bin root prefix help completion npm-set patch patch-commit approve-builds upgrade-interactive build pm".split(
    " ",
  ),
);
