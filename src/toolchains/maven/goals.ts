/**
 * What the goals of known plugins leave behind in one module. Each function gets the goal's
 * configuration and what the goals before it have made, and adds its files. Names and defaults
 * come from the goals' parameters in the plugins' sources; the tests compare them with builds.
 */
import { basename, join, resolve } from "node:path/posix";
import type { Output } from "../../model/types.js";
import { assemble } from "./assembly.js";
import { add, type Goal } from "./goal.js";
import type { Model } from "./model.js";
import { quarkusBuild } from "./quarkus.js";
import { child, childrenAt, textAt, type Element } from "./xml.js";

type Act = (goal: Goal) => void;

/** Dependencies that the program needs when it runs. */
export function hasRuntimeDependencies(model: Model): boolean {
  return model.dependencies.some(
    ({ scope, type }) =>
      type !== "pom" && !["test", "provided", "system", "import"].includes(scope ?? "compile"),
  );
}

function archive(goal: Goal, extension: string, finalName: string, classifier: string | null): string {
  const suffix = classifier === null || classifier === "" ? "" : `-${classifier}`;
  return join(goal.path("outputDirectory", goal.model.buildDirectory), `${finalName}${suffix}.${extension}`);
}

const jar: Act = (goal) => {
  if (goal.flag("skip")) return;
  const { model, made } = goal;
  const classifier = goal.text("classifier");
  const path = archive(goal, "jar", goal.text("finalName") ?? model.finalName, classifier);
  const manifest = child(goal.configuration, "archive", "manifest");
  // A main class by a property that is not set is written as it stands: such a jar does not start.
  const mainClass = textAt(manifest, "mainClass");
  const starts = mainClass !== null && !model.interpolate(mainClass).includes("*");
  const addsClasspath = model.interpolate(textAt(manifest, "addClasspath") ?? "") === "true";
  const prefix = model.interpolate(textAt(manifest, "classpathPrefix") ?? "");
  const alone = starts && model.uncertain === null && !hasRuntimeDependencies(model);
  add(made, {
    path,
    kind: "file",
    role: "artifact",
    ...(alone ? { selfContained: true } : {}),
    // Without dependencies the class path of the manifest is empty, and no folder is made for it.
    ...(!alone && addsClasspath && prefix !== "" ? { companions: [resolve(join(path, ".."), prefix)] } : {}),
  });
  if (classifier === null || classifier === "") made.main = path;
};

const war: Act = (goal) => {
  const { model, made } = goal;
  const classifier = goal.text("classifier");
  const path = archive(goal, "war", goal.text("warName") ?? model.finalName, classifier);
  add(made, { path, kind: "file", role: "artifact" });
  exploded(goal);
  if (classifier === null || classifier === "" || goal.text("primaryArtifact") === "true") made.main = path;
};

const exploded: Act = (goal) => {
  const path = goal.path("webappDirectory", join(goal.model.buildDirectory, goal.model.finalName));
  add(goal.made, { path, kind: "directory", role: "artifact" });
};

/** An archive that nothing runs: sources, javadoc, tests. */
const attached =
  (classifier: string): Act =>
  (goal) => {
    if (
      goal.flag("skip") ||
      goal.flag("skipSource", "maven.source.skip") ||
      goal.flag("skip", "maven.javadoc.skip")
    )
      return;
    const path = archive(
      goal,
      "jar",
      goal.text("finalName") ?? goal.model.finalName,
      goal.text("classifier") ?? classifier,
    );
    add(goal.made, { path, kind: "file", role: "intermediate" });
  };

const other =
  (extension: string): Act =>
  (goal) => {
    const path = archive(goal, extension, goal.model.finalName, goal.text("classifier"));
    add(goal.made, { path, kind: "file", role: "artifact" });
    goal.made.main = path;
  };

/** RepackageMojo: replaces the main archive, or stands beside it with a classifier. */
const repackage: Act = (goal) => {
  const { model, made } = goal;
  if (model.packaging === "pom" || goal.flag("skip", "spring-boot.repackage.skip")) return;
  const classifier = goal.text("classifier");
  const extension = made.main?.endsWith(".war") === true ? "war" : "jar";
  const path = archive(goal, extension, goal.text("finalName") ?? model.finalName, classifier);
  // Called by hand, the goal finds the archive that an earlier command made.
  if (made.outputs.has(path) || made.main === null) {
    add(made, { path: `${path}.original`, kind: "file", role: "intermediate" });
  }
  add(made, { path, kind: "file", role: "artifact", selfContained: true, springBoot: bootVersion(model) });
};

/** Of the plugin, or of the parent that manages it. */
function bootVersion(model: Model): string | null {
  const own = model.plugins.find(({ key }) => key.endsWith(":spring-boot-maven-plugin"))?.version ?? null;
  const parent = model.parent === "org.springframework.boot:spring-boot-starter-parent";
  const version = own ?? (parent ? model.property("project.parent.version") : null);
  const text = version === null ? "" : model.interpolate(version);
  return /^\d/.test(text) ? text : null;
}

