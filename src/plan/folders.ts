/**
 * Folders of the build that the runtime stage has to make as well, since a COPY or WORKDIR there would give them another
 * owner or mode. In: the parts of all RUNs; out: the same, with the parts that make such folders placed in both stages.
 */
import { sameOwner } from "../model/ledger.js";
import { isWithin } from "../model/paths.js";
import type { Effect } from "../model/types.js";
import type { Analysis } from "./types.js";
import type { Part } from "./units.js";

/**
 * `mkdir -p /app/node_modules && chown -R node /app` in front of `WORKDIR /app`: where the owner or mode of a folder
 * of the build is set in the runtime stage, the folder is made there, too.
 */
export function withFoldersToOwn(parts: Map<number, readonly Part[]>): void {
  const owned = [...parts].flatMap(([index, all]) =>
    all
      .filter(({ place }) => place === "runtime")
      .flatMap(effectsOf)
      .flatMap((effect) =>
        effect.kind === "chown" || effect.kind === "chmod" ? [{ index, path: effect.path }] : [],
      ),
  );
  for (const [index, all] of parts) {
    parts.set(
      index,
      all.map((part): Part => {
        const folders = foldersAlone(part);
        if (part.place === "runtime" || folders.length === 0) return part;
        const path = folders.find((folder) =>
          owned.some((one) => one.index >= index && isWithin(folder, one.path)),
        );
        if (path === undefined) return part;
        return {
          ...part,
          place: "runtime",
          because: `makes ${path}, whose owner or mode is set`,
          opaque: null,
        };
      }),
    );
  }
}

function effectsOf(part: Part): readonly Effect[] {
  return part.units.flatMap((unit) => unit.commands).flatMap(({ effects }) => effects);
}

/** What the part makes, where it does nothing but to make folders. */
function foldersAlone(part: Part): readonly string[] {
  const effects = effectsOf(part);
  const folders = effects.flatMap((effect) =>
    effect.kind === "write" && effect.what === "directory" && effect.from === undefined ? [effect.path] : [],
  );
  return folders.length === effects.length ? folders : [];
}

/**
 * `USER node`, `RUN mkdir /home/node/app`, `WORKDIR /home/node/app`: a folder that WORKDIR makes belongs to the user with
 * BuildKit and to root with the classic builder (tried with both), so the user makes it in the runtime stage, too.
 */
export function withFoldersOfUsers(parts: Map<number, readonly Part[]>, { model }: Analysis): void {
  const entered = model.facts.flatMap(({ instruction }, at) => {
    const { workdir } = model.facts[at + 1]?.before ?? model.final;
    return instruction.keyword === "WORKDIR" && workdir.known
      ? [{ index: instruction.index, path: workdir.value }]
      : [];
  });
  for (const [index, all] of parts) {
    parts.set(
      index,
      all.map((part): Part => {
        const asUser = part.units.every((unit) =>
          unit.commands.every(({ invocation }) => !sameOwner(invocation.user, "root")),
        );
        const path = foldersAlone(part).find((folder) =>
          entered.some((one) => one.index > index && isWithin(one.path, folder)),
        );
        return part.place === "runtime" || !asUser || path === undefined
          ? part
          : { ...part, place: "runtime", because: `makes ${path} for the user`, opaque: null };
      }),
    );
  }
}
