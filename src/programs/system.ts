/** Programs that set something of the system which no path tells, and the certificate and key tools. */
import { known, unknown } from "../known.js";
import type { Effect } from "../model/types.js";
import {
  absolute,
  forEachPath,
  NOTHING,
  reads,
  setting,
  together,
  type Argument,
  type Call,
  type Effects,
  type Program,
} from "./call.js";
import { readOptions } from "./options.js";

export const system: Readonly<Record<string, Program>> = {
  "apt-key": (call) => (call.args[0]?.raw === "list" ? NOTHING : setting("apt-key")),
  "add-apt-repository": () => setting("apt-source"),
  "apt-add-repository": () => setting("apt-source"),
  "apt-listchanges": () => NOTHING,
  dpkg(call) {
    const verbs = call.args.map(({ raw }) => raw);
    if (verbs.some((raw) => /^(-i|--install|--unpack|--configure|-a)$/.test(raw))) {
      return together(
        known(
          reads(
            call.args.filter(({ raw }) => !raw.startsWith("-")),
            call,
          ),
        ),
        setting("dpkg"),
      );
    }
    if (
      verbs.some((raw) =>
        /^(-r|-P|--remove|--purge|--add-architecture|--remove-architecture|--set-selections)$/.test(raw),
      )
    ) {
      return setting("dpkg");
    }
    return NOTHING;
  },
  "dpkg-reconfigure": () => setting("debconf"),
  "debconf-set-selections": () => setting("debconf"),
  "dpkg-divert": () => setting("dpkg"),
  "dpkg-statoverride": () => setting("dpkg"),
  "dpkg-query": () => NOTHING,
  "dpkg-architecture": () => NOTHING,
  rpm(call) {
    const [mode] = call.args;
    if (/^(-q|--query|-V|-E|--eval)/.test(mode?.raw ?? "")) return NOTHING;
    const files = call.args.filter(({ raw }) => !raw.startsWith("-") && !/^["']?\w+:\/\//.test(raw));
    return together(known(reads(files, call)), setting("rpm"));
  },
  "update-ca-certificates": () => setting("ca-certificates"),
  "update-ca-trust": () => setting("ca-certificates"),
  "update-alternatives": choose,
  alternatives: choose,
  "update-java-alternatives": () => setting("alternatives"),
  "locale-gen": () => setting("locale"),
  localedef: () => setting("locale"),
  "update-locale": () => setting("locale"),
  "setup-timezone": () => setting("timezone"),
  ldconfig: () => setting("ldconfig"),
  "fc-cache": () => setting("font-cache"),
  crontab: (call) =>
    together(
      known(
        reads(
          call.args.filter(({ raw }, at) => !raw.startsWith("-") && call.args[at - 1]?.raw !== "-u"),
          call,
        ),
      ),
      setting("crontab"),
    ),
  "update-rc.d": () => setting("services"),
  systemctl: () => setting("services"),
  sysctl: () => setting("kernel"),
  postconf: () => setting("postfix"),
  a2enmod: () => setting("apache"),
  a2dismod: () => setting("apache"),
  a2ensite: () => setting("apache"),
  a2dissite: () => setting("apache"),
  keytool,
  gpg: keyring,
  gpg2: keyring,
  gpgconf: () => NOTHING,
  "ssh-keygen"(call) {
    const options = readOptions(call, { lenient: true, values: "tbfCNPRFmIVsnYO" });
    if (!options.known) return options;
    if (options.value.has("-l", "-F", "-y")) return NOTHING;
    const file = options.value.last("-f");
    if (options.value.has("-A"))
      return known([{ kind: "write", path: "/etc/ssh", what: "tree", keeps: true }]);
    if (options.value.has("-R"))
      return file ? forEachPath([file], call, changed) : setting("ssh known hosts");
    if (!file) return setting("ssh key");
    return forEachPath([file], call, (path) => [...made(path), ...made(`${path}.pub`)]);
  },
  openssl(call) {
    const written = call.args.filter((_, at) =>
      /^-(out|keyout|CAserial)$/.test(call.args[at - 1]?.raw ?? ""),
    );
    const read = call.args.filter((_, at) =>
      /^-(in|key|CA|CAkey|inkey|config|extfile|certfile)$/.test(call.args[at - 1]?.raw ?? ""),
    );
    return together(known(reads(read, call)), forEachPath(written, call, made));
  },
};

function made(path: string): Effect[] {
  return path.startsWith("/dev/") ? [] : [{ kind: "write", path, what: "file" }];
}

function changed(path: string): Effect[] {
  return [{ kind: "write", path, what: "file", keeps: true }];
}

const KEYTOOL_VALUES =
  "-keystore -storepass -keypass -alias -file -storetype -keyalg -keysize -dname -validity -sigalg -ext -srckeystore -destkeystore -srcstorepass " +
  "-deststorepass -srcstoretype -deststoretype -srcalias -destalias -srckeypass -destkeypass -provider -providername -providerpath -providerclass -infile -outfile -startdate";

function keytool(call: Call): Effects {
  const options = readOptions(call, { lenient: true, singleDash: true, values: KEYTOOL_VALUES });
  if (!options.known) return options;
  const { value } = options;
  const read = known(reads(value.all("-file", "-infile", "-srckeystore"), call));
  if (value.has("-list", "-printcert", "-help")) return read;
  if (value.has("-exportcert", "-export", "-certreq")) {
    return together(known(reads(value.all("-keystore"), call)), forEachPath(value.all("-file"), call, made));
  }
  const store = value.last("-destkeystore", "-keystore");
  if (!store || value.has("-cacerts"))
    return together(read, setting(value.has("-cacerts") ? "ca-certificates" : "java keystore"));
  // `-keystore $JAVA_HOME/lib/security/cacerts`: the store of the JDK itself.
  if (/cacerts["']?$/.test(store.raw)) return together(read, setting("ca-certificates"));
  return together(read, forEachPath([store], call, changed));
}

function keyring(call: Call): Effects {
  const options = readOptions(call, {
    lenient: true,
    values:
      "oru --output --keyserver --keyring --homedir --recv-keys --recv-key --recipient --local-user --passphrase --passphrase-fd --pinentry-mode --export-options --keyserver-options --trust-model",
  });
  if (!options.known) return options;
  const { value } = options;
  const fetched: Effects = value.has("--recv-keys", "--recv-key", "--keyserver")
    ? known([{ kind: "network" }])
    : NOTHING;
  const outputs = value.all("-o", "--output").filter(({ raw }) => raw !== "-");
  const rings = value.has("--import", "--recv-keys", "--recv-key") ? value.all("--keyring") : [];
  const named: readonly Argument[] = rings.filter(({ raw }) => raw.includes("/"));
  const imports =
    value.has("--import", "--recv-keys", "--recv-key", "--receive-keys", "--batch") && named.length === 0;
  return together(
    fetched,
    forEachPath(outputs, call, made),
    forEachPath(named, call, changed),
    outputs.length === 0 && imports && !value.has("--verify", "--dearmor") ? setting("gpg") : NOTHING,
    // `gpg --dearmor FILE` writes FILE.gpg beside it.
    value.has("--dearmor") && outputs.length === 0 ? dearmored(value.operands, call) : NOTHING,
  );
}

function dearmored(operands: readonly Argument[], call: Call): Effects {
  const [file] = operands;
  if (!file) return NOTHING;
  if (!file.value.known) return unknown(`the file ${file.raw} is not known`);
  const path = absolute(`${file.value.value}.gpg`, call);
  return path.known ? known(made(path.value)) : path;
}

/** `--set javac PATH`, `--install LINK NAME PATH PRIORITY`: which of several programs a name stands for (update-alternatives(1)). */
function choose(call: Call): Effects {
  const words = call.args.filter(({ raw }) => !/^--(force|quiet|verbose|skip-auto)$/.test(raw));
  const [mode, first, second] = words.map(({ value }) => (value.known ? value.value : ""));
  if (/^--(list|display|query|get-selections)$/.test(mode ?? "")) return NOTHING;
  // it asks, and a build has nobody to answer: what stands there stays
  const { piped, redirects } = call.invocation;
  if (mode === "--config" && !piped && redirects.every(({ operator }) => !operator.startsWith("<")))
    return NOTHING;
  const name = mode === "--install" ? second : first;
  return setting(name === undefined || name === "" ? "alternatives" : `alternatives of ${name}`);
}
