/** Pages of the codes that the planning gives: why a file is left alone, and what a reviewer should look at. */
import type { Catalogue } from "./catalogue.js";

export const planPages = {
  "already-multi-stage": {
    kind: "unchanged",
    meaning: "The file has more than one stage, so it is split already.",
    example: "FROM maven:3.9 AS build\n…\nFROM eclipse-temurin:17-jre",
    advice: "Nothing is to be done.",
  },
  "ignored-by-comment": {
    kind: "unchanged",
    meaning: "The file asks to be left alone with the comment `# dfsplit-ignore`.",
    example: "# dfsplit-ignore\nFROM node:20",
    advice: "Remove the comment to have the file considered again.",
  },
  "from-scratch": {
    kind: "unchanged",
    meaning: "The image starts from scratch and holds only what the file copies.",
    example: "FROM scratch\nCOPY app /app",
    advice: "Nothing is to be done.",
  },
  "no-build-step": {
    kind: "unchanged",
    meaning: "No command of the file builds or installs anything, so no stage could be left behind.",
    example: 'FROM eclipse-temurin:17-jre\nCOPY target/app.jar app.jar\nCMD ["java", "-jar", "app.jar"]',
    advice: "Nothing is to be done; the artifact is built outside the image.",
  },
  "build-output-unused": {
    kind: "unchanged",
    meaning: "The file builds something, but the container's command uses nothing of it.",
    example: 'RUN mvn package\nCMD ["bash"]',
    advice: "Look whether the command is the right one, or whether the build step is needed at all.",
  },
  "nothing-to-gain": {
    kind: "unchanged",
    meaning: "A second stage would leave nothing worth mentioning behind.",
    example: 'FROM node:20-slim\nCOPY . .\nRUN npm ci --omit=dev\nCMD ["node", "server.js"]',
    advice: "Nothing is to be done; the image is lean already.",
  },
  "onbuild-trigger": {
    kind: "refused",
    meaning: "ONBUILD makes the image a base for others, whose builds expect everything in it.",
    example: "ONBUILD COPY . /app",
    advice: "Split the Dockerfiles that are built from this image instead.",
  },
  "onbuild-base": {
    kind: "refused",
    meaning:
      "The base image builds the project in ONBUILD triggers, which would run again in a second stage.",
    example: "FROM maven:3-onbuild",
    advice: "Write the steps of the triggers into the file and use the plain image.",
  },
  "windows-image": {
    kind: "refused",
    meaning: "Windows images follow other rules of shells and paths.",
    example: "FROM mcr.microsoft.com/windows/servercore:ltsc2022",
    advice: "Split the file by hand.",
  },
  "development-dockerfile": {
    kind: "refused",
    meaning: "The file's name or place says that it makes an image to develop or test in.",
    example: "Dockerfile.dev, .devcontainer/Dockerfile",
    advice: "Such an image needs its tools. Rename the file if it is meant for production.",
  },
  "toolchain-not-supported": {
    kind: "refused",
    meaning: "The file runs commands that no toolchain of dfsplit knows.",
    example: "RUN cargo build --release",
    advice: "`dfsplit toolchains` lists what is supported.",
  },
  "no-command": {
    kind: "refused",
    meaning:
      "Neither CMD nor ENTRYPOINT nor anything beside the file tells what the container runs, and the base image is none whose own command is a server (nginx, Tomcat, Jetty, WildFly, Payara, Liberty).",
    example: "FROM node:20\nCOPY . .\nRUN npm ci",
    advice: "Add the CMD that the container is started with.",
  },
  "entrypoint-unknown": {
    kind: "refused",
    meaning:
      "The base image is not known, and the first word of CMD is no program that the file or the context shows: the image's own ENTRYPOINT takes it as an argument, and what that reads cannot be told.",
    example: 'FROM registry.example.com/functions/node:18\nCMD ["dist/index.handler"]',
    advice: "Write the ENTRYPOINT into the Dockerfile, with the program that the container starts.",
  },
  "command-not-understood": {
    kind: "refused",
    meaning: "A command could not be followed to what it does, so what it needs is not known.",
    example: 'CMD eval "$START"',
    advice: "Write the command out, or split the file by hand.",
  },
  "command-too-deep": {
    kind: "refused",
    meaning: "The command runs scripts that run scripts, deeper than is followed.",
    example: '"start": "npm run start"',
    advice: "Let the command name the program directly.",
  },
  "command-not-produced": {
    kind: "refused",
    meaning: "The container needs a path of the project that nothing in the build is known to make.",
    example: 'RUN npm run build\nCMD ["node", "dist/index.js"]   # but tsc writes dist/src/index.js',
    advice: "Run the image as it is: if it works, name the file as the build makes it.",
  },
  "path-unknown": {
    kind: "refused",
    meaning: "A path rests on a variable whose value is only known when the image is built.",
    example: "ARG DIR\nCOPY . $DIR",
    advice: "Give the ARG a default, or pass --build-arg.",
  },
  "artifact-path-unknown": {
    kind: "refused",
    meaning: "The path of the artifact that the command runs could not be computed.",
    example: "ENTRYPOINT java -jar $APP_JAR",
    advice:
      "Name the file in the command, give the variable a value in the Dockerfile, or run dfsplit where the project is.",
  },
  "path-through-link": {
    kind: "refused",
    meaning: "A path of the command goes through a symbolic link that only the build stage has.",
    example: "RUN ln -s /app/target /app/current\nCMD java -jar current/app.jar",
    advice: "Name the file itself in the command.",
  },
  "artifact-from-context": {
    kind: "refused",
    meaning: "The file builds the project, but its command runs an artifact that a COPY takes from the host.",
    example: "RUN mvn package\nCOPY target/*.jar app.jar",
    advice:
      "Decide which one is meant: copy it inside the image (RUN cp target/app.jar app.jar), or leave out the build.",
  },
  "several-applications": {
    kind: "refused",
    meaning: "The container runs programs of more than one project.",
    example: "CMD node api/server.js & node web/server.js",
    advice: "Give each program an image of its own, or split the file by hand.",
  },
  "process-manager-not-followed": {
    kind: "refused",
    meaning: "The command is a process manager whose programs could not be read.",
    example: 'CMD ["crond", "-f"]',
    advice: "Split the file by hand.",
  },
  "copy-flag-not-understood": {
    kind: "refused",
    meaning: "A COPY has a flag that changes which files are copied, and that dfsplit does not follow.",
    example: "COPY --parents packages/*/package.json ./",
    advice: "Write the copies out, or split the file by hand.",
  },
  "archive-unpacked-by-add": {
    kind: "refused",
    meaning:
      "ADD unpacks an archive of the context among the files of the program, and no list tells what it holds.",
    example: "ADD data.tar.gz ./",
    advice: "Unpack the archive in the repository, or into a folder of its own outside of the program's.",
  },
  "artifact-ambiguous": {
    kind: "refused",
    meaning: "A pattern of the command matches more than one file that the build makes.",
    example: "CMD java -jar build/libs/*.jar   # app.jar and app-plain.jar",
    advice: "Name the file, or switch the other archive off in the build.",
  },
  "artifact-not-self-contained": {
    kind: "refused",
    meaning:
      "The archive that the command runs does not hold its dependencies, and nothing shows where they are.",
    example: "CMD java -jar target/app.jar   # a plain jar with dependencies",
    advice: "Build a runnable jar, or name the dependencies on the class path.",
  },
  "artifact-under-volume": {
    kind: "refused",
    meaning: "The artifact lies under a VOLUME, whose content some builders discard.",
    example: "VOLUME /app\nRUN mvn package",
    advice: "Move the VOLUME behind the build or to another folder.",
  },
  "artifact-in-cache-mount": {
    kind: "refused",
    meaning: "The artifact lies in a RUN mount, which is in no layer of the image.",
    example: "RUN --mount=type=cache,target=/app/target mvn package",
    advice: "Copy the artifact out of the mount in the same RUN.",
  },
  "bind-mount-in-run": {
    kind: "refused",
    meaning:
      "A RUN works on files through a bind mount that dfsplit does not follow: of another image, the whole context, one that is written to, or one in a RUN that the container needs as well.",
    example: "RUN --mount=type=bind,source=.,target=/src mvn package",
    advice: "Use COPY, or split the file by hand.",
  },
  "run-cannot-be-cut": {
    kind: "refused",
    meaning: "One RUN builds and sets up the container's system in a way that cannot be taken apart.",
    example: "RUN cd /app && npm ci && mkdir data",
    advice: "Write the two jobs as two RUN instructions.",
  },
  "base-for-another-dockerfile": {
    kind: "refused",
    meaning:
      "Another Dockerfile of the repository is built FROM this image or copies files from it, and may need what would stay behind in the build stage.",
    example:
      "# docker/worker/Dockerfile\nFROM example/app:latest   # compose.yaml builds that image from this file",
    advice:
      "Split by hand, and let the other file use the stage that it needs, by a name of its own (--target build).",
  },
  "compose-mounts-sources": {
    kind: "refused",
    meaning: "A compose service mounts a folder of the host over the files that the runtime stage would get.",
    example: "volumes:\n  - .:/app",
    advice: "The file serves development; give it a stage of its own, or remove the mount.",
  },
  "program-without-provider": {
    kind: "refused",
    meaning: "The container needs a program that neither the base image nor the file provides.",
    example: 'FROM eclipse-temurin:17\nCMD ["node", "server.js"]',
    advice: "Install the program in the Dockerfile.",
  },
  "secret-in-runtime": {
    kind: "refused",
    meaning: "A credential of the build is used by an instruction of the running container.",
    example: "ARG NPM_TOKEN\nLABEL token=$NPM_TOKEN",
    advice: "Use RUN --mount=type=secret.",
  },
  "needs-review": {
    kind: "refused",
    meaning: "The rewrite rests on something that a person should look at.",
    example: "dfsplit Dockerfile --unsafe",
    advice: "Read the notes of the file; --unsafe emits the rewrite with them.",
  },
  "original-broken-copy-ignored": {
    kind: "refused",
    meaning: "The file copies what the .dockerignore keeps from the builder: the original does not build.",
    example: "# .dockerignore\ntarget\n# Dockerfile\nCOPY target/app.jar app.jar",
    advice: "Mend the original first.",
  },
  "original-broken-tool-missing": {
    kind: "refused",
    meaning: "The build runs a tool that the base image does not have and that nothing in the file installs.",
    example: "FROM node:20\nRUN pnpm install   # without corepack enable",
    advice: "Mend the original first.",
  },
  "original-broken-engine": {
    kind: "refused",
    meaning:
      "yarn 1 holds `engines.node` of the project's own package.json against the node that runs it and stops where it does not fit; no version of the base image's line does.",
    example: 'FROM node:14\nRUN yarn   # package.json: "engines": { "node": ">=16" }',
    advice: "Take a base image that fits, or install with --ignore-engines.",
  },
  "self-check-parse": selfCheck("The rewrite could not be parsed."),
  "self-check-structure": selfCheck(
    "The rewrite lost or added something, or has the wrong number of stages.",
  ),
  "self-check-config": selfCheck("The final image's config would differ from the original's."),
  "self-check-build": selfCheck("The build stage would not do what the original's build did."),
  "self-check-runtime": selfCheck("The runtime stage would work on files that only the build stage has."),
  "self-check-users": selfCheck("The final stage would name a user that it does not have."),
  "self-check-files": selfCheck(
    "A file that the container needs would be missing, doubled or owned by another user.",
  ),
  "self-check-base": selfCheck(
    "The runtime image would have another C library, release or major version than the build's.",
  ),
  "self-check-state": selfCheck(
    "An instruction would mean something else in the final stage: another user, shell, destination or owner.",
  ),
  "self-check-needs": selfCheck(
    "Something that the container uses (a file, a part of the application, a program) would not be in the final stage.",
  ),
  "self-check-scope": selfCheck("A variable would be used in a stage that does not declare it."),
  "sources-fetched-in-build": {
    kind: "note",
    meaning: "The build works on sources that a RUN fetches, which dfsplit has not seen.",
    example: "RUN git clone https://example.org/shop.git /app && cd /app && mvn package",
    advice:
      "Look in those sources for files that are read from the working directory and for programs that are started (git among them).",
  },
  "reads-working-directory": {
    kind: "note",
    meaning:
      "A source of the program opens a file below the working directory by its name, so the file comes along.",
    example: 'new File("templates/mail.html")',
    advice:
      "Nothing to do. Files that the program never opens can be left out of the image with .dockerignore.",
  },
  "reads-build-output": {
    kind: "note",
    meaning:
      "A source of the program opens a file in the folder of the build's output, where the container of the original had it.",
    example: 'new File("target/classes/messages.txt")',
    advice: "Read it as a resource of the class path, or copy the file into the runtime stage by hand.",
  },
  "reads-untracked-file": {
    kind: "note",
    meaning:
      "The program reads a file from its working directory that is not in the context at hand and that .gitignore keeps out of the repository.",
    example: 'new FileReader("config.json"), with *.json in .gitignore and COPY . . in the Dockerfile',
    advice:
      "Where the image is built from a folder that has the file, COPY . . brought it along and the runtime stage lacks it: mount it, or add a COPY of it.",
  },
  "dependency-layer-not-made": {
    kind: "note",
    meaning: "dependency-layer was asked for, and the build stage stays as it is.",
    example: "dfsplit Dockerfile --with dependency-layer",
    advice: "The note says why. A file that copies its build files first has the layer already.",
  },
  "secret-left-in-build-stage": {
    kind: "note",
    meaning: "A credential that the build uses does not reach the runtime stage.",
    example: "ENV NPM_TOKEN=…",
    advice: "Pass it with RUN --mount=type=secret, so that it is in no image at all.",
  },
  "build-command-not-understood": {
    kind: "note",
    meaning: "A command in front of the end of the build is not known; it stays in the build stage.",
    example: "RUN ./configure-machine",
    advice: "Look whether the container needs what the command makes.",
  },
  "dev-dependencies-kept": {
    kind: "note",
    meaning:
      "node_modules is copied whole, since it could not be shown that the program does without its dev dependencies.",
    example: "npx ts-node in the start script",
    advice: "The reason stands in the message; the image works as before and is larger than it might be.",
  },
  "artifact-unproven": {
    kind: "note",
    meaning: "The path is the command's word; the build files could not confirm it.",
    example: "a version from a plugin",
    advice: "Build once and look at the file's name.",
  },
  "unpacked-into-system": {
    kind: "note",
    meaning: "An archive that only the build stage has is unpacked into a folder of the system.",
    example: "RUN wget https://example.com/tool.tgz\nRUN tar -xzf tool.tgz -C /usr/local",
    advice: "Look whether the container needs what came out of it; unpack it into a folder of its own.",
  },
  "java-by-alternatives": {
    kind: "note",
    meaning: "Several Java versions are installed from packages, and the system decided which one runs.",
    example: "FROM ubuntu\nRUN apt-get install -y openjdk-17-jdk maven",
    advice:
      "Run `java -version` in the original and in the rewrite, or build on an image of one Java version.",
  },
  "folder-mode": {
    kind: "note",
    meaning: "A folder whose mode a RUN changed has to be made anew, by a user who may not be allowed to.",
    example: "USER app\nRUN chmod 777 data",
    advice: "Build the rewrite once; if it fails, move the line in front of USER.",
  },
  "owners-differ": {
    kind: "note",
    meaning: "Files below a copied folder belong to different users, and one copy can have one owner only.",
    example: "COPY --chown=node . . and RUN npm ci as root",
    advice: "Look whether the program writes to these files.",
  },
  "runtime-image-kept": {
    kind: "note",
    meaning: "A slimmer runtime image is known but lacks something that the container needs.",
    example: "HEALTHCHECK CMD curl -f http://localhost:8080",
    advice: "Install what is missing on the slimmer image, and choose it with --runtime-image.",
  },
  "package-added": {
    kind: "note",
    meaning:
      "The slimmer runtime image lacks a program that the container uses, so its package is installed.",
    example: "FROM node:20\nHEALTHCHECK CMD curl -f http://localhost:3000",
    advice:
      "Nothing is to be done, unless builds cannot reach the distribution's package servers: then choose --keep-image.",
  },
  "runtime-image-unknown": {
    kind: "note",
    meaning:
      "The runtime image that you name is not in the table of base images, so that nothing is known of its programs and users.",
    example: "--runtime-image registry.example/jre:17",
    advice:
      "Look whether it holds what the note names. A counterpart from the configuration is taken on trust as far as the container needs the language's own programs alone.",
  },
  "runtime-image-differs": {
    kind: "note",
    meaning:
      "The runtime image that you name differs from the build's in its C library, its major version or its release, or lacks something that the container needs.",
    example: "FROM node:20  with  --runtime-image node:20-alpine",
    advice:
      "Compiled modules (bcrypt, sharp, JNI libraries) run on the C library that they were built with: name an image of the same one, or look that nothing is compiled.",
  },
  "locale-of-runtime-image": {
    kind: "note",
    meaning:
      "The old base image set LANG, and the new one sets another locale. For a Java program C.UTF-8 is the language `en` without a country, en_US.UTF-8 the same with the country US: the currency sign differs, short dates and numbers do not.",
    example: "FROM openjdk:21-jdk (C.UTF-8) -> FROM eclipse-temurin:21-jre (en_US.UTF-8)",
    advice:
      "Nothing is to be done, unless the program uses the country of its default locale: then set LANG and LC_ALL with ENV.",
  },
  "compose-needs-build-stage": {
    kind: "note",
    meaning: "A compose service runs a command in this image that needs the build tools.",
    example: "command: npm run dev",
    advice: "Give the service `target: build`.",
  },
  "build-folder-named": {
    kind: "note",
    meaning:
      "The program's code or settings name a path in the folder into which the build writes, and no step is known to make it.",
    example: 'new File("build/version.properties")',
    advice: "Look whether the program reads it when it runs, and copy it from the build stage if so.",
  },
  "image-run-needs-build-stage": {
    kind: "note",
    meaning:
      "A script, a workflow, a Makefile or a platform's file runs this image with a command that cannot be shown to run in the runtime stage.",
    example: "docker run --rm shop npm test",
    advice: "Build the image for that command with `docker build --target build`.",
  },
} as const satisfies Catalogue;

function selfCheck(meaning: string) {
  return {
    kind: "refused",
    meaning: `Internal: ${meaning} The rewrite was thrown away and the file left alone.`,
    example: "",
    advice: "This is a fault of dfsplit; please report the Dockerfile.",
  } as const;
}
