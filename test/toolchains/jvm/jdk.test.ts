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

  it("JSPs are compiled at run time (P173)", () => {
    expect(programs("", { "/app/src/main/webapp/index.jsp": "<html/>" })).toEqual(["javac"]);
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
