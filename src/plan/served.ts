/**
 * A container that does nothing but serve a folder of built files (optional transform `static-site`): the site, taken
 * apart, and the needs of a container whose nginx serves it instead, which are the folder and the health check. Comes in:
 * the model and the command; goes out: both, or why nginx would not be the same.
 */
import { lookupImage } from "../images/lookup.js";
import type { ImageModel } from "../model/fold.js";
import { baseName } from "../model/paths.js";
import { known, unknown, type Known } from "../known.js";
import type { Commands, Start } from "../needs/command.js";
import { programEverywhere } from "../needs/follow.js";
import type { RuntimeNeeds } from "../needs/types.js";
import type { SplitOptions } from "../split/types.js";
import type { StaticSite } from "../toolchains/types.js";
import { toolchains } from "../toolchains/registry.js";
import type { ComposeService } from "./compose.js";
import { followedHealth } from "./followed.js";
import { soleCommand } from "./sole-command.js";

export const STATIC_SITE = "static-site";

/** The stable line of docker-library/official-images library/nginx, 2026-08-21. */
const LINE = "1.30";

export interface Served {
  readonly site: StaticSite;
  /** of the command in the file */
  readonly line: number;
  /** whose nginx it is */
  readonly image: string;
  readonly needs: RuntimeNeeds;
}

/** null: the transform is not asked for, or the command is no static server. */
export function servedSite(
  model: ImageModel,
  commands: Commands,
  start: Start | null,
  services: readonly ComposeService[],
  options: SplitOptions,
): Known<Served> | null {
  if (start === null || !isChosen(options)) return null;
  const found = soleCommand(model, commands, start, (command) => {
    for (const toolchain of toolchains) {
      const site = toolchain.site?.(command, model.tree, model.history) ?? null;
      if (site !== null) return site;
    }
    return null;
  });
  if (found === null) return null;
  const { answer } = found;
  if (!found.alone) return unknown("the command does more than start one program");
  if (!answer.known) return answer;
  const because = inTheWay(answer.value, model, commands, services);
  if (because !== null) return unknown(because);
  const health = followedHealth(model, commands);
  if (health.refusal !== null) return unknown(`the health check: ${health.refusal.message}`);
  const alpine = model.base.known && model.base.value.libc.known && model.base.value.libc.value === "musl";
  const image = options.runtimeImage ?? `nginx:${LINE}${alpine ? "-alpine" : ""}`;
  const lacking = lackedBy(image, health);
  if (lacking !== null) return unknown(lacking);
  const { server, folder } = answer.value;
  const line = start.line;
  const need = {
    need: { kind: "path", path: folder, because: `${server} serves it` },
    line,
    script: null,
  } as const;
  return known({ site: answer.value, line, image, needs: { ...health, needs: [need, ...health.needs] } });
}

/** A program of the health check that the image is not known to have. */
function lackedBy(image: string, health: RuntimeNeeds): string | null {
  const base = lookupImage(image);
  for (const { need } of health.needs) {
    const name = need.kind === "program" ? baseName(need.name) : null;
    if (need.kind === "application") return "the health check runs a program of node";
    if (name === null || programEverywhere(name) || (base.known && base.value.has(name) === "yes")) continue;
    return `the health check runs ${name}, which ${image} is not known to have`;
  }
  return null;
}

function isChosen({ skip, only, with: more }: SplitOptions): boolean {
  return !skip.includes(STATIC_SITE) && (only === null ? more : [...only, ...more]).includes(STATIC_SITE);
}

function inTheWay(
  site: StaticSite,
  model: ImageModel,
  { entrypoint, cmd }: Commands,
  services: readonly ComposeService[],
): string | null {
  const { user, shell } = model.final;
  if (!user.known || !/^(root|0)?(:(root|0))?$/.test(user.value))
    return `the container runs as ${user.known ? user.value : "a user that is not known"}, and nginx needs an image and ports that are made for that`;
  if (
    entrypoint !== null &&
    cmd !== null &&
    !(entrypoint.command.form === "exec" && entrypoint.command.argv.length === 0)
  )
    return "ENTRYPOINT and CMD make the command together, so that arguments can follow";
  if (shell.join(" ") !== "/bin/sh -c") return `SHELL is ${shell.join(" ")}`;
  for (const service of services) {
    const { name, file } = service;
    if (service.target === null && (service.command !== null || service.entrypoint !== null))
      return `${file}: the service ${name} runs another command in this image`;
    const port = service.environment.get("PORT");
    if (port !== undefined && port !== String(site.port))
      return `${file}: the service ${name} sets PORT to ${port}`;
  }
  return null;
}
