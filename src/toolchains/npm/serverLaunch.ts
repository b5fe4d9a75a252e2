/**
 * Programs of packages that start an application or serve its build: next, nuxt, remix-serve,
 * static servers, pm2, migration tools. In: the invocation and where it stands; out: its needs, or null
 * where the program is none of them.
 */
import { join, resolve } from "node:path/posix";
import type { ImageTree, Invocation } from "../../model/types.js";
import type { BuildHistory, Launch, Need } from "../types.js";
import { applicationDirectory } from "./directory.js";
import { asObject, asText, parseJson, type Json } from "./jsonText.js";
import { settings } from "./outputs/configText.js";
import { nextConfig } from "./outputs/frameworks.js";
import { operands, option } from "./outputs/made.js";
import type { PackageJson } from "./packageJson.js";
import { producerOf, worksOf } from "./produced.js";
import { STATIC_SERVERS } from "./servers.js";
import { texts } from "./words.js";

export interface Place {
  readonly cwd: string;
  readonly tree: ImageTree;
  readonly history: BuildHistory;
  readonly pkg: PackageJson | null;
  /** the package that brings the program, null when none of the project does */
  readonly uses: string | null;
  readonly directory: string;
  /** installed for the whole image */
  readonly global: boolean;
}

/** Tools that bring a database up to date before the program starts. */
const MIGRATIONS: ReadonlySet<string> = new Set(
  "prisma knex sequelize sequelize-cli typeorm node-pg-migrate db-migrate migrate-mongo drizzle-kit mikro-orm migrate pg-migrate".split(
    " ",
  ),
);

export function serverLaunch(invocation: Invocation, place: Place): Launch | null {
  const { program } = invocation;
  const args = texts(invocation.args);
  const verb = operands(args)[0] ?? "";
  const { cwd, tree } = place;
  const own = STATIC_SERVERS[program];
  if (own !== undefined) return staticServer(invocation, args, own, place);
  switch (program) {
    case "next": {
      if (verb !== "start") return null;
      const directory = resolve(
        cwd,
        operands(args, ["-p", "--port", "-H", "--hostname", "--keepAliveTimeout"])[1] ?? ".",
      );
      const { distDir } = nextConfig(directory, tree);
      if (!distDir.known) return { kind: "refuse", code: "build-output-unknown", message: distDir.because };
      return application(place, resolve(directory, distDir.value), "next start serves it");
    }
    case "nuxt":
    case "nuxi":
    case "nuxt-ts":
      if (verb !== "start" && verb !== "preview") return null;
      return application(
        place,
        join(cwd, verb === "start" ? ".nuxt" : ".output"),
        `${program} ${verb} serves it`,
      );
    case "remix-serve":
    case "react-router-serve":
      return application(place, resolve(cwd, verb === "" ? "build" : verb), `${program} serves it`);
    case "vite":
      if (verb !== "preview") return null;
      return application(place, resolve(cwd, option(args, "--outDir") ?? "dist"), "vite preview serves it");
    case "astro":
      return verb === "preview" ? application(place, join(cwd, "dist"), "astro preview serves it") : null;
    case "gatsby":
      return verb === "serve" ? application(place, join(cwd, "public"), "gatsby serve serves it") : null;
    case "docusaurus":
      return verb === "serve"
        ? application(place, join(cwd, option(args, "--dir") ?? "build"), "docusaurus serve serves it")
        : null;
    case "pm2":
    case "pm2-runtime":
    case "pm2-docker":
    case "forever":
      return processManager(invocation, args, place);
    default:
      return MIGRATIONS.has(program) && (place.uses !== null || place.global)
        ? migration(invocation, args, place)
        : null;
  }
}

function application(
  place: Place,
  entry: string | null,
  because: string,
  more: readonly Need[] = [],
): Launch {
  const need: Need = {
    kind: "application",
    language: "node",
    directory: applicationDirectory(place.cwd, entry, place.tree),
    entry,
    because,
    ...(place.uses === null ? {} : { uses: [place.uses] }),
  };
  return { kind: "needs", needs: [need, ...more], notes: [] };
}

