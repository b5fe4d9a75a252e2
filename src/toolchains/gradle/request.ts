/** What a command tells the build: where it starts, and the values that it and its environment give. */
import type { Known } from "../../known.js";

export interface Request {
  /** the wrapper runs, not a Gradle of the image */
  readonly wrapper: boolean;
  /** absolute: --project-dir or the working directory */
  readonly directory: string;
  /** -b, absolute */
  readonly buildFile: string | null;
  /** -c, absolute */
  readonly settingsFile: string | null;
  /** -P; a value that is not known stays so */
  readonly properties: ReadonlyMap<string, Known<string>>;
  /** -D */
  readonly systemProperties: ReadonlyMap<string, Known<string>>;
  readonly environment: ReadonlyMap<string, Known<string>>;
}

/** -P wins over -Dorg.gradle.project.x, that over ORG_GRADLE_PROJECT_x. */
export function commandProperties(request: Request): ReadonlyMap<string, Known<string>> {
  const table = new Map<string, Known<string>>();
  for (const [name, value] of request.environment)
    if (name.startsWith("ORG_GRADLE_PROJECT_")) table.set(name.slice(19), value);
  for (const [name, value] of request.systemProperties)
    if (name.startsWith("org.gradle.project.")) table.set(name.slice(19), value);
  for (const [name, value] of request.properties) table.set(name, value);
  return table;
}
