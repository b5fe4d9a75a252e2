/** The counterpart's reference written with the variables that the original FROM has. */
import type { Known } from "../known.js";

/**
 * `node:${V}` with V=20 and counterpart `node:20-slim` gives `node:${V}-slim`. null when a variable's
 * value cannot be found again in the counterpart.
 */
export function withVariables(
  written: string,
  reference: string,
  counterpart: string,
  globals: ReadonlyMap<string, Known<string>>,
): string | null {
  const variables = [...written.matchAll(/\$\{([A-Za-z_]\w*)\}|\$([A-Za-z_]\w*)/g)];
  if (variables.length === 0) return written.includes("$") ? null : counterpart;
  if (counterpart.startsWith(reference)) return written + counterpart.slice(reference.length);
  let text = counterpart;
  for (const match of variables) {
    const name = match[1] ?? match[2] ?? "";
    const value = globals.get(name);
    if (!value?.known || value.value === "") return null;
    const at = text.indexOf(value.value);
    if (at === -1 || text.indexOf(value.value, at + 1) !== -1) return null;
    text = `${text.slice(0, at)}\${${name}}${text.slice(at + value.value.length)}`;
  }
  return text;
}
