/**
 * The parts of one RUN and which stage each is for. A part is a unit of the shell list, or several
 * that `||` ties together. Decided from the effects alone: what works on the sources is the build's;
 * what changes the system (packages, users, folders, links) is the runtime's; what only prints or
 * moves about is neutral and goes along with the part behind it.
 */
import { classifyPackage, jrePackage, runtimeLibrary } from "../programs/packages.js";
import { parseShell } from "../shell/parse.js";
import { known } from "../known.js";
import { hasGlob, isWithin, mayOverlap, parentOf } from "../model/paths.js";
import type { Effect, Fact, ModelledCommand, ModelledUnit } from "../model/types.js";
import type { Regions } from "./regions.js";

export type RunFact = Extract<Fact, { kind: "run" }>;

export interface Part {
  readonly units: readonly ModelledUnit[];
  readonly place: "build" | "runtime" | "neutral";
  /** the part's text in the runtime stage when it is cut down; null = as written */
  readonly text: string | null;
  readonly because: string;
  /** programs that the part needs where it runs */
  readonly programs: readonly string[];
  /** paths outside the build that the build part makes and the container may use */
  readonly produces: readonly { readonly path: string; readonly what: "file" | "directory" | "tree" }[];
  /** packages that stay behind */
  readonly leaves: readonly string[];
  readonly installs: boolean;
  readonly opaque: string | null;
}

export interface PartScope {
  readonly regions: Regions;
  readonly source: string;
  /** is this program (by its base name) a need of the running container? */
  readonly isNeeded: (program: string) => boolean;
  /** is exactly this program a need of the container or called by the application? */
  readonly isProgramNeeded: (program: string) => boolean;
  /** programs that the application itself calls, or may call */
  readonly mayCall: (program: string) => boolean;
  /** does the path lie in a folder that every base image has (`/usr/local/bin`), so that it cannot be copied whole? */
  readonly isSystemFolder: (path: string) => boolean;
  /** is a program of the container shown to come out of an archive that is unpacked into this folder? */
  readonly bringsProgram: (folder: string) => boolean;
  /** is somebody known to make exactly this path? */
  readonly hasProducer: (path: string) => boolean;
  /** programs that the steps of the build run */
  readonly buildTools: ReadonlySet<string>;
  /** the base image's release; null where it floats */
  readonly release: string | null;
  /** virtual packages of apk that a RUN deletes again */
  readonly deleted: ReadonlySet<string>;
  /** paths outside the build that only parts of the build have made so far; filled in the file's order */
  readonly madeInBuild: Set<string>;
  /** is it a user of the build's base image alone, whom nothing in the container runs as? */
  readonly belongsToBuild: (owner: string) => boolean;
}

export function partsOf(fact: RunFact, scope: PartScope): readonly Part[] {
  const groups: ModelledUnit[][] = [];
  for (const unit of fact.units) {
    const last = groups.at(-1);
    if (unit.unit.joiner === "||" && last) last.push(unit);
    else groups.push([unit]);
  }
  const parts = groups.map((units) => {
    const part = partOf(units, scope);
    remember(part, scope);
    return part;
  });
  // The index is fetched and cleaned for the installs of the same RUN alone.
  const installs = parts.some((part) => part.installs);
  const separate = !fact.units.some((unit) =>
    unit.commands.some((command) => installing(command).length > 0),
  );
  return parts.map((part) =>
    part.place === "runtime" && isIndexWork(part) && !installs && !separate
      ? { ...part, place: "neutral", because: "the package index is only needed for packages of the build" }
      : part,
  );
}

/** What a part of the build makes outside of it is in the build stage alone; what a runtime part makes is in both. */
function remember(part: Part, scope: PartScope): void {
  for (const { effects } of part.units.flatMap((unit) => unit.commands)) {
    for (const effect of effects) {
      if (effect.kind !== "write" || scope.regions.isBuildPath(effect.path)) continue;
      if (part.place === "build") scope.madeInBuild.add(effect.path);
      else scope.madeInBuild.delete(effect.path);
    }
  }
}

