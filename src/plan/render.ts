/**
 * Plan to text: original slices and new lines, one after the other. Nothing else writes text. What
 * stands before the first FROM stays in front; every instruction takes the blank lines and comments
 * above it along; what follows the last instruction stays at the end.
 */
import type { Dockerfile, From } from "../dockerfile/types.js";
import { keyword } from "./style.js";
import type { Item, Plan } from "./types.js";

/** The text of the rewrite. The plan must have its runtime image. */
export function render(dockerfile: Dockerfile, plan: Plan): string {
  const { source, eol } = dockerfile;
  const from = dockerfile.stages[0]?.from;
  if (!from || !plan.runtimeFrom) throw new Error("render needs a stage and a runtime image");
  const last = dockerfile.instructions.at(-1);
  const tail = last ? source.slice(last.span.end + blanksAfter(source, last.span.end).length) : "";
  const inBuild = new Set(plan.build.flatMap((item) => (item.kind === "new" ? [] : [item.instruction])));
  const build = renderStage(dockerfile, plan.build, () => false);
  const runtime = renderStage(dockerfile, plan.runtime, (index) => inBuild.has(index)).replace(
    /^(\r?\n)(?:[ \t]*\r?\n)+/,
    "$1",
  );
  const head = source.slice(0, from.span.start) + fromBuild(dockerfile, from, plan.buildName);
  return `${head}${build}${eol}${eol}${fromRuntime(dockerfile, plan)}${runtime}${tail}`;
}

/** Each item in front of which its line break stands; `own` tells where only the comment block directly above goes along. */
function renderStage(
  dockerfile: Dockerfile,
  items: readonly Item[],
  own: (index: number) => boolean,
): string {
  return items
    .map((item) => {
      if (item.kind === "new") return dockerfile.eol + item.text;
      const body =
        item.kind === "edited"
          ? item.text + endOf(dockerfile, item.instruction)
          : bodyOf(dockerfile, item.instruction);
      return dockerfile.eol + gapBefore(dockerfile, item.instruction, own(item.instruction)) + body;
    })
    .join("");
}

function bodyOf(dockerfile: Dockerfile, index: number): string {
  const instruction = dockerfile.instructions[index];
  if (!instruction) return "";
  const { start, end } = instruction.span;
  return dockerfile.source.slice(start, end) + blanksAfter(dockerfile.source, end);
}

/** Blanks between the end of the instruction and its line break: they belong to the line. */
function endOf(dockerfile: Dockerfile, index: number): string {
  const instruction = dockerfile.instructions[index];
  return instruction ? blanksAfter(dockerfile.source, instruction.span.end) : "";
}

function blanksAfter(source: string, at: number): string {
  return /^[ \t]*(?=\r?\n|$)/.exec(source.slice(at))?.[0] ?? "";
}

/**
 * What stands between the instruction before and this one, without the line break that ends the
 * former: blank lines, comments, indentation. With `own` only the comment block directly above,
 * and the blank lines in front of it.
 */
function gapBefore(dockerfile: Dockerfile, index: number, own: boolean): string {
  const instruction = dockerfile.instructions[index];
  const previous = dockerfile.instructions[index - 1];
  if (!instruction) return "";
  const start = previous ? previous.span.end : 0;
  const gap = dockerfile.source.slice(start, instruction.span.start).replace(/^[ \t]*\r?\n/, "");
  if (!own) return gap;
  const lead = dockerfile.source.slice(Math.max(start, instruction.leadStart), instruction.span.start);
  const above = gap.slice(0, gap.length - lead.replace(/^[ \t]*\r?\n/, "").length);
  const blank =
    /(?:^|\n)((?:[ \t]*\r?\n)+)$/.exec(above)?.[1] ?? (/^(?:[ \t]*\r?\n)+$/.test(above) ? above : "");
  return blank + lead.replace(/^\r?\n/, "");
}

function fromBuild(dockerfile: Dockerfile, from: From, name: string): string {
  const { source } = dockerfile;
  const blanks = blanksAfter(source, from.span.end);
  if (from.alias) {
    return (
      source.slice(from.span.start, from.alias.span.start) +
      name +
      source.slice(from.alias.span.end, from.span.end) +
      blanks
    );
  }
  return `${source.slice(from.span.start, from.image.span.end)} ${keyword(dockerfile, "AS")} ${name}${source.slice(from.image.span.end, from.span.end)}${blanks}`;
}

function fromRuntime(dockerfile: Dockerfile, plan: Plan): string {
  const chosen = plan.runtimeFrom;
  if (!chosen) throw new Error("the runtime image is not chosen");
  const platform = chosen.platform === null ? "" : `--platform=${chosen.platform} `;
  const alias = chosen.alias === null ? "" : ` ${keyword(dockerfile, "AS")} ${chosen.alias}`;
  return `${keyword(dockerfile, "FROM")} ${platform}${chosen.image}${alias}`;
}
