/**
 * A POM and its ancestors, with the profiles that are on already merged into each: the nearest
 * first. An ancestor that is neither in the tree nor published and known is named in `missing`.
 */
import { dirname, join, normalize } from "node:path/posix";
import { unknown, known, type Known } from "../../known.js";
import type { ImageTree } from "../../model/types.js";
import type { MavenCommand } from "./command.js";
import { publishedParent } from "./parents.js";
import { parsePom, type ParentReference, type Pom, type Profile } from "./pom.js";

export interface Generation {
  readonly pom: Pom;
  /** absolute; null for a published parent */
  readonly directory: string | null;
  readonly profiles: readonly Profile[];
  /** profiles that may or may not be on (by JDK or by the machine) */
  readonly doubtful: readonly Profile[];
}

export interface Lineage {
  readonly generations: readonly Generation[];
  readonly missing: ParentReference | null;
}

/** The folder or file that -f, a module or relativePath names, as the path of a POM. */
export function pomPath(path: string, tree: ImageTree): string {
  return tree.kind(path) === "directory" ? join(path, "pom.xml") : path;
}

type Activity = "on" | "off" | "doubtful";

function byActivation(profile: Profile, directory: string, command: MavenCommand, tree: ImageTree): Activity {
  const activation = profile.activation;
  if (activation === null) return "off";
  const verdicts: Activity[] = [];
  if (activation.property !== null) {
    const negated = activation.property.name.startsWith("!");
    const name = activation.property.name.replace(/^!/, "");
    const set = command.properties.get(name);
    const wanted = activation.property.value;
    if (name.startsWith("env.") || name === "java.version" || name === "os.name") verdicts.push("doubtful");
    else if (negated) verdicts.push(set === undefined ? "on" : "off");
    else if (set === undefined) verdicts.push(wanted?.startsWith("!") === true ? "on" : "off");
    else if (wanted === null || wanted === "") verdicts.push("on");
    else if (!set.known) verdicts.push("doubtful");
    else
      verdicts.push(
        (wanted.startsWith("!") ? set.value !== wanted.slice(1) : set.value === wanted) ? "on" : "off",
      );
  }
  if (activation.file !== null) {
    const path = activation.file.exists ?? activation.file.missing ?? "";
    const literal = path.replace(/\$\{(project\.)?basedir\}/g, directory);
    if (literal.includes("${")) verdicts.push("doubtful");
    else {
      const there = tree.kind(literal.startsWith("/") ? literal : join(directory, literal)) !== null;
      if (!there && !tree.known) verdicts.push("doubtful");
      else verdicts.push(there === (activation.file.exists !== null) ? "on" : "off");
    }
  }
  if (activation.jdk !== null) verdicts.push("doubtful");
  if (activation.os !== null) {
    const words = activation.os.children.map((item) => [item.name, item.text.toLowerCase()] as const);
    const agrees = words.every(([name, text]) =>
      name === "family"
        ? text === "unix" || text === "!windows" || text === "!mac"
        : name === "name"
          ? text === "linux"
          : false,
    );
    const contradicts = words.some(
      ([name, text]) =>
        (name === "family" || name === "name") && /^(windows|mac|mac os x|!unix|!linux)/.test(text),
    );
    verdicts.push(contradicts ? "off" : agrees ? "on" : "doubtful");
  }
  // Conditions of one activation are all required (Maven 3.2.2 and later).
  if (verdicts.length === 0 || verdicts.includes("off")) return "off";
  return verdicts.includes("doubtful") ? "doubtful" : "on";
}

/** Which profiles of one POM are on: by name, by condition, else those on by default. */
function generation(pom: Pom, directory: string, command: MavenCommand, tree: ImageTree): Generation {
  const on: Profile[] = [];
  const doubtful: Profile[] = [];
  for (const profile of pom.profiles) {
    if (command.disabledProfiles.includes(profile.id)) continue;
    const activity = command.profiles.includes(profile.id)
      ? "on"
      : byActivation(profile, directory, command, tree);
    if (activity === "on") on.push(profile);
    if (activity === "doubtful") doubtful.push(profile);
  }
  const defaults = pom.profiles.filter(
    (profile) => profile.activation?.byDefault === true && !command.disabledProfiles.includes(profile.id),
  );
  // A profile that is on by default is switched off as soon as another of the same POM is on.
  if (on.length > 0) return { pom, directory, profiles: on, doubtful };
  if (doubtful.length === 0) return { pom, directory, profiles: defaults, doubtful };
  return { pom, directory, profiles: [], doubtful: [...doubtful, ...defaults] };
}

function sameProject(reference: ParentReference, pom: Pom): boolean {
  return (
    reference.artifactId === pom.artifactId &&
    reference.groupId === (pom.groupId ?? pom.parent?.groupId ?? "")
  );
}

/** Reads the POM at `path` (absolute) and its ancestors. */
export function lineage(path: string, command: MavenCommand, tree: ImageTree): Known<Lineage> {
  const generations: Generation[] = [];
  const seen = new Set<string>();
  let at: string | null = path;
  while (at !== null) {
    if (seen.has(at)) return unknown(`${at} is its own parent`);
    seen.add(at);
    const text = tree.read(at);
    if (!text.known) return unknown(text.because);
    const pom = parsePom(text.value);
    if (!pom.known) return unknown(`${at} could not be read: ${pom.because}`);
    const directory = dirname(at);
    generations.push(generation(pom.value, directory, command, tree));
    const reference: ParentReference | null = pom.value.parent;
    if (reference === null) return known({ generations, missing: null });
    const candidate: string | null =
      reference.relativePath === ""
        ? null
        : pomPath(normalize(join(directory, reference.relativePath ?? "../pom.xml")), tree);
    const near = candidate === null ? null : tree.read(candidate);
    const nearPom = near?.known === true ? parsePom(near.value) : null;
    // Maven takes the file at relativePath only when it is the parent that the POM names.
    if (candidate !== null && nearPom?.known === true && sameProject(reference, nearPom.value)) {
      at = candidate;
      continue;
    }
    const published = publishedParent(reference);
    if (published === null) return known({ generations, missing: reference });
    generations.push({ pom: published, directory: null, profiles: [], doubtful: [] });
    at = null;
  }
  return known({ generations, missing: null });
}
