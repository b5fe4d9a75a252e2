/**
 * Optional: a container that only serves a folder of built files (`serve -s build`, `http-server dist`, `vite preview`)
 * gets a runtime stage with nginx on the same port, which answers each path as that server did. Comes in: the plan of a
 * container that needs the folder alone (src/plan/served.ts decides that); goes out: the plan with nginx as its image,
 * its configuration and its command. Left as it is, with a note: what nginx would answer otherwise, other users than root.
 */
import { lookupImage } from "../src/images/lookup.js";
import type { Item, Analysis, Plan, Refined, Transform } from "../src/plan/types.js";
import { refined } from "../src/plan/types.js";
import { nginxConfig } from "../src/plan/nginx.js";
import { summaryOf } from "../src/plan/order.js";
import { STATIC_SITE } from "../src/plan/served.js";
import { keyword } from "../src/plan/style.js";
import type { CommandInstruction } from "../src/dockerfile/types.js";
import type { Decision } from "../src/split/types.js";

const FILE = "/etc/nginx/conf.d/default.conf";
const START = '["nginx", "-g", "daemon off;"]';

function apply(plan: Plan, analysis: Analysis): Refined {
  const { served, commands, options, dockerfile } = analysis;
  if (served === null) return refined(plan);
  if (!served.known) {
    const note = {
      code: "static-site-not-made",
      message: served.because,
      line: analysis.start?.line ?? null,
    };
    return refined({ ...plan, notes: [...plan.notes, { ...note, weight: "info" }] });
  }
  const { site, line, image } = served.value;
  const command = [commands.entrypoint, commands.cmd].find((one) => one !== null && !isEmpty(one)) ?? null;
  if (command === null) return refined(plan);
  const idle = plan.runtime.filter((item) => isRun(item, analysis));
  const needless = serverInstalls(site.server, analysis);
  const kept = plan.build.filter((item) => item.kind === "new" || !needless.includes(item.instruction));
  const dropped = [
    ...needless,
    ...idle.flatMap((item) =>
      item.kind === "new" || kept.some((one) => one.kind !== "new" && one.instruction === item.instruction)
        ? []
        : [item.instruction],
    ),
  ];
  const config = configuration(nginxConfig(site), analysis);
  const because = "the server of the built files";
  const runtime = plan.runtime
    .filter((item) => !idle.includes(item))
    .map((item): Item =>
      item.kind === "original" && item.instruction === command.index
        ? { kind: "edited", instruction: command.index, text: `${command.written} ${START}`, because }
        : item,
    );
  const decide = (text: string, at: number | null, why: string): Decision => ({
    line: at,
    instruction: text,
    placement: at === null ? "new" : "runtime",
    transform: STATIC_SITE,
    because: why,
  });
  return refined({
    ...plan,
    server: {
      image,
      because: options.runtimeImage === null ? "nginx serves the built files" : "given with --runtime-image",
    },
    dropped,
    build: kept,
    imagePrograms: [],
    runtime: [{ kind: "new", text: config, because }, ...runtime],
    notes: [
      ...plan.notes,
      {
        code: STATIC_SITE,
        message: [
          `nginx serves ${site.folder} on port ${site.port} instead of ${site.server}`,
          ...site.differences,
          ...GENERAL,
          ...dropped.map((index) => {
            const at = dockerfile.instructions[index]?.line ?? 0;
            return `line ${at} is left out: only ${site.server} needed it`;
          }),
        ].join("; "),
        line,
        weight: "review",
      },
      ...(lookupImage(image).known
        ? []
        : [
            {
              code: "runtime-image-unknown",
              message: `${image} is not known: it needs nginx with conf.d`,
              line: null,
              weight: "review",
            } as const,
          ]),
    ],
    gains: [...plan.gains, "no node runs in the container"],
    decisions: [
      ...plan.decisions,
      decide(`${keyword(dockerfile, "RUN")} … ${FILE}`, null, because),
      decide(summaryOf(command), command.line, because),
      ...dropped.flatMap((index) => {
        const one = dockerfile.instructions[index];
        return one
          ? [
              {
                ...decide(summaryOf(one), one.line, `only ${site.server} needed it`),
                placement: "build" as const,
              },
            ]
          : [];
      }),
    ],
  });
}

/** True of every server that is taken over. */
const GENERAL = [
  "PORT, when it is given as the container starts, is no longer read",
  "it listens on IPv4 alone",
  "media types are those of nginx (.xml is text/xml, .avif is image/avif)",
];

function isRun(item: Item, { dockerfile }: Analysis): boolean {
  return item.kind !== "new" && dockerfile.instructions[item.instruction]?.keyword === "RUN";
}

/** `RUN npm install -g serve` behind the build: nothing else of the file can run it. */
function serverInstalls(server: string, { model, regions }: Analysis): readonly number[] {
  const runs = model.facts.flatMap((fact) => (fact.kind === "run" ? [fact] : []));
  return runs.flatMap(({ instruction, units }) => {
    const [command, ...others] = units.flatMap(({ commands }) => commands);
    const words = command?.invocation.raw ?? [];
    const installs =
      others.length === 0 &&
      command?.step?.kind === "install" &&
      words.some((word) => /^(-g|--global|global)$/.test(word)) &&
      words.every(
        (word) => /^(-.*|i|install|add|global)$/.test(word) || word.replace(/@[^@]+$/, "") === server,
      );
    const last = runs.every((other) => other.instruction.index <= instruction.index);
    return installs && last && instruction.index > regions.lastBuild ? [instruction.index] : [];
  });
}

function isEmpty({ command }: CommandInstruction): boolean {
  return command.form === "exec" ? command.argv.length === 0 : command.script.text.trim() === "";
}

/** A heredoc where the file asks for a frontend that reads them, which is Dockerfile 1.4 on; else a RUN, which every builder takes. */
function configuration(lines: readonly string[], { dockerfile }: Analysis): string {
  const { eol, directives } = dockerfile;
  const syntax = directives.find(({ name }) => name === "syntax")?.value ?? "";
  const [, major, minor] = /^docker\/dockerfile:(\d+)(?:\.(\d+))?/.exec(syntax) ?? [];
  const reads = major !== undefined && (Number(major) > 1 || minor === undefined || Number(minor) >= 4);
  if (reads && dockerfile.escape === "\\")
    return [`${keyword(dockerfile, "COPY")} <<'EOF' ${FILE}`, ...lines, "EOF"].join(eol);
  return [
    `${keyword(dockerfile, "RUN")} printf '%s\\n' \\`,
    ...lines.map((one) => `    '${one}' \\`),
    `    > ${FILE}`,
  ].join(eol);
}

export const staticSite: Transform = {
  name: STATIC_SITE,
  summary: "Serves a built site by nginx in the place of a static server of node",
  default: false,
  required: false,
  safety: "review",
  example: {
    before: 'RUN npm run build\nCMD ["npx", "serve", "-s", "build", "-l", "3000"]',
    after:
      "FROM nginx:1.30\nRUN printf '%s\\n' \\\n    'server {' \\\n    '    listen 3000;' \\\n    '    root /app/build;' \\\n    '    # and so on' \\\n    '}' \\\n    > /etc/nginx/conf.d/default.conf\nCOPY --from=build /app/build ./build\nCMD [\"nginx\", \"-g\", \"daemon off;\"]",
  },
  apply,
};
