/** JVM Dockerfiles in which the obvious split breaks, or which look as if they could not be split: what becomes of each. */
import { memoryProject } from "../../src/project/memory.js";
import { defaultOptions, split } from "../../src/split/split.js";

type Files = Readonly<Record<string, string>>;

const app = {
  "src/main/java/demo/App.java": "package demo; class App { public static void main(String[] a) {} }",
};
const pom = (plugins: string, head = "", more = ""): string =>
  `<project><modelVersion>4.0.0</modelVersion>${head}<groupId>demo</groupId><artifactId>shop</artifactId><version>1.0</version>${more}<build><plugins>${plugins}</plugins></build></project>`;
const parent =
  "<parent><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-parent</artifactId><version>3.3.0</version><relativePath/></parent>";
const bootPlugin =
  "<plugin><groupId>org.springframework.boot</groupId><artifactId>spring-boot-maven-plugin</artifactId></plugin>";
const boot: Files = { ...app, "pom.xml": pom(bootPlugin, parent) };
const gson =
  "<dependencies><dependency><groupId>com.google.code.gson</groupId><artifactId>gson</artifactId><version>2.10</version></dependency></dependencies>";
const war: Files = {
  ...app,
  "pom.xml": pom("", "", "<packaging>war</packaging>"),
  "src/main/webapp/index.html": "x",
};
const assembler =
  "<plugin><groupId>org.codehaus.mojo</groupId><artifactId>appassembler-maven-plugin</artifactId><version>2.1.0</version><configuration><programs><program><mainClass>demo.App</mainClass><id>shop</id></program></programs></configuration><executions><execution><phase>package</phase><goals><goal>assemble</goal></goals></execution></executions></plugin>";
const modules =
  "<plugin><artifactId>maven-jar-plugin</artifactId><configuration><outputDirectory>${project.build.directory}/modules</outputDirectory></configuration></plugin><plugin><artifactId>maven-dependency-plugin</artifactId><executions><execution><phase>package</phase><goals><goal>copy-dependencies</goal></goals><configuration><outputDirectory>${project.build.directory}/modules</outputDirectory></configuration></execution></executions></plugin>";
const gradle = (text: string): Files => ({
  ...app,
  "settings.gradle": "rootProject.name = 'shop'\n",
  "build.gradle": text,
});

const DISTRIBUTION =
  "plugins { id 'application' }\nversion = '1.0'\napplication { mainClass = 'demo.App' }\n";
const assembly = (file: string): string =>
  `<plugin><artifactId>maven-assembly-plugin</artifactId><executions><execution><phase>package</phase><goals><goal>single</goal></goals><configuration><descriptors><descriptor>${file}</descriptor></descriptors></configuration></execution></executions></plugin>`;
const descriptor = (more: string): string =>
  `<assembly><id>bin</id>${more}<formats><format>tar.gz</format></formats><dependencySets><dependencySet><outputDirectory>lib</outputDirectory></dependencySet></dependencySets></assembly>`;

const M = "FROM maven:3.9-eclipse-temurin-17\nWORKDIR /app\nCOPY . .\n";
const G = "FROM gradle:8-jdk17\nWORKDIR /app\nCOPY . .\n";
const TOMCAT =
  "FROM tomcat:9-jdk17\nRUN apt-get update && apt-get install -y maven\nWORKDIR /src\nCOPY . .\nRUN mvn package\n";

function outcome(source: string, files: Files): string {
  const result = split(source, memoryProject({ ...files, Dockerfile: source }), {
    ...defaultOptions,
    dockerfilePath: "Dockerfile",
  });
  if (result.status !== "rewritten") return `${result.status} ${result.reason?.code ?? ""}`;
  return [result.stages[1]?.from, ...result.copies.map(({ from }) => from)].join(" ");
}

