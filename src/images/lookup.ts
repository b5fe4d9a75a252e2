/**
 * Looks a base image up in the table. In comes the word after FROM with its variables replaced; out comes what is
 * known of the image, or the reason why it is not: no reference, a digest, a private or unlisted image, a tag
 * whose form is not known.
 */
import { known, unknown, type Known } from "../known.js";
import { baseImage, type Family } from "./description.js";
import { FAMILIES } from "./registry.js";
import { parseImageReference, type ImageReference } from "./reference.js";
import type { BaseImage } from "./types.js";

export interface Found {
  readonly reference: ImageReference;
  readonly family: Family;
  /** `latest` when none is written */
  readonly tag: string;
}

/** The family and tag of an image, or why there is none. */
export function findFamily(reference: string): Known<Found> {
  const parsed = parseImageReference(reference.trim());
  if (!parsed.known) return parsed;
  const { repository, tag, digest } = parsed.value;
  if (digest !== null && tag === null) return unknown(`${reference} is pinned by digest alone`);
  const family = FAMILIES.find((candidate) => candidate.repositories.includes(repository));
  if (family === undefined) return unknown(`nothing is known of the image ${repository}`);
  return known({ reference: parsed.value, family, tag: tag ?? "latest" });
}

export function lookupImage(reference: string): Known<BaseImage> {
  const found = findFamily(reference);
  if (!found.known) return found;
  const { family, tag } = found.value;
  const described = family.describe(tag, found.value.reference.repository);
  if (!described.known) return described;
  const image = baseImage(reference, family.name, described.value);
  // a digest may be of any day on which the tag was built; what else the tag says changes less
  const pinned = found.value.reference.digest !== null;
  return known(
    pinned ? { ...image, codename: unknown("the digest may be of an older build of the tag") } : image,
  );
}
