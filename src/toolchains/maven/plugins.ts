/**
 * Plugins of a POM and of its ancestors, merged as Maven merges them: the nearer POM wins
 * element by element, executions are matched by their id, pluginManagement only completes.
 */
import type { Execution, Plugin } from "./pom.js";
import type { Element } from "./xml.js";

/** `dominant` wins; an element that stands once in both is merged in depth. */
export function mergeElements(dominant: Element | null, recessive: Element | null): Element | null {
  if (dominant === null) return recessive;
  if (recessive === null || dominant.attributes["combine.self"] === "override") return dominant;
  if (dominant.attributes["combine.children"] === "append") {
    return { ...dominant, children: [...recessive.children, ...dominant.children] };
  }
  const count = (element: Element, name: string): number =>
    element.children.filter((item) => item.name === name).length;
  const merged = dominant.children.map((item) =>
    count(dominant, item.name) === 1 && count(recessive, item.name) === 1
      ? (mergeElements(item, recessive.children.find((other) => other.name === item.name) ?? null) ?? item)
      : item,
  );
  const added = recessive.children.filter((item) => count(dominant, item.name) === 0);
  const text = dominant.text === "" && dominant.children.length === 0 ? recessive.text : dominant.text;
  return { ...dominant, text, children: [...merged, ...added] };
}

function mergeExecution(dominant: Execution, recessive: Execution): Execution {
  return {
    id: dominant.id,
    phase: dominant.phase ?? recessive.phase,
    goals: [...new Set([...recessive.goals, ...dominant.goals])],
    configuration: mergeElements(dominant.configuration, recessive.configuration),
  };
}

export function mergePlugin(dominant: Plugin, recessive: Plugin): Plugin {
  const executions = recessive.executions.map((execution) => {
    const own = dominant.executions.find((item) => item.id === execution.id);
    return own === undefined ? execution : mergeExecution(own, execution);
  });
  const added = dominant.executions.filter(
    (item) => !recessive.executions.some((other) => other.id === item.id),
  );
  return {
    key: dominant.key,
    version: dominant.version ?? recessive.version,
    configuration: mergeElements(dominant.configuration, recessive.configuration),
    executions: [...executions, ...added],
    inherited: dominant.inherited,
    extensions: dominant.extensions || recessive.extensions,
  };
}

/** Both lists as one, in the order of the recessive list first. */
export function mergePlugins(dominant: readonly Plugin[], recessive: readonly Plugin[]): readonly Plugin[] {
  const merged = new Map<string, Plugin>(recessive.map((plugin) => [plugin.key, plugin]));
  for (const plugin of dominant) {
    const other = merged.get(plugin.key);
    merged.set(plugin.key, other === undefined ? plugin : mergePlugin(plugin, other));
  }
  return [...merged.values()];
}
