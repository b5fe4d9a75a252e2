/**
 * An image that is not known may have an ENTRYPOINT of its own, which gets the CMD as its arguments: a function's
 * name (`dist/index.handler`), a mode. In: where the container starts, and the model; out: the word that is no program,
 * as far as the file and the context show, so that nothing tells what the container reads; null where it is one.
 */
import type { ImageModel } from "../model/fold.js";
import { baseName, isWithin, resolvePath } from "../model/paths.js";
import type { Commands, Start } from "../needs/command.js";

export function argumentOfEntrypoint(start: Start, commands: Commands, model: ImageModel): string | null {
  const config = model.base.known ? model.base.value.config : null;
  const [word] = start.argv;
  if (config?.known === true || commands.entrypoint !== null || word === undefined) return null;
  return isProgram(word, model) ? null : word;
}

function isProgram(word: string, model: ImageModel): boolean {
  if (!word.includes("/")) {
    // `node`, `python3.11`; a script of the PATH stands there by a COPY or a RUN
    return !/\.(?!\d)/.test(word) || isMade((path) => baseName(path) === word, model);
  }
  const { workdir } = model.final;
  const path = workdir.known ? resolvePath(workdir.value, word) : word;
  if (model.tree.kind(path) === "file" || isMade((made) => made === path, model)) return true;
  const outputs = model.history.steps.flatMap(({ step }) => (step.outputs.known ? step.outputs.value : []));
  if (outputs.some((output) => output.path === path)) return true;
  // What a compiler makes beside its scripts, no list tells; the file's own name does.
  return (
    !outputs.some((output) => isWithin(path, output.path)) || /^[^.]+$|\.([cm]?js|sh)$/.test(baseName(path))
  );
}

function isMade(wanted: (path: string) => boolean, model: ImageModel): boolean {
  return (
    model.ledger.entries.some(({ path }) => wanted(path)) ||
    model.facts.some((fact) => fact.kind === "copy" && fact.files.some(({ image }) => wanted(image)))
  );
}
