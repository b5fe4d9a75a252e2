/**
 * What a compiled JVM program needs of the system beside its own jar: a JDK where it compiles or
 * attaches at run time (named `javac`), programs that it starts by a literal name, fonts where it
 * draws. Read from main sources and build files; `certain` is false where only a library suggests it.
 */
import { basename } from "node:path/posix";
import type { ImageTree, Invocation } from "../../model/types.js";
import type { CalledProgram as Program } from "../types.js";
import { lineOf, scanProject, type Scan } from "./scan.js";
import { jteDevelopment, rendersJteSources } from "./sources.js";

/** Programs of the JDK that a JRE lacks (keytool and rmiregistry are in both). */
export const jdkTools: readonly string[] = [
  "javac",
  "jshell",
  "jar",
  "jarsigner",
  "javadoc",
  "javap",
  "jcmd",
  "jconsole",
  "jdb",
  "jdeps",
  "jhsdb",
  "jinfo",
  "jlink",
  "jmap",
  "jpackage",
  "jps",
  "jstack",
  "jstat",
  "jstatd",
];

/** Packages and calls that only the modules of a JDK bring. */
const compilerUse: readonly { readonly pattern: RegExp; readonly because: string }[] = [
  {
    pattern:
      /\bToolProvider\s*\.\s*getSystem(?:JavaCompiler|DocumentationTool)|ToolProvider::getSystemJavaCompiler/,
    because: "compiles Java at run time (javax.tools.ToolProvider)",
  },
  {
    pattern: /^\s*import\s+(?:static\s+)?com\.sun\.tools\.attach\b/m,
    because: "attaches to a JVM (com.sun.tools.attach)",
  },
  {
    pattern: /^\s*import\s+(?:static\s+)?com\.sun\.(?:tools|source)\./m,
    because: "uses the compiler's own classes (com.sun.tools)",
  },
  { pattern: /^\s*import\s+(?:static\s+)?com\.sun\.jdi\b/m, because: "debugs another JVM (com.sun.jdi)" },
  { pattern: /^\s*import\s+(?:static\s+)?jdk\.jshell\b/m, because: "runs JShell" },
  {
    pattern: /^\s*import\s+(?:static\s+)?sun\.(?:tools|jvmstat|jvm\.hotspot)\./m,
    because: "uses classes of the JDK's tools",
  },
];

/** Libraries that compile Java through javax.tools when they run, by the artifact's name. */
const compilingLibraries: readonly {
  readonly artifact: string;
  readonly certain: boolean;
  readonly because: string;
}[] = [
  { artifact: "joor", certain: false, because: "jOOR's Reflect.compile uses javax.tools" },
  { artifact: "joor-java-8", certain: false, because: "jOOR's Reflect.compile uses javax.tools" },
  {
    artifact: "java-runtime-compiler",
    certain: true,
    because: "net.openhft:java-runtime-compiler uses javax.tools",
  },
  { artifact: "InMemoryJavaCompiler", certain: true, because: "it is a wrapper of javax.tools" },
  { artifact: "compile-testing", certain: false, because: "compile-testing uses javax.tools" },
  { artifact: "byte-buddy-agent", certain: false, because: "byte-buddy-agent attaches to the running JVM" },
  { artifact: "arthas-spring-boot-starter", certain: false, because: "Arthas attaches to the running JVM" },
  { artifact: "gradle-tooling-api", certain: true, because: "the tooling API runs Gradle builds" },
  { artifact: "maven-invoker", certain: true, because: "maven-invoker runs Maven builds" },
  { artifact: "maven-embedder", certain: true, because: "maven-embedder runs Maven builds" },
  { artifact: "GravenBuilder", certain: true, because: "GravenBuilder runs Gradle and Maven builds" },
  {
    artifact: "commons-compiler-jdk",
    certain: false,
    because: "Janino's commons-compiler-jdk uses javax.tools, unlike Janino itself",
  },
];

/**
 * Who brings a compiler of its own for JSPs: Apache Jasper with the Eclipse compiler. Measured on
 * a runtime without jdk.compiler: jetty-runner 9.4 and webapp-runner 9 answer a JSP.
 */
const pageCompilers: readonly string[] = [
  "tomcat-embed-jasper",
  "tomcat-jasper",
  "apache-jsp",
  "jetty-jsp",
  "jetty-runner",
  "webapp-runner",
  "ecj",
];

/** Libraries that draw text, by the artifact's name. */
const drawingLibraries =
  /\b(jasperreports(?:-fonts|-functions)?|jfreechart|flying-saucer-[\w-]+|openhtmltopdf-[\w-]+|itextpdf|html2pdf|openpdf|pdfbox|kaptcha|easy-captcha|poi-ooxml|easyexcel|batik-[\w-]+|fop|xchart|birt-[\w-]+|thumbnailator|docx4j[\w-]*|plantuml)\b/;

const drawing = /^\s*import\s+java\.awt\.(?:Font|Graphics|Graphics2D|FontMetrics|\*|font\.|geom\.)/m;

