/**
 * Places inside a JDK that a runtime stage speaks of: another vendor's image has its Java elsewhere,
 * and a JRE lacks some of a JDK's folders and modules.
 */
import type { BaseImage } from "../images/types.js";
import type { Analysis, Plan } from "./types.js";

const JAVA_FOLDER =
  /\/(?:usr\/local\/openjdk|usr\/java\/|usr\/lib\/jvm\/|opt\/java\/|opt\/jdk|usr\/local\/jdk)[\w./-]*/g;
/** `lib/security` with its store of certificates is in a JRE, too (from 9 on; before, a JDK had it below `jre`). */
const INSIDE_JDK = /\$\{?JAVA_HOME\}?\/(?:jre|lib(?!\/security\/)|include|jmods)\b/;
const JDK_MODULES = /--add-modules[= ]\S*\bjdk\.(?:compiler|jshell|javadoc|jartool|jlink|jdeps|jpackage)\b/;

/** What of the old Java the new image lacks, as a phrase; null when nothing of it is named. */
export function oldJavaNamed(slim: BaseImage, plan: Plan, analysis: Analysis): string | null {
  const { base } = analysis.model;
  if (!base.known || base.value.has("java") !== "yes") return null;
  const [before, after] = [homeOf(base.value), homeOf(slim)];
  for (const text of runtimeTexts(plan, analysis)) {
    if (INSIDE_JDK.test(text)) return `a folder of the JDK (${INSIDE_JDK.exec(text)?.[0] ?? ""})`;
    if (JDK_MODULES.test(text)) return "modules of the JDK (--add-modules)";
    for (const [path] of text.matchAll(JAVA_FOLDER)) {
      if (before === null || before !== after || !path.startsWith(before)) return `the folder ${path}`;
    }
  }
  return null;
}

function homeOf(image: BaseImage): string | null {
  const home = image.config.known ? image.config.value.env["JAVA_HOME"] : undefined;
  return home === undefined || home === "*" ? null : home;
}

/** The runtime stage's instructions and the scripts that the container runs. */
export function runtimeTexts(plan: Plan, analysis: Analysis): readonly string[] {
  const instructions = plan.runtime.flatMap((item) => {
    if (item.kind !== "original") return [item.text];
    return [analysis.dockerfile.instructions[item.instruction]?.body.text ?? ""];
  });
  const scripts = analysis.needs.needs.flatMap(({ script }) => {
    const text = script === null ? null : analysis.model.tree.read(script);
    return text?.known === true ? [text.value] : [];
  });
  return [...instructions, ...scripts];
}
