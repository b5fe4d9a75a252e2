/** Programs that read, print or filter text; only tee, sed -i, patch and what find or xargs run change files. */
import { known, unknown } from "../known.js";
import type { Effect } from "../model/types.js";
import {
  absolute,
  forEachPath,
  NOTHING,
  pathOf,
  reads,
  together,
  type Argument,
  type Call,
  type Effects,
  type Program,
} from "./call.js";
import { changedFiles } from "./files.js";
import { readOptions } from "./options.js";

/** Reads the files it is given, behind `skip` words that are none; options that take a value are named. */
function reader(skip: number, values: string): Program {
  return (call) => {
    const options = readOptions(call, { lenient: true, values });
    if (!options.known) return NOTHING;
    return known(reads(options.value.operands.slice(skip), call));
  };
}

export const text: Readonly<Record<string, Program>> = {
  cat: reader(0, ""),
  head: reader(0, "nc --lines --bytes"),
  tail: reader(0, "ncs --lines --bytes --pid"),
  sort: reader(0, "kotST --key --output --field-separator"),
  uniq: reader(0, "fsw"),
  cut: reader(0, "bcdf --delimiter --fields --characters --bytes --output-delimiter"),
  wc: reader(0, ""),
  tac: reader(0, ""),
  nl: reader(0, "bdfhilnsvw"),
  fold: reader(0, "w"),
  rev: reader(0, ""),
  diff: reader(0, "CU --exclude --label"),
  cmp: reader(0, "in"),
  md5sum: reader(0, ""),
  sha1sum: reader(0, ""),
  sha256sum: reader(0, ""),
  sha512sum: reader(0, ""),
  base64: reader(0, "w --wrap"),
  od: reader(0, "AjNStw"),
  xxd: reader(0, "cgls"),
  strings: reader(0, "ntso"),
  file: reader(0, "mFe"),
  stat: reader(0, "cf --format --printf"),
  ls: reader(0, "wTI --ignore --hide --block-size --sort --time --time-style --width"),
  du: reader(0, "dBt --max-depth --exclude --block-size"),
  tree: reader(0, "LPIo"),
  readlink: reader(0, ""),
  realpath: reader(0, "--relative-to --relative-base"),
  jq: reader(1, "fL --from-file --indent --tab"),
  less: reader(0, ""),
  more: reader(0, ""),
  grep: reader(1, "efmABCd --regexp --file --max-count --include --exclude --exclude-dir"),
  egrep: reader(1, "efmABCd --include --exclude --exclude-dir"),
  fgrep: reader(1, "efmABCd --include --exclude --exclude-dir"),
  test: (call) => known(tested(call)),
  "[": (call) => known(tested(call)),
  tee(call) {
    const options = readOptions(call, { flags: "aip --append --ignore-interrupts" });
    if (!options.known) return options;
    return forEachPath(options.value.operands, call, (path) =>
      path.startsWith("/dev/") ? [] : [{ kind: "write", path, what: "file" }],
    );
  },
  sed(call) {
    const options = readOptions(
      call,
      {
        flags:
          "nrEsuz --quiet --silent --regexp-extended --separate --null-data --posix --follow-symlinks --debug --in-place",
        values: "efl --expression --file --line-length",
        // `-i` takes its suffix in the same word only.
      },
      call.args.map((arg) => (/^-[nrEsuz]*i/.test(arg.raw) ? { ...arg, value: known("--in-place") } : arg)),
    );
    if (!options.known) return options;
    const given = options.value.has("-e", "--expression", "-f", "--file");
    const operands = given ? options.value.operands : options.value.operands.slice(1);
    return options.value.has("--in-place") ? changedFiles(call, operands) : known(reads(operands, call));
  },
  awk: filter,
  gawk: filter,
  mawk: filter,
  patch(call) {
    const options = readOptions(call, {
      lenient: true,
      values: "pidoDFrBzVYg --strip --input --directory --output",
    });
    if (!options.known) return options;
    const [file] = options.value.operands;
    if (file) return changedFiles(call, [file]);
    const folder = options.value.last("-d", "--directory");
    const path = folder ? pathOf(folder, call) : absolute(".", call);
    return path.known ? known([{ kind: "write", path: path.value, what: "tree", keeps: true }]) : path;
  },
  find: findFiles,
  xargs(call) {
    const options = readOptions(call, {
      flags: "0rtxp --null --no-run-if-empty --verbose --exit",
      values:
        "nIPdLasE --max-args --max-procs --delimiter --max-lines --arg-file --replace --max-chars --eof",
      stopAtOperand: true,
    });
    if (!options.known) return options;
    const { operands } = options.value;
    if (operands.length === 0) return NOTHING;
    const read: Argument = { value: unknown("xargs reads it from its input"), raw: "{}" };
    const mark = options.value.last("-I", "--replace");
    const marked = mark?.value.known ? mark.value.value : null;
    const argv = operands.map((arg) =>
      marked !== null && arg.value.known && arg.value.value.includes(marked) ? read : arg,
    );
    return call.nested(marked === null ? [...argv, read] : argv);
  },
};

