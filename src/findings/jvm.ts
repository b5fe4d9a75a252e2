/** Pages of the codes that the JVM part and the Maven toolchain give; `artifact-path-unknown` stands with the plan's, line ends of a wrapper with Gradle's. */
import type { Catalogue } from "./catalogue.js";

export const jvmPages = {
  "build-tool-at-runtime": {
    kind: "refused",
    meaning:
      "The container runs the build tool when it starts, so the runtime image needs the sources and the tool chain.",
    example: 'CMD ["mvn", "package"]',
    advice: "Run the build in a RUN and start what it makes: RUN mvn package, CMD java -jar target/app.jar.",
  },
  "layers-not-made": {
    kind: "note",
    meaning: "spring-layers was asked for, and the jar goes to the runtime stage as one file.",
    example: "dfsplit Dockerfile --with spring-layers",
    advice: "The note says why; Spring Boot makes layers from 2.3 on.",
  },
  "maven-run-goal": {
    kind: "refused",
    meaning: "The container starts the program through a Maven goal that compiles the project first.",
    example: 'CMD ["mvn", "spring-boot:run"]',
    advice:
      "Package the program in a RUN and start the jar; --unsafe does so where the goal can be taken apart exactly. Look for JVM arguments and profiles that the goal is given.",
  },
  "built-before-start": {
    kind: "note",
    meaning:
      "The original builds the program each time the container starts; the rewrite builds it once, in the build stage.",
    example: 'CMD ["mvn", "spring-boot:run"]',
    advice:
      "Compare the two commands of the note: JVM arguments, profile, main class, ports, and what the running build was given from outside.",
  },
  "built-inside": {
    kind: "note",
    meaning: "A stage was added that builds what the file used to copy from the host.",
    example: "COPY target/*.jar app.jar   # with --with build-inside",
    advice: "Drop the build on the host from scripts and workflows; tests are not run in the new stage.",
  },
  "original-broken-exec-glob": {
    kind: "refused",
    meaning:
      "A command in exec form holds a glob, which no shell expands: the container of this Dockerfile never started.",
    example: 'CMD ["java", "-jar", "target/*.jar"]',
    advice: "Write the jar's name, or copy the jar to a fixed name in a RUN.",
  },
  "original-broken-exec-variable": {
    kind: "refused",
    meaning:
      "A command in exec form holds a variable in the place of the jar or class, which no shell replaces.",
    example: 'CMD ["java", "$JAVA_OPTS", "-jar", "app.jar"]',
    advice: "Use the shell form, or sh -c with exec.",
  },
  "original-broken-missing-module": {
    kind: "refused",
    meaning:
      "A POM lists a module whose folder is not in the image at that point, which Maven takes for an error.",
    example: "COPY pom.xml .\nRUN mvn dependency:go-offline",
    advice:
      "Copy the POMs of all modules before the first Maven command, or use -N where only the root is meant.",
  },
  "original-broken-no-build-file": {
    kind: "refused",
    meaning: "The build tool runs in a folder that has no build file, so the build fails.",
    example: "FROM maven:3.9-eclipse-temurin-17\nRUN mvn package",
    advice:
      "Copy the project before the build, or set the working directory to the folder of the build file.",
  },
  "original-broken-no-wrapper": {
    kind: "refused",
    meaning: "The build calls a wrapper script that the build context does not have.",
    example: "COPY . .\nRUN ./mvnw package",
    advice: "Commit the wrapper (mvn wrapper:wrapper, gradle wrapper), or use an image with the build tool.",
  },
  "original-broken-unknown-module": {
    kind: "refused",
    meaning:
      "The command names a project that the build does not have, which the build tool takes for an error: -pl of Maven one that no POM lists, a task path of Gradle one that no settings file includes.",
    example: "RUN mvn -pl backend package\nRUN ./gradlew :backend:build",
    advice:
      "With Maven, name a module of the root POM, by its folder or as :artifactId. With Gradle, name a project that settings.gradle includes, by its path, or add the include.",
  },
  "original-broken-wrapper-not-executable": {
    kind: "refused",
    meaning:
      "The wrapper script has no run bit in the build context, and nothing gives it one before it is called.",
    example: "COPY . .\nRUN ./mvnw package",
    advice: "Run git update-index --chmod=+x mvnw, or add RUN chmod +x mvnw, or call it with sh.",
  },
} as const satisfies Catalogue;
