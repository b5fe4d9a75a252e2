/**
 * The files that JVM options, system properties, program arguments and variables name: read ones as path
 * needs, log and dump files as places that the container writes to.
 */
import { basename, resolve } from "node:path/posix";
import type { Known } from "../../known.js";
import type { ImageTree } from "../../model/types.js";
import type { Need } from "../types.js";
import type { JavaCommand } from "./command.js";

/** Properties whose value is a list of files or folders to read, with who reads them. */
const reading: Readonly<Record<string, string>> = {
  "logback.configurationFile": "configuration of Logback",
  "logging.config": "logging configuration of Spring Boot",
  "log4j.configurationFile": "configuration of Log4j 2",
  "log4j2.configurationFile": "configuration of Log4j 2",
  "log4j.configuration": "configuration of Log4j 1",
  "java.util.logging.config.file": "configuration of java.util.logging",
  "spring.config.location": "configuration of Spring Boot",
  "spring.config.additional-location": "configuration of Spring Boot",
  "spring.config.import": "configuration of Spring Boot",
  "loader.path": "class path of Spring Boot's PropertiesLauncher",
  "config.file": "configuration of Typesafe Config",
  "micronaut.config.files": "configuration of Micronaut",
  "quarkus.config.locations": "configuration of Quarkus",
  "vertx.conf": "configuration of Vert.x",
  "javax.net.ssl.keyStore": "key store",
  "javax.net.ssl.trustStore": "trust store",
  "java.security.policy": "security policy",
  "java.security.auth.login.config": "login configuration",
  "java.library.path": "native libraries",
  "jna.library.path": "native libraries",
};

/** Properties whose value is a place to write to. */
const writing: Readonly<Record<string, string>> = {
  "java.io.tmpdir": "folder for temporary files",
  "logging.file.name": "log file",
  "logging.file.path": "folder for logs",
  "logging.file": "log file",
  "logging.path": "folder for logs",
  LOG_PATH: "folder for logs",
  LOG_DIR: "folder for logs",
  "log.dir": "folder for logs",
  "log.path": "folder for logs",
  "derby.system.home": "database folder",
};

/** Places of the operating system, which every image has. */
const system = /^\/(dev|proc|sys|tmp|etc\/ssl|etc\/hosts|usr\/share\/zoneinfo)(\/|$)|^\/$/;

/** `optional:file:./config/,classpath:/x` -> [`./config/`]; classpath and web addresses are left out. */
function locations(value: string): readonly string[] {
  return value
    .split(/[,;]/)
    .map((part) => part.trim().replace(/^optional:/, ""))
    .filter(
      (part) =>
        part !== "" &&
        !/^(classpath\*?|https?|configserver|env|configtree:classpath|consul|vault|zookeeper):/.test(part),
    )
    .map((part) =>
      part
        .replace(/^configtree:/, "")
        .replace(/^file:(\/\/(?=\/))?/, "")
        .replace(/\/?\*\/?$/, ""),
    );
}

const buildFiles = ["pom.xml", "build.gradle", "build.gradle.kts", "package.json"];

function looksLikeFile(value: string): boolean {
  return (
    !/:\/\//.test(value) &&
    /^[\w@./+-]+$/.test(value) &&
    (/^\.{0,2}\//.test(value) ||
      /\.(ya?ml|json|properties|conf|xml|cfg|ini|toml|hocon|jks|p12|pem|key|crt|jar|war|sql|csv|txt|groovy|js|policy|license)$/.test(
        value,
      ))
  );
}

/** A path as a need: required when the context holds it, optional otherwise; null when it is not one. */
function pathNeed(
  value: string,
  cwd: string | null,
  tree: ImageTree,
  because: string,
  certainlyPath: boolean,
): Need | null {
  if (value === "" || value === "." || value.includes("$") || (!value.startsWith("/") && cwd === null))
    return null;
  const path = resolve(cwd ?? "/", value);
  if (path === "/" || path === cwd || (system.test(path) && tree.kind(path) === null)) return null;
  // `server` in `java -jar app.jar server config.yml` is a word, also where a module is called so.
  const module =
    !certainlyPath &&
    /^[\w-]+$/.test(value) &&
    buildFiles.some((name) => tree.kind(`${path}/${name}`) !== null);
  if (module) return null;
  if (tree.kind(path) !== null) return { kind: "path", path, because };
  // A second artifact, such as the war that jetty-runner is given, is no less needed than the first.
  if (/\.(war|ear)$/.test(value) && !value.includes("://"))
    return { kind: "path", path, because, part: true };
  if (/\.jar$/.test(value) && !value.includes("://")) return { kind: "path", path, because };
  return certainlyPath || looksLikeFile(value) ? { kind: "path", path, because, optional: true } : null;
}

