/**
 * Drops dev dependencies at the end of the build stage with the package manager's own command,
 * where the toolchain shows that nothing at run time reaches them; else they stay, with a note.
 */
import { join } from "node:path/posix";
import { keyword } from "../src/plan/style.js";
import { userAt, workdirAt } from "../src/plan/insert.js";
import { sameOwner } from "../src/model/ledger.js";
import {
  refined,
  type Analysis,
  type Item,
  type Plan,
  type Refined,
  type Transform,
} from "../src/plan/types.js";

const NAME = "prune-dev-dependencies";
const GAIN = "dev dependencies stay behind";

function apply(plan: Plan, analysis: Analysis): Refined {
  const prune = analysis.application?.prune;
  if (!prune) return refined(plan);
  if (!prune.known) return kept(plan, prune.because);
  if (prune.value === null) return refined(plan);
  const { directory, rewrites } = prune.value;
  const user = userAt(plan.build, analysis);
  const mayWrite = (path: string): boolean =>
    sameOwner(user, "root") || sameOwner(analysis.model.ledger.ownerOf(path).owner, user);
  if (!mayWrite(join(directory, "node_modules")))
    return kept(plan, `it belongs to another user than ${user}, as whom the build ends`);
  // npm prune writes the lockfile again without a change (tried with npm 8 to 11), and stops where it may not.
  const unsaved = rewrites !== undefined && !mayWrite(rewrites.path) ? ` ${rewrites.unless}` : "";
  const command = prune.value.command + unsaved;
  const here = workdirAt(plan.build, analysis);
  const text = `${keyword(analysis.dockerfile, "RUN")} ${here === directory ? command : `cd ${directory} && ${command}`}`;
  const item: Item = { kind: "new", text, because: "dev dependencies are not needed at run time" };
  return refined({
    ...plan,
    build: [...plan.build, item],
    gains: plan.gains.includes(GAIN) ? plan.gains : [...plan.gains, GAIN],
    decisions: [
      ...plan.decisions,
      { line: null, instruction: text, placement: "new", transform: NAME, because: item.because },
    ],
  });
}

function kept(plan: Plan, because: string): Refined {
  const note = {
    code: "dev-dependencies-kept",
    message: `node_modules is copied whole: ${because}`,
    line: null,
    weight: "info",
  } as const;
  return refined({
    ...plan,
    notes: [...plan.notes, note],
    gains: plan.gains.filter((gain) => gain !== GAIN),
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
