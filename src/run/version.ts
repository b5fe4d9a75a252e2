/** The version of this package, read from its own package.json wherever it is installed or compiled to. */
import { readFileSync } from "node:fs";

export function packageVersion(): string {
  // from src/run and from dist/src/run
  for (const path of ["../../package.json", "../../../package.json"]) {
    try {
      const found = JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8")) as Record<
        string,
        unknown
      >;
      if (found["name"] === "dfsplit" && typeof found["version"] === "string") return found["version"];
    } catch {
      // not at this level
    }
  }
  return "0.0.0";
}
