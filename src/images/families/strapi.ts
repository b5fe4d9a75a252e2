/**
 * `strapi/base`: the `node` image of one line with a port. Source: github.com/strapi/strapi-docker (base/Dockerfile, bin/base.js;
 * archived in 2021). The plain tags floated while they were built, so that only `N` and `N-alpine` are described.
 */
import { known, unknown, type Known } from "../../known.js";
import type { Description, Family } from "../description.js";
import { node } from "./node.js";

const TAG = /^(?:(?<version>\d+)(?<alpine>-alpine)?|latest|alpine)$/;
/** Those that bin/constants.js built; `latest` was 14. */
const VERSIONS = ["10", "12", "14"];

function describe(tag: string): Known<Description> {
  const groups = TAG.exec(tag)?.groups;
  const version = groups?.["version"] ?? null;
  if (groups === undefined || (version !== null && !VERSIONS.includes(version)))
    return unknown(`strapi/base:${tag} is no tag of a form that is known`);
  const onAlpine = tag.endsWith("alpine");
  const parent = node.describe(onAlpine ? `${version ?? "14"}-alpine` : (version ?? "14"), "node");
  if (!parent.known) return parent;
  const { value } = parent;
  const config = value.config.known ? known({ ...value.config.value, exposed: ["1337"] }) : value.config;
  const floats = unknown("the line was last built in 2021, from whatever release it stood on then");
  return known({
    ...value,
    root: { ...value.root, codename: floats },
    major: version === null ? unknown("the version behind the tag floated") : value.major,
    config,
    source: "https://github.com/strapi/strapi-docker",
  });
}

export const strapiBase: Family = {
  name: "strapi-base",
  repositories: ["strapi/base"],
  describe,
  slimmer: () => unknown("strapi/base has no slimmer twin, and its own release is not recorded"),
};
