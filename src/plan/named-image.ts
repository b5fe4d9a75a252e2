/**
 * A runtime image that the user names. In: its reference, and where it was named; out: what the table knows of it,
 * and notes on what it may lack or where it differs from the build's image. `--runtime-image` is for one file, so that
 * an image of which nothing is known is always to be looked at. A mapping of the configuration speaks of all files
 * with that base: it vouches for the language's own programs and the C library, and what else a container
 * needs (curl, a package manager, a user) is to be looked at.
 */
import { lookupImage } from "../images/lookup.js";
import type { BaseImage } from "../images/types.js";
import type { Note } from "../findings/types.js";
import { baseName } from "../model/paths.js";
import { programEverywhere } from "../needs/follow.js";
import { lackingIn } from "./lacking.js";
import { providedByFile } from "./providers.js";
import type { Analysis, Plan } from "./types.js";

export interface NamedImage {
  readonly base: BaseImage | null;
  readonly notes: readonly Note[];
}

export function namedImage(reference: string, how: string, plan: Plan, analysis: Analysis): NamedImage {
  const found = lookupImage(reference);
  if (found.known) return { base: found.value, notes: differences(found.value, how, plan, analysis) };
  const beyond = beyondLanguage(plan, analysis);
  const mapped = analysis.options.runtimeImage === null;
  if (mapped && beyond.length === 0) return { base: null, notes: [] };
  const what = beyond.length === 0 ? "what the container needs" : beyond.join(", ");
  return {
    base: null,
    notes: [
      review(
        "runtime-image-unknown",
        `${reference} (${how}) is not in the table of base images: look whether it holds ${what}`,
      ),
    ],
  };
}

/** Programs of the language itself, which a runtime image of it has by its name. */
const LANGUAGE = /^(java|node|nodejs|npm|npx|yarn|pnpm|corepack|keytool)$/;

function beyondLanguage(plan: Plan, analysis: Analysis): readonly string[] {
  const programs = [
    ...analysis.needs.needs.flatMap(({ need }) => (need.kind === "program" ? [need.name] : [])),
    ...plan.imagePrograms.map(({ name }) => name),
    ...analysis.called.map(({ name }) => name),
  ];
  const missing = programs
    .filter((name) => !providedByFile(analysis.model, name))
    .map(baseName)
    .filter((name) => !programEverywhere(name) && !LANGUAGE.test(name));
  const { user } = analysis.model.final;
  const account = user.known ? (user.value.split(":")[0] ?? "") : "";
  const named = /^[A-Za-z_]/.test(account) && account !== "root" ? [`the user ${account}`] : [];
  return [...new Set([...missing, ...named])];
}

function differences(chosen: BaseImage, how: string, plan: Plan, analysis: Analysis): readonly Note[] {
  const { base } = analysis.model;
  const parts = ["libc", "major", "codename"] as const;
  const names = { libc: "C library", major: "major version", codename: "release" };
  const other = parts.flatMap((part) => {
    if (!base.known) return [];
    const [old, now] = [base.value[part], chosen[part]];
    return old.known && now.known && old.value !== now.value
      ? [`its ${names[part]} is ${now.value} and not ${old.value}`]
      : [];
  });
  const sameRelease = other.filter((text) => !text.startsWith("its release"));
  const lacks = lackingIn(chosen, plan, analysis).map(({ phrase }) => `it lacks ${phrase}`);
  // The release matters where packages are installed or modules compiled, as in the self-check of the table's choices.
  const strict =
    base.known &&
    (base.value.family === "node" || plan.imagePrograms.some(({ name }) => /^(apt|apk|dnf|yum)/.test(name)));
  const found = [...(strict ? other : sameRelease), ...lacks];
  return found.length === 0
    ? []
    : [review("runtime-image-differs", `${chosen.reference} (${how}): ${found.join("; ")}`)];
}

function review(code: string, message: string): Note {
  return { code, message, line: null, weight: "review" };
}
