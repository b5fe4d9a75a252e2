/**
 * useradd, adduser, groupadd, addgroup and their kin. adduser and addgroup speak Debian's dialect (long
 * options), busybox's (short ones, `-D -H -h DIR -G GROUP`) or that of useradd (Red Hat links them); the
 * letters do not contradict each other where it matters here.
 */
import { known, unknown, type Known } from "../known.js";
import { resolvePath } from "../model/paths.js";
import type { Effect } from "../model/types.js";
import { setting, type Argument, type Call, type Effects, type Program } from "./call.js";
import { readOptions, type Options } from "./options.js";

const USERADD = {
  flags:
    "mMrlNoUD --create-home --no-create-home --system --no-log-init --no-user-group --non-unique --user-group --defaults --badname",
  values:
    "ugGdscpefkKbRZ --uid --gid --groups --home-dir --home --shell --comment --password --expiredate --inactive --skel --key --base-dir --root",
};
const ADDUSER = {
  flags:
    "DHSrmMNolUq --disabled-password --disabled-login --no-create-home --system --group --quiet --empty-password --force-badname --allow-bad-names --debug --create-home --encrypt-home",
  values:
    "hsGugkdcbKpef --home --shell --ingroup --uid --gid --gecos --conf --firstuid --lastuid --add_extra_groups --comment --home-dir --groups --no-create-home-dir",
};
const GROUPADD = {
  flags: "frSoq --force --system --non-unique --quiet --force-badname",
  values: "gKpRU --gid --key --password --root --users",
};

export const users: Readonly<Record<string, Program>> = {
  useradd(call) {
    const options = readOptions(call, USERADD);
    if (!options.known) return options;
    if (options.value.has("-D", "--defaults")) return setting("defaults of useradd");
    const name = nameOf(options.value, call);
    if (!name.known) return name;
    const home = homeOf(options.value.last("-d", "--home-dir", "--home"), `/home/${name.value}`);
    if (!home.known) return home;
    const made = options.value.has("-m", "--create-home");
    const ownGroup = !options.value.has("-g", "--gid", "-N", "--no-user-group");
    return known(account(name.value, home.value, made, ownGroup));
  },
  adduser(call) {
    const options = readOptions(call, ADDUSER);
    if (!options.known) return options;
    const name = nameOf(options.value, call);
    if (!name.known) return name;
    if (options.value.operands.length === 2 && !options.value.has("-D", "-S")) {
      return known([{ kind: "user", name: name.value }]);
    }
    // Debian's --system users have no home of their own unless one is named.
    const homeless = options.value.has("--system", "--no-create-home", "-H", "-M");
    const named = options.value.last("-h", "--home", "-d", "--home-dir");
    const home = homeOf(named, homeless && !options.value.has("-H", "-M") ? null : `/home/${name.value}`);
    if (!home.known) return home;
    const made = !options.value.has("--no-create-home", "-H", "-M") && home.value !== null;
    const grouped = options.value.has("-G", "--ingroup", "-g", "--gid");
    const system = options.value.has("-S", "--system") && !options.value.has("--group");
    return known(account(name.value, home.value, made, !grouped && !system));
  },
  groupadd: addGroup,
  addgroup: addGroup,
  groupmod: (call) => {
    const options = readOptions(call, { flags: "o --non-unique", values: "gnp --gid --new-name --password" });
    return options.known ? named(options.value, call, "group") : options;
  },
  usermod(call) {
    const options = readOptions(call, {
      flags: "aLUmo --append --lock --unlock --move-home --non-unique",
      values:
        "dgGlsucepf --home --gid --groups --login --shell --uid --comment --expiredate --password --inactive",
    });
    if (!options.known) return options;
    const name = nameOf(options.value, call);
    if (!name.known) return name;
    const home = homeOf(options.value.last("-d", "--home"), null);
    if (!home.known) return home;
    return known(account(name.value, home.value, options.value.has("-m", "--move-home"), false));
  },
  passwd: (call) => oneUser(call, "nwxi"),
  chsh: (call) => oneUser(call, "s --shell"),
  gpasswd: (call) => oneUser(call, "AM"),
  chpasswd: () => setting("passwords"),
  userdel: (call) => removal(call, "user"),
  deluser: (call) => removal(call, "user"),
  groupdel: (call) => removal(call, "group"),
  delgroup: (call) => removal(call, "group"),
};

function nameOf(options: Options, call: Call): Known<string> {
  const [name] = options.operands;
  if (!name) return unknown(`${call.program} names nobody`);
  return name.value.known
    ? known(name.value.value)
    : unknown(`the name ${name.raw} is not known: ${name.value.because}`);
}

/** The home directory that is named, or the usual one. */
function homeOf<T extends string | null>(given: Argument | null, usual: T): Known<string | T> {
  if (!given) return known(usual);
  return given.value.known ? known(resolvePath("/", given.value.value)) : given.value;
}

function account(name: string, home: string | null, made: boolean, ownGroup: boolean): Effect[] {
  return [
    { kind: "user", name, ...(home === null ? {} : { home }) },
    ...(ownGroup ? [{ kind: "group", name } as const] : []),
    ...(made && home !== null
      ? [{ kind: "write", path: home, what: "directory", keeps: true } as const]
      : []),
  ];
}

function addGroup(call: Call): Effects {
  const options = readOptions(call, GROUPADD);
  if (!options.known) return options;
  // `addgroup USER GROUP` puts the user into the group.
  return named(options.value, call, options.value.operands.length === 2 ? "user" : "group");
}

function named(options: Options, call: Call, kind: "user" | "group"): Effects {
  const name = nameOf(options, call);
  return name.known ? known([{ kind, name: name.value }]) : name;
}

function oneUser(call: Call, values: string): Effects {
  const options = readOptions(call, { lenient: true, values });
  if (!options.known) return options;
  return options.value.operands.length === 0 ? setting("passwords") : named(options.value, call, "user");
}

function removal(call: Call, kind: string): Effects {
  const options = readOptions(call, { lenient: true });
  if (!options.known) return options;
  const name = nameOf(options.value, call);
  return name.known ? setting(`removal of the ${kind} ${name.value}`) : name;
}