/** ShadeMojo.execute: outputFile alone, a file of its own name, attached, or in place of the main jar. */
const shade: Act = (goal) => {
  const { model, made } = goal;
  if (model.packaging === "pom" || goal.flag("skip", "maven.shade.skip") || made.main === null) return;
  const directory = goal.path("outputDirectory", model.buildDirectory);
  const inherited = made.outputs.get(made.main)?.selfContained === true;
  // An artifactSet that names what goes in may leave dependencies out.
  const whole = childrenAt(goal.configuration, "artifactSet", "includes").length === 0;
  const fat: Pick<Output, "kind" | "role" | "selfContained"> = {
    kind: "file",
    role: "artifact",
    ...(whole || inherited ? { selfContained: true } : {}),
  };
  if (goal.text("createDependencyReducedPom") !== "false") {
    add(made, {
      path: join(model.directory, "dependency-reduced-pom.xml"),
      kind: "file",
      role: "intermediate",
    });
  }
  const outputFile = goal.text("outputFile");
  if (outputFile !== null) {
    add(made, { path: resolve(model.directory, outputFile), ...fat });
    return;
  }
  const replace = (path: string): void => {
    if (made.outputs.has(path)) {
      const name = path.slice(path.lastIndexOf("/") + 1);
      add(made, { path: join(directory, `original-${name}`), kind: "file", role: "intermediate" });
    }
    add(made, { path, ...fat });
  };
  const finalName = goal.text("finalName");
  if (finalName !== null && finalName !== model.finalName) replace(join(directory, `${finalName}.jar`));
  else if (goal.flag("shadedArtifactAttached")) {
    const classifier = goal.text("shadedClassifierName") ?? "shaded";
    const id = goal.text("shadedArtifactId") ?? model.artifactId;
    add(made, { path: join(directory, `${id}-${model.version}-${classifier}.jar`), ...fat });
  } else replace(made.main);
};

const copyDependencies: Act = (goal) => {
  if (goal.flag("skip", "mdep.skip")) return;
  const asked = goal.text("outputDirectory", "outputDirectory");
  const path = resolve(goal.model.directory, asked ?? join(goal.model.buildDirectory, "dependency"));
  // Into the build folder itself: single jars whose names the dependencies decide.
  if (path === goal.model.buildDirectory)
    add(goal.made, { path: join(path, "*.jar"), kind: "file", role: "dependencies" });
  else add(goal.made, { path, kind: "directory", role: "dependencies" });
};

/** dependency:copy of named artifacts, such as jetty-runner or an agent. */
const copyArtifacts: Act = (goal) => {
  if (goal.flag("skip", "mdep.skip")) return;
  const { model } = goal;
  const directory = resolve(
    model.directory,
    goal.text("outputDirectory", "outputDirectory") ?? join(model.buildDirectory, "dependency"),
  );
  const fromCommand = goal.text("artifact", "artifact")?.split(":") ?? null;
  const items = childrenAt(goal.configuration, "artifactItems").map((item) => {
    const of = (name: string): string | null => {
      const text = textAt(item, name);
      return text === null || text === "" ? null : model.interpolate(text);
    };
    const classifier = of("classifier");
    return {
      directory: resolve(model.directory, of("outputDirectory") ?? directory),
      name:
        of("destFileName") ??
        `${of("artifactId") ?? "*"}-${of("version") ?? "*"}${classifier === null ? "" : `-${classifier}`}.${of("type") ?? "jar"}`,
    };
  });
  if (fromCommand !== null) {
    const [, artifactId = "*", version = "*", type = "jar", classifier = ""] = fromCommand;
    items.push({
      directory,
      name: `${artifactId}-${version}${classifier === "" ? "" : `-${classifier}`}.${type}`,
    });
  }
  const strip = goal.flag("stripVersion", "mdep.stripVersion");
  for (const item of items) {
    add(goal.made, {
      path: join(item.directory, strip ? "*" : item.name),
      kind: "file",
      role: "dependencies",
    });
  }
};

const unpack: Act = (goal) => {
  const path = goal.path("outputDirectory", join(goal.model.buildDirectory, "dependency"));
  add(goal.made, { path, kind: "directory", role: "dependencies" });
};

/** <copy> and <move> of Ant with a target that is written out, at any depth. */
const ant: Act = (goal) => {
  const { model, made } = goal;
  const visit = (element: Element): void => {
    const { file, tofile, todir, destfile } = element.attributes;
    const target =
      tofile ??
      destfile ??
      (todir === undefined ? undefined : join(todir, file === undefined ? "" : basename(file)));
    if (target !== undefined && /^(copy|move|jar|zip|war|unzip|untar)$/.test(element.name)) {
      const path = resolve(model.directory, model.interpolate(target));
      const whole = tofile === undefined && destfile === undefined && file === undefined;
      const source = made.outputs.get(resolve(model.directory, model.interpolate(file ?? "")));
      add(made, {
        path,
        kind: whole ? "directory" : "file",
        role: "artifact",
        ...(source?.selfContained === true ? { selfContained: true } : {}),
      });
    }
    element.children.forEach(visit);
  };
  if (goal.configuration !== null) visit(goal.configuration);
};

