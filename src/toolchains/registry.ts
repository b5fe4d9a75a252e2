/** The toolchains in the order in which they are asked about a command. */
import { gradle } from "./gradle/gradle.js";
import { maven } from "./maven/maven.js";
import { npm } from "./npm/npm.js";
import type { Toolchain } from "./types.js";

export const toolchains: readonly Toolchain[] = [gradle, maven, npm];