describe("a trap", () => {
  it.each<readonly [string, string, Files, string]>([
    [
      "P174: data below ${user.dir} in a setting",
      `${M}RUN mvn package\nCMD java -jar target/shop-1.0.jar\n`,
      { ...boot, "src/main/resources/application.yml": "store: ${user.dir}/data\n", "data/a.json": "{}" },
      "eclipse-temurin:17-jre /app/target/shop-1.0.jar /app/data",
    ],
    [
      "P123, P151: the jar of the host beside the one that was just built",
      "FROM maven:3.9-eclipse-temurin-17\nWORKDIR /app\nCOPY pom.xml .\nCOPY src src\nRUN mvn package\nCOPY target/*.jar /srv/app.jar\nCMD java -jar /srv/app.jar\n",
      { ...boot, "target/shop-1.0.jar": "x" },
      "refused artifact-from-context",
    ],
    [
      "P124: mvn clean behind the copy",
      `${M}RUN mvn package && cp target/shop-1.0.jar /app.jar && mvn clean\nCMD java -jar /app.jar\n`,
      boot,
      "eclipse-temurin:17-jre /app.jar",
    ],
    [
      "an init script that moves the output",
      `${G}RUN gradle -I ops/init.gradle build\nCMD java -jar build/libs/shop-1.0.jar\n`,
      {
        ...gradle(
          "plugins { id 'java' }\nversion = '1.0'\njar { manifest { attributes 'Main-Class': 'demo.App' } }\n",
        ),
        "ops/init.gradle": "allprojects { buildDir = new File('/out/' + name) }\n",
      },
      "refused artifact-path-unknown",
    ],
    [
      "an init script that names a mirror",
      `${G}RUN gradle -I ops/init.gradle build\nCMD java -jar build/libs/shop-1.0.jar\n`,
      {
        ...gradle(
          "plugins { id 'java' }\nversion = '1.0'\njar { manifest { attributes 'Main-Class': 'demo.App' } }\n",
        ),
        "ops/init.gradle": "allprojects { repositories { maven { url 'https://mirror.example.org' } } }\n",
      },
      "eclipse-temurin:17-jre /app/build/libs/shop-1.0.jar",
    ],
    [
      "P175: appassembler through sh",
      `${M}RUN mvn package\nCMD ["sh", "target/appassembler/bin/shop"]\n`,
      { ...app, "pom.xml": pom(assembler) },
      "eclipse-temurin:17-jre /app/target/appassembler",
    ],
    [
      "P173: a war for Tomcat",
      `${TOMCAT}RUN rm -rf /usr/local/tomcat/webapps/* && cp target/shop-1.0.war /usr/local/tomcat/webapps/ROOT.war\nCMD ["catalina.sh", "run"]\n`,
      war,
      "tomcat:9-jre17 /usr/local/tomcat/webapps/ROOT.war",
    ],
    [
      "P173, P109: Tomcat compiles JSPs by itself",
      `${TOMCAT}RUN cp target/shop-1.0.war /usr/local/tomcat/webapps/ROOT.war\nCMD ["catalina.sh", "run"]\n`,
      { ...war, "src/main/webapp/a.jsp": "<% %>" },
      "tomcat:9-jre17 /usr/local/tomcat/webapps/ROOT.war",
    ],
    [
      "P175: a distribution of Gradle, unpacked into the system",
      `${G}RUN gradle distTar && tar -xf build/distributions/shop-1.0.tar -C /opt\nCMD ["/opt/shop-1.0/bin/shop"]\n`,
      gradle(DISTRIBUTION),
      "eclipse-temurin:17-jre /opt/shop-1.0",
    ],
    [
      "P175, P149: the same in a RUN of its own, behind a link",
      `${G}RUN gradle distZip\nRUN unzip build/distributions/*.zip -d /opt && ln -s /opt/shop-1.0 /opt/shop\nWORKDIR /opt/shop\nENTRYPOINT ["bin/shop"]\n`,
      gradle(DISTRIBUTION),
      "eclipse-temurin:17-jre /opt/shop-1.0",
    ],
    [
      "P175: without its own folder",
      `${G}RUN gradle distTar && mkdir /opt/shop && tar -xf build/distributions/*.tar -C /opt/shop --strip-components=1\nCMD ["/opt/shop/bin/shop"]\n`,
      gradle(DISTRIBUTION),
      "eclipse-temurin:17-jre /opt/shop",
    ],
    [
      "P175: an assembly of Maven among the sources",
      `${M}RUN mvn package && tar -xzf target/shop-1.0-bin.tar.gz\nCMD ["java", "-cp", "shop-1.0/lib/*", "demo.App"]\n`,
      { ...app, "pom.xml": pom(assembly("assembly.xml")), "assembly.xml": descriptor("") },
      "eclipse-temurin:17-jre /app/shop-1.0",
    ],
    [
      "P175: an assembly with a folder of another name",
      `${M}RUN mvn package && tar -xzf target/shop-1.0-bin.tar.gz -C /opt\nCMD ["java", "-cp", "/opt/service/lib/*", "demo.App"]\n`,
      {
        ...app,
        "pom.xml": pom(assembly("assembly.xml")),
        "assembly.xml": descriptor("<baseDirectory>service</baseDirectory>"),
      },
      "eclipse-temurin:17-jre /opt/service",
    ],
    [
      "P175: a wrong folder of the assembly is no proof",
      `${M}RUN mvn package && tar -xzf target/shop-1.0-bin.tar.gz -C /opt\nCMD ["java", "-cp", "/opt/shop-1.0/lib/*", "demo.App"]\n`,
      {
        ...app,
        "pom.xml": pom(assembly("assembly.xml")),
        "assembly.xml": descriptor("<baseDirectory>service</baseDirectory>"),
      },
      "unchanged build-output-unused",
    ],
    [
      "P175: jpackage",
      `${M}RUN mvn package && jpackage --type app-image --input target --main-jar shop-1.0.jar --name shop --dest /opt\nCMD ["/opt/shop/bin/shop"]\n`,
      boot,
      "eclipse-temurin:17-jre /opt/shop",
    ],
    [
      "P175: native-image on the same image, since nothing else is known of its libraries",
      'FROM ghcr.io/graalvm/native-image-community:21\nWORKDIR /app\nCOPY . .\nRUN sh mvnw package && native-image -jar target/shop-1.0.jar -o /usr/local/bin/shop\nCMD ["shop"]\n',
      { ...boot, mvnw: "#!/bin/sh\n" },
      "ghcr.io/graalvm/native-image-community:21 /usr/local/bin/shop",
    ],
    [
      "P180: an argument file",
      `${M}RUN mvn package\nCMD ["java", "@etc/jvm.args", "-jar", "target/shop-1.0.jar"]\n`,
      {
        ...boot,
        "etc/jvm.args": "-Xmx1g\n-Dspring.config.location=file:/app/etc/app.yml\n",
        "etc/app.yml": "a: 1\n",
      },
      "eclipse-temurin:17-jre /app/target/shop-1.0.jar /app/etc/jvm.args /app/etc/app.yml",
    ],
    [
      "P110: a jar and its libraries on the class path",
      `${M}RUN mvn package dependency:copy-dependencies\nCMD ["java", "-cp", "target/shop-1.0.jar:target/dependency/*", "demo.App"]\n`,
      { ...app, "pom.xml": pom("", "", gson) },
      "eclipse-temurin:17-jre /app/target/shop-1.0.jar /app/target/dependency",
    ],
    [
      "P110: a Copy task for the libraries",
      `${G}RUN gradle build copyLibs\nCMD java -cp "build/libs/shop-1.0.jar:build/deps/*" demo.App\n`,
      gradle(
        "plugins { id 'java' }\nversion = '1.0'\ntask copyLibs(type: Copy) {\n  from configurations.runtimeClasspath\n  into \"$buildDir/deps\"\n}\n",
      ),
      "eclipse-temurin:17-jre /app/build/libs/shop-1.0.jar /app/build/deps",
    ],
    [
      "P110: a jar alone does not start",
      `${M}RUN mvn package\nCMD ["java", "-jar", "target/shop-1.0.jar"]\n`,
      { ...app, "pom.xml": pom("", "", gson) },
      "refused artifact-not-self-contained",
    ],
    [
      "P124: an exploded jar",
      `${M}RUN mvn package && mkdir -p target/x && cd target/x && jar -xf ../shop-1.0.jar\nCMD ["java", "-cp", "target/x/BOOT-INF/classes:target/x/BOOT-INF/lib/*", "demo.App"]\n`,
      boot,
      "eclipse-temurin:17-jre /app/target/x",
    ],
    [
      "P132: an agent that the build stage downloads",
      `${M}RUN curl -L -o /opt/otel.jar https://example.com/otel.jar\nRUN mvn package\nENV JAVA_TOOL_OPTIONS=-javaagent:/opt/otel.jar\nCMD ["java", "-jar", "target/shop-1.0.jar"]\n`,
      boot,
      "eclipse-temurin:17-jre /app/target/shop-1.0.jar /opt/otel.jar",
    ],
    [
      "P108: jcmd in a script keeps the JDK",
      `${M}RUN mvn package\nCMD ["sh", "run.sh"]\n`,
      { ...boot, "run.sh": "#!/bin/sh\njava -jar target/shop-1.0.jar &\njcmd 1 VM.flags\nwait\n" },
      "maven:3.9-eclipse-temurin-17 /app/run.sh /app/target/shop-1.0.jar",
    ],
    [
      "P175: modules beside a parent that cannot be read",
      `${M}RUN mvn package\nCMD ["java", "-p", "target/modules", "-m", "demo"]\n`,
      {
        ...app,
        "pom.xml": pom(
          modules,
          "<parent><groupId>x</groupId><artifactId>y</artifactId><version>1</version></parent>",
          gson,
        ),
      },
      "eclipse-temurin:17-jre /app/target/modules",
    ],
    [
      "P171: sources that a RUN clones, and an artifact that nobody names",
      "FROM maven:3.9-eclipse-temurin-17\nRUN git clone https://example.com/shop.git /shop\nWORKDIR /shop\nRUN mvn package\nCMD java -jar target/shop.jar\n",
      { "README.md": "" },
      "refused artifact-path-unknown",
    ],
    [
      "P171: sources that a RUN clones, copied to a name",
      "FROM maven:3.9-eclipse-temurin-17\nRUN git clone https://example.com/shop.git /shop\nWORKDIR /shop\nRUN mvn package && cp target/shop-*.jar /shop.jar\nCMD java -jar /shop.jar\n",
      { "README.md": "" },
      "refused needs-review",
    ],
    [
      "P156: git at run time reads .git",
      `${M}RUN mvn package\nCMD ["java", "-jar", "target/shop-1.0.jar"]\n`,
      {
        ...boot,
        ".git/HEAD": "ref: x\n",
        "src/main/java/demo/Git.java":
          'class Git { void a() throws Exception { new ProcessBuilder("git", "rev-parse", "HEAD").start(); } }',
      },
      "eclipse-temurin:17-jre /app/target/shop-1.0.jar /app/.git",
    ],
    [
      "P133: a WORKDIR that a later RUN of the build works in",
      'FROM maven:3.9-eclipse-temurin-17\nENV TO=/usr/app\nRUN mkdir /work "$TO"\nWORKDIR /work\nCOPY . .\nRUN mvn package && cp target/*.jar "$TO"/\nWORKDIR "$TO"\nRUN mv shop-1.0.jar app.jar\nCMD ["java", "-jar", "app.jar"]\n',
      boot,
      "eclipse-temurin:17-jre /usr/app",
    ],
  ])("%s", (_what, source, files, expected) => {
    expect(outcome(source, files)).toBe(expected);
  });

  it("P133: that WORKDIR stands in the build stage, too", () => {
    const source =
      'FROM maven:3.9-eclipse-temurin-17\nRUN mkdir /work /usr/app\nWORKDIR /work\nCOPY . .\nRUN mvn package && cp target/shop-1.0.jar /usr/app/\nWORKDIR /usr/app\nRUN mv shop-1.0.jar app.jar\nCMD ["java", "-jar", "app.jar"]\n';
    const text = split(source, memoryProject(boot), defaultOptions).changes[0]?.after ?? "";
    const build = text.slice(0, text.indexOf("\n\nFROM"));
    expect(build).toContain("WORKDIR /usr/app\nRUN mv shop-1.0.jar app.jar");
  });
});

