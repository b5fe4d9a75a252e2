/**
 * An ARG holds in its own stage alone: one that an instruction of the runtime stage uses is declared
 * there too, in its place; one that only the runtime stage uses leaves the build stage.
 */
import { stageInstructions, variablesOf } from "../src/plan/order.js";
import { isSecretName } from "../src/plan/environment.js";
import {
  refined,
  refuse,
  type Analysis,
  type Item,
  type Plan,
  type Refined,
  type Transform,
} from "../src/plan/types.js";

const NAME = "redeclare-arguments";

function apply(plan: Plan, analysis: Analysis): Refined {
  const { escape } = analysis.dockerfile;
  const instructions = stageInstructions(analysis);
  const args = instructions.filter((one) => one.keyword === "ARG");
  const users = new Set(plan.runtime.flatMap((item) => (item.kind === "new" ? [] : [item.instruction])));
  const wanted = new Set<number>();
  const inUse = new Set(
    instructions
      .filter((one) => users.has(one.index))
      .flatMap((one) => {
        const item = plan.runtime.find(
          (candidate) => candidate.kind !== "new" && candidate.instruction === one.index,
        );
        const edited = item?.kind === "edited" && one.keyword === "RUN" ? item.text : null;
        return edited === null
          ? variablesOf(one, escape)
          : [...edited.matchAll(/\$\{?([A-Za-z_]\w*)/g)].flatMap((match) => match[1] ?? []);
      }),
  );
  // From the last to the first, since a default may use an ARG above it.
  for (const arg of [...args].reverse()) {
    if (arg.keyword !== "ARG" || !arg.args.some(({ name }) => inUse.has(name))) continue;
    const secret = arg.args.find(({ name }) => isSecretName(name) && inUse.has(name));
    if (secret) {
      return refuse(
        "secret-in-runtime",
        `${secret.name} is a credential that an instruction of the running container uses`,
        arg.line,
      );
    }
    wanted.add(arg.index);
    for (const name of variablesOf(arg, escape)) inUse.add(name);
  }
  const buildUse = instructions.filter((one) =>
    plan.build.some((item) => item.kind !== "new" && item.instruction === one.index && one.keyword !== "ARG"),
  );
  const usedInBuild = (index: number): boolean => {
    const arg = args.find((one) => one.index === index);
    if (arg?.keyword !== "ARG") return false;
    // A RUN sees every ARG above it in its environment, named or not.
    return buildUse.some((one) => one.index > index);
  };
  const runtime: Item[] = [...plan.runtime];
  for (const index of [...wanted].sort((one, other) => one - other)) {
    const at = runtime.findIndex((item) => item.kind !== "new" && item.instruction > index);
    const item: Item = { kind: "original", instruction: index, because: "used in the runtime stage" };
    runtime.splice(at === -1 ? runtime.length : at, 0, item);
  }
  const build = plan.build.filter(
    (item) => item.kind === "new" || !wanted.has(item.instruction) || usedInBuild(item.instruction),
  );
  return refined({
    ...plan,
    build,
    runtime,
    decisions: plan.decisions.map((decision) => {
      const arg = args.find((one) => one.line === decision.line);
      if (!arg || !wanted.has(arg.index) || decision.placement !== "build") return decision;
      return {
        ...decision,
        placement: usedInBuild(arg.index) ? ("both" as const) : ("runtime" as const),
        transform: NAME,
        because: "an ARG holds in its own stage alone; the runtime stage uses it",
      };
    }),
  });
}

export const redeclareArguments: Transform = {
  name: NAME,
  summary: "Declares ARGs in each stage that uses them",
  default: true,
  required: true,
  safety: "safe",
  example: { before: "ARG VERSION\nLABEL version=$VERSION", after: "ARG VERSION\nLABEL version=$VERSION" },
  apply,
};
