/**
 * Servers that a script of the image starts: they take the options of their JVM from variables. In: the command of the
 * container; out: the agents and files that the options name, as those of a `java` command would be.
 */
import { resolve } from "node:path/posix";
import { known } from "../../known.js";
import type { ImageTree, Invocation } from "../../model/types.js";
import type { Need } from "../types.js";
import { parseJava, split } from "./command.js";
import { environmentPaths, namedPaths } from "./paths.js";

/** Read by catalina.sh, standalone.conf, jetty.sh and Payara's scripts. */
const VARIABLES = ["JAVA_OPTS", "CATALINA_OPTS", "JAVA_OPTIONS", "JVM_ARGS", "PREPEND_JAVA_OPTS"];

export function serverOptions(command: Invocation, tree: ImageTree): readonly Need[] {
  const words = VARIABLES.flatMap((name) => {
    const value = command.env.get(name);
    return value?.known === true ? split(value.value) : [];
  });
  const argv = [...words, "-jar", "server.jar"];
  const java = parseJava({ ...command, args: argv.map((word) => known(word)), raw: argv, exec: true }, tree);
  if (!java.known) return [];
  const cwd = command.cwd.known ? command.cwd.value : null;
  return [
    ...java.value.agents.map((path): Need => ({
      kind: "path",
      path: resolve(cwd ?? "/", path),
      because: "agent of the JVM",
    })),
    ...namedPaths(java.value, cwd, tree, true),
    ...environmentPaths(command.env, cwd, tree),
  ];
}
