/**
 * The settings.xml in force (-s, else the one in the user's ~/.m2 and in the image's conf folder
 * as far as a COPY brought it), for the one thing that shapes a build: profiles that are always on.
 */
import { join, resolve } from "node:path/posix";
import type { ImageTree, Invocation } from "../../model/types.js";
import { homeOf } from "../jvm/home.js";
import type { MavenCommand } from "./command.js";
import { childrenAt, parseXml } from "./xml.js";

function files(maven: MavenCommand, command: Invocation): readonly string[] {
  if (maven.settings !== null) {
    return command.cwd.known ? [resolve(command.cwd.value, maven.settings)] : [];
  }
  const home = homeOf(command);
  return home.known ? [join(home.value, ".m2/settings.xml"), "/usr/share/maven/conf/settings.xml"] : [];
}

/** The command with the profiles that the settings switch on. */
export function withSettings(maven: MavenCommand, command: Invocation, tree: ImageTree): MavenCommand {
  const active = files(maven, command).flatMap((file) => {
    const text = tree.read(file);
    const root = text.known ? parseXml(text.value) : null;
    return root?.known === true ? childrenAt(root.value, "activeProfiles").map((item) => item.text) : [];
  });
  return active.length === 0 ? maven : { ...maven, profiles: [...maven.profiles, ...active] };
}
