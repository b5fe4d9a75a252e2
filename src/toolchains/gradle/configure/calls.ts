/** Calls: setters in all their forms, lines of `plugins { }`, loops over lists, and names that lead to a block. */
import type { Chain, Segment } from "../language/syntax.js";
import { positional } from "../language/values.js";
import { pluginLine } from "./plugin-lines.js";
import { isProperty, set } from "./setters.js";
import type { Receiver } from "./receiver.js";
import { projectsOf } from "./references.js";
import type { Script } from "./script.js";
import { walk } from "./walk.js";

/** In `plugins { }` these are calls on the container; anything else is a plugin. */
const CONTAINER_CALLS = ["withId", "withPlugin", "withType", "apply", "all"];

export function call(script: Script, chain: Chain, receiver: Receiver, loose: boolean): void {
  if (chain.head !== null) {
    callOverList(script, chain, receiver, loose);
    return;
  }
  if (receiver.of === "plugins" && !CONTAINER_CALLS.includes(chain.segments[0]?.name ?? "")) {
    pluginLine(script, receiver.projects, chain, loose);
    return;
  }
  const target = setterTarget(chain.segments);
  const name = target?.at(-1);
  const value = positional(chain.segments.at(-1)?.args ?? null)[0];
  if (target !== null && name !== undefined && value !== undefined) {
    const owner = walk(script, target.slice(0, -1), receiver, loose, chain.line);
    if (owner !== null && name.args === null && isProperty(owner, name.name)) {
      set(script, owner, name.name, value, null, loose);
      return;
    }
  }
  walk(script, chain.segments, receiver, loose, chain.line);
}

/** What `x("v")`, `x "v"`, `x.set("v")`, `setX("v")` and `x.value("v")` set: the names that lead to `x`, or null. */
function setterTarget(segments: readonly Segment[]): readonly Segment[] | null {
  const last = segments.at(-1);
  if (last === undefined || last.block !== null || positional(last.args).length !== 1) return null;
  const before = segments.slice(0, -1);
  if (["set", "value", "convention"].includes(last.name) && before.length > 0) return before;
  const name = /^set[A-Z]/.test(last.name)
    ? last.name.charAt(3).toLowerCase() + last.name.slice(4)
    : last.name;
  return [...before, { ...last, name, args: null }];
}

/** `[project(':a'), project(':b')].each { … }`, `["x", "y"].forEach { … }` */
function callOverList(script: Script, chain: Chain, receiver: Receiver, loose: boolean): void {
  const items = chain.head?.kind === "list" ? chain.head.items : [];
  const projects = items.flatMap((item) => projectsOf(script, item.value, receiver) ?? []);
  for (const segment of chain.segments) {
    if (segment.block === null) continue;
    if (projects.length > 0) script.run(segment.block, { of: "project", projects }, loose);
    else script.run(segment.block, receiver, true);
  }
}
