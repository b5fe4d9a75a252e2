/**
 * The user's own counterparts: `registry.example/jdk:*` -> `registry.example/jre:$1`. In: the mapping in its order,
 * the reference after FROM; out: the reference of the runtime stage, null when no pattern fits. A `*` stands for
 * any characters, `$1` for what the first one stood for, and the first pattern that fits wins. A reference that is
 * pinned by digest is matched by patterns that speak of digests alone, since the digest says nothing of another image.
 */
export type ImageMapping = Readonly<Record<string, string>>;

export function mappedReference(mapping: ImageMapping, reference: string): string | null {
  for (const [pattern, target] of Object.entries(mapping)) {
    if (reference.includes("@") && !pattern.includes("@")) continue;
    const found = expressionOf(pattern).exec(reference) ?? untagged(pattern, reference);
    if (found !== null) return target.replaceAll(/\$(\d)/g, (_, at: string) => found[Number(at)] ?? "");
  }
  return null;
}

/** `registry.example/jdk` is `registry.example/jdk:latest`. */
function untagged(pattern: string, reference: string): RegExpExecArray | null {
  const tagged = reference.includes(":", reference.lastIndexOf("/") + 1);
  return tagged ? null : expressionOf(pattern).exec(`${reference}:latest`);
}

function expressionOf(pattern: string): RegExp {
  const parts = pattern.split("*").map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join("(.*)")}$`);
}

/** What is wrong with an entry, null when nothing is. */
export function mappingFault(pattern: string, target: string): string | null {
  const stars = pattern.split("*").length - 1;
  const beyond = [...target.matchAll(/\$(\d)/g)].find(([, at]) => Number(at) < 1 || Number(at) > stars);
  if (pattern.trim() === "" || /\s/.test(pattern)) return `"${pattern}" is no image`;
  if (target.trim() === "" || /\s/.test(target)) return `"${target}" is no image`;
  return beyond === undefined
    ? null
    : `"${target}" speaks of ${beyond[0]}, and "${pattern}" has ${stars} of the sign *`;
}
