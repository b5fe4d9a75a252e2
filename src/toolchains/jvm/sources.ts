/**
 * What a file or folder directly below a JVM build is for. By convention: sources, build files
 * and repository furniture are build-only, files that a framework reads from the working
 * directory are runtime. Everything else is decided by whether the main sources mention it;
 * where they read files whose names they compute, or could not all be read, it is unknown.
 */
import { basename, join } from "node:path/posix";
import type { ImageTree } from "../../model/types.js";
import type { Purpose } from "../types.js";
import { literals, scanProject, type Scan } from "./scan.js";

/** Files and folders of the build itself. */
const ofTheBuild: readonly RegExp[] = [
  /^(pom\.xml|pom\.yml|dependency-reduced-pom\.xml|\.mvn|\.flattened-pom\.xml|maven-settings.*\.xml|settings\.xml)$/,
  /^(build|settings|init)\.gradle(\.kts)?$|^.*\.gradle(\.kts)?$|^gradle$|^gradle\.properties$|^\.gradle$|^buildSrc$|^build-logic$/,
  /^(mvnw|gradlew)(\.cmd|\.bat)?$|^(target|build|out)$|^build\.(sbt|xml|sc)$|^ivy.*\.xml$|^(WORKSPACE|BUILD)(\.bazel)?$/,
  /^(Dockerfile|Containerfile)([.-].*)?$|^.*\.Dockerfile$|^\.dockerignore$|^\.git.*$/,
];

/** Furniture of a repository, which no program reads unless its sources name it. */
const furniture: readonly RegExp[] = [
  // containers and deployment
  /^(docker-)?compose.*\.ya?ml$|^(docker|k8s|kubernetes|helm|charts?|terraform|deploy|deployment|deployments|manifests|ansible|infra|openshift)$/i,
  /^(Tiltfile|Procfile)$|^(skaffold|fly|app|render|cloudbuild|buildspec|manifest|appveyor|heroku)\.(ya?ml|toml|json)$|^system\.properties$|^.*\.tf$|^Vagrantfile$/,
  // repository furniture
  /^\.github$|^\.gitlab.*$|^\.circleci$|^\.travis\.yml$|^azure-pipelines.*\.ya?ml$|^Jenkinsfile.*$|^bitbucket-pipelines\.yml$|^\.drone\.yml$|^\.semaphore$|^\.jenkins$|^codecov\.yml$|^\.codecov\.yml$/,
  /^(README|LICEN[CS]E|NOTICE|CHANGELOG|CHANGES|CONTRIBUTING|CODE_OF_CONDUCT|SECURITY|AUTHORS|MAINTAINERS|CODEOWNERS|HISTORY|TODO|HELP|UPGRADING|INSTALL)([._-].*)?$/i,
  /^.*\.(md|adoc|asciidoc|rst|iml|ipr|iws)$|^(docs?|documentation|screenshots?|\.adr)$/i,
  // left behind by a run, and scripts for people
  /^.*\.(log|pid|out|tmp|bak|swp|sh|bat|cmd|ps1)$|^(bin|scripts?)$/,
  // to be copied and filled in by people, and settings of release tools
  /^.*\.(example|sample)$|^\.(versionrc|releaserc|czrc|commitlintrc)([.-].*)?$/,
  /^\.(idea|vscode|settings|classpath|project|factorypath|editorconfig|java-version|sdkmanrc|tool-versions|nvmrc|prettierrc.*|eslintrc.*|pre-commit-config\.yaml|husky|devcontainer|run|fleet|DS_Store|attach_pid\d+|checkstyle|springBeans|apt_generated|lift\.toml|snyk|renovaterc.*|dependabot|yo-rc\.json|yo-resolve|jhipster|lintstagedrc.*|mergify\.yml|trivyignore|openapi-generator-ignore|sonarcloud\.properties)$/,
  /^(checkstyle|pmd|spotbugs|findbugs|sonar-project|detekt|license-header|formatter|eclipse.*|intellij.*|ruleset|lombok)[\w-]*\.(xml|properties|ya?ml|txt|config)$|^lombok\.config$|^(checkstyle|codestyle|code-style)$/,
  /^Makefile$|^makefile$|^justfile$|^Taskfile\.ya?ml$|^renovate\.json5?$|^(qodana|jitpack|sonar-project)\.(ya?ml|properties)$|^.*\.postman_collection\.json$|^(postman|jmeter|gatling|k6)$/i,
  // a front end that the build compiles
  /^(package(-lock)?\.json|yarn\.lock|pnpm-lock\.yaml|node_modules|node|tsconfig.*\.json|webpack.*|vite\.config\..*|angular\.json|jest\..*|karma\..*|babel\.config\..*|postcss\.config\..*|tailwind\.config\..*|\.npmrc|\.yarnrc.*|\.browserslistrc|cypress.*|playwright.*)$/,
];

