import { known, unknown } from "../../../src/known.js";
import type { Output } from "../../../src/model/types.js";
import { mavenStep } from "../../../src/toolchains/maven/step.js";
import { memoryTree } from "../../support/tree.js";
import { history, invocation, noHistory } from "../jvm/invocation.js";

const pom = (body: string): string => `<project><modelVersion>4.0.0</modelVersion>${body}</project>`;
const coordinates = "<groupId>demo</groupId><artifactId>shop</artifactId><version>1.0</version>";
const simple = { "/app/pom.xml": pom(coordinates), "/app/src/main/java/App.java": "class App {}" };

function outputs(line: string, files: Readonly<Record<string, string>>, more = {}): readonly Output[] {
  const step = mavenStep(invocation(line, more), memoryTree(files, ["/app/mvnw"]), noHistory);
  if (step?.outputs.known !== true) throw new Error(step?.outputs.because ?? "no step");
  return step.outputs.value;
}
function artifacts(line: string, files: Readonly<Record<string, string>>, more = {}): readonly string[] {
  return outputs(line, files, more)
    .filter((output) => output.role === "artifact" && output.kind === "file")
    .map((output) => output.path);
}
function because(line: string, files: Readonly<Record<string, string>>, more = {}, past = noHistory): string {
  const step = mavenStep(invocation(line, more), memoryTree(files, ["/app/mvnw"]), past);
  return step?.outputs.known === false ? step.outputs.because : "known";
}
function broken(
  line: string,
  files: Readonly<Record<string, string>>,
  past = noHistory,
  runnable: readonly string[] = [],
): string | null {
  return mavenStep(invocation(line), memoryTree(files, runnable), past)?.broken?.code ?? null;
}

describe("which commands are Maven's and what they are for", () => {
  it.each([
    ["mvn clean package -DskipTests", "build"],
    ["mvn -B -ntp verify", "build"],
    ["mvn install", "build"],
    ["mvn compile", "build"],
    ["mvn test", "test"],
    ["mvn clean", "housekeeping"],
    ["mvn --version", "housekeeping"],
    ["mvn dependency:go-offline", "install"],
    ["mvn -B dependency:resolve dependency:resolve-plugins", "install"],
    ["mvn dependency:copy-dependencies", "build"],
    ["mvn de.qaware.maven:go-offline-maven-plugin:resolve-dependencies", "install"],
    ["mvn -N wrapper:wrapper", "housekeeping"],
    ["mvn clean compile assembly:single", "build"],
    ["/usr/bin/mvn package", "build"],
    ["./mvnw package", "build"],
    ["sh mvnw -q package", "build"],
    ["sh ./mvnw dependency:go-offline", "install"],
  ])("%s", (line, kind) => {
    expect(mavenStep(invocation(line), memoryTree(simple, ["/app/mvnw"]), noHistory)?.kind).toBe(kind);
  });

  it.each(["npm run build", "sh build.sh", "gradle build", "java -jar app.jar"])(
    "%s is not Maven",
    (line) => {
      expect(mavenStep(invocation(line), memoryTree(simple), noHistory)).toBeNull();
    },
  );
});

