/**
 * A `java` command line in, its parts out: what is started (jar, class, module or source file),
 * class path, module path, agents, properties, other options and the program's arguments. The
 * order of options follows the JDK's launcher (java.c): the first word that is no option is the
 * main class, or the jar where `-jar` stood before it, and everything after it belongs to the program.
 */
import { resolve } from "node:path/posix";
import { known, unknown, type Known } from "../../known.js";
import type { ImageTree, Invocation } from "../../model/types.js";

export type Target =
  | { readonly kind: "jar"; readonly path: string }
  | { readonly kind: "class"; readonly name: string }
  | { readonly kind: "module"; readonly name: string }
  | { readonly kind: "source"; readonly path: string };

export interface JavaCommand {
  /** null: only information (`java -version`) */
  readonly target: Target | null;
  /** entries as written, wildcards kept; null when none is given */
  readonly classPath: readonly string[] | null;
  readonly modulePath: readonly string[];
  /** -javaagent and -agentpath, without their options */
  readonly agents: readonly string[];
  /** -D with a value */
  readonly properties: readonly { readonly name: string; readonly value: string }[];
  /** every other option */
  readonly options: readonly string[];
  readonly arguments: readonly Known<string>[];
  /** a variable before the target may add options */
  readonly open: boolean;
  /** files of options that were named (`@app.args`) */
  readonly argumentFiles: readonly string[];
}

const classPathOptions = new Set(["-cp", "-classpath", "--class-path"]);

/** Options whose value is the next word: IsWhiteSpaceOption of the launcher. */
const valueOptions = new Set([
  ...classPathOptions,
  "-p",
  "--module-path",
  "--upgrade-module-path",
  "--add-modules",
  "--enable-native-access",
  "--limit-modules",
  "--add-exports",
  "--add-opens",
  "--add-reads",
  "--patch-module",
  "--describe-module",
  "-d",
  "--source",
]);

