/**
 * A single self-contained artifact that only the command names is copied to `app.jar` in the working
 * directory, and the command follows it, byte for byte but for that word. Where a script, a compose
 * file or the Dockerfile itself gave the file its place, the path stays.
 */
import { baseName, resolvePath } from "../src/model/paths.js";
import { editCommands, occurrences } from "../src/plan/command-words.js";
import { insertCopies } from "../src/plan/insert.js";
import { buildingFiles } from "../src/plan/references.js";
import {
  refined,
  type Analysis,
  type ArtifactCopy,
  type Item,
  type Plan,
  type Refined,
  type Transform,
} from "../src/plan/types.js";

const NAME = "rewrite-command";

function apply(plan: Plan, analysis: Analysis): Refined {
  const renamable = plan.copies.filter((copy) => copy.renamable && /\.(jar|war)$/.test(copy.from));
  const [copy] = renamable;
  const { workdir } = analysis.model.final;
  if (!copy || renamable.length > 1 || !workdir.known) return refined(plan);
  const target = resolvePath(workdir.value, `app${/\.\w+$/.exec(copy.from)?.[0] ?? ".jar"}`);
  const taken =
    plan.copies.some((other) => other !== copy && other.to === target) ||
    analysis.model.tree.kind(target) !== null;
  const found = occurrences(copy, analysis, workdir.value);
  if (taken || found === null || found.length === 0 || namedElsewhere(copy, analysis)) return refined(plan);
  const { toolchain, model, regions } = analysis;
  if (
    regions.buildDirectories.some((folder) => (toolchain.ownPlace?.(folder, model.sources) ?? null) !== null)
  )
    return refined(plan);
  const copies = plan.copies.map((one): ArtifactCopy => (one === copy ? { ...one, to: target } : one));
  const runtime = editCommands(
    withoutCopies(plan),
    found.map((one) => ({
      ...one,
      text: one.absolute ? target : `${one.program ? "./" : ""}${baseName(target)}`,
    })),
    analysis,
  );
  const decisions = found.map(({ instruction }) => ({
    line: instruction.line,
    instruction: `${instruction.keyword} … ${baseName(copy.from)}`,
    placement: "runtime" as const,
    transform: NAME,
    because: `the command follows the artifact to ${target}`,
  }));
  return refined({
    ...plan,
    copies,
    runtime: insertCopies({ ...plan, runtime }, copies, analysis),
    decisions: [...plan.decisions, ...decisions],
  });
}

/** The runtime items without the copies (the only new lines so far), which are put in again with their new places. */
function withoutCopies(plan: Plan): readonly Item[] {
  return plan.runtime.filter((item) => item.kind !== "new");
}

/** Does another instruction, a comment, a compose file, a manifest, a workflow or a script name the artifact? */
function namedElsewhere(copy: ArtifactCopy, analysis: Analysis): boolean {
  const name = baseName(copy.from);
  const inFile = (analysis.dockerfile.stages[0]?.instructions ?? []).some(
    (one) => /^(ENV|LABEL|ARG|VOLUME)$/.test(one.keyword) && one.body.text.includes(name),
  );
  // `#ENTRYPOINT ["java", "-javaagent:…", "-jar", "target/demo-1.0.jar"]` is there to be taken instead
  const inComment = analysis.dockerfile.source
    .split("\n")
    .some((line) => /^\s*#/.test(line) && line.includes(name));
  const { repository } = analysis.project;
  return (
    inFile ||
    inComment ||
    (repository !== null && buildingFiles(repository).some((file) => file.text.includes(name)))
  );
}

export const rewriteCommand: Transform = {
  name: NAME,
  summary: "Gives a self-contained artifact a plain name and lets the command follow it",
  default: true,
  required: false,
  safety: "safe",
  example: {
    before: 'CMD ["java", "-jar", "target/demo-1.0.jar"]',
    after: 'COPY --from=build /app/target/demo-1.0.jar app.jar\nCMD ["java", "-jar", "app.jar"]',
  },
  apply,
};
