/**
 * maven-assembly-plugin: the archives and folders that its descriptors make. Descriptor files
 * are read from the tree; one that cannot be read leaves a pattern.
 */
import { join, resolve } from "node:path/posix";
import { add, type Goal } from "./goal.js";
import { childrenAt, parseXml, textAt } from "./xml.js";

interface Descriptor {
  readonly id: string;
  readonly formats: readonly string[];
  /** the folder in the archive: null is the final name, "" none */
  readonly base: string | null;
}

/** The descriptors that the plugin carries: src/main/resources/assemblies of maven-assembly-plugin. */
const builtIn: Readonly<Record<string, readonly string[]>> = {
  "jar-with-dependencies": ["jar"],
  bin: ["tar.gz", "tar.bz2", "zip"],
  src: ["tar.gz", "tar.bz2", "zip"],
  project: ["tar.gz", "tar.bz2", "zip"],
};

function descriptors(goal: Goal): readonly Descriptor[] {
  const { configuration, model, tree } = goal;
  const texts = (name: string, property: string): readonly string[] => {
    const listed = childrenAt(configuration, name).map((item) => model.interpolate(item.text));
    const set = model.property(property);
    return listed.length > 0 || set === null ? listed : set.split(",").map((item) => item.trim());
  };
  const named = [
    ...texts("descriptorRefs", "descriptorRef"),
    ...texts("descriptorRefs", "assembly.descriptorRef"),
  ];
  const files = [
    ...texts("descriptors", "assembly.descriptors"),
    ...[goal.text("descriptor", "descriptor")].filter((item) => item !== null),
  ];
  return [
    ...[...new Set(named)].map((id) => ({
      id,
      formats: builtIn[id] ?? ["*"],
      base: id in builtIn && id !== "jar-with-dependencies" ? null : "",
    })),
    ...files.map((file) => {
      const text = tree.read(resolve(model.directory, file));
      const root = text.known ? parseXml(text.value) : null;
      if (root?.known !== true) return { id: "*", formats: ["*"], base: "" };
      const formats = childrenAt(root.value, "formats").map((item) => model.interpolate(item.text));
      const base = textAt(root.value, "baseDirectory");
      return {
        id: model.interpolate(textAt(root.value, "id") ?? "*"),
        formats,
        base:
          textAt(root.value, "includeBaseDirectory") === "false"
            ? ""
            : base === null || base === ""
              ? null
              : model.interpolate(base),
      };
    }),
  ];
}

export function assemble(goal: Goal): void {
  const { model, made } = goal;
  if (goal.flag("skipAssembly", "assembly.skipAssembly")) return;
  const directory = goal.path("outputDirectory", model.buildDirectory);
  const finalName = goal.text("finalName", "assembly.finalName") ?? model.finalName;
  const appends = goal.text("appendAssemblyId", "assembly.appendAssemblyId") !== "false";
  for (const { id, formats, base } of descriptors(goal)) {
    // tried with 3.6.0: the goal's own finalName counts here, too
    const holds = base ?? finalName;
    const suffix = appends && id !== "" ? `-${id}` : "";
    for (const format of formats) {
      const folder = format === "dir";
      add(made, {
        path: join(directory, `${finalName}${suffix}${folder ? "" : `.${format}`}`),
        kind: folder ? "directory" : "file",
        role: "artifact",
        ...(id === "jar-with-dependencies" ? { selfContained: true } : {}),
        ...(!folder && /^[^/*]+$/.test(holds) ? { holds } : {}),
      });
    }
  }
}