/** A variable that holds options by its name: `$JAVA_OPTS`. */
const holdsOptions = /^\$\{?\w*(?:OPTS?|OPTIONS?|ARGS?|FLAGS?)\b/i;

const information = new Set(["-version", "--version", "-help", "--help", "-h", "-?", "-X", "--list-modules"]);

interface Word {
  readonly value: Known<string>;
  readonly raw: string;
}

/** Words as the shell hands them over: an unquoted variable that holds several options is split. */
function words(command: Invocation): readonly Word[] {
  return command.args.flatMap((value, index): readonly Word[] => {
    const raw = command.raw[index] ?? "";
    if (!value.known || command.exec === true || !raw.startsWith("$")) return [{ value, raw }];
    return split(value.value).map((part) => ({ value: known(part), raw: part }));
  });
}

/** Blanks separate, quotes keep; as argument files and JAVA_TOOL_OPTIONS are read. */
export function split(text: string): readonly string[] {
  const parts = text.match(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g) ?? [];
  return parts.map((part) => part.replace(/["']/g, ""));
}

function fileWords(text: string): readonly Word[] {
  const lines = text.split(/\r?\n/).map((line) => line.replace(/(^|\s)#.*$/, ""));
  return split(lines.join(" ")).map((part) => ({ value: known(part), raw: part }));
}

/** The parts of the command, or the reason why what it starts cannot be told. */
export function parseJava(command: Invocation, tree: ImageTree): Known<JavaCommand> {
  const queue = [...words(command)];
  const options: string[] = [];
  const agents: string[] = [];
  const modulePath: string[] = [];
  const argumentFiles: string[] = [];
  const properties: { name: string; value: string }[] = [];
  let classPath: readonly string[] | null = null;
  let target: Target | null = null;
  let open = false;
  // `java -jar -Dx=1 a.jar` starts a.jar; a class path after -jar makes the word a class again.
  let jar = false;

  const environment = ["JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS"].flatMap((name) => {
    const value = command.env.get(name);
    return value?.known === true ? split(value.value) : [];
  });
  queue.unshift(...environment.map((part) => ({ value: known(part), raw: part })));

  while (target === null) {
    const word = queue.shift();
    if (word === undefined) break;
    const { value, raw } = word;
    const bare = raw.replace(/["']/g, "");
    if (!value.known) {
      if (/^-(javaagent|agentpath):/.test(bare)) return unknown(`the agent's path in ${raw} is not known`);
      if (/^(-cp|-classpath|--class-path|--module-path)=/.test(bare))
        return unknown(`the class path in ${raw} is not known`);
      if (bare.startsWith("@")) return unknown(`the argument file ${raw} is not known`);
      if (!bare.startsWith("-") && !bare.startsWith("$"))
        return unknown(`what ${raw} stands for is not known`);
      if (jar && bare.startsWith("$") && (raw.startsWith('"') || !holdsOptions.test(bare)))
        return unknown(`what ${raw} stands for after -jar is not known`);
      // `$JAVA_OPTS`: set when the container starts; an option with a variable inside says no path.
      if (bare.startsWith("$")) open = true;
      continue;
    }
    const text = value.value;
    if (text === "" && command.exec !== true) continue;
    if (information.has(text)) continue;
    if (text === "-jar") {
      jar = true;
      continue;
    }
    if (text === "-m" || text === "--module") {
      const next = queue.shift();
      if (next === undefined) return unknown(`${text} is the last word of the command`);
      if (!next.value.known) return unknown(`what ${next.raw} stands for after ${text} is not known`);
      target = { kind: "module", name: next.value.value };
      break;
    }
    if (text.startsWith("--module=")) {
      target = { kind: "module", name: text.slice(9) };
      break;
    }
    const [option = "", inline] = text.startsWith("--") ? text.split(/=(.*)/s) : [text];
    if (valueOptions.has(option)) {
      const given = inline === undefined ? queue.shift()?.value : known(inline);
      const path = classPathOptions.has(option) || option === "-p" || option === "--module-path";
      if (given?.known !== true) {
        if (path) return unknown(`the value of ${option} is not known`);
        continue;
      }
      if (classPathOptions.has(option)) {
        classPath = given.value.split(":").filter((entry) => entry !== "");
        jar = false;
      } else if (path) modulePath.push(...given.value.split(":").filter((entry) => entry !== ""));
      else options.push(`${option}=${given.value}`);
      continue;
    }
    const agent = /^-(?:javaagent|agentpath):([^=]+)/.exec(text);
    const define = /^-D([^=]+)=(.*)$/s.exec(text);
    if (agent !== null) agents.push(agent[1] ?? "");
    else if (define !== null) properties.push({ name: define[1] ?? "", value: define[2] ?? "" });
    else if (text.startsWith("@") && !text.startsWith("@@")) {
      const path = text.slice(1);
      argumentFiles.push(path);
      if (!path.startsWith("/") && !command.cwd.known) return unknown(command.cwd.because);
      const content = tree.read(command.cwd.known ? resolve(command.cwd.value, path) : path);
      if (!content.known) return unknown(`the argument file ${path} cannot be read: ${content.because}`);
      queue.unshift(...fileWords(content.value));
    } else if (text.startsWith("-")) options.push(text);
    else {
      target = jar
        ? { kind: "jar", path: text }
        : /\.java$/.test(text)
          ? { kind: "source", path: text }
          : { kind: "class", name: text.replaceAll("/", ".") };
      break;
    }
  }

  if (target === null && jar) return unknown("no jar stands after -jar");
  const informs = command.args.some((arg) => arg.known && information.has(arg.value));
  if (target === null && !informs) return unknown("no jar, class or module stands on the command line");
  const inherited = command.env.get("CLASSPATH");
  if (classPath === null && target?.kind === "class" && inherited !== undefined) {
    if (!inherited.known) return unknown(`the value of CLASSPATH is not known: ${inherited.because}`);
    classPath = inherited.value.split(":").filter((entry) => entry !== "");
  }
  if (classPath === null && target?.kind === "class" && open) {
    return unknown("the class path may stand in a variable that is set when the container starts");
  }
  return known({
    target,
    classPath,
    modulePath,
    agents,
    properties,
    options,
    arguments: queue.map((item) => item.value),
    open,
    argumentFiles,
  });
}
