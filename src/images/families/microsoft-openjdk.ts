/**
 * Microsoft Build of OpenJDK, of which there is no JRE. Source: github.com/microsoft/openjdk-docker (docker/ubuntu).
 */
import { known, unknown, type Known } from "../../known.js";
import type { Description, Family } from "../description.js";
import { ubuntu } from "../roots.js";
import { javaImage, noTag } from "./jvm.js";

const MICROSOFT = /^(?<major>\d+)-ubuntu$/;

function describeMicrosoft(tag: string, repository: string): Known<Description> {
  const major = MICROSOFT.exec(tag)?.groups?.["major"];
  if (major === undefined) return noTag(repository, tag);
  const root = ubuntu(known("jammy"));
  const described = javaImage({
    root,
    major: known(Number(major)),
    kind: "jdk",
    config: known({
      env: {
        LANG: "en_US.UTF-8",
        LANGUAGE: "en_US:en",
        LC_ALL: "en_US.UTF-8",
        JAVA_HOME: `/usr/lib/jvm/msopenjdk-${major}`,
      },
      labels: { Author: "Microsoft", Support: "*" },
    }),
    unsure: ["wget", "curl", "gpg", "openssl", "fc-list", "locale-gen"],
    source: "https://github.com/microsoft/openjdk-docker",
  });
  return known({ ...described, users: { app: "101:101" } });
}

export const microsoft: Family = {
  name: "microsoft-openjdk",
  repositories: ["mcr.microsoft.com/openjdk/jdk"],
  describe: describeMicrosoft,
  slimmer: () => unknown("Microsoft publishes no JRE image"),
};
