/** docs/results.md: what each example's image weighs before and after, from the last run of the engine tests. */
import { fileURLToPath } from "node:url";
import { markdownTable } from "markdown-table";
import { format } from "prettier";
import { bytes, plural, saved } from "../../src/verify/report/words.js";
import type { FileReport } from "../../src/verify/types.js";

export const RESULTS = fileURLToPath(new URL("../../docs/results.md", import.meta.url));

/** Examples that were not part of this run keep their row. */
export function resultsPage(
  reports: readonly { readonly name: string; readonly file: FileReport }[],
  before: string,
  names: readonly string[],
): Promise<string> {
  const rows = new Map(rowsOf(before));
  for (const { name, file } of reports) if (file.images) rows.set(name, rowOf(name, file, file.images));
  const kept = names.flatMap((name) => {
    const row = rows.get(name);
    return row ? [row] : [];
  });
  const table = markdownTable(
    [["example", "before", "after", "saved", "layers", "outcome", "left behind"], ...kept],
    {
      align: ["l", "r", "r", "r", "r", "l", "l"],
    },
  );
  const text = `# Sizes before and after

Every example that can be built went through \`dfsplit verify --run\` as it is and as it is rewritten. \`npm run results\` builds them all and
writes this table; the base images are those of the engine that the tests ran on, so the numbers differ from registry to registry.

${table}
`;
  return format(text, { parser: "markdown" });
}

/** Rows of an earlier table, by the example's name. */
function rowsOf(page: string): readonly (readonly [string, readonly string[]])[] {
  return [...page.matchAll(/^\| (\[([^\]]+)\].*) \|$/gm)].map(([, cells = "", name = ""]) => [
    name,
    cells.split(" | ").map((cell) => cell.trim()),
  ]);
}

function rowOf(name: string, file: FileReport, images: NonNullable<FileReport["images"]>): readonly string[] {
  const { programs, caches, sources, packages } = images.left;
  const left = [
    `${programs.length} programs`,
    ...caches.slice(0, 1).map(({ path, bytes: size }) => `${path} (${bytes(size)})`),
    ...(sources.count > 0 ? [plural(sources.count, "source")] : []),
    ...(packages.count > 0 ? [plural(packages.count, "package")] : []),
  ];
  return [
    `[${name}](../examples/${name})`,
    bytes(images.size.before),
    bytes(images.size.after),
    saved(images.size),
    `${images.layers.before} -> ${images.layers.after}`,
    file.outcome,
    left.join("; "),
  ].map((cell) => cell.replaceAll("|", "\\|"));
}
