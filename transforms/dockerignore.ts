/**
 * The build context without what the build provably does not read: new lines at the end of the
 * .dockerignore in force, or a new file. Existing lines stay, negations are respected by never
 * adding a pattern that one of them speaks of.
 */
import { ignoreEntries } from "../src/plan/ignore-entries.js";
import { refined, type Analysis, type Plan, type Refined, type Transform } from "../src/plan/types.js";

const NAME = "dockerignore";

function apply(plan: Plan, analysis: Analysis): Refined {
  const existing = analysis.project.dockerignore;
  const negated = (existing?.text ?? "")
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line.startsWith("!"))
    .map((line) => line.slice(1).trim().replace(/^\//, ""));
  const entries = ignoreEntries(analysis).filter(
    (entry) => !negated.some((path) => path === entry || path.startsWith(`${entry}/`) || path.includes("*")),
  );
  if (entries.length === 0) return refined(plan);
  const before = existing?.text ?? null;
  const eol = before !== null && /\r\n/.test(before) ? "\r\n" : "\n";
  const head = before === null || before === "" || before.endsWith("\n") ? (before ?? "") : before + eol;
  const path = existing?.path ?? ".dockerignore";
  return refined({
    ...plan,
    dockerignore: { path, before, after: head + entries.map((entry) => entry + eol).join("") },
    decisions: [
      ...plan.decisions,
      {
        line: null,
        instruction: `${path}: ${entries.join(", ")}`,
        placement: "new",
        transform: NAME,
        because: "the build does not read them",
      },
    ],
  });
}

export const dockerignore: Transform = {
  name: NAME,
  summary: "Adds to .dockerignore what the build provably does not read",
  default: true,
  required: false,
  safety: "safe",
  example: { before: "# no .dockerignore", after: ".git\n.gradle\nbuild\nDockerfile" },
  apply,
};
