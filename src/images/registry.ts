/** The families of base images, in the order in which they are asked; each repository belongs to one. */
import type { Family } from "./description.js";
import { adoptopenjdk } from "./families/adoptopenjdk.js";
import { amazoncorretto } from "./families/amazoncorretto.js";
import { eclipseTemurin } from "./families/eclipse-temurin.js";
import { gradle } from "./families/gradle.js";
import { maven } from "./families/maven.js";
import { node } from "./families/node.js";
import { openjdk } from "./families/openjdk.js";

export const FAMILIES: readonly Family[] = [
  node,
  eclipseTemurin,
  openjdk,
  maven,
  gradle,
  adoptopenjdk,
  amazoncorretto,
];