/** Files that frameworks read from the working directory without being told. */
const readByFrameworks: readonly RegExp[] = [
  // Spring Boot, "External Application Properties": ./ and ./config/; bootstrap files of Spring Cloud
  /^(application|bootstrap)([-\w]*)?\.(ya?ml|properties)$/,
  // logging libraries and their common file names beside the program
  /^(logback|log4j2?)([-\w]*)?\.(xml|ya?ml|properties|json|groovy)$/,
  /^(hazelcast|ehcache|infinispan|newrelic|rebel|applicationinsights|elasticapm)([-\w]*)?\.(xml|ya?ml|properties|json)$/,
];

/** Libraries that read `.env` from the working directory. */
const dotenv = /quarkus|dotenv/i;

const toolConfig =
  /^(checkstyle|pmd|spotbugs|findbugs|detekt|codestyle|formatter|licen[cs]e|eclipse|intellij|idea|sonar|ide|ktlint|spotless|owasp)\b/i;

/** Reads of files whose names are computed. */
const computedReads =
  /\b(?:new\s+(?:File|FileInputStream|FileReader|FileSystemResource|RandomAccessFile)|File|Paths\.get|Path\.of|Path|FileSystemResource|Files\.\w+)\s*\(\s*(?!["'\s]|(?:new\s+File|File|Paths\.get|Path\.of|Path)\s*\(\s*")[\w.]/;

function escaped(name: string): string {
  return name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** `${shop.data:data/items.json}`: the text and what it stands for when nothing is set. */
function withDefaults(literal: string): readonly string[] {
  return [literal, ...[...literal.matchAll(/[$#]\{[^:}]*:([^}]*)\}/g)].map((match) => match[1] ?? "")];
}

/** The working directory, as settings of Spring write it. */
const userDirectory = /\$\{user\.dir\}\/?|#\{\s*systemProperties\[['"]user\.dir['"]\]\s*\}\/?/g;

/** Does a literal or a setting of the program name this entry as a path below the working directory? */
function mentioned(name: string, directory: string, scan: Scan): boolean {
  const entry = escaped(name);
  const here = escaped(directory === "/" ? "/" : `${directory}/`);
  const relative = new RegExp(`^(?:file:)?(?:\\./)*${entry}(?:/|$)|(?:${here}|\\./)${entry}(?:/|$)`);
  // `"/data"` is an address of the web or of the class path, unless user.dir is put in front of it.
  const rooted = new RegExp(`^/${entry}(?:/|$)`);
  const inText = new RegExp(
    `(?:^|[\\s=:"'>,(])(?:file:)?(?:${here}|(?:\\./)*)${entry}(?:/|["'<\\s,)\\[\\]};?]|$)`,
    "m",
  );
  return (
    scan.sources.some((file) => {
      if (!file.text.includes(name)) return false;
      const prefixed = file.text.includes("user.dir");
      return literals(file)
        .flatMap(withDefaults)
        .some((literal) => relative.test(literal) || (prefixed && rooted.test(literal)));
    }) ||
    scan.resources.some(({ text }) => text.includes(name) && inText.test(text.replace(userDirectory, "./")))
  );
}

function hasBuildFile(path: string, tree: ImageTree): boolean {
  return ["pom.xml", "build.gradle", "build.gradle.kts", "package.json", "build.sbt"].some(
    (file) => tree.kind(join(path, file)) === "file",
  );
}

/** A folder of modules: every folder in it is one. */
function holdsModules(path: string, tree: ImageTree): boolean {
  const entries = tree.entries(path) ?? [];
  const folders = entries.filter((name) => tree.kind(join(path, name)) === "directory");
  return (
    folders.length > 0 &&
    folders.length === entries.length &&
    folders.every((name) => hasBuildFile(join(path, name), tree))
  );
}

/** jte's Spring Boot starter in development mode, as a property or as YAML: it compiles src/main/jte. */
export function jteDevelopment(text: string): boolean {
  return /\bjte\b/.test(text) && /^\s*(?:gg\.jte\.)?development-?mode\s*[=:]\s*true/im.test(text);
}

/**
 * Javalin renders jte templates with an engine of its own over `src/main/jte`, compiled when they
 * are asked for, unless the program hands one over (JavalinJte.defaultJteEngine; up to Javalin 5
 * it is registered without being named).
 */
export function rendersJteSources(scan: Scan): boolean {
  const named = scan.sources.some(({ text }) => /\bJavalinJte\s*\(\s*\)/.test(text));
  if (named) return true;
  const declared = scan.buildFiles.some(
    ({ text }) => /javalin-rendering|\bjavalin-bundle\b/.test(text) && /gg\.jte/.test(text),
  );
  return (
    declared &&
    scan.sources.some(({ text }) => /\.jte"/.test(text)) &&
    !scan.sources.some(({ text }) => /\bgg\.jte\b|\bJavalinJte\b/.test(text))
  );
}

/** `Path.of("src", "main", "jte")` */
const sourcesInParts = /"src"\s*,\s*"main"/;

/**
 * Spring Boot started from a jar serves `src/main/webapp`, `public` or `static` of the working
 * directory as the root of the web application (DocumentRoot.COMMON_DOC_ROOTS); a war is its own root.
 */
function servesDocumentRoot(scan: Scan): boolean {
  const builds = scan.buildFiles.map(({ text }) => text);
  return (
    builds.some((text) => /spring-boot-starter-(?:web|jersey|thymeleaf|freemarker|mustache)\b/.test(text)) &&
    !builds.some((text) =>
      /<packaging>\s*war|\bid\s*\(?\s*['"]war['"]|^\s*war\s*$|apply plugin:\s*['"]war['"]/m.test(text),
    )
  );
}

/** Does the program read its own sources, below the working directory, when it runs? */
function readsSources(scan: Scan, source: string, tree: ImageTree): boolean {
  if (scan.paths.some((path) => path.startsWith(`${source}/main/webapp/`)) && servesDocumentRoot(scan))
    return true;
  // `new File("src/main/resources/keys.json")` works where the sources lie beside the program.
  const there = (literal: string): boolean => {
    const below = /^(?:file:)?(?:\.\/)?(src\/[^*?]+)$/.exec(literal)?.[1];
    return below !== undefined && tree.kind(join(source, "..", below)) !== null;
  };
  const named = scan.sources.some(
    (file) =>
      sourcesInParts.test(file.text) ||
      literals(file).some(
        (literal) => /^(file:)?(\.\/|\/?app\/|\/)?src\/main\//.test(literal) || there(literal),
      ),
  );
  return (
    named ||
    rendersJteSources(scan) ||
    scan.resources.some(
      ({ text }) => jteDevelopment(text) || /(?:[=:]\s*|file:)["']?(?:\.\/|\/?app\/)?src\/main\//.test(text),
    )
  );
}

/** `exec("git …")`, `new ProcessBuilder("git", …)`: a literal that is the program, or a command line of it. */
function callsGit(scan: Scan): boolean {
  return scan.sources.some(
    (file) =>
      /\bexec\b|ProcessBuilder|CommandLine|\.command\(/.test(file.text) &&
      literals(file).some((literal) => /^git( |$)/.test(literal)),
  );
}

function configFolder(path: string, tree: ImageTree): Purpose | null {
  const entries = tree.entries(path);
  if (entries === null) return null;
  return entries.length > 0 && entries.every((name) => toolConfig.test(name)) ? "build-only" : "runtime";
}

export function sourcePurpose(path: string, directory: string, tree: ImageTree): Purpose {
  const name = basename(path);
  const scan = scanProject(directory, tree);
  const folder = tree.kind(path) === "directory";
  if (name === "src" && folder) {
    return readsSources(scan, path, tree) ? "runtime" : "build-only";
  }
  if (!folder && readByFrameworks.some((pattern) => pattern.test(name))) return "runtime";
  if (folder && /^(public|static)$/.test(name) && servesDocumentRoot(scan)) return "runtime";
  // StaticHandler of Vert.x serves it where no other root is given.
  if (folder && name === "webroot") return "runtime";
  if (folder && (name === "config" || name === "conf")) return configFolder(path, tree) ?? "unknown";
  if (name === ".env") {
    if (scan.buildFiles.some(({ text }) => dotenv.test(text)) || mentioned(name, directory, scan))
      return "runtime";
    return scan.complete ? "build-only" : "unknown";
  }
  // `git rev-parse` at run time reads what stands here (P156).
  if (name === ".git" && callsGit(scan)) return "runtime";
  if (ofTheBuild.some((pattern) => pattern.test(name))) return "build-only";
  if (folder && (hasBuildFile(path, tree) || holdsModules(path, tree))) return "build-only";
  if (mentioned(name, directory, scan)) return "runtime";
  if (furniture.some((pattern) => pattern.test(name))) return "build-only";
  if (!scan.complete || scan.sources.some(({ text }) => computedReads.test(text))) return "unknown";
  return "build-only";
}
