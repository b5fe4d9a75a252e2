/** Pages of the codes that `dfsplit verify` gives: differences between the two images and their runs, and notes on them. */
import type { Catalogue } from "./catalogue.js";

const REPORT =
  "If dfsplit made the rewrite, keep the original and report the file: a rewrite must behave as its original.";

export const verifyPages = {
  "original-does-not-build": {
    kind: "unverified",
    meaning: "The original does not build on this engine, so there is nothing to compare the rewrite with.",
    example: "RUN npm ci   # and package-lock.json is not in the repository",
    advice:
      "Read the last lines of the build. Flags that the build needs go behind `--`; build arguments and secrets have their own options.",
  },
  "engine-failed": {
    kind: "unverified",
    meaning: "The container engine went away or refused what it has to be able to do.",
    example: "Cannot connect to the Docker daemon",
    advice: "See that the engine runs and has disk space, and run verify again; it removes what was left.",
  },
  "verify-interrupted": {
    kind: "unverified",
    meaning: "The run was interrupted before the file was compared.",
    example: "Ctrl-C",
    advice: "Run verify again.",
  },
  "rewrite-does-not-build": {
    kind: "difference",
    meaning: "The original builds and the rewrite does not.",
    example: "COPY --from=build /app/dist ./dist   # and the build writes to /app/build",
    advice: REPORT,
  },
  "entrypoint-changed": {
    kind: "difference",
    meaning: "The image's entrypoint is another one.",
    example: "ENTRYPOINT of the original is not in the final stage",
    advice: "Repeat the instruction in the final stage.",
  },
  "command-changed": {
    kind: "difference",
    meaning: "The image's command is another one, and not only by the path that the artifact was given.",
    example: 'CMD ["node", "server.js"] became CMD ["node", "index.js"]',
    advice: "Repeat the instruction in the final stage.",
  },
  "healthcheck-changed": {
    kind: "difference",
    meaning: "The health check is gone or another one.",
    example: "HEALTHCHECK of the original is not in the final stage",
    advice: "Repeat the instruction in the final stage.",
  },
  "env-lost": {
    kind: "difference",
    meaning: "A variable that the original's file sets is not set in the rewrite's image.",
    example: "ENV NODE_ENV=production stands in the build stage alone",
    advice: "Repeat the instruction in the final stage.",
  },
  "env-added": {
    kind: "difference",
    meaning: "The rewrite sets a variable that the original does not have.",
    example: "ENV NODE_ENV=production in the final stage alone",
    advice: "Remove it, or be sure that nothing reads it.",
  },
  "env-changed": {
    kind: "difference",
    meaning: "A variable has another value, and the difference is not the base images'.",
    example: "ENV PORT=3000 became ENV PORT=8080",
    advice: "Give it the value of the original.",
  },
  "exposed-ports-changed": {
    kind: "difference",
    meaning: "The image declares other ports.",
    example: "EXPOSE 8080 is not in the final stage",
    advice: "Repeat the instruction in the final stage.",
  },
  "volumes-changed": {
    kind: "difference",
    meaning: "The image declares other volumes.",
    example: "VOLUME /data is not in the final stage",
    advice: "Repeat the instruction in the final stage.",
  },
  "labels-changed": {
    kind: "difference",
    meaning: "The image has other labels, and the difference is not the base images'.",
    example: "LABEL version=1 is not in the final stage",
    advice: "Repeat the instruction in the final stage.",
  },
  "user-changed": {
    kind: "difference",
    meaning: "The container runs as another user, by name or by number.",
    example: "USER app is not in the final stage",
    advice: "Repeat USER, and the command that creates the user with its number.",
  },
  "user-missing": {
    kind: "difference",
    meaning: "USER names an account that the rewrite's image does not have; the engine does not start it.",
    example: "RUN useradd app stands in the build stage alone",
    advice: "Create the user in the final stage.",
  },
  "workdir-changed": {
    kind: "difference",
    meaning: "The working directory is another one.",
    example: "WORKDIR /srv is not in the final stage",
    advice: "Repeat the instruction in the final stage.",
  },
  "stop-signal-changed": {
    kind: "difference",
    meaning: "The engine stops the container with another signal.",
    example: "STOPSIGNAL SIGQUIT is not in the final stage",
    advice: "Repeat the instruction in the final stage.",
  },
  "shell-changed": {
    kind: "difference",
    meaning: "Commands in shell form run in another shell.",
    example: 'SHELL ["/bin/bash", "-c"] is not in the final stage',
    advice: "Repeat the instruction in the final stage.",
  },
  "onbuild-changed": {
    kind: "difference",
    meaning: "The image hands other instructions to those that are built from it.",
    example: "ONBUILD COPY . . is not in the final stage",
    advice: "Repeat the instruction in the final stage.",
  },
  "program-missing": {
    kind: "difference",
    meaning:
      "The command or the health check runs a program that the original has and the rewrite's image has not.",
    example: "HEALTHCHECK CMD curl -f http://127.0.0.1/   # on a slim base",
    advice: "Install it in the final stage, or choose a base that has it.",
  },
  "program-not-executable": {
    kind: "difference",
    meaning: "The image's user may not run a program of the command.",
    example: "COPY --from=build /app/start.sh .   # after USER, without --chmod",
    advice: "Give the file its run bit and the folders above it theirs.",
  },
  "command-path-missing": {
    kind: "difference",
    meaning: "The command names a file that the original has and the rewrite's image has not.",
    example: 'CMD ["java", "-jar", "app.jar"]   # and app.jar was not copied',
    advice: "Copy it from the build stage.",
  },
  "command-path-unreadable": {
    kind: "difference",
    meaning: "The image's user may not read a file that the command names.",
    example: "COPY --from=build --chmod=600 /app/app.jar .   # USER app",
    advice: "Give it to the user with --chown, or let others read it.",
  },
  "owner-changed": {
    kind: "difference",
    meaning: "Files that both images have belong to another user or group.",
    example: "COPY --from=build /srv/app /srv/app   # without --chown=app",
    advice: "Write --chown with the owner of the original.",
  },
  "permission-lost": {
    kind: "difference",
    meaning: "The image's user may not read, write or run what it could in the original.",
    example: "a folder that RUN chmod g+w opened in the build stage alone",
    advice: "Repeat the chmod in the final stage, or write --chmod.",
  },
  "shared-library-missing": {
    kind: "difference",
    meaning: "A program or native module needs a shared library that the rewrite's image does not have.",
    example: "bcrypt's .node file needs libstdc++.so.6, and the base is too slim for it",
    advice: "Install the library's package in the final stage.",
  },
  "library-too-old": {
    kind: "difference",
    meaning:
      "A library is there and lacks a version of its symbols that a program or native module was built with.",
    example: "GLIBC_2.36 needed, and the final stage is on an older release of the distribution",
    advice: "Take the same release for both stages.",
  },
  "loader-missing": {
    kind: "difference",
    meaning: "A program was built for another libc: what would start it is not in the image.",
    example: "a binary built on Alpine in a Debian image",
    advice: "Take the same distribution for both stages.",
  },
  "secret-in-history": {
    kind: "difference",
    meaning: "A secret of the build can be read in the history of the final image.",
    example: "ARG NPM_TOKEN and a RUN behind it in the final stage",
    advice:
      "Keep ARG and RUN in the build stage, or use RUN --mount=type=secret. Replace the secret if the image was published.",
  },
  "secret-in-config": {
    kind: "difference",
    meaning: "A secret of the build stands in the image's config, for instance in a variable.",
    example: "ENV NPM_TOKEN=$NPM_TOKEN in the final stage",
    advice: "Keep it in the build stage.",
  },
  "secret-in-file": {
    kind: "difference",
    meaning: "A secret of the build stands in a file of the final image.",
    example: "COPY --from=build /app /app   # with the .npmrc in it",
    advice: "Copy only what the container needs.",
  },
  "exit-code-changed": {
    kind: "difference",
    meaning: "The containers end with different exit codes, or one ends and the other goes on.",
    example: "the rewrite ends with 1: Cannot find module",
    advice: "Run the kept image (--keep) and read its log.",
  },
  "listening-ports-changed": {
    kind: "difference",
    meaning: "The containers listen on different ports.",
    example: "8080 in the original, 3000 in the rewrite: a variable is missing",
    advice: "Look for a variable or a file of settings that the rewrite lost.",
  },
  "process-user-changed": {
    kind: "difference",
    meaning: "The first process of the container runs as another user.",
    example: "an entrypoint that steps down to another user does not any more",
    advice: "Look at the entrypoint and at USER.",
  },
  "health-changed": {
    kind: "difference",
    meaning: "The health check comes to another result.",
    example: "healthy in the original, unhealthy in the rewrite",
    advice: "Run the health check's command in the kept image (--keep).",
  },
  "probe-changed": {
    kind: "difference",
    meaning: "An address is answered with another status, type or body.",
    example: "/ gives 404: the folder with the pages was not copied",
    advice: "Look for files that the rewrite lost.",
  },
  "log-changed": {
    kind: "difference",
    meaning: "The first lines of the log differ, times and numbers of processes not counted.",
    example: "the rewrite warns that a file of settings is missing",
    advice: "Compare the two logs in the JSON report.",
  },
  "stop-changed": {
    kind: "difference",
    meaning: "The container answers its stop signal in another way.",
    example: "stopped at once in the original, killed after ten seconds in the rewrite",
    advice: "Look whether the command runs below another shell, or without its init program.",
  },
  "only-in-old-base": {
    kind: "note",
    meaning: "Only the base image of the original contributed it, not the file.",
    example: "MAVEN_CONFIG of the maven image",
    advice: "Nothing, unless the program reads it.",
  },
  "only-in-new-base": {
    kind: "note",
    meaning: "Only the base image of the rewrite's final stage contributes it.",
    example: "LANG of the eclipse-temurin image",
    advice: "Nothing, unless the program reads it.",
  },
  "differs-between-bases": {
    kind: "note",
    meaning: "Both base images contribute it, each with its own value.",
    example: "JAVA_HOME",
    advice: "Nothing, unless something names the old value.",
  },
  "build-variable-dropped": {
    kind: "note",
    meaning: "A variable that only the build reads stayed in the build stage.",
    example: "ENV MAVEN_OPTS=-Xmx1g",
    advice: "Nothing.",
  },
  "path-renamed": {
    kind: "note",
    meaning: "The command names the artifact by the path that the rewrite gave it.",
    example: "build/libs/demo-0.0.1.jar became app.jar",
    advice: "Nothing.",
  },
  "unstable-in-original": {
    kind: "note",
    meaning: "Two runs of the original differ in it, so that it says nothing about the rewrite.",
    example: "a page that shows the time",
    advice: "Give a --probe whose answer is always the same.",
  },
  "network-open": {
    kind: "note",
    meaning:
      "The containers ran in the engine's ordinary network, because ports had to be published to reach them.",
    example: "docker in a virtual machine",
    advice: "Nothing; choose a network with --network where that matters.",
  },
  "secret-kept-in-config": {
    kind: "note",
    meaning: "A value whose name says that it is secret stands in the config of both images.",
    example: "ARG API_KEY and ENV API_KEY=$API_KEY in the original",
    advice: "Give the value when the container starts.",
  },
  "secret-search-incomplete": {
    kind: "note",
    meaning: "The image is so large that not all of its files were searched for secrets.",
    example: "more than 8 GiB of files",
    advice: "Search the image with a tool for that.",
  },
} as const satisfies Catalogue;
