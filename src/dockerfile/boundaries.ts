import { DockerfileParser } from "dockerfile-ast";

/**
 * A second, independent reading of where instructions begin, by dockerfile-ast: the only module
 * that knows the library. Only positions and keywords are taken from it, never its text.
 */
export interface Boundary {
  /** upper case */
  readonly keyword: string;
  /** 1-based line of the keyword */
  readonly line: number;
}

export function readBoundaries(source: string): readonly Boundary[] {
  return DockerfileParser.parse(source)
    .getInstructions()
    .map((instruction) => ({
      keyword: instruction.getKeyword(),
      line: instruction.getRange().start.line + 1,
    }));
}