/** Everything that options, properties and arguments name and that is read. */
export function namedPaths(
  java: JavaCommand,
  cwd: string | null,
  tree: ImageTree,
  exec: boolean,
): readonly Need[] {
  const needs: (Need | null)[] = [];
  for (const option of java.options) {
    const read =
      /^-XX:(?:SharedArchiveFile|Flags|VMOptionsFile|CRaCRestoreFrom|AOTCache)=(.+)$/.exec(option) ??
      /^-Xbootclasspath\/[ap]:(.+)$/.exec(option) ??
      /^-Xshare.*:(.+)$/.exec(option);
    for (const part of (read?.[1] ?? "").split(":"))
      needs.push(pathNeed(part, cwd, tree, `named by ${option}`, true));
  }
  for (const { name, value } of java.properties) {
    if (name in writing) continue;
    const reader = reading[name];
    if (reader === undefined) {
      const path = value.replace(/^file:(\/\/(?=\/))?/, "");
      needs.push(
        pathNeed(path, cwd, tree, `named by -D${name}`, path.startsWith("/") && path.lastIndexOf("/") > 0),
      );
    } else for (const part of locations(value)) needs.push(pathNeed(part, cwd, tree, reader, true));
  }
  const words = java.arguments;
  words.forEach((word, index) => {
    if (!word.known) return;
    const option = /^--?([\w.-]+)=(.*)$/s.exec(word.value);
    const name = option?.[1] ?? "";
    const value = option?.[2] ?? word.value;
    if (name in writing) return;
    const reader = reading[name];
    if (reader !== undefined) {
      for (const part of locations(value)) needs.push(pathNeed(part, cwd, tree, reader, true));
    } else if (!value.startsWith("-") && !(exec && value.includes("*"))) {
      needs.push(pathNeed(value, cwd, tree, `argument ${index + 1} of the program`, false));
    }
  });
  const found = new Map<string, Need>();
  for (const need of needs) if (need?.kind === "path" && !found.has(need.path)) found.set(need.path, need);
  return [...found.values()];
}

/** Variables that speak of the build or of the system alone. */
const ofTools =
  /^(PATH|HOME|PWD|(MAVEN|MVN|M2|GRADLE|JAVA|JDK|JRE)_?\w*|(CATALINA|JETTY|JBOSS|PAYARA|WLP)_(HOME|BASE|DIR))$/;
/** The build's own entries: a variable for them is the build's, too. */
const buildEntries = /^(src|target|build|pom\.xml|mvnw|gradlew|gradle|(build|settings)\.gradle(\.kts)?)$/;

/** Files of the context that a variable of the image names: `ENV GOOGLE_APPLICATION_CREDENTIALS=/app/key.json`. */
export function environmentPaths(
  env: ReadonlyMap<string, Known<string>>,
  cwd: string | null,
  tree: ImageTree,
): readonly Need[] {
  const needs: Need[] = [];
  for (const [name, value] of env) {
    if (!value.known || ofTools.test(name)) continue;
    for (const part of locations(value.value)) {
      const absolute = part.startsWith("/");
      if (part === "" || part.includes("$") || (!absolute && (cwd === null || !/[./]/.test(part)))) continue;
      const path = resolve(cwd ?? "/", part);
      const above = path === "/" || path === cwd || (cwd?.startsWith(`${path}/`) ?? false);
      if (!above && !buildEntries.test(basename(path)) && tree.kind(path) !== null)
        needs.push({ kind: "path", path, because: `named by the variable ${name}` });
    }
  }
  return needs;
}

/** Logs, dumps and temporary folders that options name. */
export function writtenPaths(java: JavaCommand, cwd: string | null): readonly Need[] {
  const writes: { readonly path: string; readonly because: string }[] = [];
  for (const option of java.options) {
    const path =
      /^-XX:(?:HeapDumpPath|ErrorFile|LogFile|ReplayDataFile|ArchiveClassesAtExit)=(.+)$/.exec(option)?.[1] ??
      /^-Xloggc:(.+)$/.exec(option)?.[1] ??
      /^-Xlog:.*\bfile=([^:]+)/.exec(option)?.[1] ??
      /^-XX:StartFlightRecording[:=].*\bfilename=([^,]+)/.exec(option)?.[1];
    if (path !== undefined)
      writes.push({
        path: path.replace(/["']/g, ""),
        because: `named by ${option.split(/[=:]/).slice(0, 2).join(":")}`,
      });
  }
  const named = [
    ...java.properties,
    ...java.arguments.flatMap((word) => {
      const pair = word.known ? /^--([\w.-]+)=(.*)$/s.exec(word.value) : null;
      return pair === null ? [] : [{ name: pair[1] ?? "", value: pair[2] ?? "" }];
    }),
  ];
  for (const { name, value } of named) {
    const purpose = writing[name];
    if (purpose !== undefined) writes.push({ path: value, because: purpose });
  }
  return writes
    .filter(({ path }) => !path.includes("$") && (path.startsWith("/") || cwd !== null))
    .map(({ path, because }): Need => ({ kind: "writes", path: resolve(cwd ?? "/", path), because }))
    .filter((need) => need.kind !== "writes" || !/^\/(dev|proc|sys)(\/|$)/.test(need.path));
}
