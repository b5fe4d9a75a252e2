/** `manifest { attributes(…) }`: does the archive name a main class, and a class path beside it? */
import type { Argument } from "../language/syntax.js";
import type { TaskState } from "../state.js";

export function attributes(tasks: readonly TaskState[], args: readonly Argument[] | null): void {
  const text = JSON.stringify(args);
  for (const task of tasks) {
    if (text.includes("Main-Class") || /mainClass/i.test(text)) task.mainClass = true;
    if (text.includes("Class-Path")) task.classPath = true;
  }
}
