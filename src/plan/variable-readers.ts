/**
 * Who reads an environment variable at run time: the instructions and scripts of the runtime stage, or the
 * program's own sources by the usual calls. In: the name, texts of the runtime stage, the analysis; out: the
 * reader as a phrase, null when nothing is found.
 */
import type { Analysis } from "./types.js";

/** `System.getenv("X")`, `process.env.X`, `os.environ["X"]`, and placeholders of configuration files. */
function calls(name: string): RegExp {
  return new RegExp(
    `\\bgetenv\\(\\s*["']${name}["']|\\benv(?:iron)?(?:\\.get\\(|\\[)\\s*["']${name}["']|\\bprocess\\.env\\.${name}\\b|\\$\\{(?:env[:.])?${name}(?::[^}]*)?\\}`,
  );
}

const SOURCES = /\.(?:java|kt|kts|scala|groovy|clj|js|mjs|cjs|ts|mts|cts|properties|ya?ml|xml|conf)$/;
const OF_THE_BUILD =
  /(?:^|\/)(?:test|tests|node_modules|buildSrc)\/|(?:^|\/)(?:pom\.xml|[^/]*\.gradle(?:\.kts)?|gradle\.properties|(?:docker-)?compose[^/]*\.ya?ml)$|(?:^|\/)\.[^/]+\//;

export function readsVariable(name: string, texts: readonly string[], analysis: Analysis): string | null {
  const word = new RegExp(`\\$\\{?${name}\\b`);
  if (texts.some((text) => word.test(text))) return "the runtime stage";
  const call = calls(name);
  const { sources } = analysis.model;
  for (const path of sources.files("/")) {
    if (!SOURCES.test(path) || OF_THE_BUILD.test(path)) continue;
    const text = sources.read(path);
    if (text.known && text.value.includes(name) && call.test(text.value)) return path;
  }
  return null;
}
