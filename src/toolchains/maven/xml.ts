/**
 * XML text in, a tree of elements out: names without namespace prefix, text trimmed, comments
 * dropped, repeated elements in their order. What is not well-formed is unknown.
 */
import { XMLParser, XMLValidator } from "fast-xml-parser";
import { known, unknown, type Known } from "../../known.js";

export interface Element {
  readonly name: string;
  /** the element's own text, trimmed; "" when it has child elements only */
  readonly text: string;
  readonly children: readonly Element[];
  readonly attributes: Readonly<Record<string, string>>;
}

const parser = new XMLParser({
  preserveOrder: true,
  removeNSPrefix: true,
  ignoreAttributes: false,
  attributeNamePrefix: "",
  parseAttributeValue: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  parseTagValue: false,
  trimValues: true,
});

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A node of the parser in its ordered form: `{ name: [children], ":@": attributes }` or `{ "#text": "…" }`. */
function element(node: Readonly<Record<string, unknown>>): Element | null {
  const name = Object.keys(node).find((key) => key !== ":@" && key !== "#text");
  if (name === undefined) return null;
  const content = node[name];
  const items = (Array.isArray(content) ? content : []).filter(isRecord);
  const text = items
    .map((item) => item["#text"])
    .filter((part) => typeof part === "string" || typeof part === "number")
    .join("");
  const given = node[":@"];
  const attributes = Object.fromEntries(
    Object.entries(isRecord(given) ? given : {}).map(([key, value]) => [key, String(value)]),
  );
  return { name, text: text.trim(), children: elements(items), attributes };
}

function elements(nodes: readonly Readonly<Record<string, unknown>>[]): readonly Element[] {
  return nodes.map(element).filter((child) => child !== null);
}

/** The root element of a document. */
export function parseXml(text: string): Known<Element> {
  const source = text.replace(/^\uFEFF/, "");
  const checked = XMLValidator.validate(source);
  if (checked !== true)
    return unknown(`it is not well-formed XML: ${checked.err.msg} (line ${checked.err.line})`);
  try {
    const tree: unknown = parser.parse(source);
    const root = elements((Array.isArray(tree) ? tree : []).filter(isRecord))[0];
    return root === undefined ? unknown("it holds no element") : known(root);
  } catch (error) {
    // The parser throws on entities that it does not expand; that file is left alone.
    return unknown(`it could not be read as XML: ${error instanceof Error ? error.message : String(error)}`);
  }
}

export function child(parent: Element | null, ...path: readonly string[]): Element | null {
  let at = parent;
  for (const name of path) at = at?.children.find((item) => item.name === name) ?? null;
  return at;
}

/** The text at a path, or null when the element is not there. */
export function textAt(parent: Element | null, ...path: readonly string[]): string | null {
  return child(parent, ...path)?.text ?? null;
}

export function childrenAt(parent: Element | null, ...path: readonly string[]): readonly Element[] {
  return child(parent, ...path)?.children ?? [];
}
