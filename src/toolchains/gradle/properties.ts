/** Small files beside the build files: `gradle.properties` and the version catalog. Text in, tables out. */

/** A Java properties file; escapes other than line continuation are kept out of values that matter here. */
export function readProperties(text: string): ReadonlyMap<string, string> {
  const table = new Map<string, string>();
  const joined = text.replace(/\\\r?\n[ \t]*/g, "");
  for (const raw of joined.split(/\r?\n/)) {
    const line = raw.trimStart();
    if (line === "" || line.startsWith("#") || line.startsWith("!")) continue;
    const split = /^((?:\\.|[^\s=:])+)\s*[=:\s]\s*(.*)$/.exec(line);
    if (split === null) table.set(line, "");
    else
      table.set(
        (split[1] ?? "").replace(/\\(.)/g, "$1"),
        (split[2] ?? "").trimEnd().replace(/\\([:=#!\\])/g, "$1"),
      );
  }
  return table;
}

export interface Catalog {
  /** alias with dots -> version */
  readonly versions: ReadonlyMap<string, string>;
  /** alias with dots -> plugin */
  readonly plugins: ReadonlyMap<string, { readonly id: string; readonly version: string | null }>;
}

/** `[versions]` and `[plugins]` of `gradle/libs.versions.toml`; aliases with dots, as build files write them. */
export function readCatalog(text: string): Catalog {
  const versions = new Map<string, string>();
  const plugins = new Map<string, { id: string; version: string | null }>();
  const late: { alias: string; id: string; ref: string | null; version: string | null }[] = [];
  let section = "";
  for (const raw of text.split(/\r?\n/)) {
    const line = raw.trim();
    if (line === "" || line.startsWith("#")) continue;
    const header = /^\[\s*([\w.-]+)\s*\]/.exec(line);
    if (header !== null) {
      section = header[1] ?? "";
      continue;
    }
    const entry = /^"?([\w.-]+)"?\s*=\s*(.+)$/.exec(line);
    if (entry === null) continue;
    const alias = (entry[1] ?? "").replace(/[-_]/g, ".");
    const value = entry[2] ?? "";
    if (section === "versions") {
      const plain =
        quoted(value) ??
        quoted(field(value, "strictly") ?? field(value, "require") ?? field(value, "prefer") ?? "");
      if (plain !== null) versions.set(alias, plain);
    } else if (section === "plugins") {
      const short = quoted(value);
      if (short !== null) {
        const [id = "", version = null] = short.split(":");
        late.push({ alias, id, ref: null, version });
      } else {
        late.push({
          alias,
          id: quoted(field(value, "id") ?? "") ?? "",
          ref: quoted(field(value, "version.ref") ?? field(value, "ref") ?? ""),
          version: quoted(field(value, "version") ?? ""),
        });
      }
    }
  }
  for (const { alias, id, ref, version } of late)
    plugins.set(alias, {
      id,
      version: version ?? (ref === null ? null : (versions.get(ref.replace(/[-_]/g, ".")) ?? null)),
    });
  return { versions, plugins };
}

function quoted(value: string): string | null {
  return /^\s*["']([^"']*)["']/.exec(value)?.[1] ?? null;
}

function field(table: string, name: string): string | null {
  const found = new RegExp(`(?:[{,\\s])${name.replace(".", "\\.")}\\s*=\\s*("[^"]*"|'[^']*')`).exec(table);
  return found?.[1] ?? null;
}
