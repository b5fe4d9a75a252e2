import ms from "ms";

export function milliseconds(text: string): number {
  return ms(text);
}
