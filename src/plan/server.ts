/**
 * What a server of the base image needs beside itself: everything that the file puts into the folders which the server
 * reads (web applications, settings, libraries). Comes in: the image model; goes out: needs, none where the base image
 * starts no server.
 */
import type { Server } from "../images/types.js";
import type { ImageModel } from "../model/fold.js";
import { isWithin } from "../model/paths.js";
import type { LocatedNeed } from "../needs/types.js";

/** The server that the base image starts, or null. */
export function serverOf({ base }: ImageModel): Server | null {
  return base.known ? base.value.server : null;
}

/** Is the path one of the server's own programs, or the entrypoint that its images share? */
export function isOfServer(path: string, model: ImageModel): boolean {
  const server = serverOf(model);
  const config = model.base.known ? model.base.value.config : model.base;
  const entrypoint = config.known ? (config.value.entrypoint ?? []) : [];
  return server !== null && (isWithin(path, server.home) || entrypoint.includes(path));
}

/** @param line of what starts the container */
export function serverNeeds(model: ImageModel, line: number): readonly LocatedNeed[] {
  const server = serverOf(model);
  if (server === null) return [];
  const { ledger, tree } = model;
  const made = [
    ...ledger.entries.flatMap((entry) => (entry.by === "workdir" ? [] : [entry.path])),
    ...server.reads.flatMap((folder) => tree.files(folder)),
  ];
  const read = made.filter((path) => server.reads.some((folder) => isWithin(path, folder)));
  return [...new Set(read)].map((path) => ({
    need: { kind: "path", path, because: "the server reads it", part: true },
    line,
    script: null,
  }));
}
