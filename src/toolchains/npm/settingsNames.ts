/**
 * Settings that name a folder which would stay behind: files beside the program (`.sequelizerc`,
 * ormconfig.json, .env), fields of package.json and the environment. In: what was decided by the
 * sources; out: the same, with such folders kept.
 */
import { basename, dirname } from "node:path/posix";
import type { ImageTree } from "../../model/types.js";
import type { Placed } from "./classify.js";
import { PLACE } from "./imports.js";
import type { PackageJson } from "./packageJson.js";

export interface SettingsScope {
  readonly tree: ImageTree;
  readonly pkg: PackageJson | null;
  readonly env: readonly { readonly name: string; readonly value: string }[];
  readonly uses: readonly string[];
  /** what node resolves by `imports` of package.json when the program runs */
  readonly imports: readonly string[];
}

/** Fields of package.json that a program reads when it runs; the last ones only with their package in use. */
const FIELDS = ["_moduleAliases", "config", "mikro-orm", "typeorm"];

export function namedBySettings(
  placed: readonly Placed[],
  directory: string,
  { tree, pkg, env, uses, imports }: SettingsScope,
): readonly Placed[] {
  const files = placed
    .filter(
      ({ path, keep, optionsOnly }) =>
        keep && optionsOnly !== true && tree.kind(path) === "file" && dirname(path) === directory,
    )
    .filter(
      ({ path }) =>
        /\.(json5?|ya?ml|toml|ini|conf|cfg|sh|ejs|hbs)$|rc$|^\.env/.test(basename(path)) &&
        basename(path) !== "package.json",
    )
    .flatMap(({ path }) => {
      const text = tree.read(path);
      return text.known ? [{ by: basename(path), text: text.value, bare: false }] : [];
    });
  const fields = [...FIELDS, ...uses].flatMap((name) => {
    const value = pkg?.fields[name];
    return value === undefined
      ? []
      : [{ by: `${name} of package.json`, text: JSON.stringify(value), bare: true }];
  });
  const texts = [
    ...files,
    ...fields,
    ...imports.map((text) => ({ by: "imports of package.json", text, bare: false })),
    ...env.map(({ name, value }) => ({ by: name, text: value, bare: PLACE.test(name) })),
  ];
  return placed.map((one) => {
    if (
      one.keep ||
      tree.kind(one.path) !== "directory" ||
      /^\./.test(basename(one.path)) ||
      basename(one.path) === "node_modules"
    )
      return one;
    const name = basename(one.path).replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    const through = new RegExp(`(^|[\\s"'./=:])${name}/|\\./${name}(["'\\s]|$)`, "m");
    const alone = new RegExp(`(^|")${name}("|$)`);
    const found = texts.find(({ text, bare }) => through.test(text) || (bare && alone.test(text)));
    return found === undefined ? one : { path: one.path, keep: true, because: `${found.by} names it` };
  });
}
