/** What the Java images share: the JDK and JRE of a vendor laid on a root file system. */
import { known, unknown, type Known } from "../../known.js";
import { configOn, type Description, type Root } from "../description.js";
import { jdkPrograms, JRE_UNSURE, jrePrograms } from "../programs.js";
import type { ImageConfig } from "../types.js";

export interface JavaLayer {
  readonly root: Root;
  readonly major: Known<number>;
  readonly kind: "jdk" | "jre";
  readonly home: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly entrypoint?: readonly string[] | null;
  readonly cmd?: readonly string[] | null;
  readonly programs?: readonly string[];
  readonly unsure?: readonly string[];
  readonly source: string;
  /** where the config differs between releases that the tag does not tell apart */
  readonly configUnknown?: string;
}

/** The JDK's bin folder stands in front of PATH and JAVA_HOME names it. */
export function javaImage(layer: JavaLayer): Description {
  const { root, kind } = layer;
  const major = layer.major.known ? layer.major.value : null;
  const change: Partial<ImageConfig> = {
    env: {
      PATH: `${layer.home}/bin:${root.path}`,
      JAVA_HOME: layer.home,
      JAVA_VERSION: "*",
      ...layer.env,
    },
    ...(layer.entrypoint === undefined ? {} : { entrypoint: layer.entrypoint }),
    ...(layer.cmd === undefined ? {} : { cmd: layer.cmd }),
  };
  return {
    root,
    major: layer.major,
    provides: kind === "jdk" ? ["jdk", "jre"] : ["jre"],
    programs: [...(kind === "jdk" ? jdkPrograms(major) : jrePrograms()), ...(layer.programs ?? [])],
    unsure: [
      ...JRE_UNSURE,
      ...(kind === "jdk" ? ["jshell", "jlink", "jmod", "jhsdb", "jpackage"] : []),
      ...(layer.unsure ?? []),
    ],
    users: {},
    config: layer.configUnknown === undefined ? known(configOn(root, change)) : unknown(layer.configUnknown),
    onbuild: false,
    source: layer.source,
  };
}

/** `jshell` is the command of the JDK images from 9 on. */
export function jshellFrom9(
  major: Known<number>,
  otherwise: readonly string[] | null,
): readonly string[] | null {
  return major.known && major.value < 9 ? otherwise : ["jshell"];
}