describe("names (P103)", () => {
  it("a property whose value is not known leaves a pattern", () => {
    const files = {
      "/app/pom.xml": pom(
        "<groupId>demo</groupId><artifactId>shop</artifactId><version>${revision}</version><properties><revision>1</revision></properties>",
      ),
    };
    expect(artifacts("mvn package -Drevision=$TAG", files)).toEqual(["/app/target/shop-*.jar"]);
    expect(artifacts("mvn package -Drevision=2", files)).toEqual(["/app/target/shop-2.jar"]);
    expect(artifacts("mvn package", files)).toEqual(["/app/target/shop-1.jar"]);
  });
  it("an environment variable in the POM is read from ENV", () => {
    const files = {
      "/app/pom.xml": pom(`${coordinates}<build><finalName>shop-\${env.RELEASE}</finalName></build>`),
    };
    expect(artifacts("mvn package", files, { env: new Map([["RELEASE", known("9")]]) })).toEqual([
      "/app/target/shop-9.jar",
    ]);
    expect(artifacts("mvn package", files)).toEqual(["/app/target/shop-*.jar"]);
  });
  it(".mvn/maven.config counts as words of the command", () => {
    const files = {
      "/app/pom.xml": pom(`${coordinates}<build><finalName>shop\${suffix}</finalName></build>`),
      "/app/.mvn/maven.config": "-Dsuffix=-x\n-B\n",
    };
    expect(artifacts("mvn package", files)).toEqual(["/app/target/shop-x.jar"]);
  });
  it("files of the same folder are named as siblings", () => {
    const files = {
      "/app/pom.xml":
        pom(`<parent><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-parent</artifactId><version>3.2.5</version></parent><artifactId>shop</artifactId><version>1</version>
        <build><plugins><plugin><groupId>org.springframework.boot</groupId><artifactId>spring-boot-maven-plugin</artifactId><configuration><classifier>exec</classifier></configuration></plugin></plugins></build>`),
    };
    const fat = outputs("mvn package", files).find((output) => output.selfContained === true);
    expect(fat).toMatchObject({ path: "/app/target/shop-1-exec.jar", siblings: ["shop-1.jar"] });
  });
  it("a thin jar is not self-contained, and its lib folder is its companion (P110)", () => {
    const thin = `<build><plugins><plugin><artifactId>maven-jar-plugin</artifactId><configuration><archive><manifest><addClasspath>true</addClasspath><classpathPrefix>lib/</classpathPrefix><mainClass>App</mainClass></manifest></archive></configuration></plugin></plugins></build>`;
    const dependencies =
      "<dependencies><dependency><groupId>a</groupId><artifactId>b</artifactId><version>1</version></dependency></dependencies>";
    const [jar] = outputs("mvn package", {
      "/app/pom.xml": pom(`${coordinates}${dependencies}${thin}`),
    }).filter((output) => output.kind === "file");
    expect(jar).toEqual({
      path: "/app/target/shop-1.0.jar",
      kind: "file",
      role: "artifact",
      companions: ["/app/target/lib"],
    });
  });
  it("a jar without dependencies and with a main class runs alone, a test dependency does not count", () => {
    const main = `<dependencies><dependency><groupId>junit</groupId><artifactId>junit</artifactId><scope>test</scope></dependency></dependencies><build><plugins><plugin><artifactId>maven-jar-plugin</artifactId><configuration><archive><manifest><mainClass>App</mainClass></manifest></archive></configuration></plugin></plugins></build>`;
    expect(
      outputs("mvn package", { "/app/pom.xml": pom(coordinates + main) }).find(
        (output) => output.kind === "file",
      )?.selfContained,
    ).toBe(true);
    expect(
      outputs("mvn package", simple).find((output) => output.kind === "file")?.selfContained,
    ).toBeUndefined();
  });
  it("a parent outside the module, by relativePath", () => {
    const files = {
      "/app/parent/pom.xml": pom(
        `<groupId>demo</groupId><artifactId>base</artifactId><version>4</version><packaging>pom</packaging><build><finalName>\${project.artifactId}-final</finalName></build>`,
      ),
      "/app/svc/pom.xml": pom(
        "<parent><groupId>demo</groupId><artifactId>base</artifactId><version>4</version><relativePath>../parent/pom.xml</relativePath></parent><artifactId>svc</artifactId>",
      ),
    };
    expect(artifacts("mvn -f svc package", files)).toEqual(["/app/svc/target/svc-final.jar"]);
  });
  it("the local repository stands in the user's home or where -Dmaven.repo.local says", () => {
    const caches = (line: string, more = {}): readonly string[] =>
      outputs(line, simple, more)
        .filter((output) => output.role === "cache")
        .map((output) => output.path);
    expect(caches("mvn package")).toEqual(["/root/.m2"]);
    expect(caches("mvn package", { user: "app" })).toEqual(["/home/app/.m2"]);
    expect(caches("mvn package -Dmaven.repo.local=/m2")).toEqual(["/m2"]);
    expect(caches("mvn package -Dmaven.repo.local=.m2/repository")).toEqual(["/app/.m2/repository"]);
    expect(caches("mvn package -Duser.home=/var/maven")).toEqual(["/var/maven/.m2"]);
    expect(
      caches("mvn package", { env: new Map([["MAVEN_OPTS", known("-Xmx1g -Dmaven.repo.local=/ci")]]) }),
    ).toEqual(["/ci"]);
  });
  it("a POM alone is enough for the dependency layer", () => {
    expect(outputs("mvn dependency:go-offline", { "/app/pom.xml": pom(coordinates) })).toEqual([
      { path: "/root/.m2", kind: "directory", role: "cache" },
    ]);
  });
});

