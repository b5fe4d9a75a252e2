/** apt-get, apt, apk, yum, dnf, microdnf, zypper: which packages come and go. Names lose version and release. */
import type { PackageManager } from "../images/types.js";
import { known, unknown, type Known } from "../known.js";
import type { Effect } from "../model/types.js";
import {
  NOTHING,
  reads,
  setting,
  together,
  type Argument,
  type Call,
  type Effects,
  type Program,
} from "./call.js";
import { readOptions, type OptionGrammar, type Options } from "./options.js";

type Action = Extract<Effect, { kind: "packages" }>["action"];
type Verb = Action | "upgrade" | "print" | { readonly setting: string };

interface Dialect {
  readonly manager: PackageManager;
  readonly options: OptionGrammar;
  readonly verbs: Readonly<Record<string, Verb>>;
  /** a package argument without its version */
  readonly nameOf: (written: string) => string;
}

const APT: Dialect = {
  manager: "apt",
  options: {
    lenient: true,
    values: "oct --option --config-file --target-release --default-release --host-architecture",
  },
  verbs: {
    update: "update",
    install: "install",
    reinstall: "install",
    upgrade: "upgrade",
    "dist-upgrade": "upgrade",
    "full-upgrade": "upgrade",
    "safe-upgrade": "upgrade",
    remove: "remove",
    purge: "remove",
    autoremove: "remove",
    autopurge: "remove",
    clean: "clean",
    autoclean: "clean",
    "dist-clean": "clean",
    list: "print",
    show: "print",
    search: "print",
    policy: "print",
    check: "print",
    mark: { setting: "package-mark" },
    "edit-sources": { setting: "apt-source" },
  },
  nameOf: (written) =>
    /^\.{0,2}\//.test(written)
      ? written
      : written.replace(/[=/].*$/, "").replace(/:(amd64|arm64|i386|armhf|any)$/, ""),
};

const APK: Dialect = {
  manager: "apk",
  options: {
    lenient: true,
    values:
      "ptX --root --virtual --repository --arch --keys-dir --repositories-file --cache-dir --cache-max-age --wait",
  },
  verbs: {
    add: "install",
    fix: "install",
    update: "update",
    upgrade: "upgrade",
    del: "remove",
    cache: "clean",
    info: "print",
    list: "print",
    search: "print",
    version: "print",
    policy: "print",
    stats: "print",
    audit: "print",
  },
  nameOf: (written) => written.replace(/[=<>~@].*$/, ""),
};

function rpm(manager: PackageManager): Dialect {
  return {
    manager,
    options: {
      lenient: true,
      values:
        "xcdeRC --enablerepo --disablerepo --setopt --exclude --releasever --installroot --config --repo --repoid --repofrompath --disableplugin --enableplugin --forcearch",
    },
    verbs: {
      install: "install",
      reinstall: "install",
      localinstall: "install",
      groupinstall: "install",
      group: { setting: "package-group" },
      update: "upgrade",
      upgrade: "upgrade",
      "upgrade-minimal": "upgrade",
      "distro-sync": "upgrade",
      remove: "remove",
      erase: "remove",
      autoremove: "remove",
      clean: "clean",
      makecache: "update",
      "check-update": "update",
      module: { setting: "package-module" },
      "config-manager": { setting: "package-repository" },
      copr: { setting: "package-repository" },
      swap: { setting: "package-swap" },
      list: "print",
      info: "print",
      repolist: "print",
      search: "print",
      provides: "print",
      repoquery: "print",
    },
    nameOf: (written) => written,
  };
}

const ZYPPER: Dialect = {
  manager: "zypper",
  options: {
    lenient: true,
    values: "rctp --repo --root --installroot --from --type --plus-content --plus-repo",
  },
  verbs: {
    install: "install",
    in: "install",
    refresh: "update",
    ref: "update",
    update: "upgrade",
    up: "upgrade",
    "dist-upgrade": "upgrade",
    dup: "upgrade",
    patch: "upgrade",
    remove: "remove",
    rm: "remove",
    clean: "clean",
    cc: "clean",
    addrepo: { setting: "package-repository" },
    ar: { setting: "package-repository" },
    removerepo: { setting: "package-repository" },
    rr: { setting: "package-repository" },
    modifyrepo: { setting: "package-repository" },
    mr: { setting: "package-repository" },
    search: "print",
    se: "print",
    info: "print",
    lr: "print",
    repos: "print",
  },
  nameOf: (written) => written.replace(/[=<>].*$/, ""),
};

export const managers: Readonly<Record<string, Program>> = {
  "apt-get": (call) => manage(call, APT),
  apt: (call) => manage(call, APT),
  aptitude: (call) => manage(call, APT),
  "apt-mark": () => setting("package-mark"),
  "apt-cache": () => NOTHING,
  apk: (call) => manage(call, APK),
  yum: (call) => manage(call, rpm("yum")),
  dnf: (call) => manage(call, rpm("dnf")),
  microdnf: (call) => manage(call, rpm("microdnf")),
  zypper: (call) => manage(call, ZYPPER),
};

function manage(call: Call, dialect: Dialect): Effects {
  const options = readOptions(call, dialect.options);
  if (!options.known) return options;
  const [command, ...rest] = options.value.operands;
  if (!command) return NOTHING;
  if (!command.value.known) return unknown(`the command of ${call.program} is not known`);
  if (options.value.has("-s", "--simulate", "--dry-run", "--assumeno") && dialect.manager !== "apk")
    return NOTHING;
  const verb = Object.hasOwn(dialect.verbs, command.value.value)
    ? dialect.verbs[command.value.value]
    : undefined;
  if (verb === undefined) return unknown(`${call.program} ${command.value.value} is not known`);
  if (verb === "print") return NOTHING;
  if (verb === "upgrade") return upgrade(rest, dialect);
  if (typeof verb !== "string") return setting(verb.setting);
  if (verb === "update" || verb === "clean") return known([packages(dialect, verb, [], options.value)]);
  const names = namesOf(rest, dialect);
  if (!names.known) return names;
  const updates =
    dialect.manager === "apk" &&
    verb === "install" &&
    options.value.has("-U", "--update", "-u", "--update-cache");
  return together(
    known(updates ? [packages(dialect, "update", [], options.value)] : []),
    known(
      reads(
        rest.filter(({ raw }) => /^["']?\.{0,2}\//.test(raw)),
        call,
      ),
    ),
    known([packages(dialect, verb, names.value, options.value)]),
  );
}

function upgrade(rest: readonly Argument[], dialect: Dialect): Effects {
  const names = namesOf(rest, dialect);
  if (!names.known) return names;
  return names.value.length === 0
    ? setting("package-upgrade")
    : known([{ kind: "packages", manager: dialect.manager, action: "install", names: names.value }]);
}

function namesOf(args: readonly Argument[], dialect: Dialect): Known<string[]> {
  const names: string[] = [];
  for (const { value, raw } of args) {
    if (!value.known) return unknown(`the packages ${raw} are not known: ${value.because}`);
    // Quoted lists come as one word where the value of a variable was not split.
    names.push(dialect.nameOf(value.value));
  }
  return known(names);
}

function packages(dialect: Dialect, action: Action, names: readonly string[], options: Options): Effect {
  const virtual = dialect.manager === "apk" ? options.last("-t", "--virtual")?.value : undefined;
  return {
    kind: "packages",
    manager: dialect.manager,
    action,
    names,
    ...(virtual?.known && action === "install" ? { virtual: virtual.value } : {}),
  };
}