function staticServer(
  invocation: Invocation,
  args: readonly (string | null)[],
  own: (typeof STATIC_SERVERS)[string],
  place: Place,
): Launch | null {
  if (args.includes(null) && operands(args, own?.values).includes(null))
    return {
      kind: "refuse",
      code: "command-not-understood",
      message: `the folder that ${invocation.program} serves is only known at run time`,
    };
  const [named] = operands(args, own?.values);
  const guess = own?.folder ?? (folderThere("public", place) ? "public" : ".");
  const folder = resolve(place.cwd, named ?? guess);
  const config = option(args, "-c", "--config");
  const files: Need[] =
    config !== null && place.tree.kind(resolve(place.cwd, config)) === "file"
      ? [{ kind: "path", path: resolve(place.cwd, config), because: `${invocation.program} reads it` }]
      : [];
  if (place.uses !== null) return application(place, folder, `${invocation.program} serves it`, files);
  // Installed for the whole image, or fetched by npx when the container starts as it was before.
  const needs: Need[] = [
    ...(place.global || (invocation.bins?.length ?? 0) === 0
      ? [{ kind: "program", name: invocation.program, because: "it serves the site" } as const]
      : []),
    { kind: "path", path: folder, because: `${invocation.program} serves it` },
    ...files,
  ];
  return { kind: "needs", needs, notes: [] };
}

function folderThere(name: string, place: Place): boolean {
  const path = join(place.cwd, name);
  return (
    place.tree.kind(path) === "directory" ||
    producerOf(path, place.tree, place.history, worksOf(place.history, place.tree)).kind === "folder"
  );
}

/** https://pm2.keymetrics.io/docs/usage/application-declaration/ */
function processManager(invocation: Invocation, args: readonly (string | null)[], place: Place): Launch {
  const values = [
    "-i",
    "--instances",
    "--name",
    "-n",
    "--env",
    "--only",
    "--node-args",
    "--max-memory-restart",
    "-o",
    "-e",
    "-l",
    "--log",
    "--output",
    "--error",
    "--interpreter",
    "--interpreter-args",
    "-u",
    "--uid",
    "--cwd",
    "--exp-backoff-restart-delay",
    "--kill-timeout",
    "--secret",
    "--public",
    "--machine-name",
    "--delay",
    "--merge-logs",
    "--format",
    "--raw",
  ].filter((name) => !["--merge-logs", "--raw"].includes(name));
  const behind = args.indexOf("--");
  const words = operands(behind < 0 ? args : args.slice(0, behind), values);
  const target = words.find((word) => word !== "start" && word !== "restart");
  const program: readonly Need[] =
    place.uses === null
      ? [{ kind: "program", name: invocation.program, because: "the command runs it" }]
      : [];
  const self: readonly Need[] =
    place.uses === null
      ? []
      : [
          {
            kind: "application",
            language: "node",
            directory: place.directory,
            entry: null,
            because: `${invocation.program} runs the command`,
            uses: [place.uses],
          },
        ];
  if (
    words[0] !== undefined &&
    ["logs", "list", "monit", "save", "delete", "kill", "install", "set", "link"].includes(words[0] ?? "")
  )
    return { kind: "needs", needs: [...program, ...self], notes: [] };
  if (target === undefined || target === null)
    return {
      kind: "refuse",
      code: "command-not-understood",
      message: `what ${invocation.program} starts is not known`,
    };
  if (option(args, "--interpreter") !== null)
    return {
      kind: "refuse",
      code: "interpreter-of-sources",
      message: `${invocation.program} starts another interpreter`,
    };
  const follow = (text: string, cwd: string): Launch => ({
    kind: "follow",
    text,
    cwd,
    needs: [...program, ...self],
    bins: [join(place.directory, "node_modules/.bin")],
    because: `${invocation.program} starts it`,
  });
  if (/\.(json|ya?ml)$|\.config\.[cm]?js$|^ecosystem.*\.[cm]?js$/.test(target)) {
    const path = resolve(place.cwd, target);
    const apps = declared(path, place.tree);
    if (apps === null)
      return {
        kind: "refuse",
        code: "command-not-understood",
        message: `${target} does not tell what it starts`,
      };
    const file: Need = { kind: "path", path, because: `${invocation.program} reads it` };
    const launch = follow(apps.join("\n"), place.cwd);
    return launch.kind === "follow" ? { ...launch, needs: [...launch.needs, file] } : launch;
  }
  const rest = behind < 0 ? [] : args.slice(behind + 1).map((arg) => arg ?? "$ARGUMENT");
  if (["npm", "yarn", "pnpm"].includes(target)) return follow([target, ...rest].join(" "), place.cwd);
  return follow(["node", target, ...rest].join(" "), place.cwd);
}

