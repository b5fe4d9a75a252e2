/** cp, mv, ln, install, rsync: what is copied, moved or linked where (coreutils and busybox options). */
import { known, unknown } from "../known.js";
import { baseName, hasGlob, parentOf, resolvePath } from "../model/paths.js";
import type { Effect } from "../model/types.js";
import {
  contentKind,
  isDirectory,
  pathOf,
  together,
  type Argument,
  type Call,
  type Effects,
  type Program,
} from "./call.js";
import { makeDirectories } from "./files.js";
import { readOptions, type Options } from "./options.js";

const CP = {
  flags:
    "arRfpvnuidLPHlsxTb --archive --recursive --force --verbose --preserve --no-clobber --no-preserve --update --dereference " +
    "--no-dereference --link --symbolic-link --no-target-directory --remove-destination --interactive --reflink --sparse " +
    "--one-file-system --attributes-only --backup",
  values: "tS --target-directory --suffix",
};
const MV = {
  flags: "finuvTbZ --force --interactive --no-clobber --update --verbose --no-target-directory --backup",
  values: "tS --target-directory --suffix",
};
const LN = {
  flags:
    "sfnvrTibPL --symbolic --force --no-dereference --verbose --relative --no-target-directory --interactive --backup",
  values: "tS --target-directory --suffix",
};
const INSTALL = {
  flags: "bcCdDpsTv --directory --compare --preserve-timestamps --strip --verbose --no-target-directory",
  values: "mogtS --mode --owner --group --target-directory --suffix",
};

export const copying: Readonly<Record<string, Program>> = {
  cp(call) {
    const options = readOptions(call, CP);
    if (!options.known) return options;
    const recursive = options.value.has("-a", "-r", "-R", "-d", "--archive", "--recursive");
    if (options.value.has("-s", "--symbolic-link")) return unknown("cp -s makes links");
    return transfer(call, options.value, (from, written) => ({
      what:
        recursive && (hasGlob(from) || /\/\.?$|^\.+$/.test(written))
          ? "tree"
          : recursive
            ? contentKind(from, call)
            : "file",
    }));
  },
  mv(call) {
    const options = readOptions(call, MV);
    if (!options.known) return options;
    return transfer(call, options.value, (from) => ({
      what: hasGlob(from) && contentKind(from, call) === "tree" ? "tree" : contentKind(from, call),
      move: true,
    }));
  },
  ln(call) {
    const options = readOptions(call, LN);
    if (!options.known) return options;
    const { operands } = options.value;
    const [only] = operands;
    // One operand: the link gets the same name in the working directory.
    const target: Argument = { value: known("."), raw: "." };
    const completed =
      only && operands.length === 1 && !options.value.has("-t", "--target-directory")
        ? { ...options.value, operands: [only, target] }
        : options.value;
    return links(call, completed);
  },
  install(call) {
    const options = readOptions(call, INSTALL);
    if (!options.known) return options;
    const attributes = (path: string): Effect[] => {
      const mode = options.value.last("-m", "--mode")?.value;
      const owner = options.value.last("-o", "--owner")?.value;
      return [
        ...(mode?.known ? [{ kind: "chmod", path, recursive: false, mode: mode.value } as const] : []),
        ...(owner?.known ? [{ kind: "chown", path, recursive: false, owner: owner.value } as const] : []),
      ];
    };
    if (options.value.has("-d", "--directory")) {
      return makeDirectories(options.value.operands, call, true, attributes);
    }
    const copied = transfer(call, options.value, () => ({ what: "file" }));
    if (!copied.known) return copied;
    return known(
      copied.value.flatMap((effect) =>
        effect.kind === "write" && effect.into !== "yes" ? [effect, ...attributes(effect.path)] : [effect],
      ),
    );
  },
  rsync(call) {
    const options = readOptions(call, {
      flags: "avzrlptgoDqhPnuxH --archive --verbose --recursive --progress --delete --quiet --links --times",
      values: "e --exclude --include --exclude-from --include-from --filter --rsh",
    });
    if (!options.known) return options;
    if (options.value.operands.some(({ raw }) => raw.includes(":")))
      return unknown("rsync copies from another host");
    return transfer(call, options.value, () => ({ what: "tree" }));
  },
};

interface Kind {
  readonly what: "file" | "tree";
  readonly move?: boolean;
}

function destinationOf(
  options: Options,
): { sources: readonly Argument[]; target: Argument; into: boolean } | null {
  const directory = options.last("-t", "--target-directory");
  if (directory) return { sources: options.operands, target: directory, into: true };
  const target = options.operands.at(-1);
  const sources = options.operands.slice(0, -1);
  return target && sources.length > 0 ? { sources, target, into: sources.length > 1 } : null;
}

function transfer(call: Call, options: Options, kindOf: (from: string, written: string) => Kind): Effects {
  const ends = destinationOf(options);
  if (!ends) return unknown(`${call.program} names no destination`);
  const path = pathOf(ends.target, call);
  if (!path.known) return path;
  const written = ends.target.value.known ? ends.target.value.value : "";
  const exact = options.has("-T", "--no-target-directory");
  const into = ends.into ? "yes" : exact ? "no" : isDirectory(path.value, written, call);
  return together(
    ...ends.sources.map((source): Effects => {
      const from = pathOf(source, call);
      if (!from.known) return from;
      const { what, move } = kindOf(from.value, source.value.known ? source.value.value : "");
      // `cp -r src/. dst` puts the content of src into dst itself.
      const content = source.value.known && /(^|\/)\.\.?$/.test(source.value.value);
      // What goes into a folder under its own name makes that one path, not the folder.
      const named = into === "yes" && !content && !hasGlob(from.value) && call.program !== "rsync";
      const effect: Effect = {
        kind: "write",
        path: named ? resolvePath(path.value, baseName(from.value)) : path.value,
        what,
        from: from.value,
        into: content || named ? "no" : into,
        ...(move ? { move } : {}),
      };
      return known([effect]);
    }),
  );
}

/** A relative target of a symbolic link is relative to the link's own directory. */
function links(call: Call, options: Options): Effects {
  const ends = destinationOf(options);
  if (!ends) return unknown("ln names no link");
  const path = pathOf(ends.target, call);
  if (!path.known) return path;
  const written = ends.target.value.known ? ends.target.value.value : "";
  const exact = options.has("-T", "--no-target-directory");
  const stands = ends.into ? "yes" : exact ? "no" : isDirectory(path.value, written, call);
  // `ln -s target/app-1.0.jar app.jar`: a name with such an end is a file's.
  const into =
    stands === "unknown" && /\.(jar|war|[cm]?js|json|sh|ya?ml|properties)$/.test(path.value) ? "no" : stands;
  const symbolic = options.has("-s", "--symbolic") && !options.has("-r", "--relative");
  return together(
    ...ends.sources.map((source): Effects => {
      const relative = symbolic && source.value.known && !source.value.value.startsWith("/");
      if (relative && into === "unknown") {
        return unknown(`whether ${path.value} is a directory decides what the link ${source.raw} means`);
      }
      const folder = into === "yes" ? path.value : parentOf(path.value);
      const from =
        relative && source.value.known
          ? known(resolvePath(folder, source.value.value))
          : pathOf(source, call);
      if (!from.known) return from;
      const what = call.tree.kind(from.value) === "directory" ? "tree" : "file";
      return known([{ kind: "write", path: path.value, what, from: from.value, link: true, into }]);
    }),
  );
}
