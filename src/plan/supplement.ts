/**
 * Packages that make up for what a slimmer image lacks, as one RUN of the runtime stage in the image's own
 * package manager. In: the slimmer image and what it lacks; out: the packages, or why they cannot be added.
 * Adding is safe where the build reaches the public registries anyway (it downloads its dependencies, or
 * installs packages itself), so that the rewrite builds wherever the original did; a build that takes its
 * packages from a mirror of its own, or from none, says nothing of the distribution's servers.
 */
import type { BaseImage, PackageManager } from "../images/types.js";
import { known, unknown, type Known } from "../known.js";
import { hasMirrors, packageOf, talksTls } from "../programs/program-packages.js";
import type { Lack } from "./lacking.js";
import { keyword } from "./style.js";
import type { Analysis, Item } from "./types.js";

export function packagesFor(
  lacks: readonly Lack[],
  slim: BaseImage,
  analysis: Analysis,
): Known<readonly string[]> {
  const { base } = analysis.model;
  if (!slim.packageManager.known) return slim.packageManager;
  const manager = slim.packageManager.value;
  const release = slim.codename.known ? slim.codename.value : null;
  const packages = new Set<string>();
  for (const { phrase, program } of lacks) {
    const name = program === null ? null : packageOf(manager, program, release);
    if (program === null || name === null) return unknown(phrase);
    // What the original lacks, too, it does without.
    if (!base.known || base.value.has(program) === "no") return unknown(phrase);
    packages.add(name);
    if (talksTls(program) && slim.has("update-ca-certificates") !== "yes" && mayLeaveHost(program, analysis))
      packages.add("ca-certificates");
  }
  const [first] = lacks;
  if (!hasMirrors(slim))
    return unknown(`${first?.phrase ?? ""}, and its release has no package servers any more`);
  if (!isRoot(slim)) return unknown(`${first?.phrase ?? ""}, and its user may not install packages`);
  const closed = withoutMirrors(manager, analysis);
  if (closed !== null) return unknown(`${first?.phrase ?? ""}, and ${closed}`);
  return known([...packages].sort());
}

function isRoot(image: BaseImage): boolean {
  return image.config.known && /^(|root|0)(:.*)?$/.test(image.config.value.user);
}

/** A health check of the container itself over plain HTTP needs no certificates; everything else may. */
function mayLeaveHost(program: string, analysis: Analysis): boolean {
  const calls = analysis.needs.commands.filter((command) => command.program === program);
  if (calls.length === 0 || analysis.called.some(({ name }) => name === program)) return true;
  const local = /^["']?(http:\/\/)?(localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\]|::1)([:/?"']|$)/;
  return !calls.every(
    ({ raw }) => raw.some((word) => local.test(word)) && !raw.some((word) => /https:/.test(word)),
  );
}

/** Why the package servers of the distribution may be out of the build's reach; null where nothing says so. */
function withoutMirrors(manager: PackageManager, analysis: Analysis): string | null {
  const { model } = analysis;
  const commands = model.facts.flatMap((fact) =>
    fact.kind === "run" ? fact.units.flatMap((unit) => unit.commands) : [],
  );
  const installs = commands.some(({ effects }) =>
    effects.some(
      (effect) => effect.kind === "packages" && effect.action === "install" && effect.manager === manager,
    ),
  );
  if (installs) return null;
  const cut = commands.find(
    ({ step, invocation }) =>
      step !== null &&
      invocation.raw.some((word) => /^(--offline|-o|--registry\b.*|--prefer-offline=true)$/.test(word)),
  );
  if (cut) return `line ${cut.invocation.line} does not take its packages from the public registries`;
  for (const path of model.sources.files("/")) {
    if (!/(^|\/)(\.npmrc|\.yarnrc|\.yarnrc\.yml|settings\.xml|init\.gradle(\.kts)?)$/.test(path)) continue;
    const text = model.sources.read(path);
    if (text.known && OWN_MIRROR.test(text.value)) return `${path} names a registry of its own`;
  }
  const set = analysis.dockerfile.instructions.find(
    (one) =>
      /^(ENV|ARG|RUN)$/.test(one.keyword) &&
      /\b(npm_config_registry|YARN_REGISTRY|YARN_NPM_REGISTRY_SERVER)\b|config set (-g |--global )?registry\b/i.test(
        one.body.text,
      ),
  );
  if (set) return `line ${set.line} names a registry of its own`;
  const downloads = commands.some(
    ({ step, effects }) =>
      step?.kind === "install" ||
      step?.kind === "build" ||
      effects.some((effect) => effect.kind === "network"),
  );
  return downloads ? null : "nothing shows that the build has a network";
}

/** A registry that is not one of the public ones, for everything and not for one scope alone. */
const OWN_MIRROR =
  /^\s*registry\s*=(?!\s*["']?https?:\/\/registry\.(npmjs\.org|yarnpkg\.com))|^registry\s+(?!["']?https?:\/\/registry\.(npmjs\.org|yarnpkg\.com))|^npmRegistryServer:(?!\s*["']?https?:\/\/registry\.(npmjs\.org|yarnpkg\.com))|<mirror>|allprojects[^]*maven\s*\{/m;

/** The line as the package manager's own images write it, without recommended packages and with its clean-up. */
export function installLine(packages: readonly string[], manager: PackageManager, analysis: Analysis): Item {
  const names = packages.join(" ");
  const commands: Readonly<Record<PackageManager, string>> = {
    apt: `apt-get update && apt-get install -y --no-install-recommends ${names} && rm -rf /var/lib/apt/lists/*`,
    apk: `apk add --no-cache ${names}`,
    dnf: `dnf install -y ${names} && dnf clean all`,
    microdnf: `microdnf install -y ${names} && microdnf clean all`,
    yum: `yum install -y ${names} && yum clean all`,
    zypper: `zypper --non-interactive install ${names} && zypper clean --all`,
    none: "",
  };
  return {
    kind: "new",
    text: `${keyword(analysis.dockerfile, "RUN")} ${commands[manager]}`,
    because: "the slimmer image lacks it, and the container uses it",
  };
}
