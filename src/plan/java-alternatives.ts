/**
 * Several Java versions from packages on a generic base: the alternatives system decides which `java`
 * runs, and a version that comes only with a build tool may be the one. A note to review, unless it is shown
 * that the tool brings no other version, or an older one than the file names (the highest has priority).
 */
import type { Note } from "../findings/types.js";
import type { PackageManager } from "../images/types.js";
import type { ImageModel } from "../model/fold.js";

/** Packages of these tools depend on some Java, whatever its version is. */
const BRINGS_JAVA = /^(maven|gradle|ant|sbt|leiningen|groovy|scala|kotlin)$/;

/** Debian's default-jre-headless by release (package indexes of 11, 12 and 13). */
const DEFAULT_JAVA: Readonly<Record<string, number>> = { bullseye: 11, bookworm: 17, trixie: 21 };

interface Installed {
  readonly manager: PackageManager;
  readonly name: string;
  readonly line: number;
}

export function javaAlternatives(model: ImageModel): readonly Note[] {
  if (model.base.known && model.base.value.has("java") === "yes") return [];
  const installed = model.facts.flatMap((fact) =>
    fact.kind === "run"
      ? fact.units
          .flatMap((unit) => unit.commands)
          .flatMap(({ effects }) => effects)
          .flatMap((effect): Installed[] =>
            effect.kind === "packages" && effect.action === "install"
              ? effect.names.map((name) => ({
                  manager: effect.manager,
                  name,
                  line: fact.instruction.line,
                }))
              : [],
          )
      : [],
  );
  const javas = installed.filter(({ name }) => versionOf(name) !== null);
  const versions = new Set(javas.map(({ name }) => versionOf(name)));
  const tool = installed.find(({ name }) => BRINGS_JAVA.test(name));
  if (versions.size === 0 || (versions.size === 1 && tool === undefined)) return [];
  if (versions.size === 1 && versions.has("default")) return [];
  if (versions.size === 1 && tool !== undefined && bringsNoOther(tool, installed, model)) return [];
  return [
    {
      code: "java-by-alternatives",
      message: `${[...versions].join(", ")}${tool === undefined ? "" : ` and what ${tool.name} brings`}: with several Java versions installed the system chose which one runs; look that the runtime stage runs the same`,
      line: javas[0]?.line ?? null,
      weight: "review",
    },
  ];
}

/**
 * apt takes the packages in their order (tried in 11, 12 and 13): a JDK in front of the tool satisfies its
 * `default-jre-headless | java7-runtime-headless`, which the JREs provide up to 21. apk's maven depends on
 * any JDK (`java-jdk` in aports).
 */
function bringsNoOther(tool: Installed, installed: readonly Installed[], model: ImageModel): boolean {
  if (tool.manager === "apk") return tool.name === "maven";
  if (tool.manager !== "apt") return false;
  const jdk = installed.find(({ name }) => /^openjdk-\d+-/.test(name));
  const version = Number(/^openjdk-(\d+)-/.exec(jdk?.name ?? "")?.[1] ?? NaN);
  if (jdk !== undefined && version <= 21 && installed.indexOf(jdk) < installed.indexOf(tool)) return true;
  const codename = model.base.known && model.base.value.codename.known ? model.base.value.codename.value : "";
  const usual = DEFAULT_JAVA[codename];
  return usual !== undefined && version >= usual;
}

function versionOf(name: string): string | null {
  if (/^default-j(re|dk)/.test(name)) return "default";
  const version = /^(?:openjdk-|temurin-|java-|openjdk)(\d+(?:\.\d+\.\d+)?)/.exec(name)?.[1];
  return version === undefined ? null : `Java ${version}`;
}
