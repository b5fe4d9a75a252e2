/**
 * The container's command followed in the image that the model describes: its files, environment, user and working
 * directory. Comes in: the model and what ENTRYPOINT, CMD and HEALTHCHECK say; goes out: the needs, with every command.
 */
import { known } from "../known.js";
import type { ImageModel } from "../model/fold.js";
import type { Commands, Start } from "../needs/command.js";
import { Follower } from "../needs/follow.js";
import type { RuntimeNeeds } from "../needs/types.js";
import { toolchains } from "../toolchains/registry.js";

export function newFollower(
  model: ImageModel,
  set: ReadonlyMap<string, string> = new Map(),
  directory: string | null = null,
): Follower {
  return new Follower({
    tree: model.tree,
    toolchains,
    history: model.history,
    env: new Map([...model.final.env, ...[...set].map(([name, value]) => [name, known(value)] as const)]),
    cwd: directory ?? (model.final.workdir.known ? model.final.workdir.value : "/"),
    user: model.final.user.known ? model.final.user.value : "",
    linkTarget: (path) =>
      model.ledger.entries.findLast((entry) => entry.link === true && entry.path === path)?.from ?? null,
  });
}

/** What the container's own command needs. */
export function follow(
  model: ImageModel,
  commands: Commands,
  start: Start,
  set: ReadonlyMap<string, string> = new Map(),
): RuntimeNeeds {
  const follower = newFollower(model, set);
  if (start.text !== null) follower.text(start.text, start?.line ?? null);
  else follower.argv(withEntrypoint(start, model), start?.line ?? null);
  followHealth(follower, commands);
  return follower.result();
}

/** What the health check alone needs. */
export function followedHealth(model: ImageModel, commands: Commands): RuntimeNeeds {
  const follower = newFollower(model);
  followHealth(follower, commands);
  return follower.result();
}

function followHealth(follower: Follower, commands: Commands): void {
  const health = commands.healthcheck?.command;
  const line = commands.healthcheck?.line ?? null;
  if (health?.form === "shell") follower.text(health.script.text, line);
  else if (health) {
    follower.argv(
      health.argv.map((word) => word.value),
      line,
    );
  }
}

/**
 * The base image's entrypoint runs the command as it is, but for node's: it puts `node` in front of
 * an option, and of a name that is no program (docker-entrypoint.sh of nodejs/docker-node).
 */
function withEntrypoint(start: Start, model: ImageModel): readonly string[] {
  const [first] = start.argv;
  if (first === undefined || start.inheritedEntrypoint?.[0] !== "docker-entrypoint.sh") return start.argv;
  const workdir = model.final.workdir.known ? model.final.workdir.value : "/";
  const path = first.startsWith("/")
    ? first
    : `${workdir === "/" ? "" : workdir}/${first.replace(/^\.\//, "")}`;
  const isPlainFile =
    /\.[cm]?js$/.test(first) && model.tree.kind(path) === "file" && !model.tree.executable(path);
  return first.startsWith("-") || isPlainFile ? ["node", ...start.argv] : start.argv;
}
