/** Pages of the codes that the Gradle toolchain alone emits; those it shares with Maven stand in `jvm.ts`. */
import type { Catalogue } from "./catalogue.js";

export const gradlePages = {
  "original-broken-java-home": {
    kind: "refused",
    meaning:
      "gradle.properties names a JDK of another machine, and Gradle stops where that folder is not there.",
    example: "org.gradle.java.home=C:\\\\Program Files\\\\Java\\\\jdk-17",
    advice:
      "Remove the line from the project's gradle.properties; it belongs into the one of a person's home.",
  },
  "original-broken-wrapper-line-ends": {
    kind: "refused",
    meaning:
      "The wrapper script has DOS line ends, so the kernel looks for an interpreter whose name ends in a carriage return, and the original image cannot be built.",
    example: "COPY gradlew .\nRUN ./gradlew build    # gradlew was checked out with CRLF",
    advice:
      "Give gradlew Unix line ends (`gradlew text eol=lf` in .gitattributes), or convert it in the Dockerfile before it runs.",
  },
} as const satisfies Catalogue;
