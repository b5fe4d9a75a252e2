/**
 * A `mvn` or `mvnw` command line in, its options and goals out. A word whose value is not known
 * makes the line uncertain, unless it is only the value of a property (`-Drevision=$TAG`).
 */
import { known, type Known } from "../../known.js";
import type { Invocation } from "../../model/types.js";

export interface MavenCommand {
  /** run through the wrapper script: its path as written (`./mvnw`), else null */
  readonly wrapper: string | null;
  /** `sh mvnw`: the run bit does not matter */
  readonly interpreted: boolean;
  /** -f, as written */
  readonly file: string | null;
  /** phases and goals in their order */
  readonly goals: readonly string[];
  /** -pl, selectors without their sign */
  readonly projects: readonly string[];
  readonly excluded: readonly string[];
  readonly alsoMake: boolean;
  readonly alsoMakeDependents: boolean;
  /** -rf */
  readonly resumeFrom: string | null;
  /** -N */
  readonly nonRecursive: boolean;
  readonly profiles: readonly string[];
  readonly disabledProfiles: readonly string[];
  /** -D; a value that is not known keeps its reason */
  readonly properties: ReadonlyMap<string, Known<string>>;
  /** -s, as written */
  readonly settings: string | null;
  /** --version, --help: nothing is built */
  readonly information: boolean;
  /** why further options or goals may stand on the line, or null */
  readonly uncertain: string | null;
}

/** Options that take a value, from Maven's CLIManager (3.9 and 4.0). */
const withValue: Readonly<Record<string, string>> = {
  f: "file",
  pl: "projects",
  rf: "resume-from",
  P: "activate-profiles",
  D: "define",
  s: "settings",
  gs: "global-settings",
  ps: "project-settings",
  is: "install-settings",
  t: "toolchains",
  gt: "global-toolchains",
  it: "install-toolchains",
  T: "threads",
  b: "builder",
  l: "log-file",
  color: "color",
  emp: "encrypt-master-password",
  ep: "encrypt-password",
};
const longWithValue = new Set(Object.values(withValue));

const wrappers = ["mvnw", "mvnw.cmd"];
const interpreters = ["sh", "bash", "dash", "ash"];

/** Is this invocation Maven, and where do its arguments start? */
export function mavenProgram(
  command: Invocation,
): { readonly wrapper: string | null; readonly interpreted: boolean; readonly from: number } | null {
  if (["mvn", "mvnd", "mvnDebug"].includes(command.program))
    return { wrapper: null, interpreted: false, from: 0 };
  if (wrappers.includes(command.program)) return { wrapper: command.path, interpreted: false, from: 0 };
  if (interpreters.includes(command.program)) {
    const at = command.args.findIndex((arg) => arg.known && !/^-[eux]+$/.test(arg.value));
    const script = at < 0 ? undefined : command.args[at];
    if (script?.known === true && /(^|\/)mvnw$/.test(script.value)) {
      return { wrapper: script.value, interpreted: true, from: at + 1 };
    }
  }
  return null;
}

/** A word of the line: its value, and how it is written (`-Drevision=$TAG` shows a name without its value). */
export interface MavenWord {
  readonly value: Known<string>;
  readonly raw: string;
}

const shortFlags = /^(ff|fae|fn|ntp|nsu|npr|npu|amd|am|cpu|up|canf|llr|raw|itr|ntr)$/;

function list(value: string): readonly string[] {
  return value
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

/** `name=value`, a lone name is `true`. */
function property(text: string): readonly [string, string] {
  const [name = "", value] = text.split(/=(.*)/s);
  return [name.trim(), value ?? "true"];
}

/** Reads the words after the program. */
export function parseMaven(
  words: readonly MavenWord[],
  program: { readonly wrapper: string | null; readonly interpreted: boolean },
): MavenCommand {
  const goals: string[] = [];
  const options = new Map<string, string[]>();
  const properties = new Map<string, Known<string>>();
  const flags = new Set<string>();
  let uncertain: string | null = null;

  for (let index = 0; index < words.length; index += 1) {
    const word = words[index];
    if (word === undefined) break;
    if (!word.value.known) {
      const named = /^["']?-D["']?([\w.-]+)=/.exec(word.raw);
      if (named === null) uncertain = word.value.because;
      else properties.set(named[1] ?? "", word.value);
      continue;
    }
    const text = word.value.value;
    if (!text.startsWith("-")) {
      // Blanks come from an unquoted variable that holds several goals.
      goals.push(...text.split(/\s+/).filter((part) => part !== ""));
      continue;
    }
    const take = (option: string): void => {
      index += 1;
      const following = words[index];
      if (following === undefined) return;
      if (following.value.known) {
        if (option === "define") define(following.value.value);
        else put(option, following.value.value);
      } else if (option === "define") {
        const named = /^["']?([\w.-]+)=/.exec(following.raw);
        if (named === null) uncertain = following.value.because;
        else properties.set(named[1] ?? "", following.value);
      } else if (option !== "threads" && option !== "log-file" && option !== "settings") {
        uncertain = following.value.because;
      }
    };
    const put = (option: string, value: string): void => {
      options.set(option, [...(options.get(option) ?? []), value]);
    };
    const define = (value: string): void => {
      const [name, set] = property(value);
      properties.set(name, known(set));
    };

    const long = /^--([A-Za-z-]+)(?:=(.*))?$/s.exec(text);
    if (long !== null) {
      const [, name = "", inline] = long;
      if (!longWithValue.has(name)) flags.add(name);
      else if (inline === undefined) take(name);
      else if (name === "define") define(inline);
      else put(name, inline);
      continue;
    }
    const short = text.slice(1);
    const exact = withValue[short];
    // `-Pprod`, `-plapi`, `-T1C`, `-fpom.xml`; flags of several letters (-ntp, -fae …) come first.
    const glued = /^(pl|rf|gs|gt|[DPTfstbl])=?(.+)$/s.exec(short);
    const gluedName = glued === null ? undefined : withValue[glued[1] ?? ""];
    if (exact !== undefined) take(exact);
    else if (shortFlags.test(short) || glued === null || gluedName === undefined) flags.add(short);
    else if (gluedName === "define") define(glued[2] ?? "");
    else put(gluedName, glued[2] ?? "");
  }

  const selectors = (options.get("projects") ?? []).flatMap(list);
  const profiles = (options.get("activate-profiles") ?? []).flatMap(list);
  const last = (name: string): string | null => options.get(name)?.at(-1) ?? null;
  const has = (...names: readonly string[]): boolean => names.some((name) => flags.has(name));
  return {
    wrapper: program.wrapper,
    interpreted: program.interpreted,
    file: last("file"),
    goals,
    projects: selectors.filter((text) => !/^[!-]/.test(text)).map((text) => text.replace(/^[+?]+/, "")),
    excluded: selectors.filter((text) => /^[!-]/.test(text)).map((text) => text.replace(/^[!-]\??/, "")),
    alsoMake: has("am", "also-make"),
    alsoMakeDependents: has("amd", "also-make-dependents"),
    resumeFrom: last("resume-from"),
    nonRecursive: has("N", "non-recursive"),
    profiles: profiles.filter((text) => !/^[!-]/.test(text)).map((text) => text.replace(/^[+?]+/, "")),
    disabledProfiles: profiles
      .filter((text) => /^[!-]/.test(text))
      .map((text) => text.replace(/^[!-]\??/, "")),
    properties,
    settings: last("settings"),
    information: has("v", "version", "h", "help"),
    uncertain,
  };
}
