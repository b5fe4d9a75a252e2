/** Colours for people; nothing of this is in the text when it goes to a file or a pipe, unless asked for. */
import pc from "picocolors";

export type Colours = ReturnType<typeof pc.createColors>;

export function colours(enabled: boolean): Colours {
  return pc.createColors(enabled);
}

/** A patch, coloured as git colours it. */
export function colourPatch(patch: string, paint: Colours): string {
  if (!paint.isColorSupported) return patch;
  // Lines end with a line feed only: a carriage return in front of it belongs to the line of the file.
  return patch
    .split("\n")
    .map((line) => {
      if (/^(?:--- |\+\+\+ )/.test(line)) return paint.bold(line);
      if (line.startsWith("@@")) return paint.cyan(line);
      if (line.startsWith("+")) return paint.green(line);
      return line.startsWith("-") ? paint.red(line) : line;
    })
    .join("\n");
}
