/**
 * Development servers of frameworks that have a server of their own for production: `next dev`, `nuxt dev`,
 * `remix dev`, `react-router dev`, `astro dev` with the node adapter. In: the command; out: the framework's build
 * and the start of what it makes on the same address and port. Sources, read and tried: next 14 (bin/next),
 * @nuxt/cli 2, nuxi 3 and the node-server preset, @remix-run/serve 2, @react-router/serve 7, @astrojs/node 8.
 */
import { join } from "node:path/posix";
import { known, unknown, type Known } from "../../../known.js";
import type { Production } from "../../types.js";
import { configFile, configNames, setting } from "../outputs/configText.js";
import { isNuxt2, nextConfig } from "../outputs/frameworks.js";
import { texts } from "../words.js";
import { makingFrom, notInstalled, programWords, type Situation } from "./situation.js";

interface Flags {
  readonly words: readonly string[];
  readonly port: string | null;
  /** "" for the flag without a value: all addresses */
  readonly host: string | null;
}

/** Of `dev`: the operands, port and host; null words are unknown, and so is an option that is not named here. */
function flagsOf(here: Situation, drop: RegExp): Known<Flags> {
  const list = texts(here.invocation.args);
  const words: string[] = [];
  let port: string | null = null;
  let host: string | null = null;
  for (let at = 0; at < list.length; at += 1) {
    const word = list[at] ?? null;
    if (word === null) return unknown(`an argument of ${here.invocation.program} is only known at run time`);
    const [name = "", inline] = word.split("=", 2);
    const value = (): string => {
      const next = list[at + 1];
      if (inline !== undefined) return inline;
      if (typeof next !== "string" || next.startsWith("-")) return "";
      at += 1;
      return next;
    };
    if (/^(-p|--port)$/.test(name)) port = value();
    else if (/^(-H|--hostname|--host)$/.test(name)) host = value();
    else if (/^--?inspect/.test(name)) return unknown(`${word} opens a debugger, which is development`);
    else if (!word.startsWith("-")) words.push(word);
    else if (!drop.test(name)) return unknown(`${word} has no counterpart in production`);
  }
  return known({ words, port, host });
}

