/**
 * Images that lay a build tool on another image: `maven:3.9-eclipse-temurin-17` is `eclipse-temurin:17-jdk` with
 * Maven. In comes the parent's tag; out come the parent's facts with what the tool adds, and as slimmer image
 * that of the parent.
 */
import { known, unknown, type Known } from "../known.js";
import type { Description, Family, Slimmer, Wants } from "./description.js";
import type { ImageConfig } from "./types.js";

export interface Parent {
  readonly family: Family;
  readonly repository: string;
  /** floats as the derived tag does: `17-jdk` */
  readonly tag: string;
  /** the same with the release that the derived tag stands on now (`17-jdk-noble`), where they differ or may differ */
  readonly pinned: Known<string>;
}

export interface Addition {
  readonly provides: string;
  readonly programs: readonly string[];
  readonly unsure: readonly string[];
  readonly users: Readonly<Record<string, string>>;
  /** accounts of the root that the tool's Dockerfile renamed or removed */
  readonly removesUsers?: readonly string[];
  readonly onbuild: boolean;
  readonly source: string;
  /** changes of the parent's config */
  readonly config: Partial<ImageConfig>;
  readonly configUnknown?: string;
}

export function describeDerived(parent: Parent, add: Addition): Known<Description> {
  const exact = parent.family.describe(
    parent.pinned.known ? parent.pinned.value : parent.tag,
    parent.repository,
  );
  if (!exact.known) return exact;
  const base = exact.value;
  const gone = add.removesUsers ?? [];
  const root = {
    ...base.root,
    codename: parent.pinned.known ? base.root.codename : unknown(parent.pinned.because),
    users: Object.fromEntries(Object.entries(base.root.users).filter(([name]) => !gone.includes(name))),
  };
  const config: Known<ImageConfig> =
    add.configUnknown !== undefined
      ? unknown(add.configUnknown)
      : base.config.known
        ? known({ ...base.config.value, ...add.config, env: { ...base.config.value.env, ...add.config.env } })
        : base.config;
  const present = new Set([...add.programs]);
  return known({
    root,
    major: base.major,
    provides: [...base.provides, add.provides],
    programs: [...base.programs, ...add.programs],
    unsure: [...base.unsure, ...add.unsure].filter((program) => !present.has(program)),
    users: { ...base.users, ...add.users },
    config,
    onbuild: add.onbuild,
    source: add.source,
  });
}

/**
 * Without packages the floating JRE of the same vendor and version; when the runtime installs packages it must be
 * the same release too, because package names change from one release to the next.
 */
export function slimmerThanParent(parent: Parent, wants: Wants): Known<Slimmer> {
  if (!wants.installsPackages) return parent.family.slimmer(parent.tag, parent.repository, wants);
  if (!parent.pinned.known) return unknown(`the runtime installs packages, and ${parent.pinned.because}`);
  return parent.family.slimmer(parent.pinned.value, parent.repository, wants);
}
