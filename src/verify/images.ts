/**
 * From a Dockerfile to an image that can be compared: built from the context as it is, described, listed. In: one
 * side of a pair; out: the image. Nothing is written into the context: the Dockerfile and the ignore file that holds
 * for it stand in the run's own folder.
 */
import type { Project } from "../project/types.js";
import type { Image } from "./compare/image.js";
import { baseDockerfile } from "./dockerfile-facts.js";
import type { Built, ImageConfig } from "./engine/types.js";
import { accountOf } from "./files/accounts.js";
import { ElfCollector } from "./files/elf-collector.js";
import { NeedleSearch } from "./files/needle-search.js";
import { readListing } from "./files/read.js";
import type { Secret } from "./secrets/find.js";
import { stopIfAsked, type Tools } from "./tools.js";
import type { Side } from "./types.js";

export interface BuildOrder {
  /** short and unlike that of any other build of this run */
  readonly part: string;
  readonly side: Side;
  readonly context: string;
}

export async function buildImage(order: BuildOrder, tools: Tools): Promise<Built> {
  const { engine, session, options, signal } = tools;
  // BuildKit reads the ignore file that is named after the Dockerfile; the others are told its name.
  const dockerfile = session.workspace.write(order.part, "Dockerfile", order.side.dockerfile);
  const ignoreFile = session.workspace.write(order.part, "Dockerfile.dockerignore", order.side.ignore);
  const built = await engine.build({
    name: session.image(order.part),
    context: order.context,
    dockerfile,
    ignoreFile,
    buildArgs: options.buildArgs,
    target: options.target,
    secrets: options.secrets,
    flags: options.buildFlags,
  });
  stopIfAsked(signal);
  // An engine that went away is no broken Dockerfile: it does not answer this either.
  if (!built.ok) await engine.owned(session.name);
  return built;
}

/** What the base image of the final stage contributes; null when that is a stage of the file, or cannot be had. */
export async function baseConfig(order: BuildOrder, tools: Tools): Promise<ImageConfig | null> {
  const { engine, session, options } = tools;
  const text = baseDockerfile(order.side.dockerfile, options.target);
  if (text === null) return null;
  const part = `${order.part}-base`;
  const dockerfile = session.workspace.write(part, "Dockerfile", text);
  const ignoreFile = session.workspace.write(part, "Dockerfile.dockerignore", "");
  const built = await engine.build({
    name: session.passingImage(part),
    context: session.workspace.emptyFolder(),
    dockerfile,
    ignoreFile,
    buildArgs: options.buildArgs,
    target: null,
    secrets: [],
    flags: options.buildFlags,
  });
  stopIfAsked(tools.signal);
  return built.ok ? (await engine.inspect(session.passingImage(part))).config : null;
}

export async function readImage(part: string, secrets: readonly Secret[], tools: Tools): Promise<Image> {
  const { engine, session, signal } = tools;
  const facts = await engine.inspect(session.image(part));
  const elf = new ElfCollector();
  const search = new NeedleSearch(secrets.map(({ value }) => value));
  const files = await engine.files(session.image(part), session.named(`${part}-files`));
  const listing = await readListing(files.tar, [elf.wanted, search.wanted]);
  await files.done();
  stopIfAsked(signal);
  return {
    facts,
    config: facts.config,
    listing,
    elf: elf.files,
    hits: search.hits,
    searchIncomplete: search.incomplete,
    account: accountOf(facts.config.user, listing),
  };
}

/** Files of the context, relative to it. */
export function contextFilesOf(project: Project): ReadonlySet<string> {
  const files = project.files();
  return new Set(files.known ? files.value : []);
}