/** Spring Boot from 2.5 on, of a version that only the repository's tags tell. */
const tagged = gradle(
  "plugins {\n  id 'java'\n  id 'org.springframework.boot' version '3.2.0'\n}\nversion = 'git describe --tags'.execute().text.trim()\n",
);

describe("P101, P103: a version that git decides", () => {
  const reason = (command: string): string | undefined => {
    const source = `${G}RUN gradle build\nCMD ${command}\n`;
    return split(source, memoryProject({ ...tagged, Dockerfile: source }), {
      ...defaultOptions,
      dockerfilePath: "Dockerfile",
    }).reason?.message;
  };

  it("leaves a name open, and the message has the line that would settle it", () => {
    expect(reason("java -jar build/libs/shop-1.0.jar")).toContain("build.gradle line 5");
  });

  it("leaves a pattern ambiguous that takes the plain jar, too", () => {
    expect(reason("java -jar build/libs/shop-*.jar")).toMatch(/-plain\.jar.*build\.gradle line 5/);
  });

  it("settles a pattern that the plain jar cannot match", () => {
    expect(outcome(`${G}RUN gradle build\nCMD java -jar build/libs/shop-*-SNAPSHOT.jar\n`, tagged)).toBe(
      "eclipse-temurin:17-jre /app/build/libs/shop-*-SNAPSHOT.jar",
    );
  });
});