/** The build runs in the build stage, with what the file has there. */
function built(
  here: Situation,
  build: readonly string[],
  start: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Known<Production> {
  const mode = here.invocation.env.get("NODE_ENV");
  if (mode !== undefined && !(mode.known && mode.value === "production"))
    return unknown(
      `NODE_ENV is ${mode.known ? mode.value : "not known"}, which a production build is not made for`,
    );
  const words = programWords(here, build);
  const missing = notInstalled(makingFrom(words, here).programs, here);
  if (missing !== null) return unknown(`${words.join(" ")} cannot run: ${missing}`);
  const done = here.history.invocations.some(
    ({ program, raw }) => [program, ...raw].join(" ") === words.join(" "),
  );
  return known({
    build: done ? [] : words,
    start,
    directory: here.cwd,
    environment,
    differences: [
      `${build.join(" ")} reads variables such as NEXT_PUBLIC_, NUXT_ or VITE_ and what pages fetch when the image is built, no longer when the container starts`,
      "errors are answered as in production",
    ],
  });
}

/** PORT and HOST of the servers that take them from the environment. */
function address({ port, host }: Flags): Readonly<Record<string, string>> {
  return {
    ...(port === null || port === "" ? {} : { PORT: port }),
    ...(host === null ? {} : { HOST: host === "" ? "0.0.0.0" : host }),
  };
}

export function framework(here: Situation): Known<Production> | null {
  switch (here.invocation.program) {
    case "next":
      return next(here);
    case "nuxt":
    case "nuxi":
    case "nuxt-ts":
      return nuxt(here);
    case "remix":
    case "react-router":
      return remix(here);
    case "astro":
      return astro(here);
    default:
      return null;
  }
}

function next(here: Situation): Known<Production> {
  const flags = flagsOf(here, /^--turbo(pack)?$/);
  if (!flags.known) return flags;
  const { port, host } = flags.value;
  const [folder] = flags.value.words.filter((word) => word !== "dev");
  const { output } = nextConfig(join(here.cwd, folder ?? "."), here.tree);
  if (!output.known) return output;
  if (output.value === "export")
    return unknown(
      "output: 'export' makes a folder of files that next start does not serve; serve the folder out",
    );
  if (output.value === "standalone")
    return unknown(
      "output: 'standalone' is started by node .next/standalone/server.js, with static and public beside it",
    );
  const where = folder === undefined ? [] : [folder];
  const given = [...(port === null ? [] : ["-p", port]), ...(host === null ? [] : ["-H", host])];
  return built(here, ["next", "build", ...where], ["npx", "next", "start", ...where, ...given]);
}

function nuxt(here: Situation): Known<Production> {
  const flags = flagsOf(here, /^--(no-)?(clear|fork|open|qr|https=false)$|^-o$/);
  if (!flags.known) return flags;
  const { port, host, words } = flags.value;
  const { program } = here.invocation;
  if (words.some((word) => word !== "dev")) return unknown(`${program} dev of another folder`);
  if (isNuxt2(here.pkg) || program === "nuxt-ts") {
    const given = [
      ...(port === null ? [] : ["--port", port]),
      ...(host === null ? [] : ["--hostname", host]),
    ];
    return built(here, [program, "build"], ["npx", program, "start", ...given]);
  }
  const config = configText(here, "nuxt");
  if (!config.known) return config;
  const preset = setting(config.value, "preset");
  if (preset.kind === "computed" || (preset.kind === "text" && !/^node-?server$/i.test(preset.value)))
    return unknown("nuxt.config sets a preset of nitro, and what that makes is not started by node alone");
  const address_ = address(flags.value);
  return built(here, [program, "build"], ["node", ".output/server/index.mjs"], {
    NODE_ENV: "production",
    ...address_,
  });
}

function remix(here: Situation): Known<Production> {
  const { program } = here.invocation;
  const flags = flagsOf(here, /^--(open|clearScreen)$/);
  if (!flags.known) return flags;
  const [verb, ...rest] = flags.value.words;
  const serve = program === "remix" ? "@remix-run/serve" : "@react-router/serve";
  if (rest.length > 0 || (program === "remix" && verb !== "vite:dev"))
    return unknown(
      `${program} ${verb ?? ""} starts a server of its own choice; remix build and remix-serve are its production`,
    );
  if (!(serve in here.pkg.dependencies))
    return unknown(`${serve} is not among the dependencies, so that nothing serves the build`);
  if (flags.value.port === null) return unknown(`the port of vite is not the one of ${serve}: give --port`);
  const server = program === "remix" ? "remix-serve" : "react-router-serve";
  return built(
    here,
    [program, program === "remix" ? "vite:build" : "build"],
    ["npx", server, "./build/server/index.js"],
    address(flags.value),
  );
}

function astro(here: Situation): Known<Production> {
  const flags = flagsOf(here, /^--(open|verbose|silent)$/);
  if (!flags.known) return flags;
  const config = configText(here, "astro");
  if (!config.known) return config;
  const mode = setting(config.value, "mode");
  if (!("@astrojs/node" in here.pkg.dependencies) || mode.kind !== "text" || mode.value !== "standalone")
    return unknown(
      "astro build makes a server only with the node adapter in mode standalone; without one it makes a folder of files to serve",
    );
  if (flags.value.host === null)
    return unknown(
      "astro dev without --host listens on localhost alone, which no port of the container reaches",
    );
  return built(here, ["astro", "build"], ["node", "./dist/server/entry.mjs"], {
    ...address(flags.value),
    PORT: flags.value.port ?? "4321",
  });
}

function configText(here: Situation, stem: string): Known<string> {
  const path = configFile(here.cwd, configNames(stem), here.tree);
  return path === null ? known("") : here.tree.read(path);
}