describe("what cannot be told is unknown, with the reason", () => {
  it("a parent that is nowhere to be read", () => {
    const files = {
      "/app/pom.xml": pom(
        "<parent><groupId>corp</groupId><artifactId>base</artifactId><version>1</version></parent><artifactId>shop</artifactId>",
      ),
    };
    expect(because("mvn package", files)).toContain("corp:base");
  });
  it("such a parent does not matter where the POM itself says name and goal", () => {
    const files = {
      "/app/pom.xml": pom(
        "<parent><groupId>corp</groupId><artifactId>base</artifactId><version>1</version></parent><artifactId>shop</artifactId><build><finalName>shop</finalName><plugins><plugin><groupId>org.springframework.boot</groupId><artifactId>spring-boot-maven-plugin</artifactId><executions><execution><goals><goal>repackage</goal></goals></execution></executions></plugin></plugins></build>",
      ),
    };
    expect(artifacts("mvn package", files)).toEqual(["/app/target/shop.jar"]);
  });
  it("a POM that is changed before the build", () => {
    expect(because("mvn package", simple, {}, history("mvn versions:set -DnewVersion=2"))).toContain(
      "versions",
    );
    expect(because("mvn package", simple, {}, history("sed -i s/1.0/2.0/ pom.xml"))).toContain("sed");
  });
  it("a packaging that is not known", () => {
    expect(
      because("mvn package", { "/app/pom.xml": pom(`${coordinates}<packaging>hpi</packaging>`) }),
    ).toContain("hpi");
  });
  it("a profile by JDK that shapes the artifact", () => {
    const files = {
      "/app/pom.xml": pom(
        `${coordinates}<profiles><profile><id>new</id><activation><jdk>[17,)</jdk></activation><build><finalName>x</finalName></build></profile></profiles>`,
      ),
    };
    expect(because("mvn package", files)).toContain("new");
    expect(artifacts("mvn package -P !new", files)).toEqual(["/app/target/shop-1.0.jar"]);
  });
  it("a profile by JDK that only adds a dependency does not matter", () => {
    const files = {
      "/app/pom.xml": pom(
        `${coordinates}<profiles><profile><id>new</id><activation><jdk>9</jdk></activation><dependencies/></profile></profiles>`,
      ),
    };
    expect(artifacts("mvn package", files)).toEqual(["/app/target/shop-1.0.jar"]);
  });
  it("a goal given by a variable, the working directory, a POM that is no XML", () => {
    expect(because("mvn $GOALS", simple)).toContain("$GOALS");
    expect(because("mvn package", simple, { cwd: unknown("no WORKDIR") })).toBe("no WORKDIR");
    expect(because("mvn package", { "/app/pom.xml": "<project>" })).toContain("XML");
  });
  it("a program that the build runs", () => {
    expect(because("mvn package exec:java", simple)).toContain("exec:java");
  });
});

