/**
 * What plugins do to the names and tasks of a project, as data. Sources: gradle/gradle
 * `JavaPlugin`, `WarPlugin`, `ApplicationPlugin`; spring-projects/spring-boot
 * `build-plugin/spring-boot-gradle-plugin/…/plugin/*PluginAction.java`; GradleUp/shadow
 * `Shadow{Java,Application}Plugin`; ktorio/ktor-build-plugins `KtorGradlePlugin.kt`, `features/FatJar.kt`;
 * micronaut-projects/micronaut-gradle-plugin `Micronaut*Plugin.java`; quarkusio/quarkus `QuarkusPlugin.java`.
 */

import { table } from "./table.js";

export const SPRING_BOOT = "org.springframework.boot";
export const SHADOW = "com.github.johnrengelman.shadow";
export const QUARKUS = "io.quarkus";
export const KTOR = "io.ktor.plugin";

/** Other ids of the same plugin. */
const SAME = table<string>({
  "org.gradle.java": "java",
  "org.gradle.java-library": "java-library",
  "org.gradle.application": "application",
  "org.gradle.war": "war",
  "org.gradle.groovy": "groovy",
  "org.gradle.scala": "scala",
  "org.gradle.base": "base",
  "org.gradle.distribution": "distribution",
  kotlin: "org.jetbrains.kotlin.jvm",
  "spring-boot": SPRING_BOOT,
  "com.gradleup.shadow": SHADOW,
  "io.github.goooler.shadow": SHADOW,
});

/** Plugins that a plugin applies by itself. */
const APPLIES = table<readonly string[]>({
  java: ["base"],
  "java-library": ["java"],
  groovy: ["java"],
  scala: ["java"],
  war: ["java"],
  distribution: ["base"],
  application: ["java", "distribution"],
  "java-library-distribution": ["java", "distribution"],
  "java-gradle-plugin": ["java-library"],
  "org.jetbrains.kotlin.jvm": ["java"],
  [QUARKUS]: ["java"],
  [KTOR]: ["application"],
  "io.micronaut.minimal.application": ["application"],
  "io.micronaut.application": ["application"],
  "io.micronaut.library": ["java-library"],
  "io.micronaut.minimal.library": ["java-library"],
});

/** Plugins whose own tasks make the jar, in ways that are not modelled here. */
const FOREIGN = new Set([
  "org.jetbrains.kotlin.multiplatform",
  "com.android.application",
  "com.android.library",
  "com.android.tools.build",
  "net.minecraftforge.gradle",
  "fabric-loom",
  "ear",
  "jvm-ecosystem",
  "org.grails.grails-web",
  "org.graalvm.buildtools.native.foreign",
]);

/** Plugins that give the project a version of their own (from git tags, files, counters). */
const VERSIONING =
  /(^|[.-])(git-?version|version(s|ing|er)?|release|semver|reckon|axion|jgitver|nebula|gitflow|nyx|calver|ajoberstar\.grgit)([.-]|$)/i;
const NOT_VERSIONING = new Set([
  "com.github.ben-manes.versions",
  "se.patrikerdes.use-latest-versions",
  "nl.littlerobots.version-catalog-update",
  "net.nemerosa.versioning",
]);

/** Classes as `apply plugin: X` and `plugins.withType(X)` write them. */
export const PLUGIN_CLASSES = table<string>({
  JavaPlugin: "java",
  JavaBasePlugin: "java",
  JavaLibraryPlugin: "java-library",
  ApplicationPlugin: "application",
  WarPlugin: "war",
  BasePlugin: "base",
  GroovyPlugin: "groovy",
  SpringBootPlugin: SPRING_BOOT,
  ShadowPlugin: SHADOW,
});

export function canonicalPlugin(id: string): string {
  return SAME[id] ?? id;
}

/** The plugin and everything that it applies. */
export function appliedBy(id: string): readonly string[] {
  const plugin = canonicalPlugin(id);
  return [plugin, ...(APPLIES[plugin] ?? []).flatMap(appliedBy)];
}

export function setsVersion(id: string): boolean {
  return VERSIONING.test(id) && !NOT_VERSIONING.has(id);
}

/** Do names or tasks hang on the plugin, as far as they are modelled? */
export function isModelled(id: string): boolean {
  const plugin = canonicalPlugin(id);
  return [SPRING_BOOT, SHADOW, "java"].includes(plugin) || APPLIES[plugin] !== undefined;
}

export function isForeign(id: string): boolean {
  return FOREIGN.has(id);
}

/** Is `version` (2.4.13, 2.5.0-SNAPSHOT) at least `least`? null when it cannot be told. */
export function atLeast(version: string | null, least: string): boolean | null {
  if (version === null) return null;
  const numbers = /^(\d+)(?:\.(\d+))?(?:\.(\d+))?/.exec(version);
  if (numbers === null) return null;
  const wanted = least.split(".").map(Number);
  for (let i = 0; i < 3; i += 1) {
    const difference = Number(numbers[i + 1] ?? 0) - (wanted[i] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}
