import { unknown } from "../../../src/known.js";
import type { ImageTree } from "../../../src/model/types.js";
import { sourcePurpose } from "../../../src/toolchains/jvm/sources.js";
import { memoryTree } from "../../support/tree.js";

const main = "/app/src/main/java/demo/App.java";
const plain = 'class App { void run() { System.out.println("hello"); } }';

function purpose(name: string, files: Readonly<Record<string, string>>): string {
  return sourcePurpose(
    `/app/${name}`,
    "/app",
    memoryTree({ [main]: plain, "/app/pom.xml": "<project/>", ...files }),
  );
}

describe("files beside a JVM build", () => {
  it.each([
    "pom.xml",
    "build.gradle.kts",
    "settings.gradle",
    "gradle.properties",
    "mvnw",
    "mvnw.cmd",
    "gradlew.bat",
    "README.md",
    "LICENSE",
    "HELP.md",
    "Dockerfile",
    "Dockerfile.dev",
    "docker-compose.override.yml",
    "compose.yaml",
    ".gitignore",
    ".gitlab-ci.yml",
    "Jenkinsfile",
    "Makefile",
    "lombok.config",
    "checkstyle.xml",
    "sonar-project.properties",
    ".editorconfig",
    "package.json",
    "Procfile",
    "app.iml",
    "deploy.sh",
    "app.log",
  ])("%s is for the build or the repository", (name) => {
    expect(purpose(name, { [`/app/${name}`]: "x" })).toBe("build-only");
  });

  it.each([
    ".mvn/wrapper/maven-wrapper.properties",
    "gradle/wrapper/gradle-wrapper.jar",
    "buildSrc/build.gradle",
    "target/classes/App.class",
    ".github/workflows/ci.yml",
    ".idea/misc.xml",
    "docs/index.html",
    "helm/values.yaml",
    "api/pom.xml",
    "services/orders/build.gradle.kts",
    "web/package.json",
  ])("the folder of %s is for the build or the repository", (file) => {
    expect(purpose(file.split("/")[0] ?? "", { [`/app/${file}`]: "x" })).toBe("build-only");
  });

  it.each([
    "application.yml",
    "application-prod.properties",
    "bootstrap.yml",
    "logback-spring.xml",
    "log4j2.xml",
  ])("%s is read from the working directory (P174)", (name) => {
    expect(purpose(name, { [`/app/${name}`]: "x" })).toBe("runtime");
  });

  it("config and conf are read by frameworks, unless they hold settings of checkers", () => {
    expect(purpose("config", { "/app/config/application.yml": "x" })).toBe("runtime");
    expect(purpose("conf", { "/app/conf/application.conf": "x" })).toBe("runtime");
    expect(
      purpose("config", { "/app/config/checkstyle/checkstyle.xml": "x", "/app/config/pmd.xml": "x" }),
    ).toBe("build-only");
  });

  it(".env counts where a library reads it", () => {
    const env = { "/app/.env": "A=1" };
    expect(purpose(".env", env)).toBe("build-only");
    expect(purpose(".env", { ...env, "/app/pom.xml": "<artifactId>java-dotenv</artifactId>" })).toBe(
      "runtime",
    );
    expect(purpose(".env", { ...env, "/app/build.gradle": "id 'io.quarkus'" })).toBe("runtime");
  });

  it("what the sources mention is runtime", () => {
    const code = (literal: string): Readonly<Record<string, string>> => ({
      [main]: `class App { Object o = read("${literal}"); }`,
      "/app/data/words.txt": "x",
      "/app/keys.p12": "x",
    });
    expect(purpose("data", code("data/words.txt"))).toBe("runtime");
    expect(purpose("data", code("./data"))).toBe("runtime");
    expect(purpose("data", code("file:data/words.txt"))).toBe("runtime");
    expect(purpose("data", code("/app/data/words.txt"))).toBe("runtime");
    expect(purpose("keys.p12", code("keys.p12"))).toBe("runtime");
    expect(purpose("data", code("database"))).toBe("build-only");
    expect(purpose("data", code("/data/{id}"))).toBe("build-only");
    expect(
      purpose("data", {
        ...code("x"),
        [main]: 'class App { Object o = read(System.getProperty("user.dir") + "/data/x"); }',
      }),
    ).toBe("runtime");
    expect(
      purpose("docs", {
        [main]: 'class App { Object o = read("docs/help.html"); }',
        "/app/docs/help.html": "",
      }),
    ).toBe("runtime");
  });

  it("what a resource of the program mentions is runtime, a comment in a source is not", () => {
    expect(
      purpose("certs", {
        "/app/certs/a.p12": "x",
        "/app/src/main/resources/application.yml": "server:\n  ssl:\n    key-store: file:./certs/a.p12\n",
      }),
    ).toBe("runtime");
    expect(purpose("data", { [main]: 'class App { /* see "data/x" */ }', "/app/data/x": "" })).toBe(
      "build-only",
    );
  });

  it("src is runtime when the program reads from it (P174)", () => {
    expect(purpose("src", {})).toBe("build-only");
    expect(purpose("src", { [main]: 'class App { Object o = read("src/main/conf/routes.json"); }' })).toBe(
      "runtime",
    );
  });

  it.each([
    'TemplateEngine.create(new DirectoryCodeResolver(Path.of("src", "main", "jte")), type)',
    "config.fileRenderer(new JavalinJte())",
  ])("src is runtime for %s", (code) => {
    expect(purpose("src", { [main]: `class App { void f() { ${code}; } }` })).toBe("runtime");
  });

  it.each([
    ["uploads.folder=src/main/resources/static/uploads", "runtime"],
    ["spring.web.resources.static-locations=file:src/main/resources/static/", "runtime"],
    ["gg.jte.developmentMode=true", "runtime"],
    ["shop.description=see the sources in src", "build-only"],
  ])("src with the setting %s is %s", (setting, expected) => {
    expect(purpose("src", { "/app/src/main/resources/application.properties": setting })).toBe(expected);
  });

  it.each([
    [".env", "spring.config.import=optional:file:.env[.properties]"],
    ["data", "shop.folder=${SHOP_DATA:data}"],
    ["shop.db", "url=jdbc:sqlite:shop.db?cache=shared"],
    ["db", "spring.flyway.locations=filesystem:db/migration"],
  ])("%s is runtime for the setting %s", (name, setting) => {
    const files = { [`/app/${name}`]: "x", "/app/src/main/resources/application.properties": setting };
    expect(purpose(name, files)).toBe("runtime");
  });

  it("the default of a placeholder names a file", () => {
    const code = 'class App { @Value("${shop.items:data/items.json}") String items; }';
    expect(purpose("data", { [main]: code, "/app/data/items.json": "[]" })).toBe("runtime");
  });

  it("Spring Boot in a jar serves src/main/webapp, public and static of the working directory; a war does not", () => {
    const build = (more: string): Readonly<Record<string, string>> => ({
      "/app/pom.xml": `<project>${more}<artifactId>spring-boot-starter-web</artifactId></project>`,
    });
    const page = { "/app/src/main/webapp/WEB-INF/a.jsp": "", "/app/public/index.html": "" };
    for (const name of ["src", "public"]) {
      expect(purpose(name, { ...page, ...build("") })).toBe("runtime");
      expect(purpose(name, { ...page, ...build("<packaging>war</packaging>") })).toBe("build-only");
      expect(purpose(name, page)).toBe("build-only");
    }
  });

  it("the wrapper's own source and a message bundle in another charset leave nothing open", () => {
    const files = {
      [main]: plain,
      "/app/pom.xml": "<project/>",
      "/app/devops/x": "",
      "/app/.mvn/wrapper/MavenWrapperDownloader.java": "class M { void f(String name) { new File(name); } }",
      "/app/src/main/resources/messages_de.properties": "",
      "/app/src/main/resources/application.properties": "",
    };
    const unreadable = (broken: string): ImageTree => {
      const tree = memoryTree(files);
      return {
        ...tree,
        read: (path) => (path.endsWith(broken) ? unknown("it is not UTF-8") : tree.read(path)),
      };
    };
    expect(sourcePurpose("/app/devops", "/app", unreadable("messages_de.properties"))).toBe("build-only");
    expect(sourcePurpose("/app/devops", "/app", unreadable("application.properties"))).toBe("unknown");
  });

  it("a file is unknown where the program computes the names that it reads, or the sources are not known", () => {
    expect(
      purpose("data", { [main]: "class App { void f(String name) { new File(name); } }", "/app/data/x": "" }),
    ).toBe("unknown");
    expect(sourcePurpose("/app/data", "/app", memoryTree({ "/app/data/x": "", "/app/pom.xml": "" }))).toBe(
      "unknown",
    );
  });

  it("tests do not count", () => {
    expect(
      purpose("data", {
        "/app/src/test/java/T.java": 'class T { Object o = read("data/x"); }',
        "/app/data/x": "",
      }),
    ).toBe("build-only");
  });
});
