/**
 * What a system package is for: the build, the running container, either, or not known; and what
 * takes the place of a JDK or of a library's development package in an image that only runs.
 */
import type { PackageManager } from "../images/types.js";
import { alpineLibraries, debianLibraries, debianReleaseLibraries } from "./library-table.js";
import { packageRows, SHARED_LIBRARY, type PackageRow } from "./package-table.js";
import { inRelease } from "./releases.js";

export type PackageUse = PackageRow["use"] | "unknown";

const rows = packageRows.map(({ use, names }) => ({
  use,
  pattern: new RegExp(
    `^(?:${names
      .split(/\s+/)
      .map((name) =>
        name
          .replace(/[.+$()|[\]\\^{}]/g, "\\$&")
          .replaceAll("*", ".*")
          .replaceAll("?", "."),
      )
      .join("|")})$`,
  ),
}));

export function classifyPackage(manager: PackageManager, name: string): PackageUse {
  const row = rows.find(({ pattern }) => pattern.test(name));
  if (row) return row.use;
  // Elsewhere a digit in a name says nothing.
  return manager === "apt" && SHARED_LIBRARY.test(name) ? "runtime" : "unknown";
}

/** Packages that hold a JDK, and the name of the JRE of the same vendor and version. */
const jres: readonly {
  readonly managers: readonly PackageManager[];
  readonly jdk: RegExp;
  readonly jre: string;
}[] = [
  // Debian and Ubuntu, and Adoptium's repository.
  { managers: ["apt"], jdk: /^(openjdk-\d+|default|temurin-\d+)-jdk(-headless)?$/, jre: "$1-jre$2" },
  // Alpine: openjdk17 is the metapackage of the whole JDK.
  { managers: ["apk"], jdk: /^(openjdk\d+)(?:-jdk)?$/, jre: "$1-jre" },
  {
    managers: ["yum", "dnf", "microdnf", "zypper"],
    jdk: /^(java-(?:\d+|1\.8\.0)-openjdk)-devel$/,
    jre: "$1",
  },
  { managers: ["yum", "dnf", "microdnf"], jdk: /^(java-\d+-amazon-corretto)-devel$/, jre: "$1" },
  { managers: ["yum", "dnf", "microdnf", "zypper"], jdk: /^(temurin-\d+)-jdk$/, jre: "$1-jre" },
];

/** The JRE that belongs to a JDK's package; null when the package is no JDK. */
export function jrePackage(manager: PackageManager, name: string): string | null {
  const row = jres.find(({ managers, jdk }) => managers.includes(manager) && jdk.test(name));
  return row ? name.replace(row.jdk, row.jre) : null;
}

/**
 * The shared libraries that a program built with the development package needs, blank between them ("" where
 * every image has them); null when they are not known. `release` is the image's codename, null where it floats.
 */
export function runtimeLibrary(
  manager: PackageManager,
  devPackage: string,
  release: string | null,
): string | null {
  const row = (table: Readonly<Record<string, string>>): string | null =>
    Object.hasOwn(table, devPackage) ? (table[devPackage] ?? null) : null;
  if (manager === "apk") return row(alpineLibraries);
  if (manager !== "apt") return null;
  const columns = row(debianReleaseLibraries);
  return row(debianLibraries) ?? (columns === null ? null : inRelease(columns, release));
}
