/**
 * What a file inherits from its base image without a word: working directory, user, environment. In: the image of
 * the build, the slimmer one, the plan. Out: lines that say it in the runtime stage, notes and one decision; or
 * why the slimmer image will not do. What nothing reads (MAVEN_HOME, GRADLE_VERSION, a volume of caches) is
 * recorded and left behind; what something reads is written down where its value holds on the new image, too.
 */
import type { Note } from "../findings/types.js";
import type { BaseImage, ImageConfig } from "../images/types.js";
import { userExists } from "../images/users.js";
import { known, unknown, type Known } from "../known.js";
import { sameOwner } from "../model/ledger.js";
import { isWithin } from "../model/paths.js";
import { runtimeTexts } from "./java-home.js";
import { readsVariable } from "./variable-readers.js";
import { keyword } from "./style.js";
import type { Analysis, Item, Plan } from "./types.js";

export interface Inherited {
  readonly items: readonly Item[];
  readonly notes: readonly Note[];
  /** what only the old image contributed and the container does without, as phrases */
  readonly left: readonly string[];
}

const NOTHING: Inherited = { items: [], notes: [], left: [] };

export function inheritedFrom(
  old: BaseImage,
  /** null when nothing is known of it */
  chosen: BaseImage | null,
  plan: Plan,
  analysis: Analysis,
): Known<Inherited> {
  if (!old.config.known) return known(NOTHING);
  const before = old.config.value;
  const after = chosen?.config.known === true ? chosen.config.value : null;
  const workdir = workdirLines(before, after, plan, analysis);
  if (!workdir.known) return workdir;
  const user = userLines(before, after, chosen, plan, analysis);
  if (!user.known) return user;
  const environment = after === null ? known(NOTHING) : environmentOf(before, after, plan, analysis);
  if (!environment.known) return environment;
  return known({
    items: [...environment.value.items, ...workdir.value, ...user.value],
    notes: environment.value.notes,
    left: [...environment.value.left, ...(after === null ? [] : configOf(before, after))],
  });
}

/** The folder of the old image, where the file never leaves it: Gradle's images start in /home/gradle. */
function workdirLines(
  before: ImageConfig,
  after: ImageConfig | null,
  plan: Plan,
  analysis: Analysis,
): Known<readonly Item[]> {
  const folder = before.workdir || "/";
  if (folder === (after?.workdir ?? "/") || !reliesOnFolder(folder, plan, analysis)) return known([]);
  const { user } = analysis.model.final;
  if (!user.known || !sameOwner(user.value || "root", "root"))
    return unknown(`the working directory ${folder}, whose owner is the old base image's`);
  return known([
    line(analysis, "WORKDIR", folder, "the working directory of the old base image, which the file keeps"),
  ]);
}

/** Is there no WORKDIR in the runtime stage, or something in front of it that works in the inherited folder? */
function reliesOnFolder(folder: string, plan: Plan, analysis: Analysis): boolean {
  for (const item of plan.runtime) {
    if (item.kind === "new") continue;
    const fact = analysis.model.facts.find((one) => one.instruction.index === item.instruction);
    if (fact === undefined) continue;
    if (fact.instruction.keyword === "WORKDIR") return false;
    if (folder === "/") continue;
    if (fact.kind === "copy" && fact.destination.known && isWithin(fact.destination.value, folder))
      return true;
    if (fact.kind !== "run") continue;
    const effects = fact.units.flatMap((unit) => unit.commands.flatMap((command) => command.effects));
    if (effects.some((effect) => "path" in effect && isWithin(effect.path, folder))) return true;
  }
  return true;
}

