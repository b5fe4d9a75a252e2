import { runtimePrograms } from "../../../src/toolchains/jvm/jdk.js";
import { memoryTree } from "../../support/tree.js";

function programs(code: string, more: Readonly<Record<string, string>> = {}): readonly string[] {
  const tree = memoryTree({
    "/app/src/main/java/demo/App.java": code,
    "/app/pom.xml": "<project/>",
    ...more,
  });
  return runtimePrograms("/app", tree).map(({ name, certain }) => `${name}${certain ? "" : "?"}`);
}

describe("what a program needs beside its jar", () => {
  it.each<[string, readonly string[]]>([
    ["JavaCompiler c = ToolProvider.getSystemJavaCompiler();", ["javac"]],
    ["import com.sun.tools.attach.VirtualMachine;", ["javac"]],
    ["import jdk.jshell.JShell;", ["javac"]],
    ["import com.sun.net.httpserver.HttpServer;", []],
    ["java.util.spi.ToolProvider x;", []],
  ])("a JDK for %s (P109)", (code, expected) => {
    expect(programs(code)).toEqual(expected);
  });

  it.each<[string, readonly string[]]>([
    ['Runtime.getRuntime().exec("git rev-parse HEAD")', ["git"]],
    ['new ProcessBuilder("ffmpeg", "-i", in)', ["ffmpeg"]],
    ['Runtime.getRuntime().exec(new String[] {"sh", "-c", "curl -s x"})', ["sh", "curl"]],
    ['ProcessBuilder(listOf("convert", a))', ["convert"]],
    ['new ProcessBuilder(Arrays.asList("/usr/bin/wkhtmltopdf", a))', ["/usr/bin/wkhtmltopdf"]],
    ['statement.exec("select 1")', []],
    ['pattern.exec("hello, you")', []],
    ["new ProcessBuilder(command)", []],
  ])("programs started by name: %s (P155)", (code, expected) => {
    expect(programs(code)).toEqual(expected);
  });

  it("fonts for libraries that draw (P65)", () => {
    expect(programs("", { "/app/pom.xml": "<artifactId>jasperreports</artifactId>" })).toEqual([
      "fontconfig?",
    ]);
    expect(programs("", { "/app/build.gradle": "implementation 'org.apache.poi:poi-ooxml:5.2'" })).toEqual([
      "fontconfig?",
    ]);
    expect(programs("import java.awt.Font;")).toEqual(["fontconfig?"]);
    expect(programs("import java.awt.image.BufferedImage;")).toEqual([]);
  });

  it("JSPs are compiled at run time, unless Jasper brings its own compiler (P173)", () => {
    const page = { "/app/src/main/webapp/index.jsp": "<html/>" };
    expect(programs("", page)).toEqual(["javac"]);
    const pom = (artifact: string): Readonly<Record<string, string>> => ({
      "/app/pom.xml": `<artifactId>${artifact}</artifactId>`,
    });
    expect(programs("", { ...page, ...pom("tomcat-embed-jasper") })).toEqual([]);
    expect(programs("", { ...page, ...pom("jetty-runner") })).toEqual([]);
    expect(programs("", { ...page, ...pom("jstl") })).toEqual(["javac"]);
  });

  describe("template and report engines that compile when asked (P109)", () => {
    const jte = (body: string): string => `import gg.jte.TemplateEngine;\nclass App { Object o = ${body}; }`;

    it.each<[string, readonly string[]]>([
      ["TemplateEngine.create(new ResourceCodeResolver(a, b), ContentType.Html)", ["javac"]],
      ["TemplateEngine.create(new DirectoryCodeResolver(path), ContentType.Html)", ["javac"]],
      ["TemplateEngine.createPrecompiled(ContentType.Html)", []],
      ["dev ? TemplateEngine.create(resolver, type) : TemplateEngine.createPrecompiled(type)", ["javac?"]],
    ])("jte: %s", (body, expected) => {
      expect(programs(jte(body))).toEqual(expected);
    });

    it("another library's TemplateEngine is not jte's", () => {
      expect(
        programs("import org.thymeleaf.TemplateEngine; class A { Object o = TemplateEngine.create(); }"),
      ).toEqual([]);
    });

    it("Javalin starts jte over src/main/jte where no engine is handed to it", () => {
      const build = {
        "/app/build.gradle.kts":
          'implementation("gg.jte:jte:3.0.1")\nimplementation("io.javalin:javalin-rendering:5.6.2")',
      };
      expect(programs("config.fileRenderer(new JavalinJte());")).toEqual(["javac"]);
      expect(programs('ctx.render("index.jte");', build)).toEqual(["javac"]);
      expect(programs('ctx.render("index.html");', build)).toEqual([]);
      expect(programs('import gg.jte.X; JavalinJte.init(engine); ctx.render("index.jte");', build)).toEqual(
        [],
      );
    });

    it("the development mode of jte's Spring Boot starter", () => {
      const file = "/app/src/main/resources/application.properties";
      expect(programs("", { [file]: "gg.jte.developmentMode=true" })).toEqual(["javac"]);
      expect(programs("", { [file]: "gg.jte.development-mode = true" })).toEqual(["javac"]);
      expect(programs("", { [file]: "gg.jte.usePrecompiledTemplates=true" })).toEqual([]);
      expect(programs("", { [file]: "shop.developmentMode=true" })).toEqual([]);
    });

    it("JasperReports 7 without a compiler beside it; 6 brings the Eclipse compiler", () => {
      const code = "JasperCompileManager.compileReport(stream);";
      const gradle = (...dependencies: readonly string[]): Readonly<Record<string, string>> => ({
        "/app/build.gradle": dependencies.map((one) => `implementation '${one}'`).join("\n"),
      });
      const engine = (version: string): string => `net.sf.jasperreports:jasperreports:${version}`;
      expect(programs(code, gradle(engine("7.0.1")))).toContain("javac");
      expect(programs("", gradle(engine("7.0.1")))).not.toContain("javac");
      expect(programs(code, gradle(engine("6.21.3")))).not.toContain("javac");
      expect(
        programs(code, gradle(engine("7.0.1"), "net.sf.jasperreports:jasperreports-jdt:7.0.1")),
      ).not.toContain("javac");
    });

    it("libraries that run builds", () => {
      expect(
        programs("", { "/app/build.gradle": "implementation 'org.gradle:gradle-tooling-api:8.5'" }),
      ).toEqual(["javac"]);
    });
  });

  it("code of the build is no code of the program", () => {
    expect(
      programs("", {
        "/app/.mvn/wrapper/MavenWrapperDownloader.java": "ToolProvider.getSystemJavaCompiler();",
        "/app/buildSrc/src/main/java/Task.java": 'new ProcessBuilder("git")',
        "/app/gradle/publish.gradle.kts": 'ProcessBuilder("git")',
      }),
    ).toEqual([]);
  });

  it("a test's use of the compiler does not count", () => {
    expect(programs("", { "/app/src/test/java/T.java": "ToolProvider.getSystemJavaCompiler();" })).toEqual(
      [],
    );
  });

  it("says where", () => {
    const tree = memoryTree({
      "/app/src/main/java/demo/Git.java": 'class Git {\n  Process p = new ProcessBuilder("git").start();\n}',
    });
    expect(runtimePrograms("/app", tree)).toEqual([
      { name: "git", because: "Git.java:2 starts it", certain: true },
    ]);
  });
});
