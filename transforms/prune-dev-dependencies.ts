/**
 * Drops dev dependencies at the end of the build stage with the package manager's own command,
 * where the toolchain shows that nothing at run time reaches them; else they stay, with a note.
 */
import { keyword } from "../src/plan/style.js";
import { workdirAt } from "../src/plan/insert.js";
import {
  refined,
  type Analysis,
  type Item,
  type Plan,
  type Refined,
  type Transform,
} from "../src/plan/types.js";

const NAME = "prune-dev-dependencies";

function apply(plan: Plan, analysis: Analysis): Refined {
  const prune = analysis.application?.prune;
  if (!prune) return refined(plan);
  if (!prune.known) {
    return refined({
      ...plan,
      notes: [
        ...plan.notes,
        {
          code: "dev-dependencies-kept",
          message: `node_modules is copied whole: ${prune.because}`,
          line: null,
          weight: "info",
        },
      ],
    });
  }
  if (prune.value === null) return refined(plan);
  const { command, directory } = prune.value;
  const here = workdirAt(plan.build, analysis);
  const text = `${keyword(analysis.dockerfile, "RUN")} ${here === directory ? command : `cd ${directory} && ${command}`}`;
  const item: Item = { kind: "new", text, because: "dev dependencies are not needed at run time" };
  return refined({
    ...plan,
    build: [...plan.build, item],
    gains: plan.gains.includes("dev dependencies stay behind")
      ? plan.gains
      : [...plan.gains, "dev dependencies stay behind"],
    decisions: [
      ...plan.decisions,
      { line: null, instruction: text, placement: "new", transform: NAME, because: item.because },
    ],
  });
}

export const pruneDevDependencies: Transform = {
  name: NAME,
  summary: "Removes dev dependencies before node_modules is copied",
  default: true,
  required: false,
  safety: "safe",
  example: {
    before: "RUN npm ci\nRUN npm run build",
    after: "RUN npm ci\nRUN npm run build\nRUN npm prune --omit=dev",
  },
  apply,
};
