/**
 * The base image of the runtime stage: the slimmer counterpart of the build's image where it has
 * everything that the container needs, else the same image once more. A reference given by hand or
 * mapped by the configuration is taken as it is, with notes on what it may lack (src/plan/named-image.ts).
 */
import { runtimeCounterpart } from "../src/images/counterpart.js";
import { lookupImage } from "../src/images/lookup.js";
import { mappedReference } from "../src/images/mapping.js";
import type { BaseImage } from "../src/images/types.js";
import { baseName } from "../src/model/paths.js";
import type { Note } from "../src/findings/types.js";
import { inheritedFrom } from "../src/plan/inherited.js";
import { lackingIn, type Lack } from "../src/plan/lacking.js";
import { namedImage } from "../src/plan/named-image.js";
import { installLine, packagesFor } from "../src/plan/supplement.js";
import { providedByFile } from "../src/plan/providers.js";
import { withVariables } from "../src/plan/reference-text.js";
import {
  refined,
  refuse,
  type Analysis,
  type Item,
  type Plan,
  type Refined,
  type RuntimeFrom,
  type Transform,
} from "../src/plan/types.js";
import { stageNames } from "./name-build-stage.js";

const NAME = "choose-runtime-image";

interface Choice {
  readonly image: string;
  readonly reference: string | null;
  readonly same: boolean;
  readonly byUser: boolean;
  readonly because: string;
  readonly notes: readonly Note[];
  /** the line that installs what a slimmer image lacks */
  readonly added: Item | null;
  /** lines that say what the old image contributed */
  readonly inherited: readonly Item[];
  /** what only the old image contributed, and nothing misses */
  readonly left: readonly string[];
}