function tested(call: Call): Effect[] {
  return call.args.flatMap((arg, at): Effect[] => {
    const next = call.args[at + 1];
    return /^-[defrswxL]$/.test(arg.raw) && next ? reads([next], call) : [];
  });
}

function filter(call: Call): Effects {
  const options = readOptions(call, { lenient: true, values: "fFv --file --field-separator --assign" });
  if (!options.known) return options;
  const [program, ...operands] = options.value.operands;
  if (options.value.has("-f", "--file")) return unknown(`${call.program} runs a program from a file`);
  if (program?.value.known && /system\s*\(|print[^;}]*>\s*"|\|\s*"|-i\s+inplace/.test(program.value.value)) {
    return unknown(`${call.program} runs commands or writes files`);
  }
  return known(reads(operands, call));
}

/** `find`: what -delete and -exec do is done to some of the files below the starting points. */
function findFiles(call: Call): Effects {
  const begin = call.args.findIndex(({ raw }) => /^[-(!\\]/.test(raw) && !/^-[HLP]$/.test(raw));
  const heads = call.args
    .slice(0, begin < 0 ? call.args.length : begin)
    .filter(({ raw }) => !/^-[HLP]$/.test(raw));
  const starts = heads.length > 0 ? heads : [{ value: known("."), raw: "." }];
  const actions: Effects[] = [];
  const expression = begin < 0 ? [] : call.args.slice(begin);
  const changed = (): Effects =>
    forEachPath(starts, call, (path) => [{ kind: "write", path, what: "tree", keeps: true }]);
  for (let at = 0; at < expression.length; at++) {
    const word = expression[at]?.raw ?? "";
    if (word === "-delete") actions.push(changed());
    else if (/^-(fprint0?|fprintf|fls)$/.test(word)) return unknown(`find ${word} writes a file`);
    else if (/^-(exec|execdir|ok|okdir)$/.test(word)) {
      const rest = expression.slice(at + 1);
      const end = rest.findIndex(
        ({ value }, index) =>
          value.known &&
          (value.value === ";" || (value.value === "+" && rest[index - 1]?.raw.includes("{}"))),
      );
      const argv = rest.slice(0, end < 0 ? rest.length : end);
      actions.push(onFound(argv, starts, call));
      at += argv.length + 1;
    }
  }
  const looked: Effects = known(reads(starts, call));
  return together(looked, ...actions);
}

function onFound(argv: readonly Argument[], starts: readonly Argument[], call: Call): Effects {
  return together(
    ...starts.map((start): Effects => {
      const path = pathOf(start, call);
      if (!path.known) return path;
      const found = argv.map((arg) =>
        arg.value.known && arg.value.value.includes("{}")
          ? { ...arg, value: known(arg.value.value.replaceAll("{}", path.value)) }
          : arg,
      );
      const effects = call.nested(found);
      if (!effects.known) return effects;
      return known(
        effects.value.map((effect): Effect => {
          const touches = "path" in effect && effect.path === path.value;
          if (!touches)
            return effect.kind === "write" && effect.from === path.value
              ? { ...effect, what: "tree" }
              : effect;
          if (effect.kind === "chmod" || effect.kind === "chown") return { ...effect, recursive: true };
          if (effect.kind === "read") return effect;
          return { kind: "write", path: path.value, what: "tree", keeps: true };
        }),
      );
    }),
  );
}
