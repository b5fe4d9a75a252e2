/**
 * The files of the image that come from the build context, under their image paths. COPY and
 * ADD fill it; cp, mv and rm of known files follow. What RUN commands make anew is not here
 * but in the ledger (ledger.ts): its content is not known.
 */
import { unknown } from "../known.js";
import type { Project } from "../project/types.js";
import type { Effect, ImageTree } from "./types.js";
import { globMatches, hasGlob, isWithin, parentOf } from "./paths.js";

export class ContextTree implements ImageTree {
  readonly #project: Project;
  /** image path -> context path */
  readonly #files = new Map<string, string>();
  /** directory -> names in it; kept beside the map so that look-ups stay cheap on large trees */
  readonly #directories = new Map<string, Set<string>>();

  constructor(project: Project) {
    this.#project = project;
  }

  get known(): boolean {
    return this.#project.present;
  }

  add(imagePath: string, contextPath: string): void {
    this.#files.set(imagePath, contextPath);
    let child = imagePath;
    while (child !== "/") {
      const directory = parentOf(child);
      const names = this.#directories.get(directory);
      const name = child.slice(directory === "/" ? 1 : directory.length + 1);
      if (names?.has(name)) break;
      if (names) names.add(name);
      else this.#directories.set(directory, new Set([name]));
      child = directory;
    }
  }

  remove(path: string): void {
    for (const file of this.files(path)) this.#files.delete(file);
    this.#directories.delete(path);
    this.#directories.get(parentOf(path))?.delete(path.slice(parentOf(path).length).replace(/^\//, ""));
    for (const directory of [...this.#directories.keys()]) {
      if (isWithin(directory, path)) this.#directories.delete(directory);
    }
  }

  /** Carries known files along a cp, mv or rm; whatever is not from the context is passed over. */
  apply(effect: Effect): void {
    if (effect.kind === "remove") {
      for (const path of this.#match(effect.path)) this.remove(path);
    } else if (effect.kind === "write" && effect.from !== undefined && effect.link !== true) {
      for (const source of this.#match(effect.from)) {
        const existing = effect.into !== "no" && this.kind(effect.path) === "directory";
        const into = hasGlob(effect.from) || effect.into === "yes" || existing;
        const folder = effect.path === "/" ? "" : effect.path;
        const target = into ? `${folder}/${source.split("/").at(-1) ?? ""}` : effect.path;
        if (this.kind(source) === "file") this.add(target, this.#files.get(source) ?? "");
        else this.#copyDirectory(source, target);
        if (effect.move === true) this.remove(source);
      }
    }
  }

  #copyDirectory(source: string, target: string): void {
    for (const file of this.files(source)) {
      this.add(`${target === "/" ? "" : target}${file.slice(source.length)}`, this.#files.get(file) ?? "");
    }
  }

  #match(pattern: string): readonly string[] {
    if (!hasGlob(pattern)) return this.kind(pattern) === null ? [] : [pattern];
    const directory = parentOf(pattern);
    if (hasGlob(directory)) return [];
    return (this.entries(directory) ?? [])
      .map((name) => (directory === "/" ? `/${name}` : `${directory}/${name}`))
      .filter((path) => globMatches(pattern, path));
  }

  read(path: string): ReturnType<ImageTree["read"]> {
    const from = this.#files.get(path);
    return from === undefined
      ? unknown(`${path} does not come from the build context`)
      : this.#project.read(from);
  }

  entries(path: string): readonly string[] | null {
    const names = this.#directories.get(path);
    return names && names.size > 0 ? [...names].sort() : null;
  }

  kind(path: string): "file" | "directory" | null {
    if (this.#files.has(path)) return "file";
    return (this.#directories.get(path)?.size ?? 0) > 0 ? "directory" : null;
  }

  executable(path: string): boolean {
    const from = this.#files.get(path);
    return from !== undefined && this.#project.info(from)?.executable === true;
  }

  contextPath(path: string): string | null {
    const from = this.#files.get(path);
    if (from !== undefined) return from;
    const [first] = this.files(path);
    if (first === undefined) return null;
    const origin = this.#files.get(first) ?? "";
    const rest = first.slice(path === "/" ? 1 : path.length + 1);
    return origin.endsWith(rest) ? origin.slice(0, origin.length - rest.length).replace(/\/$/, "") : null;
  }

  files(path: string): readonly string[] {
    if (this.#files.has(path)) return [path];
    const found: string[] = [];
    const walk = (directory: string): void => {
      for (const name of this.entries(directory) ?? []) {
        const child = directory === "/" ? `/${name}` : `${directory}/${name}`;
        if (this.#files.has(child)) found.push(child);
        else walk(child);
      }
    };
    walk(path);
    return found;
  }
}