describe("a plugin of the build that is a class", () => {
  it("may bring the jar itself: what the build makes is not known, and the original is not called broken", () => {
    const files: Files = {
      "settings.gradle": "rootProject.name = 'shop'\ninclude 'api'\n",
      "buildSrc/build.gradle":
        "plugins { id 'java-gradle-plugin' }\ngradlePlugin { plugins { own { id = 'shop.conventions'; implementationClass = 'Own' } } }\n",
      "buildSrc/src/main/java/Own.java":
        'class Own implements Plugin<Project> { public void apply(Project p) { p.getPluginManager().apply("java"); p.setVersion("3"); } }',
      "api/build.gradle":
        "plugins {\n  id 'shop.conventions'\n  id 'org.springframework.boot' version '3.2.0'\n}\n",
      "api/src/main/java/demo/App.java": "package demo; class App {}",
    };
    expect(outcome(`${G}RUN gradle build\nCMD ["java", "-jar", "api/build/libs/api-3.jar"]\n`, files)).toBe(
      "refused artifact-path-unknown",
    );
  });
});

describe("P49, P174: files that the main sources open by name", () => {
  const kinds: readonly (readonly [string, Files, string])[] = [
    [
      "Java",
      { "src/main/java/demo/Mail.java": 'class Mail { File f = new File("texts/a.html"); }' },
      "Mail.java line 1",
    ],
    [
      "Java in parts",
      { "src/main/java/demo/Mail.java": 'class Mail {\n  Path f = Paths.get("texts", "a.html"); }' },
      "Mail.java line 2",
    ],
    ["Kotlin", { "src/main/kotlin/Mail.kt": 'val f = java.io.File("texts/a.html")' }, "Mail.kt line 1"],
    ["Groovy", { "src/main/groovy/Mail.groovy": "\n\nnew File('texts/a.html').text" }, "Mail.groovy line 3"],
  ];

  function noted(files: Files): readonly string[] {
    const source = `${M}RUN mvn package\nCMD ["java", "-jar", "target/shop-1.0.jar"]\n`;
    const result = split(source, memoryProject({ ...boot, ...files, Dockerfile: source }), {
      ...defaultOptions,
      unsafe: true,
      dockerfilePath: "Dockerfile",
    });
    return [
      ...result.notes.map(({ code, message }) => `${code}: ${message}`),
      ...result.copies.map(({ from }) => `copy ${from}`),
    ];
  }

  it.each(kinds)("%s", (_language, files, place) => {
    const found = noted({ ...files, "texts/a.html": "x", "other/b.html": "x" });
    expect(found).toContain("copy /app/texts");
    expect(found).not.toContain("copy /app/other");
    expect(found.find((one) => one.startsWith("reads-working-directory"))).toContain(place);
  });

  it("below src, outside the folders of the build", () => {
    const files = { "src/main/java/demo/A.java": 'class A { File f = new File("src/seed/a.csv"); }' };
    expect(noted({ ...files, "src/seed/a.csv": "x" })).toContain("copy /app/src");
  });

  it("in the folder of the build's output, which comes along then", () => {
    const files = {
      "src/main/java/demo/A.java": 'class A {\n  File f = new File("target/classes/a.csv"); }',
    };
    expect(noted({ ...files, "src/main/resources/a.csv": "x" })).toContain("copy /app/target/classes");
  });
});
