/**
 * Values of which parts are known: `cmd="java $JAVA_OPTS -jar app.jar"`. Such a value is unknown as a whole; its parts
 * are kept beside it, for the places where the shell takes it apart again (`$cmd`, `eval "$cmd"`).
 */
import { known, unknown, type Known } from "../known.js";

const parts = new WeakMap<Known<string>, readonly Known<string>[]>();

/** The parts of a value in their order, none of them composed. */
export function partsOfValue(value: Known<string>): readonly Known<string>[] {
  return parts.get(value) ?? [value];
}

export function isComposite(value: Known<string>): boolean {
  return parts.has(value);
}

/** One value behind the other. */
export function joinValues(values: readonly Known<string>[]): Known<string> {
  const all = values.flatMap(partsOfValue);
  const hidden = all.find((one) => !one.known);
  if (hidden === undefined) return known(all.map((one) => (one.known ? one.value : "")).join(""));
  if (hidden.known || all.length === 1) return hidden;
  const whole = unknown(hidden.because);
  parts.set(whole, all);
  return whole;
}