/** The scripts of an ecosystem file as command lines; null when they are not literal. */
function declared(path: string, tree: ImageTree): readonly string[] | null {
  const text = tree.read(path);
  if (!text.known) return null;
  const json = path.endsWith(".json") ? parseJson(text.value) : null;
  if (json?.known === true) {
    const root = json.value;
    const apps = Array.isArray(root) ? root : (asObject(root)?.["apps"] ?? [root]);
    const lines = (Array.isArray(apps) ? apps : [apps]).map((app: Json) =>
      line(
        asText(asObject(app)?.["script"]),
        asText(asObject(app)?.["args"]),
        asText(asObject(app)?.["interpreter"]),
        asText(asObject(app)?.["cwd"]),
      ),
    );
    return lines.includes(null) ? null : lines.filter((one): one is string => one !== null);
  }
  const scripts = settings(text.value, "script");
  const args = settings(text.value, "args");
  if (
    scripts.length === 0 ||
    scripts.some(({ kind }) => kind !== "text") ||
    ["interpreter", "exec_interpreter", "cwd"].some((name) => settings(text.value, name).length > 0)
  )
    return null;
  if (args.length > 0 && (scripts.length > 1 || args[0]?.kind !== "text")) return null;
  return scripts
    .map((script) =>
      line(
        script.kind === "text" ? script.value : null,
        args[0]?.kind === "text" ? args[0].value : null,
        null,
        null,
      ),
    )
    .filter((one): one is string => one !== null);
}

function line(
  script: string | null,
  args: string | null,
  interpreter: string | null,
  cwd: string | null,
): string | null {
  if (
    script === null ||
    (cwd !== null && cwd !== "." && cwd !== "./") ||
    (interpreter !== null && interpreter !== "node")
  )
    return null;
  const words = [script, ...(args === null ? [] : [args])].join(" ");
  return ["npm", "yarn", "pnpm"].includes(script) || /\s/.test(script) ? words : `node ${words}`;
}

/** Their configuration and migrations are files of the application; a TypeScript one is compiled at start. */
function migration(invocation: Invocation, args: readonly (string | null)[], place: Place): Launch {
  const named = args.find((arg) => arg !== null && /\.[cm]?ts$/.test(arg.replace(/^--[\w-]+=/, "")));
  if (named !== undefined && invocation.program !== "drizzle-kit")
    return {
      kind: "refuse",
      code: "interpreter-of-sources",
      message: `${invocation.program} is given ${named ?? ""}, which it compiles when the container starts`,
    };
  const files = args.flatMap((arg): readonly Need[] => {
    const path = arg === null ? null : resolve(place.cwd, arg.replace(/^--[\w-]+=/, ""));
    return path === null || arg?.startsWith("-") === true || place.tree.kind(path) === null
      ? []
      : [{ kind: "path", path, because: `${invocation.program} reads it`, optional: true }];
  });
  if (place.global && place.uses === null) {
    return {
      kind: "needs",
      needs: [
        { kind: "program", name: invocation.program, because: "the command runs it" },
        {
          kind: "application",
          language: "node",
          directory: place.directory,
          entry: null,
          because: `${invocation.program} reads its files`,
        },
        ...files,
      ],
      notes: [],
    };
  }
  return application(place, null, `${invocation.program} runs before the program`, files);
}
