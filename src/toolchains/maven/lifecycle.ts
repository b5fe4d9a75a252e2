/**
 * Which goals of which plugins a phase or goal on the command line runs in one module, in their
 * order. Source: Maven's default lifecycle and its bindings (maven-core components.xml, and
 * lifecycle mappings that plugins bring, named below).
 */
import type { Model } from "./model.js";
import { mergeElements, mergePlugin } from "./plugins.js";
import type { Execution, Plugin } from "./pom.js";
import type { Element } from "./xml.js";

const phases = [
  "validate",
  "initialize",
  "generate-sources",
  "process-sources",
  "generate-resources",
  "process-resources",
  "compile",
  "process-classes",
  "generate-test-sources",
  "process-test-sources",
  "generate-test-resources",
  "process-test-resources",
  "test-compile",
  "process-test-classes",
  "test",
  "prepare-package",
  "package",
  "pre-integration-test",
  "integration-test",
  "post-integration-test",
  "verify",
  "install",
  "deploy",
] as const;

/** Position in the default lifecycle, or -1. */
export function phaseIndex(name: string): number {
  return phases.findIndex((phase) => phase === name);
}

export function reaches(phase: string, wanted: (typeof phases)[number]): boolean {
  return phaseIndex(phase) >= phaseIndex(wanted);
}

/** The phase that a goal is bound to when an execution names none, from the goals' own annotations. */
const defaultPhases: Readonly<Record<string, string>> = {
  "maven-jar-plugin:jar": "package",
  "maven-jar-plugin:test-jar": "package",
  "maven-war-plugin:war": "package",
  "maven-war-plugin:exploded": "package",
  "maven-ear-plugin:ear": "package",
  "maven-ejb-plugin:ejb": "package",
  "maven-source-plugin:jar": "package",
  "maven-source-plugin:jar-no-fork": "package",
  "maven-source-plugin:test-jar": "package",
  "maven-source-plugin:test-jar-no-fork": "package",
  "maven-javadoc-plugin:jar": "package",
  "maven-javadoc-plugin:test-jar": "package",
  "maven-shade-plugin:shade": "package",
  "maven-assembly-plugin:single": "package",
  "maven-assembly-plugin:attached": "package",
  "maven-dependency-plugin:copy": "process-sources",
  "maven-dependency-plugin:copy-dependencies": "process-sources",
  "maven-dependency-plugin:unpack": "process-sources",
  "maven-dependency-plugin:unpack-dependencies": "process-sources",
  "spring-boot-maven-plugin:repackage": "package",
  "quarkus-maven-plugin:build": "package",
  "appassembler-maven-plugin:assemble": "package",
  "copy-rename-maven-plugin:copy": "generate-sources",
  "copy-rename-maven-plugin:rename": "generate-sources",
  "wildfly-maven-plugin:package": "package",
  "wildfly-jar-maven-plugin:package": "package",
  "thorntail-maven-plugin:package": "package",
  "wildfly-swarm-plugin:package": "package",
  "native-maven-plugin:compile-no-fork": "package",
};

/** `mvn dependency:copy`: the plugin that a prefix stands for. */
const prefixes: Readonly<Record<string, string>> = {
  "spring-boot": "org.springframework.boot:spring-boot-maven-plugin",
  quarkus: "io.quarkus:quarkus-maven-plugin",
  appassembler: "org.codehaus.mojo:appassembler-maven-plugin",
  wildfly: "org.wildfly.plugins:wildfly-maven-plugin",
  native: "org.graalvm.buildtools:native-maven-plugin",
  exec: "org.codehaus.mojo:exec-maven-plugin",
  versions: "org.codehaus.mojo:versions-maven-plugin",
};

/** Packagings whose main artifact is made by a goal at `package`. */
const bindings: Readonly<Record<string, readonly { readonly plugin: string; readonly goal: string }[]>> = {
  jar: [{ plugin: "org.apache.maven.plugins:maven-jar-plugin", goal: "jar" }],
  "maven-plugin": [{ plugin: "org.apache.maven.plugins:maven-jar-plugin", goal: "jar" }],
  war: [{ plugin: "org.apache.maven.plugins:maven-war-plugin", goal: "war" }],
  ear: [{ plugin: "org.apache.maven.plugins:maven-ear-plugin", goal: "ear" }],
  ejb: [{ plugin: "org.apache.maven.plugins:maven-ejb-plugin", goal: "ejb" }],
  // maven-bundle-plugin, META-INF/plexus/components.xml.
  bundle: [{ plugin: "org.apache.felix:maven-bundle-plugin", goal: "bundle" }],
  pom: [],
  // quarkus-maven-plugin, META-INF/plexus/components.xml: jar and quarkus:build at package.
  quarkus: [
    { plugin: "org.apache.maven.plugins:maven-jar-plugin", goal: "jar" },
    { plugin: "io.quarkus:quarkus-maven-plugin", goal: "build" },
  ],
};

