/**
 * Lets the runtime stage fetch the version of the package manager that the project pins, where the command runs
 * through that manager: what it fetched during the build lies in the build stage alone, and a container that
 * has to fetch it at start needs the network.
 */
import { baseName } from "../src/model/paths.js";
import { workdirAt } from "../src/plan/insert.js";
import { keyword } from "../src/plan/style.js";
import {
  refined,
  type Analysis,
  type Item,
  type Plan,
  type Refined,
  type Transform,
} from "../src/plan/types.js";

const NAME = "fetch-manager";

function apply(plan: Plan, analysis: Analysis): Refined {
  const fetches = analysis.application?.fetches;
  if (!fetches) return refined(plan);
  const { program, command, directory, because } = fetches;
  if (!analysis.needs.needs.some(({ need }) => need.kind === "program" && baseName(need.name) === program))
    return refined(plan);
  // Behind the copies, package.json among them, as the user who is in force there.
  const at = plan.runtime.findLastIndex((item) => item.kind === "new" && item.text.includes("--from=")) + 1;
  const before = plan.runtime.slice(0, at);
  const line = workdirAt(before, analysis) === directory ? command : `cd ${directory} && ${command}`;
  const text = `${keyword(analysis.dockerfile, "RUN")} ${line}`;
  const item: Item = { kind: "new", text, because };
  return refined({
    ...plan,
    runtime: [...before, item, ...plan.runtime.slice(at)],
    decisions: [
      ...plan.decisions,
      { line: null, instruction: text, placement: "new", transform: NAME, because },
    ],
  });
}

export const fetchManager: Transform = {
  name: NAME,
  summary: "Fetches the version of pnpm that package.json pins in the runtime stage too",
  default: true,
  required: true,
  safety: "safe",
  example: {
    before: 'CMD ["pnpm", "start"]',
    after: 'COPY --from=build /app/package.json ./package.json\nRUN pnpm --version\nCMD ["pnpm", "start"]',
  },
  apply,
};
