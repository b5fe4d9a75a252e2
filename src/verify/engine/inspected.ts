/** What engines print about an image, as an `ImageConfig`. In: decoded JSON of docker, podman (`Healthcheck` beside the config) or OCI. */
import type { Healthcheck, ImageConfig } from "./types.js";

export interface PrintedConfig {
  readonly Env?: readonly string[] | null;
  readonly Cmd?: readonly string[] | null;
  readonly Entrypoint?: readonly string[] | null;
  readonly User?: string | null;
  readonly WorkingDir?: string | null;
  readonly ExposedPorts?: Readonly<Record<string, unknown>> | null;
  readonly Volumes?: Readonly<Record<string, unknown>> | null;
  readonly Labels?: Readonly<Record<string, string>> | null;
  readonly Healthcheck?: PrintedHealthcheck | null;
  readonly StopSignal?: string | null;
  readonly Shell?: readonly string[] | null;
  readonly OnBuild?: readonly string[] | null;
}

export interface PrintedHealthcheck {
  readonly Test?: readonly string[] | null;
  readonly Interval?: number;
  readonly Timeout?: number;
  readonly StartPeriod?: number;
  readonly Retries?: number;
}

/** Written by the builder itself: they say which builder it was. */
const LABELS_OF_BUILDERS = /^io\.buildah\./;

export function configOf(printed: PrintedConfig): ImageConfig {
  const list = (value: readonly string[] | null | undefined): readonly string[] | null =>
    value && value.length > 0 ? value : null;
  return {
    env: Object.fromEntries((printed.Env ?? []).map(pair)),
    cmd: list(printed.Cmd),
    entrypoint: list(printed.Entrypoint),
    user: printed.User ?? "",
    workdir: printed.WorkingDir || "/",
    exposed: Object.keys(printed.ExposedPorts ?? {}).sort(),
    volumes: Object.keys(printed.Volumes ?? {}).sort(),
    labels: Object.fromEntries(
      Object.entries(printed.Labels ?? {}).filter(([name]) => !LABELS_OF_BUILDERS.test(name)),
    ),
    healthcheck: healthcheckOf(printed.Healthcheck),
    stopSignal: printed.StopSignal || null,
    shell: list(printed.Shell),
    onbuild: printed.OnBuild ?? [],
  };
}

/** An image that nothing was said of. */
export const emptyConfig: ImageConfig = configOf({});

function pair(entry: string): readonly [string, string] {
  const at = entry.indexOf("=");
  return at < 0 ? [entry, ""] : [entry.slice(0, at), entry.slice(at + 1)];
}

function healthcheckOf(printed: PrintedHealthcheck | null | undefined): Healthcheck | null {
  if (!printed?.Test || printed.Test.length === 0) return null;
  return {
    test: printed.Test,
    interval: printed.Interval ?? 0,
    timeout: printed.Timeout ?? 0,
    startPeriod: printed.StartPeriod ?? 0,
    retries: printed.Retries ?? 0,
  };
}