/** The first literal of a call that starts a program. */
const starts =
  /(?:\.exec\s*\(\s*|new\s+ProcessBuilder\s*\(\s*|ProcessBuilder\s*\(\s*|\.command\s*\(\s*|CommandLine\.parse\s*\(\s*|new\s+CommandLine\s*\(\s*)(?:new\s+String\s*\[\s*\]\s*\{\s*|(?:Arrays\.asList|List\.of|listOf|arrayOf)\s*\(\s*)?"((?:[^"\\]|\\.)*)"/g;

const shells = new Set(["sh", "bash", "/bin/sh", "/bin/bash", "cmd", "cmd.exe", "cmd /c", "powershell"]);

function startedPrograms(text: string, path: string): readonly Program[] {
  const found: Program[] = [];
  for (const match of text.matchAll(starts)) {
    const words = (match[1] ?? "").trim().split(/\s+/);
    const program = words[0] ?? "";
    if (
      !/^[\w./+-]+$/.test(program) ||
      /^(cmd|cmd\.exe|powershell|explorer|open|taskkill|select|insert|update|delete|create)$/i.test(program)
    )
      continue;
    const where = `${basename(path)}:${lineOf(text, match.index)}`;
    if (shells.has(program)) {
      // `sh -c "git log"`: the text for the shell is the literal after -c.
      const rest = text.slice(match.index + match[0].length, match.index + match[0].length + 200);
      const inner = /^\s*,\s*"-l?c"\s*,\s*"\s*([\w./-]+)/.exec(rest)?.[1];
      found.push({ name: program, because: `${where} starts it`, certain: true });
      if (inner !== undefined)
        found.push({ name: inner, because: `${where} starts it through a shell`, certain: true });
    } else if (program === "java") {
      found.push({ name: "java", because: `${where} starts it`, certain: true });
    } else found.push({ name: program, because: `${where} starts it`, certain: true });
  }
  return found;
}

/** A dependency by its artifact's name, in a POM or a Gradle file. */
function declares(text: string, artifact: string): boolean {
  const name = artifact.replace(/[.+]/g, "\\$&");
  return new RegExp(`<artifactId>${name}</artifactId>|[:"']${name}[:"']`).test(text);
}

/** jte: TemplateEngine.create compiles templates with javax.tools, createPrecompiled needs no compiler. */
const jteCreates = /\bTemplateEngine\s*\.\s*create\s*\(/;

/**
 * Template and report engines that compile when they are asked for a page, where the code that
 * starts them says so. Sources: jte's JavaClassCompiler and its Spring Boot starter (development
 * mode), Javalin's JavalinJte without an engine of its own, JasperReports 7, whose POM no longer
 * brings the Eclipse compiler (up to 6 it does), so that jasperreports-jdt decides.
 */
function compiledOnDemand(scan: Scan): readonly Program[] {
  const found: Program[] = [];
  const javac = (path: string, because: string, certain: boolean): void => {
    found.push({ name: "javac", because: `${basename(path)} ${because}`, certain });
  };
  // The documented pair: sources on a developer's machine, precompiled classes elsewhere.
  const precompiled = scan.sources.some(({ text }) => /\bcreatePrecompiled\s*\(/.test(text));
  for (const { path, text } of scan.sources) {
    if (text.includes("gg.jte") && jteCreates.test(text))
      javac(path, "compiles jte templates at run time (TemplateEngine.create)", !precompiled);
  }
  if (rendersJteSources(scan)) {
    found.push({
      name: "javac",
      because: "Javalin compiles jte templates at run time, since no engine is handed to it",
      certain: true,
    });
  }
  for (const { path, text } of scan.resources) {
    if (jteDevelopment(text)) javac(path, "turns on jte's development mode, which compiles templates", true);
  }
  const builds = scan.buildFiles.map(({ text }) => text).join("\n");
  const seven = /jasperreports<\/artifactId>\s*<version>7\.|:jasperreports:7\./.test(builds);
  if (seven && !declares(builds, "jasperreports-jdt") && !declares(builds, "ecj")) {
    const compiles = scan.sources.find(({ text }) => text.includes("JasperCompileManager"));
    if (compiles !== undefined)
      javac(compiles.path, "compiles reports, and JasperReports 7 brings no compiler", true);
  }
  return found;
}

/** `java -jar jetty-runner-9.4.53.jar app.war`: a container with a compiler, fetched beside the application. */
const runners = /(?:^|\/)(?:jetty-runner|webapp-runner)-(?:9|[1-9]\d)\.[^/]*\.jar$/;

export function runtimePrograms(
  directory: string,
  tree: ImageTree,
  commands: readonly Invocation[] = [],
): readonly Program[] {
  const scan = scanProject(directory, tree);
  const found: Program[] = [];
  for (const { path, text } of scan.sources) {
    for (const { pattern, because } of compilerUse) {
      if (pattern.test(text))
        found.push({ name: "javac", because: `${basename(path)} ${because}`, certain: true });
    }
    if (drawing.test(text)) {
      found.push({
        name: "fontconfig",
        because: `${basename(path)} draws with java.awt, which reads the fonts of the system`,
        certain: false,
      });
    }
    found.push(...startedPrograms(text, path));
  }
  for (const { path, text } of scan.buildFiles) {
    for (const { artifact, certain, because } of compilingLibraries) {
      if (declares(text, artifact))
        found.push({ name: "javac", because: `${basename(path)}: ${because}`, certain });
    }
    const draws = drawingLibraries.exec(text);
    if (draws !== null) {
      found.push({
        name: "fontconfig",
        because: `${basename(path)}: ${draws[1] ?? ""} draws text, which reads the fonts of the system`,
        certain: false,
      });
    }
  }
  found.push(...compiledOnDemand(scan));
  const page = scan.paths.find((path) => /\.jspx?$/.test(path));
  const own =
    scan.buildFiles.some(({ text }) => pageCompilers.some((artifact) => declares(text, artifact))) ||
    commands.some(({ args }) => args.some((arg) => arg.known && runners.test(arg.value)));
  if (page !== undefined && !own) {
    found.push({
      name: "javac",
      because: `${basename(page)} is compiled when it is first asked for`,
      certain: true,
      pages: true,
    });
  }
  const unique = new Map<string, Program>();
  for (const program of found) {
    const key = `${program.name} ${String(program.pages)}`;
    const known = unique.get(key);
    if (known === undefined || (!known.certain && program.certain)) unique.set(key, program);
  }
  return [...unique.values()];
}