function partOf(units: readonly ModelledUnit[], scope: PartScope): Part {
  const commands = units.flatMap((unit) => unit.commands);
  const none = { text: null, programs: [], produces: [], leaves: [], installs: false, opaque: null };
  const opaque = commands.find((command) => command.opaque !== null);
  if (opaque) {
    return { ...none, units, place: "build", because: opaque.opaque ?? "", opaque: opaque.opaque };
  }
  const text = scope.source.slice(units[0]?.span.start ?? 0, units.at(-1)?.span.end ?? 0);
  const tool = buildToolIn(text, commands, scope);
  if (tool !== null) {
    const because = `${tool} builds, and the container does not run it`;
    return { ...none, units, place: "build", because };
  }
  const places = commands.map((command) => placeOf(command, scope));
  const build = places.find((place) => place.place === "build");
  const runtime = places.find((place) => place.place === "runtime");
  const produces = commands.flatMap((command) => producesOf(command, scope));
  if (build) {
    return {
      ...none,
      units,
      place: "build",
      because: build.because,
      produces,
      opaque:
        runtime && build.hard
          ? `one command line both builds and sets up the system: ${runtime.because}`
          : null,
    };
  }
  if (!runtime) return { ...none, units, place: "neutral", because: "it changes nothing that stays" };
  const install = commands.find((command) => installing(command).length > 0);
  if (!install) {
    return {
      ...none,
      units,
      place: "runtime",
      because: runtime.because,
      programs: commands.map(({ invocation }) => invocation.program),
      produces: [],
    };
  }
  const trimmed = trimInstall(units, install, scope);
  if (trimmed.kept.length === 0) {
    return {
      ...none,
      units,
      place: "build",
      because: `${trimmed.left.join(", ")}: for the build only`,
      leaves: trimmed.left,
    };
  }
  return {
    units,
    place: "runtime",
    text: trimmed.text,
    because: `installs ${trimmed.kept.join(", ")} for the container`,
    programs: commands.map(({ invocation }) => invocation.program),
    produces: [],
    leaves: trimmed.left,
    installs: true,
    opaque: null,
  };
}

/**
 * A build tool that is unpacked into a folder of the system, or linked into one, and that the container does
 * not run: `curl … apache-maven-3.9.6-bin.tar.gz | tar -xz -C /opt && ln -s /opt/apache-maven-3.9.6/bin/mvn /usr/bin/mvn`,
 * or given another name there.
 */
