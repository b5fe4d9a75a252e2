/**
 * Holds the table of base images against its sources. In: a folder with checkouts, each under its repository's own
 * name (`official-images`, `docker-node`, `containers`, `corretto-docker`, `docker-maven`, `docker-gradle`, `tomcat`,
 * `jetty.docker`, …; only `official-images` has to be there). Out: one line for each difference, and exit code 1 when
 * there are any: tags of a form that the table does not know, another release or package root, counterparts that
 * are not published, and environment, command, user or working directory that the Dockerfiles set otherwise.
 *
 *   npm run build && node scripts/check-base-images.mjs ~/checkouts
 */
import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";

const root = process.env.DFSPLIT_DIST ?? new URL("../dist", import.meta.url).pathname;
const load = (path) => import(join(root, "src", path));
const { parseDockerfile } = await load("dockerfile/parse.js");
const { runtimeCounterpart } = await load("images/counterpart.js");
const { lookupImage } = await load("images/lookup.js");
const { FAMILIES } = await load("images/registry.js");

const [folder] = process.argv.slice(2);
if (folder === undefined || !existsSync(join(folder, "official-images", "library"))) {
  console.error("usage: node scripts/check-base-images.mjs FOLDER (which holds official-images)");
  process.exit(2);
}

const names = FAMILIES.flatMap(({ repositories }) => repositories.filter((name) => !/[/.]/.test(name)));
const published = new Map(names.map((name) => [name, entriesOf(name)]));
const differences = [];
let tags = 0;
let files = 0;
for (const [name, entries] of published) {
  for (const entry of entries) {
    for (const tag of entry.tags) {
      tags++;
      const reference = `${name}:${tag}`;
      const image = lookupImage(reference);
      if (!image.known) {
        if (!isLeftOut(entry)) differences.push(`${reference}: ${image.because}`);
        continue;
      }
      compareRelease(reference, image.value, entry);
      for (const installsPackages of [false, true])
        compareCounterpart(reference, image.value, installsPackages);
    }
    compareDockerfile(name, entry);
  }
}
const lines = [...new Set(differences)];
for (const line of lines) console.log(line);
console.log(`${tags} tags, ${files} Dockerfiles, ${lines.length} differences`);
process.exitCode = lines.length > 0 ? 1 : 0;

/** The builds of one official image: their tags, repository and folder. */
function entriesOf(name) {
  const path = join(folder, "official-images", "library", name);
  if (!existsSync(path)) return [];
  const blocks = readFileSync(path, "utf8")
    .split(/\n\s*\n/)
    .map(fieldsOf);
  const common = blocks.find((fields) => fields.has("GitRepo"));
  return blocks
    .filter((fields) => fields.has("Tags"))
    .map((fields) => ({
      tags: ["Tags", "SharedTags"].flatMap((key) => fields.get(key)?.split(/,\s*/) ?? []),
      checkout: basename(fields.get("GitRepo") ?? common?.get("GitRepo") ?? "").replace(/\.git$/, ""),
      directory: fields.get("Directory") ?? "",
    }));
}

function fieldsOf(block) {
  const joined = block.replaceAll(/\n[ \t]+/g, " ");
  return new Map(
    [...joined.matchAll(/^([A-Za-z0-9-]+): *(.*)$/gm)].map(([, key, value]) => [key, value.trim()]),
  );
}

/** Windows, and builds of tools that are not for running programs. */
function isLeftOut(entry) {
  return /windows|nanoserver/.test(`${entry.directory} ${entry.tags.join(" ")}`);
}

/** Of several tags of one build the longest names the release. */
function compareRelease(reference, image, entry) {
  if (!image.codename.known) return;
  const all = entry.tags.join(" ");
  const named =
    /\b(bullseye|bookworm|trixie|focal|jammy|noble|resolute)\b/.exec(all)?.[1] ??
    /alpine-?(\d+\.\d+)/.exec(all)?.[1];
  if (named !== undefined && named !== image.codename.value)
    differences.push(`${reference}: stands on ${named}, in the table on ${image.codename.value}`);
}

function compareCounterpart(reference, image, installsPackages) {
  const found = runtimeCounterpart(image, { installsPackages });
  if (!found.known) return;
  const [name, tag] = found.value.reference.split(":");
  const entries = published.get(name);
  if (entries === undefined || entries.length === 0) return;
  if (!entries.some((entry) => entry.tags.includes(tag)))
    differences.push(`${reference}: its counterpart ${found.value.reference} is not published`);
}

/** Settings and accounts as the Dockerfile of the checkout makes them on top of its own base image. */
function compareDockerfile(name, entry) {
  const path = join(folder, entry.checkout, entry.directory, "Dockerfile");
  if (!existsSync(path)) return;
  const parsed = parseDockerfile(readFileSync(path, "utf8"));
  if (!parsed.ok) return;
  const [tag] = entry.tags.toSorted((one, other) => one.length - other.length);
  const image = lookupImage(`${name}:${tag}`);
  if (!image.known || !image.value.config.known) return;
  files++;
  const stage = parsed.dockerfile.stages.at(-1);
  const base = lookupImage(stage.from.image.text);
  const env = new Map(
    Object.entries(base.known && base.value.config.known ? base.value.config.value.env : {}),
  );
  const config = { workdir: null, user: null, entrypoint: null, cmd: null };
  const text = (command) =>
    command.form === "exec" ? JSON.stringify(command.argv.map((word) => word.value)) : "shell";
  for (const one of stage.instructions) {
    if (one.keyword === "ENV")
      for (const pair of one.pairs) env.set(pair.key, pair.value.replaceAll(/^["']|["']$/g, ""));
    if (one.keyword === "WORKDIR" || one.keyword === "USER")
      config[one.keyword.toLowerCase()] = one.value.text;
    if (one.keyword === "ENTRYPOINT" || one.keyword === "CMD")
      config[one.keyword.toLowerCase()] = text(one.command);
  }
  const own = image.value.config.value;
  const differ = (what) => differences.push(`${name}:${tag}: ${what} (${entry.checkout}/${entry.directory})`);
  for (const [key, value] of env) {
    if (key === "PATH") continue;
    if (own.env[key] === undefined) differ(`sets ${key}, which the table has not`);
    else if (own.env[key] !== "*" && !value.includes("$") && own.env[key] !== value)
      differ(`sets ${key}=${value}, in the table it is ${own.env[key]}`);
  }
  for (const key of Object.keys(own.env)) {
    if (key !== "PATH" && !env.has(key) && base.known && base.value.config.known)
      differ(`does not set ${key}, which the table has`);
  }
  for (const key of ["entrypoint", "cmd"]) {
    const table = JSON.stringify(own[key] ?? []);
    if (config[key] !== null && config[key] !== table)
      differ(`${key} is ${config[key]}, in the table ${table}`);
  }
  if (config.user !== null && !/[$]/.test(config.user) && config.user !== (own.user || "root"))
    differ(`user is ${config.user}, in the table ${own.user || "root"}`);
  if (config.workdir !== null && !/[$]/.test(config.workdir) && config.workdir !== own.workdir)
    differ(`workdir is ${config.workdir}, in the table ${own.workdir}`);
}
