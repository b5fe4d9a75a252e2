/**
 * The slimmer image for the runtime stage: same distribution, release, libc and major version (SPEC of the
 * families). In comes an image of the table and whether the runtime installs packages; out comes a reference that
 * is published, or the reason why the runtime stays on the same image.
 */
import { known, unknown, type Known } from "../known.js";
import { findFamily, lookupImage } from "./lookup.js";
import { withRepository } from "./reference.js";
import type { BaseImage, Counterpart } from "./types.js";

export function runtimeCounterpart(
  image: BaseImage,
  wants: { readonly installsPackages: boolean },
): Known<Counterpart> {
  const found = findFamily(image.reference);
  if (!found.known) return found;
  const { family, tag, reference } = found.value;
  if (reference.digest !== null) return unknown("an image that is pinned by digest stays as it is");
  if (image.onbuild) return unknown("an image with ONBUILD triggers has no slimmer counterpart");
  const slim = family.slimmer(tag, reference.repository, wants);
  if (!slim.known) return slim;
  const slimReference = withRepository(reference, slim.value.repository, slim.value.tag);
  const slimImage = lookupImage(slimReference);
  if (!slimImage.known) return unknown(`${slimReference} is not in the table: ${slimImage.because}`);
  const difference = differs(image, slimImage.value, wants.installsPackages);
  if (difference !== null) return unknown(`${slimReference} differs in ${difference}`);
  return known({ reference: slimReference, because: slim.value.because });
}

/** The rule that holds whatever a table row says; null when it is kept. */
function differs(image: BaseImage, slim: BaseImage, installsPackages: boolean): string | null {
  if (!same(image.libc, slim.libc)) return "its C library";
  if (image.major.known && slim.major.known && image.major.value !== slim.major.value)
    return "its major version";
  if (!installsPackages) return null;
  if (!same(image.packageManager, slim.packageManager)) return "its package manager";
  if (!same(image.distribution, slim.distribution)) return "its distribution";
  if (image.codename.known && slim.codename.known && image.codename.value !== slim.codename.value)
    return "its release";
  return null;
}

function same<T>(a: Known<T>, b: Known<T>): boolean {
  return a.known && b.known && a.value === b.value;
}