function buildToolIn(text: string, commands: readonly ModelledCommand[], scope: PartScope): string | null {
  const effects = commands.flatMap((command) => command.effects);
  const unused = (tool: string): boolean => scope.buildTools.has(tool) && !scope.isProgramNeeded(tool);
  const archive = /\b(?:apache-(maven)|(gradle))-[^\s/"']*\.(?:tar|tgz|zip)/.exec(text);
  const tool = archive?.[1] === "maven" ? "mvn" : (archive?.[2] ?? null);
  if (tool !== null && unused(tool)) {
    const files = effects.filter((effect) => effect.kind === "write");
    const others = effects.some(({ kind }) => !/^(write|read|network|remove)$/.test(kind));
    if (!others && files.length > 0 && files.every(({ what, path }) => what === "tree" || ARCHIVE.test(path)))
      return tool;
  }
  // `mv apache-maven-3.9.6 /opt/maven`: the unpacked folder, given a name that does not change with the version
  const homes = effects.map((effect) =>
    effect.kind === "write" && effect.link !== true && effect.from !== undefined
      ? toolHome(effect.from)
      : null,
  );
  const [home] = homes;
  if (home != null && homes.every((one) => one === home) && unused(home)) return home;
  const links = effects.flatMap((effect) =>
    effect.kind === "write" && effect.link === true ? [effect.path.split("/").at(-1) ?? ""] : [],
  );
  return links.length > 0 && links.length === effects.length && links.every(unused)
    ? (links[0] ?? null)
    : null;
}

const ARCHIVE = /\.(tar|tgz|zip|gz)$/;

/** The build tool whose distribution unpacks into a folder of that name. */
function toolHome(path: string): string | null {
  const name = /\/(?:apache-(maven)|(gradle))-\d[\w.-]*$/.exec(path);
  return name === null ? null : name[1] === "maven" ? "mvn" : "gradle";
}

interface Place {
  readonly place: "build" | "runtime" | "neutral";
  readonly because: string;
  /** cannot be done without in this place */
  readonly hard: boolean;
}

function placeOf(command: ModelledCommand, scope: PartScope): Place {
  const { step, effects, invocation } = command;
  const isManager = /^(npm|pnpm|yarn)$/.test(invocation.program);
  if (step?.kind === "housekeeping" && isManager && !isForBuildTools(invocation.program, command, scope))
    return { place: "runtime", because: `sets how ${invocation.program} runs scripts`, hard: true };
  if (step) {
    // What is installed for the whole image is installed again; what a build makes is copied.
    const provides =
      step.outputs.known && step.kind !== "build"
        ? step.outputs.value.find(
            (output) =>
              /\/bin\/[^/]+$/.test(output.path) && scope.isNeeded(output.path.split("/").at(-1) ?? ""),
          )
        : undefined;
    return provides
      ? { place: "runtime", because: `${provides.path} is used by the running container`, hard: true }
      : { place: "build", because: step.evidence, hard: true };
  }
  const account = effects.find((effect) => effect.kind === "user" || effect.kind === "group");
  // The account is the container's, wherever its home lies.
  if (account) return placeOfEffect(account, command, scope);
  const places = effects.map((effect) => placeOfEffect(effect, command, scope));
  return (
    places.find(({ place, hard }) => place === "build" && hard) ??
    places.find(({ place }) => place === "runtime") ??
    places.find(({ place }) => place === "build") ?? {
      place: "neutral",
      because: `${invocation.program} changes nothing that stays`,
      hard: false,
    }
  );
}

const NEUTRAL: Place = { place: "neutral", because: "", hard: false };

function placeOfEffect(effect: Effect, command: ModelledCommand, scope: PartScope): Place {
  const { regions } = scope;
  const build = (because: string): Place => ({ place: "build", because, hard: true });
  const runtime = (because: string): Place => ({ place: "runtime", because, hard: true });
  switch (effect.kind) {
    case "packages":
      // What is removed here was there for the build; the runtime stage never had it.
      if (effect.action === "remove") return NEUTRAL;
      return runtime(
        effect.action === "install" ? `installs ${effect.names.join(", ")}` : `${effect.action}s packages`,
      );
    case "user":
    case "group":
      return runtime(`makes the ${effect.kind} ${effect.name}`);
    case "setting":
      return isForBuildTools(effect.of, command, scope) || choosesBuildTool(effect.of, scope)
        ? { place: "build", because: `sets ${effect.of} for the build tools`, hard: false }
        : runtime(`sets ${effect.of}`);
    case "network":
      return NEUTRAL;
    case "read":
      return rests(effect.path, scope) ? build(`${effect.path} is in the build stage alone`) : NEUTRAL;
    case "write":
      // `ln -s /usr/share/maven/bin/mvn /usr/bin/mvn`: of no use without the tool.
      if (
        effect.link === true &&
        effect.from !== undefined &&
        regions.isScratch(effect.from) &&
        !DEVICE.test(effect.from)
      )
        return { place: "build", because: "it links a tool of the build", hard: false };
      // A link beside the program that leads out of it (`ln -s /data/uploads uploads`): a COPY would follow it.
      if (
        effect.link === true &&
        effect.from !== undefined &&
        regions.buildDirectories.includes(parentOf(effect.path)) &&
        !regions.isBuildPath(effect.from) &&
        !rests(effect.from, scope)
      ) {
        return runtime(`makes the link ${effect.path}`);
      }
      // A link is made without what it points to.
      if (effect.link === true && !regions.isBuildPath(effect.path) && !regions.isScratch(effect.path)) {
        return runtime(`makes the link ${effect.path}`);
      }
      if (effect.from !== undefined && rests(effect.from, scope))
        return build(`${effect.from} is in the build stage alone`);
      if (effect.from !== undefined && regions.isBuildPath(effect.from))
        return build("it works on what the build made");
      if (effect.what === "directory" && effect.from === undefined && regions.isFilledByBuild(effect.path)) {
        return {
          place: "build",
          because: `${effect.path} comes with what the build puts there`,
          hard: false,
        };
      }
      if (regions.isRuntimeDirectory(effect.path))
        return runtime(`makes ${effect.path} for the running container`);
      if (regions.isBuildPath(effect.path)) return build("it works on the sources or on what the build made");
      if (regions.isScratch(effect.path))
        return { place: "build", because: "temporary files and caches of the build", hard: false };
      if (
        needsDownload(command) &&
        (!scope.isSystemFolder(effect.path) ||
          (effect.what === "tree" && scope.bringsProgram(effect.path))) &&
        !hasGlob(effect.path)
      ) {
        return build(`${effect.path} is made in the build stage and copied`);
      }
      return runtime(`makes ${effect.path}`);
    case "remove":
      if (regions.isBuildPath(effect.path)) return build("it removes files of the build");
      if (rests(effect.path, scope))
        return { place: "build", because: "it removes what the build made", hard: false };
      return regions.isScratch(effect.path)
        ? { place: "neutral", because: "", hard: false }
        : runtime(`removes ${effect.path}`);
    case "chmod":
    case "chown":
      if (effect.kind === "chown" && regions.isBuildPath(effect.path) && scope.belongsToBuild(effect.owner)) {
        return {
          place: "build",
          because: `${effect.owner} is a user of the build's image alone`,
          hard: false,
        };
      }
      if (regions.buildDirectories.includes(effect.path)) {
        return {
          place: "runtime",
          because: `sets the ${effect.kind === "chmod" ? "mode" : "owner"} of ${effect.path}`,
          hard: false,
        };
      }
      if (regions.isRuntimeDirectory(effect.path)) return runtime(`sets up ${effect.path}`);
      if (regions.isBuildPath(effect.path)) return build("it works on the sources or on what the build made");
      // Its mode and owner come with the copy.
      if (restsExactly(effect.path, scope)) return build(`${effect.path} is in the build stage alone`);
      return regions.isScratch(effect.path) ? NEUTRAL : runtime(`sets up ${effect.path}`);
  }
}

/** `ln -sf /dev/stdout /var/log/app.log` */
const DEVICE = /^\/(dev|proc)\//;

/**
 * Settings of tools of which the container runs none. What git is told it obeys there, too, but for addresses and
 * credentials of the build; of npm's keys only those count that decide how scripts run
 * (https://docs.npmjs.com/cli/v10/using-npm/config).
 */
function isForBuildTools(setting: string, { invocation }: ModelledCommand, scope: PartScope): boolean {
  const tool = /^(npm|git|yarn|pnpm|bun|ssh|gpg)\b/.exec(setting)?.[1];
  if (tool === undefined) return false;
  if (!scope.isProgramNeeded(tool)) return true;
  const text = invocation.raw.join(" ");
  if (/auth|token|passw|secret|credential|insteadof|extraheader|\bproxy/i.test(text)) return true;
  return (
    tool !== "git" &&
    !/\b(node-options|script-shell|shell-emulator|enable-pre-post-scripts|ignore-scripts|loglevel)\b/.test(
      text,
    )
  );
}

/** `update-alternatives --set javac …`: the runtime stage has no such tool unless the container runs it. */
function choosesBuildTool(setting: string, scope: PartScope): boolean {
  const tool = /^alternatives of (javac|javadoc|jar|jshell|mvn|gradle|gcc|g\+\+|cc|c\+\+|make)$/.exec(
    setting,
  )?.[1];
  return tool !== undefined && !scope.isProgramNeeded(tool);
}

/** Does the path, or something in it, come from the build stage alone? */
function rests(path: string, scope: PartScope): boolean {
  return [...scope.madeInBuild].some((made) => {
    // An archive that was unpacked into a folder of the system: what has no other producer came out of it.
    if (scope.isSystemFolder(made)) {
      return isWithin(path, made) && !scope.isSystemFolder(path) && !scope.hasProducer(path);
    }
    return isWithin(path, made) || isWithin(made, path) || mayOverlap(path, made);
  });
}

/** Is the path itself, or a folder around it, made in the build stage alone? */
function restsExactly(path: string, scope: PartScope): boolean {
  return [...scope.madeInBuild].some((made) => !scope.isSystemFolder(made) && isWithin(path, made));
}

/** Is the file made by a download or an unpacking, which needs programs that a slim image lacks? */
function needsDownload(command: ModelledCommand): boolean {
  return (
    command.effects.some((effect) => effect.kind === "network") ||
    /^(tar|unzip|gunzip|curl|wget|git)$/.test(command.invocation.program)
  );
}

function producesOf(command: ModelledCommand, scope: PartScope): Part["produces"] {
  return command.effects.flatMap((effect) => {
    if (
      effect.kind !== "write" ||
      scope.regions.isBuildPath(effect.path) ||
      scope.regions.isScratch(effect.path)
    )
      return [];
    return [{ path: effect.path, what: effect.what }];
  });
}

function installing(command: ModelledCommand): readonly Extract<Effect, { kind: "packages" }>[] {
  return command.effects.filter(
    (effect): effect is Extract<Effect, { kind: "packages" }> =>
      effect.kind === "packages" && effect.action === "install",
  );
}

/** Fetches or cleans the index of packages, or removes packages, and nothing else. */
export function isIndexWork(part: Part): boolean {
  const effects = part.units.flatMap((unit) => unit.commands.flatMap((command) => command.effects));
  return (
    effects.length > 0 &&
    effects.every(
      (effect) =>
        effect.kind === "packages" &&
        (effect.action === "update" || effect.action === "clean" || effect.action === "remove"),
    )
  );
}

/** An update; a script that sets up a repository ends with one (deb.nodesource.com/setup_20.x, add-apt-repository). */
export function fetchesIndex(effect: Effect): boolean {
  return (
    (effect.kind === "packages" && effect.action === "update") ||
    (effect.kind === "setting" && effect.of === "apt-source")
  );
}

/** Sets up where packages come from (keys, lists of sources), and nothing else. */
export function isRepositoryWork(part: Part): boolean {
  const effects = part.units.flatMap((unit) => unit.commands.flatMap((command) => command.effects));
  return (
    effects.some((effect) => effect.kind === "write" || effect.kind === "setting") &&
    effects.every((effect) => {
      switch (effect.kind) {
        case "network":
        case "read":
          return true;
        case "setting":
          return /^(apt-key|apt-source|package-repository)$/.test(effect.of);
        case "write":
        case "chmod":
          return REPOSITORY_FILES.test(effect.path);
        case "packages":
          return effect.action === "update";
        default:
          return false;
      }
    })
  );
}

const REPOSITORY_FILES =
  /^\/(etc\/apt\/(keyrings|sources\.list\.d|trusted\.gpg\.d|preferences\.d)|usr\/share\/keyrings|etc\/yum\.repos\.d|etc\/apk\/(keys|repositories))(\/|$)/;

interface Trimmed {
  /** null = as written */
  readonly text: string | null;
  readonly kept: readonly string[];
  readonly left: readonly string[];
}

/** Cuts the packages of the build out of an install command, every other byte kept. */
function trimInstall(units: readonly ModelledUnit[], command: ModelledCommand, scope: PartScope): Trimmed {
  const [first] = units;
  const last = units.at(-1);
  if (!first || !last) return { text: null, kept: [], left: [] };
  const start = first.span.start;
  const text = scope.source.slice(start, last.span.end);
  const kept: string[] = [];
  const left: string[] = [];
  const edits: { start: number; end: number; text: string }[] = [];
  const words = parseShell(
    text.replaceAll(/\\\r?\n/g, (match) => " ".repeat(match.length)),
    {
      cwd: known("/"),
      env: new Map(),
    },
  ).commands.flatMap((one) => [...one.argv]);
  for (const effect of installing(command)) {
    // What is deleted again was there for the build; a virtual package that stays is like any other.
    const virtual = effect.virtual !== undefined && scope.deleted.has(effect.virtual);
    for (const name of effect.names) {
      const decision = virtual ? { keep: false, as: null } : keepPackage(effect, name, scope);
      if (decision.keep && decision.as === null) {
        kept.push(name);
        continue;
      }
      const word = words.find(
        (one) => one.text.replaceAll(/["']/g, "") === name || one.text.startsWith(`${name}=`),
      );
      if (!word) {
        kept.push(name);
        continue;
      }
      const taken = (decision.as ?? "")
        .split(" ")
        .filter((one) => one !== "" && !effect.names.includes(one) && !kept.includes(one));
      if (taken.length > 0) {
        kept.push(...taken);
        left.push(name);
        edits.push({ start: word.span.start, end: word.span.end, text: taken.join(" ") });
      } else {
        left.push(name);
        edits.push({ ...wholeWord(text, word.span.start, word.span.end), text: "" });
      }
    }
  }
  if (edits.length === 0) return { text: null, kept, left };
  let trimmed = text;
  for (const edit of [...edits].sort((one, other) => other.start - one.start)) {
    trimmed = trimmed.slice(0, edit.start) + edit.text + trimmed.slice(edit.end);
  }
  return { text: trimmed, kept, left };
}

/** The word with the blanks (and the continuation, when it stood alone on its line) in front of it. */
function wholeWord(text: string, start: number, end: number): { start: number; end: number } {
  const before = /(?:[ \t]*\\\r?\n)?[ \t]*$/.exec(text.slice(0, start))?.[0] ?? "";
  return { start: start - before.length, end };
}

const JDK_TOOLS = ["javac", "jar", "jcmd", "jmap", "jstack", "jshell", "jstat", "jps", "jinfo"];

/** Programs that are installed for builds far more often than for programs: they stay where something calls them. */
const BUILDERS_TOO =
  /^(python3?|git|unzip|zip|tar|gzip|bzip2|xz|xz-utils|npm|nodejs-npm|yarn|yarnpkg|pnpm|corepack)$/;

function keepPackage(
  effect: Extract<Effect, { kind: "packages" }>,
  name: string,
  scope: PartScope,
): { keep: boolean; as: string | null } {
  const { manager } = effect;
  const jre = jrePackage(manager, name);
  const wantsJdk = JDK_TOOLS.some((tool) => scope.isProgramNeeded(tool));
  if (jre !== null && !wantsJdk && scope.isProgramNeeded("java"))
    return { keep: true, as: jre === name ? null : jre };
  if (scope.isNeeded(name)) return { keep: true, as: null };
  // A front end that was built beside a program of another language.
  const builtWithNode = ["npm", "npx", "yarn", "pnpm", "node"].some((tool) => scope.buildTools.has(tool));
  if (/^nodejs(-current)?$/.test(name) && builtWithNode && !scope.isProgramNeeded("node"))
    return { keep: false, as: null };
  const library = runtimeLibrary(manager, name, scope.release);
  if (library !== null) return { keep: library !== "", as: library };
  switch (classifyPackage(manager, name)) {
    case "build":
      // Headers whose library is not known keep the library in the image.
      return { keep: /-(dev|devel)$/.test(name), as: null };
    case "ambiguous":
      return {
        keep: scope.mayCall(name) || !BUILDERS_TOO.test(name),
        as: null,
      };
    default:
      return { keep: true, as: null };
  }
}
