/** The page docs/transforms.md, as the registry makes it. */
import { preparations, transforms } from "../../transforms/registry.js";
import type { Described } from "../../src/plan/types.js";

function standing(one: Described): string {
  if (one.required) return "part of every rewrite";
  return one.default ? `on; \`--skip ${one.name}\` leaves it out` : `optional: \`--with ${one.name}\``;
}

function section(one: Described): string {
  const safety = one.safety === "review" ? "; the rewrite needs `--unsafe`" : "";
  return `## ${one.name}

${one.summary} (${standing(one)}${safety}).

\`\`\`dockerfile
${one.example.before}
\`\`\`

becomes

\`\`\`dockerfile
${one.example.after}
\`\`\`
`;
}

export function transformsPage(): string {
  const all: readonly Described[] = [...preparations, ...transforms];
  return `# Transforms

In the order in which they work; \`dfsplit transforms\` prints the list. This page is made from the registry:
\`UPDATE_DOCS=1 npm test -- docs\` writes it again.

${all.map(section).join("\n")}`;
}
