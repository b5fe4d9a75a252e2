/** The Maven toolchain: what mvn and the Maven wrapper do in a build, and what their projects need at run time. */
import { runtimePrograms } from "../jvm/jdk.js";
import { launchJava } from "../jvm/java.js";
import { literalPaths } from "../jvm/literalPaths.js";
import { asksForItsPlace } from "../jvm/ownPlace.js";
import { relativeReads } from "../jvm/reads.js";
import { sourcePurpose } from "../jvm/sources.js";
import { untrackedReads } from "../jvm/untracked.js";
import { toolStep } from "../jvm/tools.js";
import type { Toolchain } from "../types.js";
import { mavenDependencyLayer } from "./dependency-layer.js";
import { mavenLaunch } from "./launch.js";
import { mavenProduction } from "./production.js";
import { mavenStep } from "./step.js";

export const maven: Toolchain = {
  name: "maven",
  title: "Maven",
  summary: "mvn and ./mvnw: jar, war, Spring Boot, shade, assembly, Quarkus, Micronaut, modules and profiles",
  family: "jvm",
  buildPrograms: ["mvn", "mvnw", "mvnd"],
  step: (command, tree, history) =>
    mavenStep(command, tree, history) ?? toolStep(command, tree, history, "maven"),
  launch: (command, tree) => mavenLaunch(command, tree) ?? launchJava(command, tree),
  production: mavenProduction,
  dependencyLayer: mavenDependencyLayer,
  purpose: sourcePurpose,
  untracked: untrackedReads,
  reads: relativeReads,
  application: () => null,
  programs: runtimePrograms,
  ownPlace: asksForItsPlace,
  literalPaths,
};
