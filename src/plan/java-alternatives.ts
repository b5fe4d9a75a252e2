/**
 * Several Java versions from packages on a generic base: the alternatives system decides which
 * `java` runs, and a version that comes only with a build tool may be the one. A note to review.
 */
import type { Note } from "../findings/types.js";
import type { ImageModel } from "../model/fold.js";

/** Debian's packages of these tools depend on default-jre-headless (or the JDK), whatever its version is. */
const BRINGS_JAVA = /^(maven|gradle|ant|sbt|leiningen|groovy|scala|kotlin)$/;

export function javaAlternatives(model: ImageModel): readonly Note[] {
  if (!model.base.known || model.base.value.has("java") === "yes") return [];
  const names: string[] = [];
  let line: number | null = null;
  for (const fact of model.facts) {
    if (fact.kind !== "run") continue;
    for (const effect of fact.units.flatMap((unit) => unit.commands).flatMap(({ effects }) => effects)) {
      if (effect.kind !== "packages" || effect.action !== "install") continue;
      names.push(...effect.names);
      if (effect.names.some((name) => versionOf(name) !== null)) line ??= fact.instruction.line;
    }
  }
  const versions = new Set(names.map(versionOf).filter((version) => version !== null));
  const tool = names.find((name) => BRINGS_JAVA.test(name));
  if (versions.size === 0 || (versions.size === 1 && tool === undefined)) return [];
  if (versions.size === 1 && versions.has("default")) return [];
  return [
    {
      code: "java-by-alternatives",
      message: `${[...versions].join(", ")}${tool === undefined ? "" : ` and what ${tool} brings`}: with several Java versions installed the system chose which one runs; look that the runtime stage runs the same`,
      line,
      weight: "review",
    },
  ];
}

function versionOf(name: string): string | null {
  if (/^default-j(re|dk)/.test(name)) return "default";
  const version = /^(?:openjdk-|temurin-|java-|openjdk)(\d+(?:\.\d+\.\d+)?)/.exec(name)?.[1];
  return version === undefined ? null : `Java ${version}`;
}
