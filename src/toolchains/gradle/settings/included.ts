/** The projects that a settings file includes: their paths and folders, as includes and renames leave them. */
import { known, type Known } from "../../../known.js";
import { join } from "../files.js";

export class IncludedProjects {
  /** path -> absolute folder */
  private readonly folders = new Map<string, Known<string>>();

  constructor(private readonly root: string) {}

  get all(): readonly { readonly path: string; readonly directory: Known<string> }[] {
    return [...this.folders].map(([path, directory]) => ({ path, directory }));
  }

  /** The projects right below the root. */
  get top(): readonly string[] {
    return [...this.folders.keys()].filter((path) => path.lastIndexOf(":") === 0);
  }

  has(path: string): boolean {
    return this.folders.has(path);
  }

  /** `a:b` makes `a` too */
  include(path: string): void {
    const names = normalPath(path).split(":").filter(Boolean);
    for (let i = 1; i <= names.length; i += 1) {
      const each = `:${names.slice(0, i).join(":")}`;
      if (!this.folders.has(each))
        this.folders.set(each, known(join(this.root, names.slice(0, i).join("/"))));
    }
  }

  /** A folder beside the root's. */
  includeFlat(name: string): void {
    this.folders.set(normalPath(name), known(join(this.root, `../${name}`)));
  }

  move(path: string, directory: Known<string>): void {
    this.folders.set(path, directory);
  }

  /** The path follows the name (gradle/gradle DefaultProjectDescriptor.setName), also that of the projects below. */
  rename(path: string, name: string): void {
    const to = `${path.slice(0, path.lastIndexOf(":"))}:${name}`;
    for (const [each, directory] of [...this.folders]) {
      if (each !== path && !each.startsWith(`${path}:`)) continue;
      this.folders.delete(each);
      this.folders.set(`${to}${each.slice(path.length)}`, directory);
    }
  }
}

export function normalPath(path: string): string {
  return path.startsWith(":") ? path : `:${path}`;
}
