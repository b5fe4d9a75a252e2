/**
 * Follows what the container runs: wrappers, `sh -c`, package.json scripts, scripts of the
 * repository, down to programs and paths. What a toolchain knows it answers itself; everything
 * else is a program that the runtime stage has to have. Refuses development servers and build
 * tools by the toolchain's word, and what cannot be followed.
 */
import type { Finding, Note } from "../findings/types.js";
import { known, type Known } from "../known.js";
import { isWithin, parentOf, resolvePath } from "../model/paths.js";
import { invocationOf, scriptPath } from "../model/run.js";
import type { ImageTree, Invocation } from "../model/types.js";
import { effectsOf } from "../programs/effects.js";
import { parseShell } from "../shell/parse.js";
import type { ShellCommand, ShellScript } from "../shell/types.js";
import { unwrap, type Unwrapped } from "../shell/wrappers.js";
import type { BuildHistory, Need, Toolchain } from "../toolchains/types.js";
import { configuredBy } from "./managers.js";
import type { LocatedNeed, RuntimeNeeds } from "./types.js";

/** package.json scripts and shell scripts that call each other are followed this deep. */
const DEPTH = 12;

const BUILTINS: ReadonlySet<string> = new Set(
  (
    ": . [ [[ alias bg break builtin caller case cd command continue declare dirs echo eval exec exit export false fg getopts " +
    "hash help history jobs kill let local logout popd printf pushd pwd read readonly return set shift shopt source test time " +
    "times trap true type typeset ulimit umask unalias unset wait"
  ).split(" "),
);

/** In every image that has a shell: coreutils, findutils, grep and sed, or busybox. */
const EVERYWHERE: ReadonlySet<string> = new Set(
  (
    "basename cat chgrp chmod chown cp cut date dd df dirname du env expr find grep egrep fgrep head hostname id install ln ls " +
    "md5sum mkdir mkfifo mktemp mv nice nohup od paste printenv readlink realpath rm rmdir sed seq sha1sum sha256sum sleep sort " +
    "split stat stty sync tail tee timeout touch tr tty uname uniq wc whoami xargs yes sh arch base64 comm nproc tac awk"
  ).split(" "),
);

/** Is the program a shell builtin or one of the tools that every image with a shell has? */
export function programEverywhere(program: string): boolean {
  return BUILTINS.has(program) || EVERYWHERE.has(program);
}

export interface FollowScope {
  readonly tree: ImageTree;
  readonly toolchains: readonly Toolchain[];
  readonly history: BuildHistory;
  readonly env: ReadonlyMap<string, Known<string>>;
  readonly cwd: string;
  readonly user: string;
  /** what a symbolic link that a RUN made points to, absolute; null where there is none */
  readonly linkTarget: (path: string) => string | null;
}

export class Follower {
  readonly #needs: LocatedNeed[] = [];
  readonly #entered: LocatedNeed[] = [];
  readonly #commands: Invocation[] = [];
  readonly #callers = new Map<Invocation, Invocation>();
  /** the commands whose scripts are being followed, the outermost first */
  readonly #chain: Invocation[] = [];
  readonly #notes: Note[] = [];
  #refusal: Finding | null = null;
  #line: number | null = null;
  #script: string | null = null;
  /** of the command that runs the text which is being followed */
  #around: Pick<Invocation, "certain" | "decides"> = { certain: true, decides: true };
  readonly #seen = new Set<string>();
  readonly #scope: FollowScope;

  constructor(scope: FollowScope) {
    this.#scope = scope;
  }

  /** Follows one command of the Dockerfile (or of a file beside it). */
  argv(argv: readonly string[], line: number | null): void {
    this.#line = line;
    const invocation = invocationOf(
      argv.map((word) => known(word)),
      argv,
      this.#surroundings(),
    );
    if (invocation) this.#invocation({ ...invocation, exec: true }, [], 0);
  }

  text(text: string, line: number | null): void {
    this.#line = line;
    this.#text(text, this.#scope.cwd, this.#scope.env, [], [], 0);
  }

