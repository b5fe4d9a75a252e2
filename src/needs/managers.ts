/**
 * Servers and process managers whose configuration names further programs and folders: supervisord's
 * `command=` lines, nginx's `root` and `alias`. In: the program and the files of the image that come
 * from the context; out: texts to follow and paths that are needed, or that it cannot be told.
 */
import { known, unknown, type Known } from "../known.js";
import { resolvePath } from "../model/paths.js";
import type { ImageTree, Invocation } from "../model/types.js";

export interface Configured {
  /** shell text of programs that are started, with their working directory */
  readonly commands: readonly { readonly text: string; readonly cwd: string | null }[];
  readonly paths: readonly string[];
}

const NOTHING: Configured = { commands: [], paths: [] };

/** null: the program is none of these. */
export function configuredBy(invocation: Invocation, tree: ImageTree): Known<Configured> | null {
  switch (invocation.program) {
    case "supervisord":
      return supervisord(invocation, tree);
    case "nginx":
      return known({ commands: [], paths: nginxFolders(tree) });
    case "apachectl":
    case "httpd":
    case "apache2ctl":
      return known(NOTHING);
    case "cron":
    case "crond":
    case "s6-svscan":
    case "runsvdir":
    case "monit":
    case "foreman":
    case "honcho":
    case "circusd":
      return unknown(`what ${invocation.program} starts stands in files that are not followed`);
    default:
      return null;
  }
}

function supervisord(invocation: Invocation, tree: ImageTree): Known<Configured> {
  const at = invocation.raw.findIndex((word) => word === "-c" || word === "--configuration");
  const named = at === -1 ? undefined : invocation.args[at + 1];
  const cwd = invocation.cwd.known ? invocation.cwd.value : "/";
  const main = named?.known === true ? [resolvePath(cwd, named.value)] : [];
  const files = [
    ...main,
    ...tree.files("/etc/supervisor"),
    ...tree.files("/etc/supervisord.conf"),
    ...tree.files("/etc/supervisor.d"),
  ].filter((path) => tree.kind(path) === "file");
  const commands: { text: string; cwd: string | null }[] = [];
  for (const path of new Set(files)) {
    const text = tree.read(path);
    if (!text.known) return unknown(`${path} cannot be read: ${text.because}`);
    for (const section of text.value.split(/^\s*\[/m).filter((part) => /^program:/.test(part))) {
      const setting = (name: string): string | null =>
        new RegExp(`^\\s*${name}\\s*=\\s*(.*?)\\s*$`, "m").exec(section)?.[1] ?? null;
      const command = setting("command");
      if (command === null || command.includes("%("))
        return unknown(`a program of ${path} has no plain command`);
      commands.push({ text: command, cwd: setting("directory") });
    }
  }
  return commands.length === 0
    ? unknown("the programs of supervisord stand in no file of the context")
    : known({ commands, paths: files });
}

/** Folders that the server gives out, from every configuration file that came from the context. */
function nginxFolders(tree: ImageTree): readonly string[] {
  const found: string[] = [];
  for (const path of tree.files("/etc/nginx")) {
    const text = tree.read(path);
    if (!text.known) continue;
    for (const match of text.value.matchAll(/^\s*(?:root|alias)\s+["']?(\/[^\s;"'$]*)["']?\s*;/gm)) {
      if (match[1] !== undefined) found.push(resolvePath("/", match[1]));
    }
  }
  return [...new Set(found)];
}
