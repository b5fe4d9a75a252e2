/**
 * The home folder of the user of a RUN, where build tools of the JVM keep their caches. The JVM
 * reads it from the system's user table, not from HOME; for a user other than root it is unknown
 * unless HOME says it.
 */
import { known, unknown, type Known } from "../../known.js";
import type { Invocation } from "../../model/types.js";

export function homeOf(command: Invocation): Known<string> {
  const home = command.env.get("HOME");
  if (home?.known === true) return home;
  // "" is the base image's user: root wherever an image of a build tool does not say otherwise.
  const user = command.user.split(":")[0] ?? "";
  if (user === "" || user === "root" || user === "0") return known("/root");
  return /^[a-z_][\w-]*$/i.test(user)
    ? known(`/home/${user}`)
    : unknown(`the home of user ${user} is not known`);
}
