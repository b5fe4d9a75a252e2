import slugify from "slugify";

const make = slugify.default;

export function slug(text: string): string {
  return make(text, { lower: true, strict: true });
}
