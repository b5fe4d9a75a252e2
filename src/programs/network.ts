/** curl, wget, git, ssh-keyscan: what comes from the network and where it is put. */
import { known, unknown } from "../known.js";
import type { Effect } from "../model/types.js";
import {
  absolute,
  NOTHING,
  pathOf,
  setting,
  together,
  type Argument,
  type Call,
  type Effects,
  type Program,
} from "./call.js";
import { readOptions, type Options } from "./options.js";

const CURL_VALUES =
  "ABbCcdDeEFHhKmoPQrtTuUwxXyYz --output --output-dir --header --request --data --data-raw --data-binary --data-urlencode --user --user-agent " +
  "--retry --retry-delay --retry-max-time --connect-timeout --max-time --proxy --cacert --cert --key --form --cookie --cookie-jar --referer " +
  "--resolve --interface --range --write-out --url --upload-file --ciphers --tls-max --proto --proto-redir --max-redirs --limit-rate --config --noproxy";

const WGET_VALUES =
  "OoaeiBtTwQPUlADIX --output-document --output-file --append-output --directory-prefix --tries --timeout --wait --waitretry --user-agent --header " +
  "--user --password --post-data --post-file --method --body-data --ca-certificate --certificate --retry-on-http-error --cut-dirs --level --accept " +
  "--reject --domains --input-file --execute --progress --read-timeout --connect-timeout --dns-timeout --limit-rate --referer --load-cookies";

const DOWNLOAD: Effect = { kind: "network" };

export const network: Readonly<Record<string, Program>> = {
  curl(call) {
    const options = readOptions(call, { lenient: true, values: CURL_VALUES });
    if (!options.known) return options;
    const { value } = options;
    const folder = value.last("--output-dir");
    const named = value.all("-o", "--output").filter(({ raw }) => raw !== "-");
    if (value.has("-J", "--remote-header-name"))
      return unknown("the server names the file that curl -J writes");
    if (value.has("-K", "--config")) return unknown("curl reads its options from a file");
    const remote = value.has("-O", "--remote-name", "--remote-name-all") ? addresses(value) : [];
    const jar = value.all("-c", "--cookie-jar", "-D", "--dump-header");
    return together(
      known([DOWNLOAD]),
      written([...named, ...jar], folder, call),
      remoteNames(remote, folder, call),
    );
  },
  wget(call) {
    const options = readOptions(call, { lenient: true, values: `${WGET_VALUES} -nv` });
    // `-nv`, `-nc`, `-nd`, `-np` are words of two letters; none of them takes a value.
    const plain = readOptions(
      call,
      { lenient: true, values: WGET_VALUES },
      call.args.filter(({ raw }) => !/^-n[vcdpHPK]$/.test(raw)),
    );
    if (!options.known || !plain.known) return unknown("the options of wget are not known");
    const { value } = plain;
    const log = value.all("-o", "--output-file", "-a", "--append-output");
    const output = value.last("-O", "--output-document");
    const folder = value.last("-P", "--directory-prefix");
    if (value.has("--spider")) return known([DOWNLOAD]);
    if (value.has("-r", "--recursive", "-m", "--mirror", "-i", "--input-file")) {
      const path = folder ? pathOf(folder, call) : absolute(".", call);
      return path.known ? known([DOWNLOAD, { kind: "write", path: path.value, what: "tree" }]) : path;
    }
    if (value.has("--content-disposition") && !output)
      return unknown("the server names the file that wget writes");
    const fetched = output
      ? written(
          output.raw === "-" || (output.value.known && output.value.value === "-") ? [] : [output],
          null,
          call,
        )
      : remoteNames(addresses(value), folder, call);
    return together(known([DOWNLOAD]), written(log, null, call), fetched);
  },
  git,
  "ssh-keyscan": () => known([DOWNLOAD]),
  svn: (call) => unknown(`what svn ${call.args[0]?.raw ?? ""} does is not known`),
};

function addresses(options: Options): readonly Argument[] {
  return [...options.all("--url"), ...options.operands];
}

function written(files: readonly Argument[], folder: Argument | null, call: Call): Effects {
  return together(
    ...files.map((file): Effects => {
      const path = inFolder(file, folder, call);
      if (!path.known) return path;
      return known(path.value.startsWith("/dev/") ? [] : [{ kind: "write", path: path.value, what: "file" }]);
    }),
  );
}

