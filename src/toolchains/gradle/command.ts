/**
 * A gradle command line: an invocation in, the folder, tasks and options out. Knows the ways in which the
 * wrapper is called (`./gradlew`, `sh gradlew`). Options are those of gradle/gradle
 * `StartParameterBuildOptions`, `ParsedCommandLine` and the tasks' own that take a separate word.
 */
import { known, unknown, type Known } from "../../known.js";
import type { Invocation } from "../../model/types.js";
import { baseOf, join } from "./files.js";

export interface GradleCommand {
  /** the wrapper script, absolute; null for `gradle` from PATH; unknown when the working directory is */
  readonly wrapper: Known<string> | null;
  /** the wrapper is executed itself, so it needs its run bit */
  readonly direct: boolean;
  readonly directory: Known<string>;
  readonly tasks: readonly string[];
  readonly excluded: readonly string[];
  readonly properties: ReadonlyMap<string, Known<string>>;
  readonly systemProperties: ReadonlyMap<string, Known<string>>;
  readonly buildFile: Known<string> | null;
  readonly settingsFile: Known<string> | null;
  readonly userHome: Known<string> | null;
  /** --version, --help, --stop, --dry-run */
  readonly idle: boolean;
  /** a word that is no option has no known value */
  readonly unknownWord: string | null;
  /** runs in front of every build file, and may change whatever these say */
  readonly initScript: Known<string> | null;
}

const VALUED: Readonly<Record<string, string>> = {
  "-p": "project-dir",
  "--project-dir": "project-dir",
  "-b": "build-file",
  "--build-file": "build-file",
  "-c": "settings-file",
  "--settings-file": "settings-file",
  "-g": "gradle-user-home",
  "--gradle-user-home": "gradle-user-home",
  "-x": "exclude-task",
  "--exclude-task": "exclude-task",
  "-P": "project-prop",
  "--project-prop": "project-prop",
  "-D": "system-prop",
  "--system-prop": "system-prop",
  "-I": "init-script",
  "--init-script": "init-script",
  "-F": "other",
  "--dependency-verification": "other",
  "-M": "other",
  "--write-verification-metadata": "other",
  "--console": "other",
  "--max-workers": "other",
  "--warning-mode": "other",
  "--priority": "other",
  "--include-build": "other",
  "--project-cache-dir": "other",
  "--configuration-cache-problems": "other",
  "--update-locks": "other",
  // options of tasks
  "--tests": "other",
  "--args": "other",
  "--configuration": "other",
  "--dependency": "other",
  "--gradle-version": "other",
  "--distribution-type": "other",
  "--gradle-distribution-url": "other",
  "--type": "other",
  "--dsl": "other",
  "--project-name": "other",
};
const IDLE = new Set(["-v", "--version", "-h", "-?", "--help", "--stop", "--status", "-m", "--dry-run"]);
const SHELLS = new Set(["sh", "bash", "dash", "ash"]);

/** The command as Gradle reads it, or null when it is none. */
export function readCommand(command: Invocation): GradleCommand | null {
  let words = command.args;
  let raw = command.raw;
  let script: string | null = null;
  let direct = false;
  if (command.program === "gradlew") {
    script = command.path;
    direct = true;
  } else if (SHELLS.has(command.program)) {
    const at = words.findIndex((word) => !(word.known && /^-[exu]+$/.test(word.value)));
    const first = words[at];
    if (first?.known !== true || baseOf(first.value) !== "gradlew") return null;
    script = first.value;
    words = words.slice(at + 1);
    raw = raw.slice(at + 1);
  } else if (command.program !== "gradle") return null;

  const { cwd } = command;
  const inside = (path: Known<string>): Known<string> =>
    !path.known
      ? path
      : path.value.startsWith("/")
        ? known(join("/", path.value))
        : cwd.known
          ? known(join(cwd.value, path.value))
          : cwd;
  const tasks: string[] = [];
  const excluded: string[] = [];
  const properties = new Map<string, Known<string>>();
  const systemProperties = new Map<string, Known<string>>();
  const places = new Map<string, Known<string>>();
  let idle = false;
  let unknownWord: string | null = null;

  const take = (option: string, value: Known<string>): void => {
    if (option === "exclude-task") {
      if (value.known) excluded.push(value.value);
    } else if (option === "project-prop" || option === "system-prop") {
      const table = option === "project-prop" ? properties : systemProperties;
      if (!value.known) return;
      const split = value.value.indexOf("=");
      if (split === -1) table.set(value.value, known(""));
      else table.set(value.value.slice(0, split), known(value.value.slice(split + 1)));
    } else if (option !== "other") places.set(option, value);
  };

  for (let i = 0; i < words.length; i += 1) {
    const word = words[i];
    if (word === undefined) continue;
    const written = raw[i] ?? "";
    if (!word.known) {
      const property = /^["']?-([PD])([\w.-]+)=/.exec(written);
      const option = /^["']?(--?[\w-]+)=/.exec(written)?.[1];
      if (property !== null)
        (property[1] === "P" ? properties : systemProperties).set(property[2] ?? "", word);
      else if (option !== undefined) take(VALUED[option] ?? "other", word);
      else if (!written.startsWith("-")) unknownWord = written;
      else if (!/^-[\w-]+$/.test(written)) unknownWord ??= written;
      continue;
    }
    const text = word.value;
    if (IDLE.has(text)) idle = true;
    else if (text === "--") continue;
    else if (VALUED[text] !== undefined) {
      i += 1;
      take(VALUED[text], words[i] ?? unknown(`${text} has no value`));
    } else if (/^--[\w-]+=/.test(text)) {
      const split = text.indexOf("=");
      take(VALUED[text.slice(0, split)] ?? "other", known(text.slice(split + 1)));
    } else if (/^-[PDpbcgxI]./.test(text) && !text.startsWith("--")) {
      take(VALUED[text.slice(0, 2)] ?? "other", known(text.slice(2).replace(/^=/, "")));
    } else if (!text.startsWith("-") && text !== "") tasks.push(text);
  }
  const projectDirectory = places.get("project-dir");
  return {
    wrapper: script === null ? null : inside(known(script)),
    direct,
    directory: projectDirectory === undefined ? cwd : inside(projectDirectory),
    tasks,
    excluded,
    properties,
    systemProperties,
    buildFile: place(places, "build-file", inside),
    settingsFile: place(places, "settings-file", inside),
    userHome: place(places, "gradle-user-home", inside),
    initScript: place(places, "init-script", inside),
    idle,
    unknownWord,
  };
}

function place(
  places: ReadonlyMap<string, Known<string>>,
  name: string,
  inside: (path: Known<string>) => Known<string>,
): Known<string> | null {
  const value = places.get(name);
  return value === undefined ? null : inside(value);
}
