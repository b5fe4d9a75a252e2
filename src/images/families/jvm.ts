/** What the Java images share: the JDK or JRE of a vendor laid on a root file system. */
import { known, unknown, type Known } from "../../known.js";
import { configOn, type Description, type Root } from "../description.js";
import { jdkPrograms, JRE_UNSURE, jrePrograms } from "../programs.js";
import type { ImageConfig } from "../types.js";

export interface JavaLayer {
  readonly root: Root;
  readonly major: Known<number>;
  readonly kind: "jdk" | "jre";
  /** environment, entry point and command; unknown where they differ between releases that the tag does not tell apart */
  readonly config: Known<Partial<ImageConfig>>;
  readonly programs?: readonly string[];
  readonly unsure?: readonly string[];
  readonly source: string;
}

const SINCE_9_OR_14 = ["jshell", "jlink", "jmod", "jhsdb", "jpackage"];

export function javaImage(layer: JavaLayer): Description {
  const { root, kind, config } = layer;
  const major = layer.major.known ? layer.major.value : null;
  return {
    root,
    major: layer.major,
    provides: kind === "jdk" ? ["jdk", "jre"] : ["jre"],
    programs: [...(kind === "jdk" ? jdkPrograms(major) : jrePrograms()), ...(layer.programs ?? [])],
    unsure: [
      ...JRE_UNSURE,
      ...(kind === "jdk" && major === null ? SINCE_9_OR_14 : []),
      ...(layer.unsure ?? []),
    ],
    users: {},
    config: config.known ? known(configOn(root, config.value)) : unknown(config.because),
    onbuild: false,
    source: layer.source,
  };
}

/** JAVA_HOME and its bin folder in front of PATH, as the images have it that are no distribution packages. */
export function javaHome(root: Root, home: string): Readonly<Record<string, string>> {
  return { PATH: `${home}/bin:${root.path}`, JAVA_HOME: home };
}

/** `jshell` is the command of the JDK images from 9 on. */
export function jshellFrom9(
  major: Known<number>,
  otherwise: readonly string[] | null,
): readonly string[] | null {
  return major.known && major.value < 9 ? otherwise : ["jshell"];
}

export const NOT_RECORDED = "the environment of this image is not recorded";

export function noTag(repository: string, tag: string): Known<never> {
  return unknown(`${repository}:${tag} is no tag of a form that is known`);
}
