/** Shapes in which an artifact's path is easily lost: moves, links, programs by path, folders to write to, other vendors' Java. */
import { MAVEN_FILES, rewrite } from "../support/rewrite.js";

const HEAD = "FROM maven:3.9-eclipse-temurin-17\nWORKDIR /app\nCOPY . .\nRUN mvn package\n";

function runtimeOf(source: string, files: Readonly<Record<string, string>> = {}): string {
  const { text } = rewrite(source, { ...MAVEN_FILES, ...files });
  return text.slice(text.indexOf("\n\nFROM ") + 2);
}

describe("paths", () => {
  it("a folder that was moved is copied from where it is, and from nowhere else", () => {
    const runtime = runtimeOf(
      `${HEAD}RUN mkdir /srv/a && cp target/demo-1.0.jar /srv/a/a.jar\nRUN mv /srv/a /srv/b\nCMD java -jar /srv/b/a.jar\n`,
    );
    expect(runtime).toContain("COPY --from=build /srv/b ");
    expect(runtime).not.toContain("/srv/a ");
  });

  it("P26, P149: a link is made again, and what it points to is there", () => {
    const runtime = runtimeOf(
      `${HEAD}RUN mkdir -p /opt/v1 && cp target/demo-1.0.jar /opt/v1/a.jar && ln -s /opt/v1 /opt/current\nCMD java -jar /opt/current/a.jar\n`,
    );
    expect(runtime).toContain("RUN ln -s /opt/v1 /opt/current\n");
    expect(runtime).toContain("COPY --from=build /opt/v1");
  });

  it("an artifact that is run itself is not looked for on the PATH", () => {
    const runtime = runtimeOf(
      `${HEAD}RUN chmod +x target/demo-1.0.jar\nENTRYPOINT ["./target/demo-1.0.jar"]\n`,
    );
    expect(runtime).toContain('ENTRYPOINT ["./app.jar"]\n');
    expect(runtime).toContain("/app/target/demo-1.0.jar app.jar\n");
  });

  it.each([
    ["a manifest", { "k8s/deploy.yaml": "command: ['java', '-jar', 'target/demo-1.0.jar']\n" }, ""],
    ["a workflow", { ".github/workflows/ci.yml": "run: docker run d java -jar target/demo-1.0.jar\n" }, ""],
    ["a variable", {}, "ENV APP_JAR=/app/target/demo-1.0.jar\n"],
  ])("the path stays where %s names it", (_what, files, line) => {
    expect(runtimeOf(`${HEAD}${line}CMD ["java", "-jar", "target/demo-1.0.jar"]\n`, files)).toContain(
      'CMD ["java", "-jar", "target/demo-1.0.jar"]\n',
    );
  });

  it("the folder of a file that the command writes to goes along", () => {
    const runtime = runtimeOf(`${HEAD}CMD java -jar target/demo-1.0.jar > logs/out.log 2>&1\n`, {
      "logs/.gitkeep": "",
    });
    expect(runtime).toContain("COPY --from=build /app/logs ./logs\n");
  });
});

describe("a jar that is taken apart in the file (P124)", () => {
  const apart = `${HEAD}RUN mkdir -p /srv/a && cp target/demo-1.0.jar /srv/a/a.jar && cd /srv/a && java -Djarmode=layertools -jar a.jar extract && rm a.jar\n`;
  const start = 'ENTRYPOINT ["java", "org.springframework.boot.loader.launch.JarLauncher"]\n';

  it("what puts the layers together stays in the build stage", () => {
    const runtime = runtimeOf(
      `${apart}WORKDIR /srv/a/dependencies\nRUN cp -r ../spring-boot-loader/. ../snapshot-dependencies/. ../application/. .\n${start}`,
    );
    expect(runtime).not.toContain("RUN");
    expect(runtime).toMatch(/COPY --from=build \/srv\/a(\/dependencies)? /);
  });
});

describe("the image of another vendor (P111)", () => {
  it.each([
    ["the command", 'CMD ["/usr/local/openjdk-17/bin/java", "-jar", "target/demo-1.0.jar"]\n'],
    ["a variable", "ENV JAVA_HOME=/usr/local/openjdk-17\nCMD $JAVA_HOME/bin/java -jar target/demo-1.0.jar\n"],
    [
      "an option",
      "CMD java -Djavax.net.ssl.trustStore=/usr/local/openjdk-17/lib/security/cacerts -jar target/demo-1.0.jar\n",
    ],
    ["modules of the JDK", "CMD java --add-modules jdk.compiler -jar target/demo-1.0.jar\n"],
  ])("the image stays where %s names its Java", (_what, command) => {
    const source = `FROM openjdk:17-jdk-slim\nRUN apt-get update && apt-get install -y maven\nWORKDIR /app\nCOPY . .\nRUN mvn package\n${command}`;
    expect(runtimeOf(source)).toContain("FROM openjdk:17-jdk-slim\n");
  });
});