/** copy-rename-maven-plugin: sourceFile and destinationFile, alone or in fileSets. */
const copyRename: Act = (goal) => {
  const { model, made } = goal;
  const sets = [goal.configuration, ...childrenAt(goal.configuration, "fileSets")];
  for (const set of sets) {
    const [from, to] = [textAt(set, "sourceFile"), textAt(set, "destinationFile")];
    if (from === null || to === null) continue;
    const source = made.outputs.get(resolve(model.directory, model.interpolate(from)));
    const path = resolve(model.directory, model.interpolate(to));
    add(made, { ...(source ?? { kind: "file", role: "artifact" }), path });
  }
};

const copyResources: Act = (goal) => {
  const path = goal.text("outputDirectory");
  if (path !== null)
    add(goal.made, { path: resolve(goal.model.directory, path), kind: "directory", role: "artifact" });
};

const appassembler: Act = (goal) => {
  const path = goal.path("assembleDirectory", join(goal.model.buildDirectory, "appassembler"));
  add(goal.made, { path, kind: "directory", role: "artifact" });
};

/** Plugins that put one more runnable archive beside the main one, under a suffix of the final name. */
const suffixed =
  (suffix: string): Act =>
  (goal) => {
    const path = join(goal.model.buildDirectory, `${goal.model.finalName}${suffix}`);
    add(goal.made, { path, kind: "file", role: "artifact", selfContained: true });
  };

/** wildfly:package provisions a server, or makes a bootable jar whose default name changed with 5.1. */
const wildfly: Act = (goal) => {
  const either = (one: string, other: string, property: string): string | null =>
    goal.text(one) ?? goal.text(other, property);
  const directory = goal.model.buildDirectory;
  if (either("bootable-jar", "bootableJar", "wildfly.bootable.jar") === "true") {
    const name =
      either("bootable-jar-name", "bootableJarName", "wildfly.bootable.jar.name") ?? "*-bootable.jar";
    add(goal.made, { path: join(directory, name), kind: "file", role: "artifact", selfContained: true });
    return;
  }
  const server = either("provisioning-dir", "provisioningDir", "wildfly.provisioning.dir") ?? "server";
  add(goal.made, { path: resolve(directory, server), kind: "directory", role: "artifact" });
};

const native: Act = (goal) => {
  if (goal.flag("skip", "skipNativeBuild")) return;
  const path = join(
    goal.path("outputDirectory", goal.model.buildDirectory),
    goal.text("imageName", "imageName") ?? goal.model.artifactId,
  );
  add(goal.made, { path, kind: "file", role: "artifact", selfContained: true });
};

const acts: Readonly<Record<string, Act>> = {
  "maven-jar-plugin:jar": jar,
  "maven-jar-plugin:test-jar": attached("tests"),
  "maven-war-plugin:war": war,
  "maven-war-plugin:exploded": exploded,
  "maven-ear-plugin:ear": other("ear"),
  "maven-ejb-plugin:ejb": other("jar"),
  "maven-source-plugin:jar": attached("sources"),
  "maven-source-plugin:jar-no-fork": attached("sources"),
  "maven-source-plugin:test-jar": attached("test-sources"),
  "maven-source-plugin:test-jar-no-fork": attached("test-sources"),
  "maven-javadoc-plugin:jar": attached("javadoc"),
  "maven-javadoc-plugin:test-jar": attached("test-javadoc"),
  "maven-shade-plugin:shade": shade,
  "maven-assembly-plugin:single": assemble,
  "maven-assembly-plugin:assembly": assemble,
  "maven-assembly-plugin:attached": assemble,
  "maven-assembly-plugin:directory-single": assemble,
  "maven-dependency-plugin:copy-dependencies": copyDependencies,
  "maven-dependency-plugin:copy": copyArtifacts,
  "maven-dependency-plugin:unpack": unpack,
  "maven-dependency-plugin:unpack-dependencies": unpack,
  "spring-boot-maven-plugin:repackage": repackage,
  "quarkus-maven-plugin:build": quarkusBuild,
  "appassembler-maven-plugin:assemble": appassembler,
  "maven-antrun-plugin:run": ant,
  "copy-rename-maven-plugin:copy": copyRename,
  "copy-rename-maven-plugin:rename": copyRename,
  "maven-resources-plugin:copy-resources": copyResources,
  "maven-bundle-plugin:bundle": other("jar"),
  "wildfly-maven-plugin:package": wildfly,
  "wildfly-jar-maven-plugin:package": suffixed("-bootable.jar"),
  "payara-micro-maven-plugin:bundle": suffixed("-microbundle.jar"),
  "thorntail-maven-plugin:package": suffixed("-thorntail.jar"),
  "wildfly-swarm-plugin:package": suffixed("-swarm.jar"),
  "native-maven-plugin:compile": native,
  "native-maven-plugin:compile-no-fork": native,
  "native-maven-plugin:build": native,
};

/** Runs one goal over what is there; goals without an entry leave nothing that is named. */
export function act(key: string, goal: Goal): void {
  acts[key]?.(goal);
}
