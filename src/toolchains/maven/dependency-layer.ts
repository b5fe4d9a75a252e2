/**
 * `dependency:go-offline` for a build of one module: which files it reads and its command line, with the
 * options of the build that choose profiles, settings and properties. Refused for several modules, whose
 * dependencies on each other it cannot resolve (P105), for a parent in another folder and for libraries
 * that lie in the project itself.
 */
import { join, resolve } from "node:path/posix";
import { known, unknown, type Known } from "../../known.js";
import type { ImageTree, Invocation } from "../../model/types.js";
import type { DependencyLayer } from "../types.js";
import { mavenProgram } from "./command.js";
import { pomPath } from "./lineage.js";
import { readReactor } from "./reactor.js";
import { readCommand } from "./step.js";

export function mavenDependencyLayer(command: Invocation, tree: ImageTree): Known<DependencyLayer> | null {
  const maven = readCommand(command, tree);
  const program = mavenProgram(command);
  if (maven === null || program === null) return null;
  if (!command.cwd.known) return command.cwd;
  const cwd = command.cwd.value;
  if (maven.uncertain !== null) return unknown(maven.uncertain);
  const pom = pomPath(resolve(cwd, maven.file ?? "pom.xml"), tree);
  const reactor = readReactor(pom, maven, command.env, tree);
  if (!reactor.known) return reactor;
  const [model] = reactor.value.modules;
  if (model === undefined || reactor.value.modules.length > 1 || model.modules.length > 0)
    return unknown("dependency:go-offline cannot resolve modules that depend on each other");
  const text = tree.read(model.pom);
  if (!text.known) return text;
  if (/<scope>\s*system\s*<|<url>\s*file:|\$\{(project\.)?basedir\}[^<]*\.jar/.test(text.value))
    return unknown("the POM takes libraries from the project's own folder");
  const above = join(model.directory, "../pom.xml");
  if (
    model.parent !== null &&
    !/<relativePath\s*\/>|<relativePath>\s*</.test(text.value) &&
    tree.kind(above) !== null
  )
    return unknown("the parent POM lies in another folder");
  const settings = maven.settings === null ? [] : [resolve(cwd, maven.settings)];
  const wrapper = maven.wrapper === null ? [] : [resolve(cwd, maven.wrapper)];
  const files = [...wrapper, join(model.directory, ".mvn"), ...settings, model.pom].filter(
    (path) => tree.kind(path) !== null,
  );
  const [script] = wrapper;
  const start =
    script === undefined
      ? [command.path]
      : tree.executable(script)
        ? [command.path]
        : ["sh", maven.wrapper ?? "mvnw"];
  const options = [
    ...(maven.file === null ? [] : ["-f", maven.file]),
    ...(maven.settings === null ? [] : ["-s", maven.settings]),
    ...(maven.profiles.length > 0 ? [`-P${maven.profiles.join(",")}`] : []),
    ...[...maven.properties].flatMap(([name, value]) =>
      value.known && !/^(skip|maven\.test|maven\.javadoc)/.test(name) ? [`-D${name}=${value.value}`] : [],
    ),
  ];
  return known({
    files: [...new Set(files)],
    command: [...start, "-B", ...options, "dependency:go-offline"],
  });
}