describe("commands that fail for certain", () => {
  const wrapped = { ...simple, "/app/mvnw": "#!/bin/sh\n" };
  it("no POM in the folder (P151)", () => {
    expect(broken("mvn package", { "/app/src/App.java": "" })).toBe("original-broken-no-build-file");
    expect(broken("mvn package", {})).toBe("original-broken-no-build-file");
    expect(broken("mvn -f other/pom.xml package", simple)).toBe("original-broken-no-build-file");
    expect(broken("mvn package", simple)).toBeNull();
  });
  it("not when something before it may have brought the POM (P171)", () => {
    for (const line of [
      "git clone https://example.org/x .",
      "tar xf src.tgz",
      "unzip src.zip",
      "./fetch.sh",
      "mvn archetype:generate",
    ]) {
      expect(broken("mvn package", {}, history(line))).toBeNull();
    }
    expect(broken("mvn package", {}, history("apt-get update", "mkdir -p /app"))).toBe(
      "original-broken-no-build-file",
    );
  });
  it("no wrapper in the context", () => {
    expect(broken("./mvnw package", simple)).toBe("original-broken-no-wrapper");
    expect(broken("sh mvnw package", simple)).toBe("original-broken-no-wrapper");
    expect(broken("./mvnw package", simple, history("mvn -N wrapper:wrapper"))).toBeNull();
  });
  it("a wrapper without its run bit (P106)", () => {
    expect(broken("./mvnw package", wrapped)).toBe("original-broken-wrapper-not-executable");
    expect(broken("./mvnw package", wrapped, noHistory, ["/app/mvnw"])).toBeNull();
    expect(broken("sh ./mvnw package", wrapped)).toBeNull();
    expect(broken("./mvnw package", wrapped, history("chmod +x mvnw"))).toBeNull();
    expect(broken("./mvnw package", wrapped, history("chmod -R 755 ."))).toBeNull();
  });
  it("a wrapper with DOS line ends (P106)", () => {
    const files = { ...simple, "/app/mvnw": "#!/bin/sh\r\nexit\r\n" };
    expect(broken("./mvnw package", files, noHistory, ["/app/mvnw"])).toBe(
      "original-broken-wrapper-line-ends",
    );
    expect(broken("./mvnw package", files, history("dos2unix mvnw"), ["/app/mvnw"])).toBeNull();
    expect(broken("./mvnw package", files, history("sed -i s/x// mvnw"), ["/app/mvnw"])).toBeNull();
  });
  it("a module that is not in the image (P104) or that no POM lists", () => {
    const root = pom(`${coordinates}<packaging>pom</packaging><modules><module>core</module></modules>`);
    const core = pom(
      "<parent><groupId>demo</groupId><artifactId>shop</artifactId><version>1.0</version></parent><artifactId>core</artifactId>",
    );
    expect(broken("mvn dependency:go-offline", { "/app/pom.xml": root })).toBe(
      "original-broken-missing-module",
    );
    expect(broken("mvn -N dependency:go-offline", { "/app/pom.xml": root })).toBeNull();
    const both = { "/app/pom.xml": root, "/app/core/pom.xml": core };
    expect(broken("mvn package -pl web", both)).toBe("original-broken-unknown-module");
    for (const selector of ["core", "core/", "./core", ":core", "demo:core", "core/pom.xml", "?web,core"]) {
      if (selector.startsWith("?")) continue;
      expect([selector, broken(`mvn package -pl ${selector}`, both)]).toEqual([selector, null]);
    }
  });
  it("an unknown profile is only a warning: the artifact is what it is without it (P176)", () => {
    expect(broken("mvn package -Pdocker", simple)).toBeNull();
    expect(artifacts("mvn package -Pdocker", simple)).toEqual(["/app/target/shop-1.0.jar"]);
  });
});

describe("pluginManagement reaches plugins that only the packaging binds", () => {
  const managed = (dependencies: string, archive: string): Readonly<Record<string, string>> => ({
    "/app/pom.xml": pom(
      `${coordinates}${dependencies}<build><pluginManagement><plugins><plugin><artifactId>maven-jar-plugin</artifactId><version>3.0.2</version><configuration><archive><manifest>${archive}<mainClass>demo.App</mainClass></manifest></archive></configuration></plugin></plugins></pluginManagement></build>`,
    ),
  });
  const dependency = (scope: string): string =>
    `<dependencies><dependency><groupId>g</groupId><artifactId>a</artifactId><version>1</version><scope>${scope}</scope></dependency></dependencies>`;
  const jar = (files: Readonly<Record<string, string>>, line = "mvn package"): Output | undefined =>
    outputs(line, files).find((output) => output.path === "/app/target/shop-1.0.jar");

  it("the main class of the manifest makes a jar without dependencies runnable (measured)", () => {
    expect(jar(managed(dependency("test"), ""))?.selfContained).toBe(true);
    expect(jar(managed(dependency("test"), ""), "mvn compile jar:jar")?.selfContained).toBe(true);
    expect(jar(managed(dependency("compile"), ""))?.selfContained).toBeUndefined();
  });

  it("a class path in the manifest asks for a folder only where there are dependencies", () => {
    const classPath = "<addClasspath>true</addClasspath><classpathPrefix>lib/</classpathPrefix>";
    expect(jar(managed(dependency("compile"), classPath))?.companions).toEqual(["/app/target/lib"]);
    expect(jar(managed(dependency("test"), classPath))?.companions).toBeUndefined();
  });
});
