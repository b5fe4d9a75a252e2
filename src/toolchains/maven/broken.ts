/**
 * Maven commands that fail for certain: no POM, no wrapper script, a wrapper without its run
 * bit, a module that is not there. Only what the files of the context settle alone is said; any
 * earlier command that could have made or changed the file in question silences it.
 */
import { join, resolve } from "node:path/posix";
import type { ImageTree, Invocation, Step } from "../../model/types.js";
import type { BuildHistory } from "../types.js";
import type { MavenCommand } from "./command.js";
import type { Reactor } from "./reactor.js";

type Broken = NonNullable<Step["broken"]>;

/** Programs that write no project files: with these alone before it, the context is what there is. */
const harmless = new Set(
  (
    "apt-get apt apk yum dnf microdnf zypper echo printf mkdir chmod chown useradd adduser groupadd addgroup usermod " +
    "export set cd pwd ls rm true test [ which java javac update-alternatives locale-gen ln sleep update-ca-certificates " +
    "npm yarn pnpm node corepack dos2unix date whoami id env cat grep mvn mvnw gradle gradlew"
  ).split(" "),
);

function onlyHarmless(history: BuildHistory): boolean {
  return history.invocations.every(
    (item) =>
      harmless.has(item.program) &&
      item.redirects.length === 0 &&
      !item.args.some((arg) => arg.known && /archetype|wrapper:wrapper/.test(arg.value)),
  );
}

export function noBuildFile(path: string, tree: ImageTree, history: BuildHistory): Broken | null {
  if (!tree.known || tree.kind(path) !== null || !onlyHarmless(history)) return null;
  return {
    code: "original-broken-no-build-file",
    message: `mvn needs ${path}, and nothing brings that file into the image`,
  };
}

export function wrapperFails(
  wrapper: string,
  interpreted: boolean,
  cwd: string,
  tree: ImageTree,
  history: BuildHistory,
): Broken | null {
  if (!tree.known || wrapper.includes("*")) return null;
  // A bare `mvnw` is looked up on PATH, which the context does not tell.
  if (!wrapper.includes("/") && !interpreted) return null;
  const path = resolve(cwd, wrapper);
  if (tree.kind(path) === null) {
    return onlyHarmless(history)
      ? {
          code: "original-broken-no-wrapper",
          message: `${wrapper} is not in the context, and nothing makes it`,
        }
      : null;
  }
  if (interpreted) return null;
  const text = tree.read(path);
  const repairs = /dos2unix|sed|tr|perl|awk|git/;
  if (
    text.known &&
    /^#![^\n]*\r\n/.test(text.value) &&
    !history.invocations.some(
      (item) => repairs.test(item.program) || item.raw.some((word) => word.includes("mvnw")),
    )
  ) {
    return {
      code: "original-broken-wrapper-line-ends",
      message: `${wrapper} has DOS line ends: its first line names an interpreter that does not exist`,
    };
  }
  if (tree.executable(path)) return null;
  const touched = (item: Invocation): boolean =>
    ["chmod", "install", "cp", "mv", "find", "xargs", "git", "setfacl"].includes(item.program) ||
    item.args.some((arg) => !arg.known || arg.value.includes("mvnw") || arg.value.includes("chmod"));
  if (history.invocations.some(touched) || !onlyHarmless(history)) return null;
  return {
    code: "original-broken-wrapper-not-executable",
    message: `${wrapper} has no run bit in the context, and no chmod gives it one`,
  };
}

export function moduleMissing(
  reactor: Reactor,
  command: MavenCommand,
  tree: ImageTree,
  history: BuildHistory,
): Broken | null {
  if (!tree.known || !onlyHarmless(history)) return null;
  if (reactor.absent !== null) {
    return {
      code: "original-broken-missing-module",
      message: `${reactor.absent.pom} lists the module ${reactor.absent.module}, which is not in the image`,
    };
  }
  if (reactor.unmatched === null || command.nonRecursive) return null;
  return {
    code: "original-broken-unknown-module",
    message: `-pl names ${reactor.unmatched}, which is no module of ${join("/", reactor.modules[0]?.pom ?? "pom.xml")}`,
  };
}
