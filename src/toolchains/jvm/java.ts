/**
 * A command of the container that starts a JVM in, what it needs out: the launcher, the jar or
 * class path, agents, and every file that an option or argument names. A path that exists in the
 * context is needed; an absolute one that does not may be made by the build or mounted, so it is
 * an optional need. Refuses when a variable decides what is started; names an exec-form glob or
 * variable as the broken original that it is.
 */
import { basename, resolve } from "node:path/posix";
import type { ImageTree, Invocation } from "../../model/types.js";
import type { Launch, Need } from "../types.js";
import { parseJava, type JavaCommand } from "./command.js";
import { jdkTools } from "./jdk.js";
import { environmentPaths, namedPaths, writtenPaths } from "./paths.js";
import { serverOptions } from "./servers.js";

function refuse(message: string): Launch {
  return { kind: "refuse", code: "artifact-path-unknown", message };
}

/** In exec form no shell runs: globs and variables reach java as they stand (P140). */
function brokenExec(command: Invocation, java: JavaCommand): Launch | null {
  if (command.exec !== true) return null;
  const path = java.target?.kind === "jar" ? java.target.path : null;
  if (path !== null && /[*?[]/.test(path)) {
    return {
      kind: "broken",
      code: "original-broken-exec-glob",
      message: `${path} stands in an exec-form command, where no shell expands it: java looks for a file of that very name`,
    };
  }
  const variable = path ?? (java.target?.kind === "class" ? java.target.name : "");
  if (/\$\{?\w+/.test(variable)) {
    return {
      kind: "broken",
      code: "original-broken-exec-variable",
      message: `${variable} stands in an exec-form command, where no shell replaces it`,
    };
  }
  return null;
}

/** One entry of a class path as a need; null for an entry that names nothing. */
function entryNeed(entry: string, cwd: string, mainClass: string | null, because: string): Need | null {
  const path = resolve(cwd, entry.replace(/\/?\*$/, ""));
  if (/(^|\/)\*$/.test(entry)) {
    // Jars beside classes and reports: only the jars are on the class path.
    const mixed = path === cwd || /^(target|build|libs)$/.test(basename(path));
    return { kind: "path", path: mixed ? `${path}/*.jar` : path, because };
  }
  if (path === cwd) {
    // The working directory itself: the class, or the folder that its package starts with.
    if (mainClass === null) return null;
    const [top = "", ...rest] = mainClass.split(".");
    return { kind: "path", path: rest.length === 0 ? `${path}/*.class` : `${path}/${top}`, because };
  }
  return { kind: "path", path, because, part: true };
}

function targetNeeds(java: JavaCommand, cwd: string): readonly Need[] {
  const { target } = java;
  if (target === null) return [];
  const main = target.kind === "class" ? target.name : null;
  const entries =
    target.kind === "class" ? (java.classPath ?? ["."]) : target.kind === "jar" ? [] : (java.classPath ?? []);
  const needs = entries
    .map((entry) => entryNeed(entry, cwd, main, `class path of ${main ?? "the program"}`))
    .filter((need) => need !== null);
  const modules = java.modulePath.map((entry): Need => ({
    kind: "path",
    path: resolve(cwd, entry),
    because: "module path",
  }));
  switch (target.kind) {
    case "jar":
      return [{ kind: "path", path: resolve(cwd, target.path), because: "java -jar starts it" }];
    case "source":
      return [
        {
          kind: "path",
          path: resolve(cwd, target.path),
          because: "java compiles and starts this source file",
        },
        { kind: "program", name: "javac", because: "java compiles a source file when it starts" },
        ...needs,
      ];
    case "class":
    case "module":
      return [...modules, ...needs];
  }
}

function launcher(command: Invocation): Need {
  const { path, cwd } = command;
  const name = path.startsWith("/")
    ? path
    : path.includes("/") && cwd.known
      ? resolve(cwd.value, path)
      : command.program;
  return { kind: "program", name, because: "it starts the program" };
}

/** Start scripts of servlet containers that are part of an image. */
const servers: Readonly<Record<string, string>> = {
  "catalina.sh": "Tomcat",
  "startup.sh": "Tomcat",
  "standalone.sh": "WildFly",
  "jetty.sh": "Jetty",
  asadmin: "Payara or GlassFish",
};

function launchServer(command: Invocation, tree: ImageTree): Launch | null {
  const server = servers[command.program];
  if (server === undefined) return null;
  // `startup.sh` is a common name of people's own scripts: it counts only in Tomcat's folder.
  if (command.program === "startup.sh" && !/tomcat|catalina/i.test(command.path)) return null;
  return {
    kind: "needs",
    needs: [{ ...launcher(command), because: `it starts ${server}` }, ...serverOptions(command, tree)],
    notes: [],
  };
}

export function launchJava(command: Invocation, tree: ImageTree): Launch | null {
  if (jdkTools.includes(command.program)) {
    return {
      kind: "needs",
      needs: [{ ...launcher(command), because: `${command.program} is a tool of the JDK` }],
      notes: [],
    };
  }
  if (command.program !== "java") return launchServer(command, tree);
  const java = parseJava(command, tree);
  if (!java.known) return refuse(`what java starts cannot be told: ${java.because}`);
  const broken = brokenExec(command, java.value);
  if (broken !== null) return broken;

  const absolute = (path: string): boolean => path.startsWith("/");
  const { target, agents, argumentFiles } = java.value;
  const paths = [
    ...(target?.kind === "jar" || target?.kind === "source" ? [target.path] : []),
    ...(target?.kind === "class" ? (java.value.classPath ?? ["."]) : []),
    ...agents,
    ...argumentFiles,
  ];
  if (!command.cwd.known && !paths.every(absolute))
    return refuse(`the working directory is not known: ${command.cwd.because}`);
  const cwd = command.cwd.known ? command.cwd.value : "/";
  const folders =
    target?.kind === "jar" ? target.path.slice(0, Math.max(0, target.path.lastIndexOf("/"))) : "";
  if (/[*?[]/.test(folders))
    return refuse(`${target?.kind === "jar" ? target.path : ""} has a glob in its folder`);

  const needs: Need[] = [
    launcher(command),
    ...targetNeeds(java.value, cwd),
    ...agents.map((path): Need => ({ kind: "path", path: resolve(cwd, path), because: "agent of the JVM" })),
    ...argumentFiles.map((path): Need => ({
      kind: "path",
      path: resolve(cwd, path),
      because: "argument file of java",
    })),
    ...namedPaths(java.value, command.cwd.known ? cwd : null, tree, command.exec === true),
    ...environmentPaths(command.env, command.cwd.known ? cwd : null, tree),
    ...writtenPaths(java.value, command.cwd.known ? cwd : null),
  ];
  return { kind: "needs", needs, notes: [] };
}
