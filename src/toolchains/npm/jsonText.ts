/**
 * JSON with comments and trailing commas, as tsconfig.json, angular.json, .swcrc and bun.lock are
 * written. In: text; out: the value, or why it is none.
 */
import { known, unknown, type Known } from "../../known.js";

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };
export type JsonObject = { readonly [name: string]: Json };

export function parseJson(text: string): Known<Json> {
  const plain = text.replace(/^\uFEFF/, "");
  try {
    return known(JSON.parse(plain) as Json);
  } catch {
    // Only now the slow way: most files are plain JSON.
  }
  try {
    return known(JSON.parse(withoutComments(plain)) as Json);
  } catch (error) {
    return unknown(error instanceof Error ? error.message : "it is not JSON");
  }
}

function withoutComments(text: string): string {
  const bare = text.replace(
    /("(?:[^"\\]|\\.)*")|\/\/[^\n]*|\/\*[\s\S]*?\*\//g,
    (_, literal: string | undefined) => literal ?? " ",
  );
  return bare.replace(
    /("(?:[^"\\]|\\.)*")|,(?=\s*[}\]])/g,
    (_, literal: string | undefined) => literal ?? "",
  );
}

export function asObject(value: Json | undefined): JsonObject | null {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : null;
}

export function asText(value: Json | undefined): string | null {
  return typeof value === "string" ? value : null;
}

export function asTexts(value: Json | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === "string") : [];
}

/** name -> text, entries of other kinds left out */
export function asRecord(value: Json | undefined): Readonly<Record<string, string>> {
  const entries = Object.entries(asObject(value) ?? {});
  return Object.fromEntries(
    entries.filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}
