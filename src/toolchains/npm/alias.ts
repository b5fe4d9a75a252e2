/**
 * Import names that are no packages: `paths` and `baseUrl` of tsconfig.json, `_moduleAliases` and
 * `imports` of package.json. In: an import; out: the files it may mean, none when it is a package.
 */
import { join, resolve } from "node:path/posix";
import type { ImageTree } from "../../model/types.js";
import { asRecord } from "./jsonText.js";
import type { PackageJson } from "./packageJson.js";
import type { TypeScriptConfig } from "./outputs/tsconfig.js";

export interface Alias {
  /** candidates, absolute */
  readonly find: (specifier: string) => readonly string[];
  /** does `paths` name it, so that something has to resolve it at run time? */
  readonly mapped: (specifier: string) => boolean;
}

export function aliasOf(pkg: PackageJson | null, config: TypeScriptConfig | null, tree: ImageTree): Alias {
  const paths = config === null ? [] : Object.entries(config.paths);
  const base = config?.pathsBase ?? null;
  const aliases = Object.entries(asRecord(pkg?.fields["_moduleAliases"]));
  const fromPaths = (specifier: string): readonly string[] =>
    paths.flatMap(([pattern, targets]) => {
      const star = pattern.indexOf("*");
      if (star < 0) return specifier === pattern ? targets.map((target) => resolve(base ?? "/", target)) : [];
      const [head, tail] = [pattern.slice(0, star), pattern.slice(star + 1)];
      // `*` alone is baseUrl in other words, and matches packages too
      if (pattern === "*" || !specifier.startsWith(head) || !specifier.endsWith(tail)) return [];
      const middle = specifier.slice(head.length, specifier.length - tail.length);
      return targets.map((target) => resolve(base ?? "/", target.replace("*", middle)));
    });
  const fromAliases = (specifier: string): readonly string[] =>
    aliases.flatMap(([name, target]) =>
      specifier === name || specifier.startsWith(`${name}/`)
        ? [join(resolve(pkg?.directory ?? "/", target), specifier.slice(name.length))]
        : [],
    );
  const fromBase = (specifier: string): readonly string[] => {
    const baseUrl = config?.baseUrl ?? null;
    // `./x` is relative to the importing file, whatever baseUrl says.
    if (baseUrl === null || /^[./]/.test(specifier)) return [];
    const first = join(baseUrl, specifier.split("/")[0] ?? "");
    const there =
      tree.kind(first) === "directory" ||
      [".ts", ".tsx", ".js"].some((extension) => tree.kind(first + extension) === "file");
    return there ? [join(baseUrl, specifier)] : [];
  };
  // https://nuxt.com/docs/api/nuxt-config#alias: the tsconfig.json that says so is generated
  const nuxt = pkg !== null && ("nuxt" in pkg.dependencies || "nuxt" in pkg.devDependencies);
  const fromNuxt = (specifier: string): readonly string[] => {
    const rest = /^(?:~~?|@@?)\/(.*)$/.exec(specifier)?.[1];
    if (!nuxt || rest === undefined) return [];
    return [join(pkg.directory, rest), join(pkg.directory, "app", rest)];
  };
  return {
    find: (specifier) => [
      ...fromNuxt(specifier),
      ...fromPaths(specifier),
      ...fromAliases(specifier),
      ...fromBase(specifier),
    ],
    mapped: (specifier) => fromPaths(specifier).length > 0 || fromBase(specifier).length > 0,
  };
}
