/**
 * Imports by an alias that the compiler leaves as they are and nothing resolves when node runs: such a
 * program never started. Out: one sentence, or null where something resolves them or that is not certain.
 */
import type { BuildHistory } from "../types.js";
import { packageOf } from "./imports.js";
import type { PackageJson } from "./packageJson.js";
import type { Work } from "./produced.js";
import type { RuntimeSources } from "./runtimeSources.js";

/** Aliases of tsconfig `paths` that tsc leaves as they are: something has to resolve them. */
export function unresolvedAlias(
  sources: RuntimeSources,
  uses: readonly string[],
  works: readonly Work[],
  history: BuildHistory,
  pkg: PackageJson | null,
): string | null {
  const onlyTsc =
    works.some(({ making }) => making.programs.includes("tsc")) &&
    works.every(({ making }) =>
      making.programs.every(
        (name) =>
          !/^(tsc-alias|resolve-tspaths|tsconfig-replace-paths|tscpaths|babel|swc|esbuild|webpack|rollup|tsup|vite|tspc|ttsc|ef-tspm|nest|nx|next|ncc|tsc-esm-fix|node)$/.test(
            name,
          ),
      ),
    );
  if (!sources.compiled || !onlyTsc || history.invocations.some(({ env }) => env.has("NODE_PATH")))
    return null;
  if (
    uses.some((name) => /^(tsconfig-paths|module-alias)$/.test(name)) ||
    pkg?.fields["_moduleAliases"] !== undefined ||
    pkg?.fields["imports"] !== undefined
  )
    return null;
  for (const { path, facts } of sources.scan.sources) {
    if (
      facts.imports.some((name) =>
        /^(tsconfig-paths|module-alias|link-module-alias|app-module-path)/.test(name),
      )
    )
      return null;
    const mapped = facts.imports.find(
      (name) =>
        sources.alias.mapped(name) &&
        !(packageOf(name) !== null && pkg !== null && (packageOf(name) ?? "") in pkg.dependencies),
    );
    if (mapped !== undefined && !/\.json$/.test(mapped))
      return sources.scan.sources.some((other) =>
        other.facts.imports.some((name) => /^(tsconfig-paths|module-alias)/.test(name)),
      )
        ? null
        : `${path} imports ${mapped}, an alias that tsc leaves as it is and nothing resolves at run time`;
  }
  return null;
}
