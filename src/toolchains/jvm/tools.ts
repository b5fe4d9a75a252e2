/**
 * Commands of a RUN that work on what a JVM build has made: Spring Boot's jar modes that take a
 * jar apart (P124), `jar xf`, jlink, jpackage and native-image (P175). They belong to the toolchain whose build ran before.
 */
import { basename, join, resolve } from "node:path/posix";
import { known, unknown, type Known } from "../../known.js";
import type { ImageTree, Invocation, Output, Step } from "../../model/types.js";
import type { BuildHistory } from "../types.js";
import { parseJava, type JavaCommand } from "./command.js";

/** The layers that Spring Boot makes unless a project lists its own; measured with 3.2 and 3.3. */
const layers = ["dependencies", "spring-boot-loader", "snapshot-dependencies", "application"];

function folder(path: string): Output {
  return { path, kind: "directory", role: "artifact" };
}

/** `--destination x` and `--destination=x`. */
function destination(words: readonly string[]): string | null {
  const at = words.indexOf("--destination");
  return (
    words[at < 0 ? -1 : at + 1] ?? words.find((word) => word.startsWith("--destination="))?.slice(14) ?? null
  );
}

function extracted(java: JavaCommand, mode: string, cwd: string): Known<readonly Output[]> {
  const words = java.arguments.map((word) => (word.known ? word.value : null));
  if (words.includes(null)) return unknown("the arguments of the extraction are not known");
  const given = words.filter((word) => word !== null);
  const asked = destination(given);
  if (mode === "layertools") {
    const target = resolve(cwd, asked ?? ".");
    // Into a folder of its own the whole folder is new; into the working directory only the layers are.
    return known(target === cwd ? layers.map((layer) => folder(join(cwd, layer))) : [folder(target)]);
  }
  const jar = java.target?.kind === "jar" ? basename(java.target.path) : "*";
  const target = resolve(cwd, asked ?? jar.replace(/\.[^.]*$/, ""));
  if (target !== cwd) return known([folder(target)]);
  return known(
    given.some((word) => word.startsWith("--layers"))
      ? layers.map((layer) => folder(join(cwd, layer)))
      : [
          folder(join(cwd, "lib")),
          { path: join(cwd, jar), kind: "file", role: "artifact", companions: [join(cwd, "lib")] },
        ],
  );
}

function valueOf(words: readonly string[], ...names: readonly string[]): string | null {
  const at = words.findIndex((word) => names.includes(word));
  const inline = words.find((word) => names.some((name) => word.startsWith(`${name}=`)));
  return (at < 0 ? undefined : words[at + 1]) ?? inline?.slice(inline.indexOf("=") + 1) ?? null;
}

/** jpackage(1): an application image is a folder of the application's name, with a runtime of its own. */
function packaged(words: readonly string[], cwd: string | null): Known<readonly Output[]> {
  if (valueOf(words, "--type", "-t") !== "app-image") return unknown("what jpackage packs is not known");
  const name = valueOf(words, "--name", "-n");
  const folderOf = valueOf(words, "--dest", "-d") ?? ".";
  if (name === null || name === "" || folderOf === "" || cwd === null)
    return unknown("where jpackage writes is not known");
  return known([folder(resolve(cwd, folderOf, name))]);
}

/** native-image: `-o`, `-H:Name` or the second operand; else the jar's name, or the class's in small letters. */
function compiled(words: readonly string[], cwd: string | null): Known<readonly Output[]> {
  const valued = ["-jar", "-cp", "-classpath", "--class-path", "-p", "--module-path", "-m", "--module", "-o"];
  const operands = words.filter((word, at) => !word.startsWith("-") && !valued.includes(words[at - 1] ?? ""));
  const jar = valueOf(words, "-jar");
  const named = valueOf(words, "-o") ?? valueOf(words, "-H:Name") ?? operands[jar === null ? 1 : 0];
  const name = named ?? (jar === null ? operands[0]?.toLowerCase() : basename(jar).replace(/\.jar$/, ""));
  if (name === undefined || name === "" || cwd === null || words.includes("--shared"))
    return unknown("where native-image writes is not known");
  const path = resolve(cwd, valueOf(words, "-H:Path") ?? ".", name);
  return known([{ path, kind: "file", role: "artifact", selfContained: true }]);
}

function outputs(command: Invocation, tree: ImageTree): Known<readonly Output[]> | null {
  const cwd = command.cwd.known ? command.cwd.value : null;
  const words = command.args.map((arg) => (arg.known ? arg.value : ""));
  if (command.program === "java") {
    const java = parseJava(command, tree);
    const mode = java.known
      ? java.value.properties.find((item) => item.name === "jarmode")?.value
      : undefined;
    const first = java.known ? java.value.arguments[0] : undefined;
    if (!java.known || mode === undefined || first?.known !== true || first.value !== "extract") return null;
    return cwd === null ? unknown("the working directory is not known") : extracted(java.value, mode, cwd);
  }
  if (command.program === "jar") {
    if (!words.some((word) => word === "--extract" || /^-?[a-z0]*x[a-z0]*$/i.test(word))) return null;
    return cwd === null ? unknown("the working directory is not known") : known([folder(cwd)]);
  }
  if (command.program === "jlink") {
    const at = words.indexOf("--output");
    const path = words[at < 0 ? -1 : at + 1] ?? words.find((word) => word.startsWith("--output="))?.slice(9);
    if (path === undefined || path === "" || (cwd === null && !path.startsWith("/")))
      return unknown("where jlink writes is not known");
    return known([folder(resolve(cwd ?? "/", path))]);
  }
  if (command.program === "jpackage") return packaged(words, cwd);
  if (command.program === "native-image") return compiled(words, cwd);
  return null;
}

/** A step for the toolchain `fallback` unless another one built before. */
export function toolStep(
  command: Invocation,
  tree: ImageTree,
  history: BuildHistory,
  fallback: string,
): Step | null {
  const made = outputs(command, tree);
  if (made === null) return null;
  const last = history.steps.at(-1)?.step;
  return {
    toolchain: last?.toolchain ?? fallback,
    kind: "build",
    evidence: `${command.program} ${command.raw.join(" ")}`.slice(0, 80),
    outputs: made,
    directory: last?.directory ?? (command.cwd.known ? command.cwd.value : "/"),
  };
}
