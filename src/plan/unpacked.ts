/**
 * A program that an archive brings into a folder of the PATH (`tar -C /usr/local/bin -xzf dockerize.tar.gz`). What
 * the archive holds is not listed, but a program that the container runs, that the base image is not known to have
 * and whose name stands in the archive's own name, came out of it. Anything else that was unpacked into the system
 * stays unknown.
 */
import { baseName } from "../model/paths.js";
import { programEverywhere } from "../needs/follow.js";
import type { Wanted } from "./wanted.js";
import type { Analysis } from "./types.js";

const PATH_FOLDER = /^\/(usr\/(local\/)?)?s?bin$/;

/** The programs of the container in this folder; empty when none is shown to come out of the archive. */
export function programsUnpackedInto(
  folder: Pick<Wanted, "path" | "because">,
  analysis: Analysis,
): readonly Wanted[] {
  if (!PATH_FOLDER.test(folder.path)) return [];
  const { base, facts } = analysis.model;
  const archives = facts.flatMap((fact) =>
    fact.kind === "run"
      ? fact.units
          .flatMap((unit) => unit.commands)
          .filter(({ effects }) =>
            effects.some(
              (effect) => effect.kind === "write" && effect.what === "tree" && effect.path === folder.path,
            ),
          )
          .map(() => fact.instruction.body.text)
      : [],
  );
  const names = analysis.needs.needs.flatMap(({ need }) => {
    if (need.kind !== "program") return [];
    const name = baseName(need.name);
    const here = !need.name.includes("/") || need.name === `${folder.path}/${name}`;
    return here && !programEverywhere(name) && !(base.known && base.value.has(name) === "yes") ? [name] : [];
  });
  return [...new Set(names)]
    .filter((name) => archives.some((text) => mentions(text, name)))
    .map((name) => ({
      path: `${folder.path}/${name}`,
      what: "file" as const,
      renamable: false,
      because: `${name} comes out of the archive (${folder.because})`,
    }));
}

/** Does the name stand in a word that ends like an archive? */
function mentions(text: string, name: string): boolean {
  return text
    .split(/[\s"';|&]+/)
    .some(
      (word) =>
        /\.(tar(\.\w+)?|tgz|zip|gz|xz)$/.test(word) && (word.split("/").at(-1) ?? "").startsWith(name),
    );
}