  result(): RuntimeNeeds {
    const required = this.#needs.flatMap(({ need }) =>
      need.kind === "path" && need.optional !== true ? [need.path] : [],
    );
    // A folder that is only entered is there as soon as something in it is.
    const entered = this.#entered.filter(
      ({ need }) => need.kind !== "path" || !required.some((path) => isWithin(path, need.path)),
    );
    return {
      needs: [...this.#needs, ...entered],
      commands: this.#commands,
      callers: this.#callers,
      notes: this.#notes,
      refusal: this.#refusal,
    };
  }

  #surroundings(): Omit<Invocation, "program" | "path" | "args" | "raw"> {
    return {
      cwd: known(this.#scope.cwd),
      env: this.#scope.env,
      assignments: [],
      redirects: [],
      certain: true,
      decides: true,
      piped: false,
      user: this.#scope.user,
      line: this.#line ?? 0,
    };
  }

  #inside(around: Pick<Invocation, "certain" | "decides">, body: () => void): void {
    const outer = this.#around;
    this.#around = around;
    body();
    this.#around = outer;
  }

  #text(
    text: string,
    cwd: string,
    env: ReadonlyMap<string, Known<string>>,
    bins: readonly string[],
    positional: readonly Known<string>[],
    depth: number,
  ): void {
    if (depth > DEPTH)
      return this.#refuse("command-too-deep", "the command calls scripts that call scripts without end");
    const script = parseShell(text, { cwd: known(cwd), env, read: (path) => this.#scope.tree.read(path) });
    if (script.opaque) {
      return this.#refuse(
        "command-not-understood",
        `the command cannot be followed: ${script.opaque.because}`,
      );
    }
    this.#shell(script, bins, positional, depth);
  }

  #shell(
    script: ShellScript,
    bins: readonly string[],
    positional: readonly Known<string>[],
    depth: number,
  ): void {
    let parameters = positional;
    for (const command of script.commands) {
      const { values, raw } = spliceParameters(command, parameters);
      if (raw[0] === "set" && raw.includes("--")) {
        parameters = values.slice(raw.indexOf("--") + 1);
        continue;
      }
      if (raw[0] === "shift") {
        parameters = parameters.slice(1);
        continue;
      }
      if (values.length === 0) continue;
      const first = values[0];
      if (!first?.known) {
        if (/^"?\$\{?[@*1-9]/.test(raw[0] ?? "")) continue; // arguments that are only given at run time
        this.#refuse(
          "command-not-understood",
          `the program ${raw[0] ?? ""} in the command is only known at run time`,
        );
        continue;
      }
      const invocation = invocationOf(values, raw, {
        ...this.#surroundings(),
        cwd: command.cwd,
        env: command.env,
        assignments: command.assignments,
        redirects: command.redirects.map(({ operator, target }) => ({ operator, target: target.value })),
        certain: this.#around.certain && command.certain,
        decides: this.#around.decides === true && command.decides,
        piped: command.piped,
      });
      if (invocation) this.#invocation(invocation, bins, depth);
    }
  }

  #invocation(invocation: Invocation, bins: readonly string[], depth: number): void {
    if (this.#refusal) return this.#record(invocation);
    const key = `${invocation.cwd.known ? invocation.cwd.value : "?"}\0${invocation.path}\0${invocation.raw.join("\0")}`;
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    this.#record(invocation);
    for (const { operator, target } of invocation.redirects) {
      if (
        !operator.includes(">") ||
        !target.known ||
        !invocation.cwd.known ||
        target.value.startsWith("/dev/")
      )
        continue;
      const path = resolvePath(invocation.cwd.value, target.value);
      this.#need({ kind: "writes", path, because: `${invocation.program} writes there at run time` });
    }
    const { tree, toolchains, history } = this.#scope;
    const withBins: Invocation = bins.length === 0 ? invocation : { ...invocation, bins };
    for (const toolchain of toolchains) {
      const launch = toolchain.launch(withBins, tree, history);
      if (!launch) continue;
      switch (launch.kind) {
        case "needs":
          for (const need of launch.needs) this.#need(need);
          this.#noted(launch.notes);
          return;
        case "follow":
          for (const need of launch.needs) this.#need(need);
          this.#noted(launch.notes ?? []);
          this.#chain.push(invocation);
          this.#inside(invocation, () => {
            this.#text(launch.text, launch.cwd, invocation.env, [...launch.bins, ...bins], [], depth + 1);
          });
          this.#chain.pop();
          return;
        case "refuse":
          return this.#refuse(launch.code, `${launch.message}${this.#chainTo(invocation)}`);
        case "broken":
          return this.#refuse(launch.code, launch.message);
      }
    }
    const peeled = unwrap([known(invocation.path), ...invocation.args], [invocation.path, ...invocation.raw]);
    if (!peeled.known) {
      return this.#refuse("command-not-understood", `the command cannot be followed: ${peeled.because}`);
    }
    if (peeled.value.wrappers.length > 0) return this.#wrapped(peeled.value, invocation, bins, depth);
    this.#program(invocation, depth);
  }

  /** A command that stands behind a refused one is not followed, but it is there. */
  #record(invocation: Invocation): void {
    this.#commands.push(invocation);
    const caller = this.#chain.at(-1);
    if (caller !== undefined) this.#callers.set(invocation, caller);
  }

  #wrapped(inner: Unwrapped, invocation: Invocation, bins: readonly string[], depth: number): void {
    for (const wrapper of inner.wrappers) {
      const script = this.#scriptOf(wrapper, invocation);
      if (script !== null) this.#need({ kind: "path", path: script, because: "the command runs it" });
      else this.#programNeed(wrapper, `${wrapper} starts the command`);
    }
    const env = new Map([...invocation.env, ...inner.env.map(({ name, value }) => [name, value] as const)]);
    const cwd = invocation.cwd.known ? invocation.cwd.value : this.#scope.cwd;
    const { text, positional } = inner;
    if (text !== null)
      return this.#inside(invocation, () => {
        this.#text(text, cwd, env, bins, positional, depth + 1);
      });
    const next = invocationOf(inner.argv, [invocation.path, ...invocation.raw].slice(inner.skipped), {
      ...invocation,
      env,
      assignments: [...invocation.assignments, ...inner.env],
    });
    if (next) this.#invocation(next, bins, depth + 1);
  }

  /** A script of the repository is read and followed; any other program is a need. */
  #program(invocation: Invocation, depth: number): void {
    const configured = configuredBy(invocation, this.#scope.tree, this.#scope.history);
    if (configured !== null && !configured.known) {
      return this.#refuse("process-manager-not-followed", configured.because);
    }
    for (const path of configured?.value.paths ?? []) {
      this.#need({
        kind: "path",
        path,
        because: `the configuration of ${invocation.program} names it`,
        optional: true,
      });
    }
    for (const { text, cwd } of configured?.value.commands ?? []) {
      this.#inside({ certain: true, decides: false }, () => {
        this.#text(text, cwd ?? this.#scope.cwd, invocation.env, [], [], depth + 1);
      });
    }
    const script = scriptPath(invocation, this.#scope.tree) ?? this.#onPath(invocation);
    const link = script === null ? this.#linkOf(invocation) : null;
    if (link !== null) return this.#linked(link.at, link.to, invocation, depth);
    if (script === null) {
      // A built file of JavaScript can only be run by the `node` of its first line.
      if (/\/[^/]+\.[cm]?js$/.test(invocation.path) && invocation.cwd.known) {
        const path = resolvePath(invocation.cwd.value, invocation.path);
        const next = invocationOf(
          [known("node"), known(path), ...invocation.args],
          ["node", path, ...invocation.raw],
          invocation,
        );
        if (next) this.#invocation(next, [], depth + 1);
        return;
      }
      if (
        invocation.path.includes("/") &&
        invocation.cwd.known &&
        !/^\/(usr\/(local\/)?)?s?bin\//.test(invocation.path)
      ) {
        this.#need({
          kind: "path",
          path: resolvePath(invocation.cwd.value, invocation.path),
          because: "the command runs it",
        });
      } else {
        this.#programNeed(invocation.path, "the command runs it");
        this.#madeScript(invocation);
      }
      this.#files(invocation);
      return;
    }
    this.#need({ kind: "path", path: script, because: "the command runs it" });
    const text = this.#scope.tree.read(script);
    if (!text.known)
      return this.#refuse("command-not-understood", `${script} cannot be read: ${text.because}`);
    const shebang = /^#!\s*(\S+)(?:[ \t]+(\S+))?/.exec(text.value);
    const interpreter = shebang
      ? /\/env$/.test(shebang[1] ?? "")
        ? (shebang[2] ?? "sh")
        : (shebang[1] ?? "sh")
      : "sh";
    const shell = /(^|\/)(ba|da|a|z|k)?sh$/.test(interpreter);
    const asArgument = /^(ba|da|a|z|k)?sh$/.test(invocation.program);
    this.#programNeed(asArgument ? invocation.path : interpreter, `${script} is run by it`);
    if (!shell) {
      if (/(^|\/)node$/.test(interpreter)) {
        const next = invocationOf(
          [known("node"), known(script), ...invocation.args],
          ["node", script, ...invocation.raw],
          invocation,
        );
        if (next) this.#invocation(next, [], depth + 1);
        return;
      }
      return this.#refuse(
        "command-not-understood",
        `${script} is a script for ${interpreter}, which is not followed`,
      );
    }
    const outer = this.#script;
    this.#script = script;
    this.#chain.push(invocation);
    const skip = asArgument ? invocation.raw.findIndex((word) => !word.startsWith("-")) + 1 : 0;
    this.#inside(invocation, () => {
      this.#text(
        text.value,
        invocation.cwd.known ? invocation.cwd.value : this.#scope.cwd,
        invocation.env,
        [],
        invocation.args.slice(skip),
        depth + 1,
      );
    });
    this.#chain.pop();
    this.#script = outer;
  }

  /** A link that a RUN made: the link itself has to be there, and what runs is the file behind it. */
  #linked(at: string, to: string, invocation: Invocation, depth: number): void {
    this.#need({ kind: "path", path: at, because: "the command runs it" });
    const text = this.#scope.tree.read(to);
    const isNode = text.known ? /^#!.*\bnode\b/.test(text.value) : /\.[cm]?js$/.test(to);
    const words = isNode ? ["node", to] : [to];
    const next = invocationOf(
      [...words.map((word) => known(word)), ...invocation.args],
      [...words, ...invocation.raw],
      invocation,
    );
    if (next) this.#invocation(next, [], depth + 1);
  }

  #linkOf(invocation: Invocation): { readonly at: string; readonly to: string } | null {
    for (const at of this.#candidates(invocation)) {
      const to = this.#scope.linkTarget(at);
      if (to !== null && to !== at) return { at, to };
    }
    return null;
  }

  /** `sh target/app/bin/run`: a script that the context does not have. */
  #madeScript(invocation: Invocation): void {
    if (!/^(ba|da|a)?sh$/.test(invocation.program) || !invocation.cwd.known) return;
    const script = invocation.args.find((arg) => !(arg.known && arg.value.startsWith("-")));
    if (script?.known !== true || invocation.args.some((arg) => arg.known && /^-\w*[cs]$/.test(arg.value)))
      return;
    this.#need({
      kind: "path",
      path: resolvePath(invocation.cwd.value, script.value),
      because: `${invocation.program} runs it`,
    });
  }

  /** A bare name that a COPY put into a folder of the PATH. */
  #onPath(invocation: Invocation): string | null {
    if (invocation.path.includes("/")) return null;
    return this.#candidates(invocation).find((path) => this.#scope.tree.kind(path) === "file") ?? null;
  }

  /** Where the program may lie: its own path, or its name in each folder of the PATH. */
  #candidates(invocation: Invocation): readonly string[] {
    if (invocation.path.includes("/")) {
      return invocation.cwd.known ? [resolvePath(invocation.cwd.value, invocation.path)] : [];
    }
    const path = invocation.env.get("PATH");
    const folders = path?.known
      ? path.value.split(":")
      : ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];
    return folders.map((folder) => resolvePath(folder, invocation.path));
  }

  #scriptOf(wrapper: string, invocation: Invocation): string | null {
    const at =
      wrapper.includes("/") && invocation.cwd.known ? resolvePath(invocation.cwd.value, wrapper) : null;
    if (at !== null && this.#scope.tree.kind(at) === "file") return at;
    return this.#onPath({ ...invocation, path: wrapper });
  }

  /** Arguments that are files of the image are needs too: `cat banner.txt`, `envsubst < a > b`. */
  #files(invocation: Invocation): void {
    const { tree } = this.#scope;
    if (!invocation.cwd.known || /^(cd|pushd|popd)$/.test(invocation.program)) return;
    const cwd = invocation.cwd.value;
    const words = [
      ...invocation.args.flatMap((arg) => (arg.known ? [arg.value] : [])),
      ...invocation.redirects.flatMap(({ target }) => (target.known ? [target.value] : [])),
    ];
    for (const word of words) {
      for (const part of [word, ...word.split("=").slice(1)]) {
        if (part === "" || part.startsWith("-")) continue;
        const path = resolvePath(cwd, part);
        if (tree.kind(path) === null || path === cwd || path === "/") continue;
        const need: Need = { kind: "path", path, because: `${invocation.program} is called with it` };
        if (invocation.program === "cd") {
          this.#entered.push({ need, line: this.#line, script: this.#script });
        } else this.#need(need);
      }
    }
    const effects = effectsOf(invocation, tree);
    if (!effects.known) return;
    for (const effect of effects.value) {
      if (effect.kind === "write" && effect.from === undefined) {
        this.#need({
          kind: "writes",
          path: effect.path,
          because: `${invocation.program} writes there at run time`,
        });
      }
    }
  }

  #programNeed(name: string, because: string): void {
    const base = name.split("/").at(-1) ?? name;
    if (programEverywhere(base)) return;
    this.#need({ kind: "program", name, because });
  }

  #noted(notes: readonly Note[]): void {
    this.#notes.push(...notes.map((note) => ({ ...note, line: note.line ?? this.#line })));
  }

  #need(need: Need): void {
    // A file can only be written into a folder that is there.
    if (need.kind === "writes") {
      const folder = parentOf(need.path);
      if (this.#scope.tree.kind(folder) === "directory" && folder !== this.#scope.cwd && folder !== "/") {
        this.#need({ kind: "path", path: folder, because: need.because });
      }
    }
    this.#needs.push({ need, line: this.#line, script: this.#script });
  }

  /** How the container's command comes to this one, through scripts: ` (npm start -> react-scripts start)`. */
  #chainTo(invocation: Invocation): string {
    if (this.#chain.length === 0) return "";
    const lines = [...this.#chain, invocation].map(({ program, path, raw }) =>
      [path.startsWith("./") || path.startsWith("/") ? path : program, ...raw].join(" "),
    );
    return ` (${lines.join(" -> ")})`;
  }

  #refuse(code: string, message: string): void {
    this.#refusal ??= { code, message, line: this.#line };
  }
}

/** Puts known positional parameters in the place of "$@", $* and $1. */
function spliceParameters(
  command: ShellCommand,
  parameters: readonly Known<string>[],
): { values: Known<string>[]; raw: string[] } {
  const values: Known<string>[] = [];
  const raw: string[] = [];
  for (const word of command.argv) {
    const bare = word.text.replaceAll(/["{}]/g, "");
    const nth = /^\$([1-9])$/.exec(bare)?.[1];
    if (bare === "$@" || bare === "$*") {
      for (const parameter of parameters) {
        values.push(parameter);
        raw.push(parameter.known ? parameter.value : word.text);
      }
      if (parameters.length === 0 && values.length > 0) continue;
      if (parameters.length === 0) continue;
    } else if (nth !== undefined && parameters[Number(nth) - 1]) {
      const parameter = parameters[Number(nth) - 1];
      if (parameter) {
        values.push(parameter);
        raw.push(parameter.known ? parameter.value : word.text);
      }
    } else {
      values.push(word.value);
      raw.push(word.text);
    }
  }
  return { values, raw };
}