function apply(plan: Plan, analysis: Analysis): Refined {
  const from = analysis.dockerfile.stages[0]?.from;
  if (!from) return refuse("no-from", "the file has no FROM", null);
  const { base, reference } = analysis.model;
  if (base.known && base.value.onbuild) {
    return refuse(
      "onbuild-base",
      `${base.value.reference} builds in ONBUILD triggers, which would run again in a second stage`,
      from.line,
    );
  }
  const choice = choose(plan, analysis, from.image.text);
  const missing = missingPrograms(choice, analysis);
  if (missing) return refuse("program-without-provider", missing, analysis.start?.line ?? null);
  const alias = stageNames(
    from.alias?.text ?? null,
    plan.buildName !== "build" && plan.buildName === from.alias?.text,
  ).runtime;
  const runtimeFrom: RuntimeFrom = {
    image: choice.image,
    reference: choice.reference,
    base: choice.same
      ? base
      : choice.reference === null
        ? { known: false, because: "not resolved" }
        : lookupImage(choice.reference),
    alias: plan.buildName === from.alias?.text ? null : alias,
    platform: from.platform !== null && !/\$\{?BUILDPLATFORM/.test(from.platform) ? from.platform : null,
    same: choice.same,
    byUser: choice.byUser,
  };
  const { added } = choice;
  return refined({
    ...plan,
    runtimeFrom,
    // Behind FROM it runs as the image's own user, root, and is cached whatever else changes.
    runtime: [...(added === null ? [] : [added]), ...choice.inherited, ...plan.runtime],
    notes: [...plan.notes, ...choice.notes],
    gains: choice.same
      ? plan.gains
      : [
          ...plan.gains,
          `the runtime image is ${choice.reference ?? choice.image} instead of ${reference.known ? reference.value : from.image.text}`,
        ],
    decisions: [
      ...plan.decisions,
      {
        line: null,
        instruction: `FROM ${choice.image}`,
        placement: "new",
        transform: NAME,
        because: choice.because,
      },
      ...[...(added === null ? [] : [added]), ...choice.inherited].flatMap((item) =>
        item.kind === "new"
          ? [
              {
                line: null,
                instruction: item.text,
                placement: "new" as const,
                transform: NAME,
                because: item.because,
              },
            ]
          : [],
      ),
      ...(choice.left.length === 0
        ? []
        : [
            {
              line: null,
              instruction: choice.left.join(", "),
              placement: "build" as const,
              transform: NAME,
              because: "only the old base image contributed it, and nothing in the container uses it",
            },
          ]),
    ],
  });
}

function choose(plan: Plan, analysis: Analysis, written: string): Choice {
  const { options, model } = analysis;
  const reference = model.reference.known ? model.reference.value : null;
  const same = (because: string, notes: readonly Note[] = []): Choice => ({
    image: written,
    reference,
    same: true,
    byUser: false,
    because,
    notes,
    added: null,
    inherited: [],
    left: [],
  });
  if (plan.server !== null) {
    const { image, because } = plan.server;
    return { ...same(because), image, reference: image, same: false, byUser: options.runtimeImage !== null };
  }
  if (options.runtimeImage !== null) {
    return byUser(options.runtimeImage, options.runtimeImage, "given with --runtime-image", plan, analysis);
  }
  if (options.keepImage) return same("--keep-image: the runtime stage stays on the build's image");
  const mapped = mappedReference(options.images, reference ?? written);
  if (mapped !== null) {
    if (mapped === (reference ?? written)) return same("the same image: the configuration maps it to itself");
    if (plan.pinned !== null) return same(`the same image: ${plan.pinned}`);
    const text = withVariables(written, reference ?? written, mapped, model.globals) ?? mapped;
    return byUser(text, mapped, "the counterpart that the configuration names", plan, analysis);
  }
  if (!model.base.known) return same(`the same image: ${model.base.because}`);
  if (plan.pinned !== null) return same(`the same image: ${plan.pinned}`);
  const installsPackages = plan.imagePrograms.some(({ name }) =>
    /^(apt(-get)?|apk|yum|dnf|microdnf|zypper)$/.test(name),
  );
  const counterpart = runtimeCounterpart(model.base.value, { installsPackages });
  if (!counterpart.known) return same(`the same image: ${counterpart.because}`);
  const slim = lookupImage(counterpart.value.reference);
  if (!slim.known) return same(`the same image: ${slim.because}`);
  const lacks = lackingIn(slim.value, plan, analysis);
  const packages = packagesFor(lacks, slim.value, analysis);
  if (lacks.length > 0 && !packages.known) {
    const note: Note = {
      code: "runtime-image-kept",
      message: `the runtime stage stays on ${reference ?? written}: ${counterpart.value.reference} lacks ${packages.because}`,
      line: null,
      weight: "info",
    };
    return same(note.message, [note]);
  }
  const image = withVariables(written, reference ?? written, counterpart.value.reference, model.globals);
  if (image === null)
    return same("the same image: its counterpart cannot be written with the variables of FROM");
  const inherited = inheritedFrom(model.base.value, slim.value, plan, analysis);
  if (!inherited.known) {
    const message = `the runtime stage stays on ${reference ?? written}: ${counterpart.value.reference} lacks ${inherited.because}`;
    return same(message, [{ code: "runtime-image-kept", message, line: null, weight: "info" }]);
  }
  const extra = additions(packages.known ? packages.value : [], lacks, slim.value, analysis);
  return {
    image,
    reference: counterpart.value.reference,
    same: false,
    byUser: false,
    because: counterpart.value.because,
    added: extra.added,
    notes: [...extra.notes, ...inherited.value.notes],
    inherited: inherited.value.items,
    left: inherited.value.left,
  };
}

/** The image that the user names, with notes on what it may lack, and what the old one contributed written down. */
function byUser(image: string, reference: string, because: string, plan: Plan, analysis: Analysis): Choice {
  const { base } = analysis.model;
  const named = namedImage(reference, because, plan, analysis);
  const inherited = base.known ? inheritedFrom(base.value, named.base, plan, analysis) : null;
  return {
    image,
    reference,
    same: false,
    byUser: true,
    because,
    added: null,
    notes: [...named.notes, ...(inherited?.known === true ? inherited.value.notes : [])],
    inherited: inherited?.known === true ? inherited.value.items : [],
    left: inherited?.known === true ? inherited.value.left : [],
  };
}

function additions(
  packages: readonly string[],
  lacks: readonly Lack[],
  slim: BaseImage,
  analysis: Analysis,
): Pick<Choice, "added" | "notes"> {
  if (packages.length === 0 || !slim.packageManager.known) return { added: null, notes: [] };
  return {
    added: installLine(packages, slim.packageManager.value, analysis),
    notes: [
      {
        code: "package-added",
        message: `${packages.join(", ")}: installed in the runtime stage, since ${slim.reference} lacks ${lacks.map(({ phrase }) => phrase).join(", ")}`,
        line: null,
        weight: "info",
      },
    ],
  };
}

/** With another image every program needs a provider that is known; on the same image it is the original's own affair. */
function missingPrograms(choice: Choice, analysis: Analysis): string | null {
  const { base } = analysis.model;
  if (!choice.same || !base.known) return null;
  for (const { need } of analysis.needs.needs) {
    if (need.kind !== "program" || providedByFile(analysis.model, need.name)) continue;
    if (knownToLack(base.value, baseName(need.name))) {
      return `${need.name} is needed (${need.because}), and neither ${base.value.reference} nor the file provides it`;
    }
  }
  return null;
}

function knownToLack(image: BaseImage, program: string): boolean {
  return /^(java|node|npm|npx|yarn|pnpm)$/.test(program) && image.has(program) === "no";
}

export const chooseRuntimeImage: Transform = {
  name: NAME,
  summary: "Chooses the runtime base image: the slimmer counterpart, or the same image",
  default: true,
  required: true,
  safety: "safe",
  example: { before: "FROM maven:3.9-eclipse-temurin-17", after: "FROM eclipse-temurin:17-jre" },
  apply,
};
