/**
 * BellSoft Liberica: JDK and JRE are repositories of their own with the same tags. Source: github.com/bell-sw/Liberica
 * (docker/repos/liberica-openjdk-debian and its neighbours).
 */
import { known, unknown, type Known } from "../../known.js";
import type { Description, Family, Root, Slimmer } from "../description.js";
import { alpine, centos, debian } from "../roots.js";
import { NOT_RECORDED, javaImage, noTag } from "./jvm.js";

const LIBERICA =
  /^bellsoft\/liberica-open(?<kind>jdk|jre)-(?<system>alpine-musl|alpine|debian|centos|rocky)$/;
const LIBERICA_TAG = /^(?<major>\d+)$/;
const LIBERICA_LINES = [8, 11, 17, 21, 25, 26];

function libericaRoot(system: string): Root | null {
  // `-alpine` is Alpine with a glibc beside musl, which is why it is not described; `-alpine-musl` is plain Alpine
  if (system === "alpine-musl") return alpine(unknown("the Alpine release of the tag floats"));
  if (system === "debian") return debian(unknown("the Debian release of the tag floats"));
  return system === "centos" ? centos("7") : null;
}

function describeLiberica(tag: string, repository: string): Known<Description> {
  const parts = LIBERICA.exec(repository)?.groups;
  const major = LIBERICA_TAG.exec(tag)?.groups?.["major"];
  const root = parts === undefined ? null : libericaRoot(parts["system"] ?? "");
  if (parts === undefined || major === undefined) return noTag(repository, tag);
  if (root === null) return unknown(`the base of ${repository} is not recorded`);
  return known(
    javaImage({
      root,
      major: known(Number(major)),
      kind: parts["kind"] === "jre" ? "jre" : "jdk",
      config: unknown(NOT_RECORDED),
      unsure: ["curl", "gpg", "openssl", "fc-list", "locale-gen", "wget"],
      source: "https://github.com/bell-sw/Liberica",
    }),
  );
}

function slimmerLiberica(tag: string, repository: string): Known<Slimmer> {
  if (repository.includes("openjre")) return unknown(`${repository}:${tag} is a JRE already`);
  const major = LIBERICA_TAG.exec(tag)?.groups?.["major"];
  if (major === undefined) return noTag(repository, tag);
  if (!LIBERICA_LINES.includes(Number(major)))
    return unknown(`no record of a JRE beside ${repository}:${tag}`);
  return known({
    repository: repository.replace("openjdk", "openjre"),
    tag,
    because: "the JRE of the same Liberica on the same distribution",
  });
}

export const liberica: Family = {
  name: "liberica",
  repositories: ["jdk", "jre"].flatMap((kind) =>
    ["alpine", "alpine-musl", "debian", "centos", "rocky"].map(
      (system) => `bellsoft/liberica-open${kind}-${system}`,
    ),
  ),
  describe: describeLiberica,
  slimmer: slimmerLiberica,
};
