/** `dfsplit explain CODE` */
import { allCodes, pageOf } from "../findings/registry.js";
import type { Colours } from "../report/colours.js";
import { formatPage } from "../report/page.js";
import { UserError } from "../run/user-error.js";

/** @throws UserError for a code that does not exist, with those that look like it */
export function explainCode(code: string, paint: Colours): string {
  const page = pageOf(code);
  if (page !== null) return formatPage(code, page, paint);
  const words = code.split("-").filter((word) => word.length > 2);
  const near = allCodes().filter((each) => words.some((word) => each.includes(word)));
  const hint = near.length === 0 ? "" : `; did you mean ${near.slice(0, 5).join(", ")}?`;
  throw new UserError(`there is no code ${code}${hint}`);
}
