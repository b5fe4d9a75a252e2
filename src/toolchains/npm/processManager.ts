/**
 * pm2 and forever as the container's command: the program that they start, followed in turn, and the file
 * that declares it. Refuses another interpreter and declarations that are not literal.
 */
import { join, resolve } from "node:path/posix";
import type { ImageTree, Invocation } from "../../model/types.js";
import type { Launch, Need } from "../types.js";
import { asObject, asText, parseJson, type Json } from "./jsonText.js";
import type { Place } from "./launchParts.js";
import { agreed, exportedObjects, objectsOf, ownSettings } from "./outputs/configText.js";
import { operands, option } from "./outputs/made.js";
import { quote } from "./words.js";

/** https://pm2.keymetrics.io/docs/usage/application-declaration/ */
export function processManager(
  invocation: Invocation,
  args: readonly (string | null)[],
  place: Place,
): Launch {
  const values = [
    "-i",
    "--instances",
    "--name",
    "-n",
    "--env",
    "--only",
    "--node-args",
    "--max-memory-restart",
    "-o",
    "-e",
    "-l",
    "--log",
    "--output",
    "--error",
    "--interpreter",
    "--interpreter-args",
    "-u",
    "--uid",
    "--cwd",
    "--exp-backoff-restart-delay",
    "--kill-timeout",
    "--secret",
    "--public",
    "--machine-name",
    "--delay",
    "--merge-logs",
    "--format",
    "--raw",
  ].filter((name) => !["--merge-logs", "--raw"].includes(name));
  const behind = args.indexOf("--");
  const words = operands(behind < 0 ? args : args.slice(0, behind), values);
  const target = words.find((word) => word !== "start" && word !== "restart");
  const program: readonly Need[] =
    place.uses === null
      ? [{ kind: "program", name: invocation.program, because: "the command runs it" }]
      : [];
  const self: readonly Need[] =
    place.uses === null
      ? []
      : [
          {
            kind: "application",
            language: "node",
            directory: place.directory,
            entry: null,
            because: `${invocation.program} runs the command`,
            uses: [place.uses],
          },
        ];
  if (
    words[0] !== undefined &&
    ["logs", "list", "monit", "save", "delete", "kill", "install", "set", "link"].includes(words[0] ?? "")
  )
    return { kind: "needs", needs: [...program, ...self], notes: [] };
  if (target === undefined || target === null)
    return {
      kind: "refuse",
      code: "command-not-understood",
      message: `what ${invocation.program} starts is not known`,
    };
  if (option(args, "--interpreter") !== null)
    return {
      kind: "refuse",
      code: "interpreter-of-sources",
      message: `${invocation.program} starts another interpreter`,
    };
  const follow = (text: string, cwd: string): Launch => ({
    kind: "follow",
    text,
    cwd,
    needs: [...program, ...self],
    bins: [join(place.directory, "node_modules/.bin")],
    because: `${invocation.program} starts it`,
  });
  if (/\.(json|ya?ml)$|\.config\.[cm]?js$|^ecosystem.*\.[cm]?js$/.test(target)) {
    const path = resolve(place.cwd, target);
    const apps = declared(path, place.tree);
    if (apps === null)
      return {
        kind: "refuse",
        code: "command-not-understood",
        message: `${target} does not tell what it starts`,
      };
    const file: Need = { kind: "path", path, because: `${invocation.program} reads it` };
    const launch = follow(apps.join("\n"), place.cwd);
    return launch.kind === "follow" ? { ...launch, needs: [...launch.needs, file] } : launch;
  }
  const rest = behind < 0 ? [] : args.slice(behind + 1).map((arg) => arg ?? "$ARGUMENT");
  if (["npm", "yarn", "pnpm"].includes(target)) return follow([target, ...rest].join(" "), place.cwd);
  return follow(["node", target, ...rest].join(" "), place.cwd);
}

/** The scripts of an ecosystem file as command lines; null when they are not literal. */
function declared(path: string, tree: ImageTree): readonly string[] | null {
  const text = tree.read(path);
  if (!text.known) return null;
  const json = path.endsWith(".json") ? parseJson(text.value) : null;
  if (json?.known === true) {
    const root = json.value;
    const apps = Array.isArray(root) ? root : (asObject(root)?.["apps"] ?? [root]);
    const lines = (Array.isArray(apps) ? apps : [apps]).map((app: Json) =>
      line(
        asText(asObject(app)?.["script"]),
        asText(asObject(app)?.["args"]),
        asText(asObject(app)?.["interpreter"]),
        asText(asObject(app)?.["cwd"]),
      ),
    );
    return lines.includes(null) ? null : lines.filter((one): one is string => one !== null);
  }
  const objects = objectsOf(text.value, "apps") ?? exportedObjects(text.value);
  if (objects === null || objects.length === 0) return null;
  const lines = objects.map((object) => {
    const value = (name: string): string | null | undefined => {
      const found = agreed(ownSettings(object, name));
      return found.kind === "absent" ? null : found.kind === "text" ? found.value : undefined;
    };
    const [script, args, interpreter, cwd] = [
      value("script"),
      value("args"),
      value("interpreter") ?? value("exec_interpreter"),
      value("cwd"),
    ];
    return script === undefined || args === undefined || interpreter === undefined || cwd === undefined
      ? null
      : line(script, args, interpreter, cwd);
  });
  return lines.includes(null) ? null : lines.filter((one): one is string => one !== null);
}

/** pm2 starts the script in `cwd`; one that is a command line (`npm run x`) goes to a shell. */
function line(
  script: string | null,
  args: string | null,
  interpreter: string | null,
  cwd: string | null,
): string | null {
  if (script === null || (interpreter !== null && interpreter !== "node" && interpreter !== "none"))
    return null;
  const words = [script, ...(args === null ? [] : [args])].join(" ");
  const plain = ["npm", "yarn", "pnpm"].includes(script) || /\s/.test(script) || interpreter === "none";
  const move = cwd === null || cwd === "." || cwd === "./" ? "" : `cd ${quote(cwd)} && `;
  return move + (plain ? words : `node ${words}`);
}
