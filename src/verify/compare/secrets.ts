/**
 * None of the build's secrets stands in the rewrite's image: not in its history, its config or its files. That the
 * original gave them away as well is said, and is no excuse, except for a value that the container is configured with.
 */
import type { Secret } from "../secrets/find.js";
import type { Image } from "./image.js";
import { someOf, type Problems } from "./problems.js";

export function compareSecrets(
  secrets: readonly Secret[],
  before: Image,
  after: Image,
  problems: Problems,
): void {
  for (const [at, { name, value }] of secrets.entries()) {
    const also = (there: boolean): string => (there ? ", as in the original's" : "");
    const inHistory = (image: Image): boolean => image.facts.history.some((step) => step.includes(value));
    const inConfig = (image: Image): boolean =>
      JSON.stringify(image.config).includes(JSON.stringify(value).slice(1, -1));
    const files = (image: Image): readonly string[] =>
      image.hits.filter(({ needle }) => needle === at).map(({ path }) => path);
    // ENV stands in the history too, and a variable that the container has is not the rewrite's doing.
    if (inConfig(after)) {
      if (inConfig(before))
        problems.note("secret-kept-in-config", `${name} stands in the image's config, as in the original's`);
      else problems.problem("secret-in-config", `${name} stands in the image's config`);
    } else if (inHistory(after)) {
      problems.problem(
        "secret-in-history",
        `${name} stands in the image's history${also(inHistory(before))}`,
      );
    }
    const found = files(after);
    if (found.length > 0)
      problems.problem(
        "secret-in-file",
        `${name} stands in ${someOf(found)}${also(files(before).length > 0)}`,
      );
  }
  if (after.searchIncomplete)
    problems.note(
      "secret-search-incomplete",
      "the image is too large: not every file was searched for secrets",
    );
}
