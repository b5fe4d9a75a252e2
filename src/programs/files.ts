/** mkdir, rmdir, rm, touch, truncate, mktemp, dd, chmod, chown, chgrp, setcap, strip, dos2unix. */
import { known, unknown } from "../known.js";
import type { Effect } from "../model/types.js";
import {
  absolute,
  forEachPath,
  NOTHING,
  type Argument,
  type Call,
  type Effects,
  type Program,
} from "./call.js";
import { readOptions } from "./options.js";

export function makeDirectories(
  args: readonly Argument[],
  call: Call,
  keeps: boolean,
  attributes: (path: string) => readonly Effect[],
): Effects {
  return forEachPath(args, call, (path) => [
    { kind: "write", path, what: "directory", ...(keeps ? { keeps } : {}) },
    ...attributes(path),
  ]);
}

const RECURSIVE = ["-R", "--recursive"] as const;
const CHANGES =
  "Rvcfh --recursive --verbose --changes --silent --quiet --no-dereference --dereference --preserve-root --no-preserve-root";

export const files: Readonly<Record<string, Program>> = {
  mkdir(call) {
    const options = readOptions(call, { flags: "pvZ --parents --verbose", values: "m --mode" });
    if (!options.known) return options;
    const mode = options.value.last("-m", "--mode")?.value;
    return makeDirectories(options.value.operands, call, options.value.has("-p", "--parents"), (path) =>
      mode?.known ? [{ kind: "chmod", path, recursive: false, mode: mode.value }] : [],
    );
  },
  rmdir: (call) => removal(call, "pv --parents --verbose --ignore-fail-on-non-empty"),
  rm: (call) =>
    removal(
      call,
      "rRfidvI --recursive --force --dir --verbose --interactive --one-file-system --no-preserve-root --preserve-root",
    ),
  unlink: (call) => removal(call, ""),
  touch(call) {
    const options = readOptions(call, {
      flags: "acmhf --no-create --no-dereference",
      values: "drt --date --reference --time",
    });
    if (!options.known) return options;
    return forEachPath(options.value.operands, call, (path) => [
      { kind: "write", path, what: "file", keeps: true },
    ]);
  },
  truncate(call) {
    const options = readOptions(call, { flags: "co --no-create", values: "sr --size --reference" });
    if (!options.known) return options;
    return changedFiles(call, options.value.operands);
  },
  mktemp(call) {
    const options = readOptions(call, {
      flags: "dquVt --directory --dry-run --quiet",
      values: "p --tmpdir --suffix",
    });
    if (!options.known) return options;
    if (options.value.has("-u", "--dry-run")) return NOTHING;
    const [template] = options.value.operands;
    const named = template?.value.known ? template.value.value.replace(/X{3,}/, "*") : "tmp.*";
    const folder = options.value.last("-p", "--tmpdir")?.value;
    if ((template && !template.value.known) || (folder && !folder.known))
      return unknown("mktemp's name is not known");
    const path = absolute(folder ? `${folder.value}/${named}` : template ? named : `/tmp/${named}`, call);
    if (!path.known) return path;
    const directory = options.value.has("-d", "--directory");
    return known([{ kind: "write", path: path.value, what: directory ? "directory" : "file" }]);
  },
  dd(call) {
    const target = call.args.find(({ raw }) => raw.startsWith("of="));
    if (!target) return NOTHING;
    if (!target.value.known) return target.value;
    const path = absolute(target.value.value.slice(3), call);
    return path.known ? known([{ kind: "write", path: path.value, what: "file" }]) : path;
  },
  chmod(call) {
    // `-x` takes a right away, it is no option.
    const isMode = ({ value }: Argument): boolean => value.known && /^-[rwxXst]+$/.test(value.value);
    const options = readOptions(
      call,
      { flags: CHANGES, values: "--reference" },
      call.args.filter((arg) => !isMode(arg)),
    );
    if (!options.known) return options;
    if (options.value.has("--reference")) return unknown("chmod --reference takes the mode of another file");
    const minus = call.args.find(isMode);
    const [mode, ...paths] = minus ? [minus, ...options.value.operands] : options.value.operands;
    if (!mode?.value.known) return unknown("the mode that chmod sets is not known");
    const text = mode.value.value;
    const recursive = options.value.has(...RECURSIVE);
    return forEachPath(paths, call, (path) => [{ kind: "chmod", path, recursive, mode: text }]);
  },
  chown: (call) => ownership(call, (owner) => owner),
  chgrp: (call) => ownership(call, (group) => `:${group}`),
  setcap(call) {
    return changedFiles(call, call.args.slice(1));
  },
  strip(call) {
    const options = readOptions(call, { lenient: true });
    return options.known ? changedFiles(call, options.value.operands) : options;
  },
  dos2unix(call) {
    const options = readOptions(call, { flags: "qkfou --quiet --keepdate", values: "" });
    return options.known ? changedFiles(call, options.value.operands) : options;
  },
};

export function changedFiles(call: Call, args: readonly Argument[]): Effects {
  return forEachPath(args, call, (path) => [{ kind: "write", path, what: "file", keeps: true }]);
}

function removal(call: Call, flags: string): Effects {
  const options = readOptions(call, { flags });
  if (!options.known) return options;
  return forEachPath(options.value.operands, call, (path) => [{ kind: "remove", path }]);
}

function ownership(call: Call, ownerOf: (written: string) => string): Effects {
  const options = readOptions(call, { flags: `${CHANGES} -H -L -P`, values: "--reference --from" });
  if (!options.known) return options;
  if (options.value.has("--reference"))
    return unknown(`${call.program} --reference takes the owner of another file`);
  const [owner, ...paths] = options.value.operands;
  if (!owner?.value.known) return unknown(`the owner that ${call.program} sets is not known`);
  const text = ownerOf(owner.value.value);
  const recursive = options.value.has(...RECURSIVE);
  return forEachPath(paths, call, (path) => [{ kind: "chown", path, recursive, owner: text }]);
}
