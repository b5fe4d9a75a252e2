/** `pluginManagement { plugins { id("x") version "1" } }`: the versions of plugins that build files name without. */
import { chainsOf, type Block } from "../language/syntax.js";
import { evaluateText, literalText, positional, type Scope } from "../language/values.js";

/** id -> version */
export function declaredVersions(block: Block, scope: Scope): ReadonlyMap<string, string> {
  const versions = new Map<string, string>();
  for (const { segments } of chainsOf(block)) {
    const [id, version] = segments;
    const name = literalText(positional(id?.args ?? null)[0]);
    const value = positional(version?.args ?? null)[0];
    if (name === null || version?.name !== "version" || value === undefined) continue;
    const text = evaluateText(value, scope);
    if (text.known) versions.set(id?.name === "kotlin" ? `org.jetbrains.kotlin.${name}` : name, text.value);
  }
  return versions;
}
