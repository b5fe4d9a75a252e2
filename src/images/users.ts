/** Does the image bring this account? In comes a name or number as USER and --chown take it, with or without a group. */
import type { BaseImage } from "./types.js";

/** A number needs no account, and root is everywhere; a name is looked up among the accounts that the table records. */
export function userExists(image: BaseImage, name: string): boolean {
  const user = name.split(":")[0] ?? "";
  if (user === "" || user === "root" || /^\d+$/.test(user)) return true;
  return Object.hasOwn(image.users, user);
}
