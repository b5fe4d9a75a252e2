/**
 * Servers and process managers whose configuration names further programs and folders: supervisord's
 * `command=` lines, nginx's `root` and `alias`, the lines of a crontab. In: the program and the files of the image that come
 * from the context; out: texts to follow and paths that are needed, or that it cannot be told.
 */
import { known, unknown, type Known } from "../known.js";
import { resolvePath } from "../model/paths.js";
import type { ImageTree, Invocation } from "../model/types.js";
import type { BuildHistory } from "../toolchains/types.js";

export interface Configured {
  /** shell text of programs that are started, with their working directory */
  readonly commands: readonly { readonly text: string; readonly cwd: string | null }[];
  readonly paths: readonly string[];
}

const NOTHING: Configured = { commands: [], paths: [] };

/** null: the program is none of these. */
export function configuredBy(
  invocation: Invocation,
  tree: ImageTree,
  history: BuildHistory,
): Known<Configured> | null {
  switch (invocation.program) {
    case "supervisord":
      return supervisord(invocation, tree);
    case "nginx":
      return known({ commands: [], paths: nginxFolders(tree) });
    case "apachectl":
    case "httpd":
    case "apache2ctl":
      return known(NOTHING);
    case "service":
      return known({ commands: serviceCommand(invocation), paths: [] });
    case "cron":
    case "crond":
      return crontabs(invocation, tree, history);
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

/** `service nginx start` runs what the package's script starts: the program of that name. */
function serviceCommand({ args }: Invocation): Configured["commands"] {
  const [name, verb] = args;
  return name?.known === true && verb?.known === true && /^(start|restart)$/.test(verb.value)
    ? [{ text: name.value, cwd: null }]
    : [];
}

/** Debian's cron and busybox's crond: the system's files have a user in front of the command, those of users have not. */
function crontabs(invocation: Invocation, tree: ImageTree, history: BuildHistory): Known<Configured> {
  const files = (folder: string): readonly string[] =>
    tree.files(folder).filter((path) => tree.kind(path) === "file");
  const system = [...files("/etc/cron.d"), ...files("/etc/crontab")];
  const given = history.invocations.flatMap((one) =>
    one.program === "crontab" && one.cwd.known
      ? one.args.flatMap((arg) =>
          arg.known && !arg.value.startsWith("-")
            ? [resolvePath(one.cwd.known ? one.cwd.value : "/", arg.value)]
            : [],
        )
      : [],
  );
  const own = [...files("/var/spool/cron"), ...files("/etc/crontabs"), ...given];
  if (system.length + own.length === 0)
    return unknown(`what ${invocation.program} starts stands in no file of the context`);
  const commands: { text: string; cwd: string | null }[] = [];
  for (const path of new Set([...system, ...own])) {
    const text = tree.read(path);
    if (!text.known) return unknown(`${path} cannot be read: ${text.because}`);
    for (const line of text.value.split(/\r?\n/)) {
      const job = /^\s*(?:@\w+|(?:[\d*/,A-Za-z-]+\s+){4}[\d*/,A-Za-z-]+)\s+(.+)$/.exec(line)?.[1];
      if (job === undefined) continue;
      // A file that `crontab` is given may lie in /etc/cron.d, too, and then runs both ways.
      const user =
        system.includes(path) && !given.includes(path)
          ? /^\S+\s+/
          : given.includes(path)
            ? /^(?:root|node|www-data|nobody)\s+/
            : /^$/;
      commands.push({ text: job.replace(user, ""), cwd: "/root" });
    }
  }
  return commands.length === 0
    ? unknown(`the files of ${invocation.program} hold no job that is understood`)
    : known({ commands, paths: [...new Set([...system, ...own])] });
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