function userLines(
  before: ImageConfig,
  after: ImageConfig | null,
  chosen: BaseImage | null,
  plan: Plan,
  analysis: Analysis,
): Known<readonly Item[]> {
  const [old, now] = [before.user || "root", after?.user || "root"];
  if (sameOwner(old, now)) return known([]);
  const [first] = plan.runtime.flatMap((item) => (item.kind === "new" ? [] : [item.instruction]));
  if (first !== undefined && analysis.dockerfile.instructions[first]?.keyword === "USER") return known([]);
  if (chosen !== null && !userExists(chosen, old))
    return unknown(`the user ${old}, as whom the old base image runs`);
  return known([line(analysis, "USER", old, "the user of the old base image, which the file keeps")]);
}

/** Locale variables work together: LC_ALL of a new image overrules a LANG that the file sets. */
const LOCALE = ["LANG", "LANGUAGE", "LC_ALL"];
/** Differ from vendor to vendor by design; `src/plan/java-home.ts` looks after their readers. */
const OF_THE_PLACE: ReadonlySet<string> = new Set(["PATH", "JAVA_HOME"]);

function environmentOf(
  before: ImageConfig,
  after: ImageConfig,
  plan: Plan,
  analysis: Analysis,
): Known<Inherited> {
  const own = ownVariables(analysis);
  const texts = runtimeTexts(plan, analysis);
  const changed = Object.entries(before.env).filter(
    ([name, value]) => !OF_THE_PLACE.has(name) && !own.has(name) && after.env[name] !== value,
  );
  const pairs: string[] = [];
  const left: string[] = [];
  for (const [name, value] of changed) {
    const reader = readsVariable(name, texts, analysis);
    const now = after.env[name];
    if (reader === null) {
      left.push(now === undefined ? name : `${name}=${value} (${now} now)`);
    } else if (value === "*" || value.startsWith("/")) {
      return unknown(`the variable ${name}, which ${reader} reads`);
    } else pairs.push(`${name}=${value}`);
  }
  const setsLocale = [...own].some((name) => name === "LANG" || name.startsWith("LC_"));
  const kept = pairs.some((pair) => /^(LANG|LC_)/.test(pair));
  if (setsLocale || kept) {
    const added = LOCALE.filter(
      (name) => after.env[name] !== undefined && before.env[name] === undefined && !own.has(name),
    );
    pairs.push(...added.map((name) => `${name}=`));
  }
  const locale = setsLocale || kept ? [] : localeNote(before, after);
  return known({
    items:
      pairs.length === 0
        ? []
        : [line(analysis, "ENV", pairs.join(" "), "as the old base image had it, since something reads it")],
    notes: locale,
    left,
  });
}

function ownVariables(analysis: Analysis): ReadonlySet<string> {
  return new Set(
    analysis.dockerfile.instructions.flatMap((one) =>
      one.keyword === "ENV" ? one.pairs.map(({ key }) => key) : [],
    ),
  );
}

/**
 * Measured with OpenJDK 17: under C.UTF-8 the default locale is `en` without a country (currency sign ¤), under
 * en_US.UTF-8 it is `en_US` ($); short dates and numbers come out the same.
 */
function localeNote(before: ImageConfig, after: ImageConfig): readonly Note[] {
  const of = (config: ImageConfig): string => config.env["LC_ALL"] ?? config.env["LANG"] ?? "POSIX";
  const [old, now] = [of(before), of(after)];
  if (old === now) return [];
  return [
    {
      code: "locale-of-runtime-image",
      message: `the locale of the container was ${old} by its base image and is ${now} now`,
      line: null,
      weight: "info",
    },
  ];
}

function configOf(before: ImageConfig, after: ImageConfig): readonly string[] {
  const entrypoint = before.entrypoint?.[0];
  return [
    ...(entrypoint !== undefined && entrypoint !== after.entrypoint?.[0] ? [`ENTRYPOINT ${entrypoint}`] : []),
    ...before.volumes.filter((one) => !after.volumes.includes(one)).map((one) => `VOLUME ${one}`),
  ];
}

function line(analysis: Analysis, word: string, rest: string, because: string): Item {
  return { kind: "new", text: `${keyword(analysis.dockerfile, word)} ${rest}`, because };
}
