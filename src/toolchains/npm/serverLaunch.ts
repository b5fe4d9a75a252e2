/**
 * Programs of packages that start an application or serve its build: next, nuxt, remix-serve,
 * static servers, pm2, migration tools. In: the invocation and where it stands; out: its needs, or null
 * where the program is none of them.
 */
import { join, resolve } from "node:path/posix";
import type { Invocation } from "../../model/types.js";
import type { Launch, Need } from "../types.js";
import { applicationDirectory } from "./directory.js";
import { fetchedNote, type Place } from "./launchParts.js";
import { isNuxt2, nextConfig } from "./outputs/frameworks.js";
import { operands, option } from "./outputs/made.js";
import { processManager } from "./processManager.js";
import { producerOf, worksOf } from "./produced.js";
import { STATIC_SERVERS } from "./servers.js";
import { texts } from "./words.js";

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
      if (program === "nuxt-ts" || isNuxt2(place.pkg))
        return application(place, join(cwd, ".nuxt"), `${program} ${verb} serves it`);
      // @nuxt/cli, commands/preview: start is another name of it
      return {
        kind: "refuse",
        code: "interpreter-of-sources",
        message: `${program} ${verb} loads nuxt.config and all modules that it names before it starts the server in .output`,
      };
    case "strapi":
      // Its configuration, content types and plugins are read from where they stand.
      return verb === "start" ? application(place, null, "strapi start reads the project") : null;
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
      return MIGRATIONS.has(program) && (place.uses !== null || place.global || place.fetched !== null)
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
  const { fetched } = place;
  const launch = application(
    { ...place, uses: place.uses ?? invocation.program },
    null,
    `${invocation.program} runs before the program`,
    files,
  );
  return fetched !== null && launch.kind === "needs"
    ? { ...launch, notes: [...launch.notes, fetchedNote(invocation, fetched)] }
    : launch;
}
