/**
 * A command line as the program tables see it: arguments with their values, and the ways to turn them
 * into absolute paths. A path is unknown where its value or the working directory it hangs on is.
 */
import { known, unknown, type Known } from "../known.js";
import { resolvePath } from "../model/paths.js";
import type { Effect, ImageTree, Invocation } from "../model/types.js";

export interface Argument {
  readonly value: Known<string>;
  readonly raw: string;
}

export interface Call {
  readonly program: string;
  readonly args: readonly Argument[];
  readonly cwd: Known<string>;
  readonly tree: ImageTree;
  readonly invocation: Invocation;
  /** the command whose output it reads through a pipe, where it is known */
  readonly input: Invocation | null;
  /** the effects of another command line that this one runs (find -exec, xargs) */
  readonly nested: (argv: readonly Argument[]) => Known<readonly Effect[]>;
}

export type Effects = Known<readonly Effect[]>;
export type Program = (call: Call) => Effects;

export const NOTHING: Effects = known([]);

export function pathOf(arg: Argument, call: Call): Known<string> {
  if (!arg.value.known) return unknown(`${call.program} works on ${arg.raw}: ${arg.value.because}`);
  return absolute(arg.value.value, call);
}

export function absolute(path: string, call: Call): Known<string> {
  if (path.startsWith("/")) return known(resolvePath("/", path));
  if (!call.cwd.known) return unknown(`${call.program} works on ${path}: ${call.cwd.because}`);
  return known(resolvePath(call.cwd.value, path));
}

/** Paths that are only read: one that is not known is left out. */
export function reads(args: readonly Argument[], call: Call): Effect[] {
  return args.flatMap((arg): Effect[] => {
    if (!arg.value.known || arg.value.value === "-") return [];
    const path = pathOf(arg, call);
    return path.known ? [{ kind: "read", path: path.value }] : [];
  });
}

/** The effects of each argument, in order; the first that is unknown makes all unknown. */
export function forEachPath(
  args: readonly Argument[],
  call: Call,
  effects: (path: string, written: string) => readonly Effect[],
): Effects {
  const all: Effect[] = [];
  for (const arg of args) {
    const path = pathOf(arg, call);
    if (!path.known) return path;
    all.push(...effects(path.value, arg.value.known ? arg.value.value : arg.raw));
  }
  return known(all);
}

export function together(...parts: readonly Effects[]): Effects {
  const all: Effect[] = [];
  for (const part of parts) {
    if (!part.known) return part;
    all.push(...part.value);
  }
  return known(all);
}

export function setting(of: string): Effects {
  return known([{ kind: "setting", of }]);
}

/** Directories that every image with a shell has (Filesystem Hierarchy Standard). */
const EVERYWHERE: ReadonlySet<string> = new Set(
  (
    "/ /bin /dev /etc /home /lib /mnt /opt /root /sbin /srv /tmp /usr /usr/bin /usr/lib /usr/local /usr/local/bin " +
    "/usr/local/lib /usr/local/sbin /usr/local/share /usr/sbin /usr/share /var /var/lib /var/log /var/tmp /etc/ssl/certs"
  ).split(" "),
);

/** Is the path, as written, a directory that takes things under their own names? */
export function isDirectory(path: string, written: string, call: Call): "yes" | "no" | "unknown" {
  if (/(^|\/)\.{0,2}$/.test(written) || EVERYWHERE.has(path)) return "yes";
  if (call.cwd.known && path === call.cwd.value) return "yes";
  const kind = call.tree.kind(path);
  return kind === "directory" ? "yes" : kind === "file" ? "no" : "unknown";
}

/** What a path most likely is, for a copy of it: known from the context, else by its name. */
export function contentKind(path: string, call: Call): "file" | "tree" {
  const kind = call.tree.kind(path);
  if (kind !== null) return kind === "directory" ? "tree" : "file";
  return /\.[A-Za-z]\w{0,7}$/.test(path) && !/\.d$/.test(path) ? "file" : "tree";
}