export interface Run {
  readonly plugin: Plugin;
  readonly goal: string;
  readonly configuration: Element | null;
}

export function artifactOf(key: string): string {
  return key.slice(key.indexOf(":") + 1);
}

/** The plugins of the module with the bindings of its packaging among their executions; null when the packaging is not known. */
function boundPlugins(model: Model): readonly Plugin[] | null {
  const bound = bindings[model.packaging];
  if (bound === undefined) return null;
  const implied = bound.map(({ plugin, goal }) => ({ plugin, goal, id: `default-${goal}` }));
  // micronaut-maven-plugin, META-INF/plexus/components.xml: `jar` is followed by shade.
  if (
    model.packaging === "jar" &&
    model.plugins.some((plugin) => plugin.extensions && /:micronaut-maven-plugin$/.test(plugin.key))
  ) {
    implied.push({
      plugin: "org.apache.maven.plugins:maven-shade-plugin",
      goal: "shade",
      id: "default-shade",
    });
  }
  let plugins = [...model.plugins];
  for (const { plugin: key, goal, id } of [...implied].reverse()) {
    const execution: Execution = { id, phase: "package", goals: [goal], configuration: null };
    const empty: Plugin = {
      key,
      version: null,
      configuration: null,
      executions: [execution],
      inherited: true,
      extensions: false,
    };
    const same = (plugin: Plugin): boolean =>
      plugin.key === key || (goal === "build" && artifactOf(plugin.key) === artifactOf(key));
    // Plugins of the POM hold pluginManagement already; one that only the packaging names gets it here.
    const declared = plugins.find(same) ?? model.managedPlugins.find(same);
    const merged = declared === undefined ? empty : mergePlugin(declared, { ...empty, key: declared.key });
    plugins = [merged, ...plugins.filter((plugin) => !same(plugin))];
  }
  return plugins;
}

/** What runs for a phase: every execution bound to it or to a phase before it, phase by phase. */
function phaseRuns(model: Model, phase: string): readonly Run[] | null {
  const plugins = boundPlugins(model);
  if (plugins === null) return null;
  const runs: { readonly at: number; readonly run: Run }[] = [];
  for (const plugin of plugins) {
    for (const execution of plugin.executions) {
      for (const goal of execution.goals) {
        const bound = execution.phase ?? defaultPhases[`${artifactOf(plugin.key)}:${goal}`] ?? null;
        // A goal that is not in the table makes nothing that dfsplit names.
        const at = bound === null ? -1 : phaseIndex(model.interpolate(bound));
        if (at < 0 || at > phaseIndex(phase)) continue;
        runs.push({
          at,
          run: { plugin, goal, configuration: mergeElements(execution.configuration, plugin.configuration) },
        });
      }
    }
  }
  return runs.sort((one, other) => one.at - other.at).map(({ run }) => run);
}

/** `prefix:goal@execution` or `group:artifact[:version]:goal`. */
export function parseGoal(
  text: string,
): { readonly plugin: string; readonly goal: string; readonly execution: string | null } | null {
  const [goalPath = "", execution = null] = text.split("@");
  const parts = goalPath.split(":");
  if (parts.length === 2) {
    const [prefix = "", goal = ""] = parts;
    return { plugin: prefixes[prefix] ?? `org.apache.maven.plugins:maven-${prefix}-plugin`, goal, execution };
  }
  if (parts.length === 3 || parts.length === 4) {
    return { plugin: `${parts[0] ?? ""}:${parts[1] ?? ""}`, goal: parts.at(-1) ?? "", execution };
  }
  return null;
}

/** What one word of the command line runs in this module; null when the packaging is not known. */
export function runsOf(model: Model, word: string): readonly Run[] | null {
  if (phaseIndex(word) >= 0) return phaseRuns(model, word);
  const asked = parseGoal(word);
  if (asked === null) return [];
  const declared = [...model.plugins, ...model.managedPlugins].find(
    (plugin) => plugin.key === asked.plugin || artifactOf(plugin.key) === artifactOf(asked.plugin),
  );
  const plugin: Plugin = declared ?? {
    key: asked.plugin,
    version: null,
    configuration: null,
    executions: [],
    inherited: true,
    extensions: false,
  };
  const execution = plugin.executions.find((item) => item.id === (asked.execution ?? "default-cli"));
  return [
    {
      plugin,
      goal: asked.goal,
      configuration: mergeElements(execution?.configuration ?? null, plugin.configuration),
    },
  ];
}
