/**
 * The number of a user who comes with the build's base image and not with the image that takes its place
 * (`gradle`): in the runtime stage the name says nothing, the number still does. null: the name stays.
 */
import { runtimeCounterpart } from "../images/counterpart.js";
import { lookupImage } from "../images/lookup.js";
import type { Analysis } from "./types.js";

export function numberOf(owner: string, { model }: Analysis): string | null {
  if (!model.base.known) return null;
  const [name = "", group] = owner.split(":");
  const made = model.facts.some(
    (fact) =>
      fact.kind === "run" &&
      fact.units.some((unit) =>
        unit.commands.some(({ effects }) =>
          effects.some((effect) => effect.kind === "user" && effect.name === name),
        ),
      ),
  );
  const number = made ? undefined : model.base.value.users[name];
  if (number === undefined || !/^\d+:\d+$/.test(number) || (group !== undefined && group !== name))
    return null;
  const slim = runtimeCounterpart(model.base.value, { installsPackages: false });
  const image = slim.known ? lookupImage(slim.value.reference) : slim;
  return image.known && !(name in image.value.users) ? number : null;
}