function inFolder(file: Argument, folder: Argument | null, call: Call): ReturnType<typeof pathOf> {
  if (!folder) return pathOf(file, call);
  const base = pathOf(folder, call);
  if (!base.known || !file.value.known) return base.known ? pathOf(file, call) : base;
  return absolute(
    file.value.value.startsWith("/") ? file.value.value : `${base.value}/${file.value.value}`,
    call,
  );
}

function remoteNames(urls: readonly Argument[], folder: Argument | null, call: Call): Effects {
  return together(
    ...urls.map((url): Effects => {
      const name = remoteName(url);
      if (name === null)
        return unknown(`the name of the file that ${call.program} writes for ${url.raw} is not known`);
      return written([{ value: known(name), raw: name }], folder, call);
    }),
  );
}

/** The last part of the address; it is often known even where the version in front of it is not. */
function remoteName(url: Argument): string | null {
  const text = url.value.known ? url.value.value : null;
  if (text !== null)
    return /\/([^/?#]+)(?:[?#].*)?$/.exec(text.replace(/^[a-z]+:\/\//i, ""))?.[1] ?? "index.html";
  return /\/([\w.+-]+)["']?$/.exec(url.raw)?.[1] ?? null;
}

const GIT_READS =
  /^(rev-parse|describe|log|status|show|diff|branch|tag|ls-files|ls-remote|remote|rev-list|blame|help|version|--version|shortlog|symbolic-ref|cat-file)$/;

function git(call: Call): Effects {
  const options = readOptions(call, {
    lenient: true,
    values: "Cc --git-dir --work-tree --exec-path",
    stopAtOperand: true,
  });
  if (!options.known) return options;
  const folder = options.value.last("-C");
  const here = folder ? pathOf(folder, call) : absolute(".", call);
  const [command, ...rest] = options.value.operands;
  const verb = command?.value.known ? command.value.value : null;
  if (verb === null) return command ? unknown("the git command is not known") : NOTHING;
  if (GIT_READS.test(verb)) return NOTHING;
  if (verb === "config") return setting("git config");
  if (verb === "clone") return clone(rest, here, call);
  if (!here.known) return here;
  const tree: Effect = { kind: "write", path: here.value, what: "tree", keeps: true };
  if (/^(submodule|pull|fetch|lfs|clean)$/.test(verb)) return known([DOWNLOAD, tree]);
  if (
    /^(checkout|switch|reset|restore|apply|am|add|commit|stash|merge|rebase|rm|mv|update-index|sparse-checkout|gc)$/.test(
      verb,
    )
  ) {
    return known([tree]);
  }
  if (verb === "init") {
    const [target] = rest.filter(({ raw }) => !raw.startsWith("-"));
    const path = target ? pathOf(target, call) : here;
    return path.known
      ? known([{ kind: "write", path: `${path.value === "/" ? "" : path.value}/.git`, what: "tree" }])
      : path;
  }
  return unknown(`what git ${verb} does is not known`);
}

function clone(args: readonly Argument[], here: ReturnType<typeof absolute>, call: Call): Effects {
  const options = readOptions(
    call,
    {
      lenient: true,
      values:
        "bocuj --branch --depth --origin --config --reference --template --jobs --filter --shallow-since --separate-git-dir --upload-pack",
    },
    args,
  );
  if (!options.known) return options;
  const [url, target] = options.value.operands;
  if (target) {
    // An unknown word in front of the address may hold options.
    if (/:\/\/|^["']?git@/.test(target.raw))
      return unknown(`the folder that git clones ${target.raw} into is not known`);
    const path = pathOf(target, call);
    return path.known ? known([DOWNLOAD, { kind: "write", path: path.value, what: "tree" }]) : path;
  }
  const name = url ? (url.value.known ? url.value.value : url.raw.replaceAll(/["']/g, "")) : "";
  const folder = /([\w.-]+?)(?:\.git)?\/?$/.exec(name)?.[1];
  if (folder === undefined || !here.known) return unknown("the folder that git clones into is not known");
  return known([
    DOWNLOAD,
    { kind: "write", path: `${here.value === "/" ? "" : here.value}/${folder}`, what: "tree" },
  ]);
}
