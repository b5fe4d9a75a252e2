/**
 * Variables that front-end tools write into the pages when they build (P98): VITE_*, REACT_APP_* and their kin. Comes in:
 * the analysis; goes out: a note each with its line, since a value given when the container starts does nothing, in the
 * rewrite as in the original. Sources: the environment pages of Vite, Create React App, Next, Vue CLI, Gatsby, Expo.
 */
import type { Note } from "../findings/types.js";
import type { Analysis } from "./types.js";

const WRITTEN_IN = /^(VITE|REACT_APP|NEXT_PUBLIC|VUE_APP|GATSBY|EXPO_PUBLIC|NG_APP)_/;

export function buildTimeVariables({ dockerfile, model, services, toolchain }: Analysis): readonly Note[] {
  const builds = model.history.steps.some(({ step }) => step.kind === "build");
  if (toolchain.family !== "node" || !builds) return [];
  const note = (message: string, line: number | null): Note => ({
    code: "build-time-variable",
    message,
    line,
    weight: "info",
  });
  const own = dockerfile.instructions.flatMap((one): readonly Note[] => {
    if (one.keyword !== "ARG" && one.keyword !== "ENV") return [];
    const names = (
      one.keyword === "ARG" ? one.args.map(({ name }) => name) : one.pairs.map(({ key }) => key)
    ).filter((name) => WRITTEN_IN.test(name));
    return names.length === 0
      ? []
      : [
          note(
            `${names.join(", ")}: written into the pages when the image is built, so that a value given when the container starts has no effect, as before`,
            one.line,
          ),
        ];
  });
  const composed = services.flatMap(({ file, name, environment }) => {
    const names = [...environment.keys()].filter((key) => WRITTEN_IN.test(key));
    return names.length === 0
      ? []
      : [
          note(
            `${file}: the service ${name} sets ${names.join(", ")} when the container starts, which has no effect: give it as a build argument`,
            null,
          ),
        ];
  });
  return [...own, ...composed];
}
