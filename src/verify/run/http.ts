/** Asks one address over HTTP. Out: status and body; null when nobody answers (refused, reset, too late). No redirect is followed. */
import { createHash } from "node:crypto";
import { request } from "node:http";
import type { ProbeAnswer } from "../types.js";

const SHOWN = 4096;
const LONGEST = 16 * 1024 * 1024;
const PATIENCE = 5000;

export interface Place {
  readonly host: string;
  readonly port: number;
}

/** @param url as it was asked for; only its path, its query and its Host are used */
export function ask(url: URL, place: Place): Promise<ProbeAnswer | null> {
  return new Promise((resolve) => {
    const asked = request(
      {
        host: place.host,
        port: place.port,
        path: url.pathname + url.search,
        headers: { host: url.host, accept: "*/*" },
        agent: false,
        timeout: PATIENCE,
      },
      (response) => {
        const chunks: Buffer[] = [];
        let size = 0;
        response.on("data", (chunk: Buffer) => {
          size += chunk.length;
          if (size <= LONGEST) chunks.push(chunk);
          else asked.destroy();
        });
        response.on("error", () => resolve(null));
        response.on("close", () => resolve(null));
        response.on("end", () => {
          const body = Buffer.concat(chunks);
          resolve({
            url: url.href,
            status: response.statusCode ?? 0,
            contentType: response.headers["content-type"] ?? null,
            body: body.toString("utf8").slice(0, SHOWN),
            sha256: createHash("sha256").update(body).digest("hex"),
          });
        });
      },
    );
    asked.on("error", () => resolve(null));
    asked.on("timeout", () => asked.destroy());
    asked.end();
  });
}
