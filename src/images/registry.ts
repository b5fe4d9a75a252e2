/** The families of base images, in the order in which they are asked; each repository belongs to one. */
import type { Family } from "./description.js";
import { adoptopenjdk } from "./families/adoptopenjdk.js";
import { amazoncorretto } from "./families/amazoncorretto.js";
import { applicationServers } from "./families/application-servers.js";
import { eclipseTemurin } from "./families/eclipse-temurin.js";
import { gradle } from "./families/gradle.js";
import { golang, python, rust } from "./families/languages.js";
import { jetty } from "./families/jetty.js";
import { liberica } from "./families/liberica.js";
import { maven } from "./families/maven.js";
import { microsoft } from "./families/microsoft-openjdk.js";
import { node } from "./families/node.js";
import { openjdk } from "./families/openjdk.js";
import { alpineFamily, buildpackDeps, debianFamily, nginx, ubuntuFamily } from "./families/systems.js";
import { amazonlinux, centosFamily, fedora, oraclelinux, rebuilds, ubi } from "./families/rpm-systems.js";
import { playwright } from "./families/playwright.js";
import { sapmachine } from "./families/sapmachine.js";
import { semeru } from "./families/semeru.js";
import { strapiBase } from "./families/strapi.js";
import { tomcat } from "./families/tomcat.js";
import { ubiOpenjdk } from "./families/ubi-openjdk.js";
import { zulu } from "./families/zulu.js";

export const FAMILIES: readonly Family[] = [
  node,
  eclipseTemurin,
  openjdk,
  maven,
  gradle,
  adoptopenjdk,
  amazoncorretto,
  semeru,
  sapmachine,
  zulu,
  liberica,
  ubiOpenjdk,
  microsoft,
  tomcat,
  jetty,
  ...applicationServers,
  strapiBase,
  playwright,
  debianFamily,
  ubuntuFamily,
  alpineFamily,
  buildpackDeps,
  nginx,
  python,
  golang,
  rust,
  centosFamily,
  amazonlinux,
  oraclelinux,
  rebuilds,
  fedora,
  ubi,
];
