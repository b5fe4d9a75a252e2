/**
 * Which programs serve for development: by name and verb, by the option to watch, by a loader that compiles
 * the sources. In: an invocation; out: the code and a sentence that names the command, or null.
 */
import type { Invocation } from "../../model/types.js";
import { operands } from "./outputs/made.js";
import { toolOf } from "./outputs/tools.js";
import { BUILDS_AT_START, DEV_SERVERS, INTERPRETERS, OTHER_VERBS, TASK_RUNNERS, WATCHES } from "./servers.js";
import { texts } from "./words.js";

export interface Development {
  readonly code: "dev-server-command" | "interpreter-of-sources" | "build-at-start";
  readonly message: string;
}

export function developmentOf(invocation: Invocation): Development | null {
  const { program } = invocation;
  const args = texts(invocation.args);
  const [verb] = operands(args);
  // Without a verb of its own the program serves; a value of an option may stand in its place.
  const plain = OTHER_VERBS.has(verb ?? "") ? (verb ?? "") : "";
  const matches = ({ program: name, verbs }: (typeof DEV_SERVERS)[number]): boolean =>
    name === program && (verbs === null || verbs.includes(verb ?? "") || verbs.includes(plain));
  const line = [program, ...invocation.raw].join(" ");
  if (INTERPRETERS.has(program)) {
    return args.includes("watch") || args.includes("--watch")
      ? { code: "dev-server-command", message: `${line} is a development server` }
      : {
          code: "interpreter-of-sources",
          message: `${line} compiles the sources when the container starts`,
        };
  }
  const instead = TASK_RUNNERS[program];
  if (instead !== undefined)
    return {
      code: "dev-server-command",
      message: `${line} runs tasks of the project by ${program}, a tool for development: ${instead}`,
    };
  if (WATCHES.some((name) => args.includes(name)) && (toolOf(program) !== null || program === "nest"))
    return { code: "dev-server-command", message: `${line} watches the sources` };
  if (BUILDS_AT_START.some(matches))
    return { code: "build-at-start", message: `${line} compiles the sources when the container starts` };
  return DEV_SERVERS.some(matches)
    ? { code: "dev-server-command", message: `${line} is a development server` }
    : null;
}
