/** The families of base images, in the order in which they are asked; each repository belongs to one. */
import type { Family } from "./description.js";
import { adoptopenjdk } from "./families/adoptopenjdk.js";
import { amazoncorretto } from "./families/amazoncorretto.js";
import { eclipseTemurin } from "./families/eclipse-temurin.js";
import { gradle } from "./families/gradle.js";
import { golang, python } from "./families/languages.js";
import { liberica } from "./families/liberica.js";
import { maven } from "./families/maven.js";
import { microsoft } from "./families/microsoft-openjdk.js";
import { node } from "./families/node.js";
import { openjdk } from "./families/openjdk.js";
import { alpineFamily, buildpackDeps, debianFamily, nginx, ubuntuFamily } from "./families/systems.js";
import { sapmachine } from "./families/sapmachine.js";
import { semeru } from "./families/semeru.js";
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
  debianFamily,
  ubuntuFamily,
  alpineFamily,
  buildpackDeps,
  nginx,
  python,
  golang,
];
