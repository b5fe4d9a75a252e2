/**
 * Originals that never built, as far as it is certain: a step that must fail, a build tool that is
 * nowhere, a COPY of what the .dockerignore keeps from the builder.
 */
import { intersects, validRange } from "semver";
import type { Finding } from "../findings/types.js";
import type { ImageModel } from "../model/fold.js";
import { providedByFile } from "./providers.js";

export function brokenOriginal(model: ImageModel): Finding | null {
  for (const { step, invocation } of model.history.steps) {
    // What a RUN finds in a mount, or made by a COPY that is not known, is not in the tree that the step looked at.
    const fact = model.facts.find(
      (one) => one.instruction.line <= invocation.line && invocation.line <= one.instruction.endLine,
    );
    const hidden =
      fact?.instruction.flags.some(
        (flag) => flag.name === "mount" && !/type=(cache|secret|ssh|tmpfs)/.test(flag.value ?? ""),
      ) ?? false;
    if (
      step.broken &&
      invocation.certain &&
      invocation.decides !== false &&
      !hidden &&
      !bringsUnknownFiles(model)
    )
      return { ...step.broken, line: invocation.line };
  }
  const wrong = versionThatIsRefused(model);
  if (wrong) return wrong;
  const lacking = toolThatIsMissing(model);
  if (lacking) return lacking;
  for (const fact of model.facts) {
    if (fact.kind !== "copy" || fact.excluded.length === 0) continue;
    return {
      code: "original-broken-copy-ignored",
      message: `${fact.excluded.join(", ")} is kept from the builder by the .dockerignore`,
      line: fact.instruction.line,
    };
  }
  return null;
}

/** A step that wants another version of the language than the base image brings: none of the whole line fits. */
function versionThatIsRefused(model: ImageModel): Finding | null {
  const { base } = model;
  if (!base.known || !base.value.major.known || changesPath(model) || bringsUnknownFiles(model)) return null;
  const { major, provides, reference } = base.value;
  for (const { step, invocation } of model.history.steps) {
    const { demands } = step;
    if (demands === undefined || !invocation.certain || !provides.includes(demands.program)) continue;
    if (providedByFile(model, demands.program) || validRange(demands.range) === null) continue;
    if (intersects(demands.range, `${major.value}.x`, { includePrerelease: true })) continue;
    return {
      code: "original-broken-engine",
      message: `${demands.because}, and ${reference} has ${demands.program} ${major.value}`,
      line: invocation.line,
    };
  }
  return null;
}

/** A build tool that the base image is known not to have and that nothing in the file brings. */
function toolThatIsMissing(model: ImageModel): Finding | null {
  if (!model.base.known || changesPath(model)) return null;
  for (const { step, invocation } of model.history.steps) {
    const { path } = invocation;
    if (!invocation.certain || path.includes("/") || step.kind === "housekeeping") continue;
    if (model.base.value.has(path) !== "no" || providedByFile(model, path) || bringsUnknownFiles(model))
      continue;
    if (
      model.facts.some(
        (fact) =>
          fact.kind === "run" &&
          (fact.opaque !== null ||
            fact.units.some((unit) => unit.commands.some(({ opaque }) => opaque !== null))),
      )
    )
      continue;
    return {
      code: "original-broken-tool-missing",
      message: `${path} is neither in ${model.base.value.reference} nor brought by the file`,
      line: invocation.line,
    };
  }
  return null;
}

/** Archives, addresses and other images put files into the image that the tree does not know. */
function bringsUnknownFiles(model: ImageModel): boolean {
  return model.facts.some(
    ({ instruction }) =>
      (instruction.keyword === "COPY" || instruction.keyword === "ADD") &&
      (instruction.from !== null ||
        instruction.chmod !== null ||
        instruction.sources.some(({ text }) => /^https?:|^git@|\.(tar|tgz|tar\.\w+|zip)$/.test(text))),
  );
}

/** A new PATH, or a RUN that unpacks or links something into a folder of programs, may bring any tool. */
function changesPath(model: ImageModel): boolean {
  return (
    model.facts.some(
      ({ instruction }) =>
        instruction.keyword === "ENV" && instruction.pairs.some(({ key }) => key === "PATH"),
    ) ||
    model.ledger.entries.some(
      (entry) => entry.by === "command" && (entry.what === "tree" || /\/s?bin(\/|$)/.test(entry.path)),
    )
  );
}
