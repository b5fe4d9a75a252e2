/**
 * Stands in for the core: it parses for real, and then names the stage and copies the whole of /app. Enough
 * to see what is done around the core with each kind of outcome.
 */
import { parseDockerfile } from "../../src/dockerfile/parse.js";
import type { Split } from "../../src/run/types.js";
import type { Outcome } from "../../src/split/types.js";

const nothing: Outcome = {
  status: "unchanged",
  toolchain: null,
  safety: null,
  reason: null,
  notes: [],
  stages: [],
  copies: [],
  droppedEnv: [],
  gains: [],
  decisions: [],
  changes: [],
};

export const fakeSplit: Split = (source, project, options) => {
  const parsed = parseDockerfile(source);
  if (!parsed.ok) return { ...nothing, status: "invalid", reason: parsed.error };
  if (source.includes("throw")) throw new TypeError("cannot read the moon");
  if (source.includes("AS build")) {
    return {
      ...nothing,
      reason: { code: "already-multi-stage", message: "it has two stages already", line: 1 },
    };
  }
  if (source.includes("npm run dev") && !options.unsafe) {
    const reason = { code: "dev-server-command", message: "npm run dev is a development server", line: 2 };
    return { ...nothing, status: "refused", safety: "review", reason };
  }
  const { eol } = parsed.dockerfile;
  const after = source
    .replace(/^FROM (\S+)/m, "FROM $1 AS build")
    .concat(source.endsWith("\n") ? "" : eol, `${eol}FROM slim`, `${eol}COPY --from=build /app /app${eol}`);
  const ignored = project.dockerignore;
  const trimmed = project.present && project.info("trim-me") !== null;
  return {
    ...nothing,
    status: "rewritten",
    toolchain: "npm",
    safety: options.unsafe ? "review" : "safe",
    notes: options.unsafe
      ? [{ code: "dev-server-replaced", message: "look at the command", line: 2, weight: "review" }]
      : [],
    stages: [
      { name: "build", from: "node" },
      { name: null, from: "slim" },
    ],
    copies: [{ from: "/app", to: "/app" }],
    gains: ["sources stay behind"],
    decisions: [
      {
        line: 1,
        instruction: "FROM node",
        placement: "build",
        transform: "stage",
        because: "it is the build",
      },
      {
        line: null,
        instruction: "FROM slim",
        placement: "new",
        transform: "stage",
        because: "it is smaller",
      },
    ],
    changes: [
      { target: "dockerfile", before: source, after },
      ...(trimmed
        ? [
            {
              target: { contextPath: ignored?.path ?? ".dockerignore" },
              before: ignored?.text ?? null,
              after: `${ignored?.text ?? ""}.git\n`,
            },
          ]
        : []),
    ],
  };
};
