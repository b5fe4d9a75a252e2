import fc from "fast-check";
import { known, unknown } from "../../../src/known.js";
import type { Invocation } from "../../../src/model/types.js";
import { launchJava } from "../../../src/toolchains/jvm/java.js";
import type { Need } from "../../../src/toolchains/types.js";
import { memoryTree } from "../../support/tree.js";
import { invocation } from "./invocation.js";

const tree = memoryTree({
  "/app/pom.xml": "",
  "/app/config.yml": "",
  "/app/conf/logback.xml": "",
  "/app/agent/opentelemetry.jar": "",
  "/app/server/pom.xml": "",
  "/app/data/words.txt": "",
  "/app/run.args": "-Xmx1g # heap\n-cp target/classes:lib/*\n'demo.Main'",
});

function needs(line: string, more: Partial<Invocation> = {}): readonly Need[] {
  const launch = launchJava(invocation(line, more), tree);
  if (launch?.kind !== "needs") throw new Error(JSON.stringify(launch));
  return launch.needs;
}
/** `path`, `path?` when optional, `>path` when written, `$name` for programs. */
function short(line: string, more: Partial<Invocation> = {}): readonly string[] {
  return needs(line, more).map((need) => {
    switch (need.kind) {
      case "program":
        return `$${need.name}`;
      case "path":
        return `${need.path}${need.optional === true ? "?" : ""}`;
      case "writes":
        return `>${need.path}`;
      case "application":
        return need.directory;
    }
  });
}

describe("java command lines (P110, P154, P173)", () => {
  it.each<[string, readonly string[]]>([
    ["java -jar target/app.jar", ["$java", "/app/target/app.jar"]],
    [
      "java -Xms256m -XX:+UseG1GC -Dspring.profiles.active=prod -jar /opt/app.jar --server.port=8080",
      ["$java", "/opt/app.jar"],
    ],
    ["/usr/bin/java -jar app.jar", ["$/usr/bin/java", "/app/app.jar"]],
    ["java -jar target/*.jar", ["$java", "/app/target/*.jar"]],
    [
      "java -cp target/classes:target/dependency/* demo.Main",
      ["$java", "/app/target/classes", "/app/target/dependency"],
    ],
    ["java -classpath target/* demo.Main", ["$java", "/app/target/*.jar"]],
    ["java --class-path=app.jar demo/Main", ["$java", "/app/app.jar"]],
    ["java -cp .:lib/* demo.Main", ["$java", "/app/demo", "/app/lib"]],
    ["java Main", ["$java", "/app/*.class"]],
    [
      "java --add-opens java.base/java.lang=ALL-UNNAMED --add-modules java.se -jar a.jar",
      ["$java", "/app/a.jar"],
    ],
    ["java --enable-preview -p mods:lib -m demo/demo.Main", ["$java", "/app/mods", "/app/lib"]],
    ["java @run.args", ["$java", "/app/target/classes", "/app/lib", "/app/run.args"]],
    ["java Main.java", ["$java", "/app/Main.java", "$javac"]],
    [
      "java -javaagent:agent/opentelemetry.jar=port=1 -jar a.jar",
      ["$java", "/app/a.jar", "/app/agent/opentelemetry.jar"],
    ],
    ["java -agentpath:/opt/yourkit.so=x -jar a.jar", ["$java", "/app/a.jar", "/opt/yourkit.so"]],
    ["java -version", ["$java"]],
    // Measured with the launcher of Java 17: options may stand between -jar and the jar.
    ["java -jar -Dspring.profiles.active=local /app/x.jar", ["$java", "/app/x.jar"]],
    ["java -jar --add-modules java.sql a.jar --server.port=80", ["$java", "/app/a.jar"]],
    ["java -jar $JAVA_OPTS a.jar", ["$java", "/app/a.jar"]],
    ["java -jar -cp lib/x.jar demo.Main", ["$java", "/app/lib/x.jar"]],
    ["java -cp lib/x.jar -jar a.jar", ["$java", "/app/a.jar"]],
    ["jshell", ["$jshell"]],
  ])("%s", (line, expected) => {
    expect(short(line)).toEqual(expected);
  });

  it.each<[string, string, readonly string[]]>([
    ["WORDS", "/app/data/words.txt", ["/app/data/words.txt"]],
    ["SPRING_CONFIG_LOCATION", "classpath:/,file:./conf/", ["/app/conf"]],
    ["LOADER_PATH", "/app/agent", ["/app/agent"]],
    ["APP_HOME", "/app/", []],
    ["PROJECT", "data", []],
    ["MAVEN_SETTINGS", "/app/config.yml", []],
    ["POM", "/app/pom.xml", []],
    ["KEY", "/run/secrets/key.json", []],
  ])("the variable %s=%s names files of the image", (name, value, expected) => {
    expect(short("java -jar a.jar", { env: new Map([[name, known(value)]]) }).slice(2)).toEqual(expected);
  });

  it("needs /usr/bin/java under that very path", () => {
    expect(needs("/usr/bin/java -jar app.jar")[0]).toMatchObject({ kind: "program", name: "/usr/bin/java" });
  });

  it.each<[string, readonly string[]]>([
    ["-Dlogback.configurationFile=conf/logback.xml", ["/app/conf/logback.xml"]],
    ["-Dlogging.config=/etc/app/logback.xml", ["/etc/app/logback.xml?"]],
    ["-Dspring.config.location=classpath:/,optional:file:./conf/", ["/app/conf"]],
    ["-Dspring.config.additional-location=file:/config/", ["/config?"]],
    ["-Djavax.net.ssl.trustStore=/certs/trust.jks", ["/certs/trust.jks?"]],
    ["-Djava.security.egd=file:/dev/./urandom", []],
    ["-Djava.io.tmpdir=/var/tmp/app", [">/var/tmp/app"]],
    ["-Duser.timezone=Europe/Berlin", []],
    ["-Dwords=data/words.txt", ["/app/data/words.txt"]],
    ["-Dpath=/", []],
    ["-XX:HeapDumpPath=/dumps", [">/dumps"]],
    ["-Xlog:gc*:file=logs/gc.log:time", [">/app/logs/gc.log"]],
    ["-Xloggc:/var/log/gc.log", [">/var/log/gc.log"]],
    ["-XX:SharedArchiveFile=app.jsa", ["/app/app.jsa?"]],
  ])("option %s", (option, expected) => {
    expect(short(`java ${option} -jar a.jar`).slice(2)).toEqual(expected);
  });

  it.each<[string, readonly string[]]>([
    ["server config.yml", ["/app/config.yml"]],
    ["--spring.config.location=file:conf/,/etc/x.yml", ["/app/conf", "/etc/x.yml?"]],
    ["--spring.config.location=$CONF", []],
    ["--config=target/classes/app.conf", ["/app/target/classes/app.conf?"]],
    ["--url=jdbc:postgresql://db/x --server.servlet.context-path=/api", ["/api?"]],
    ["https://example.org/x.json 8080 prod", []],
    ["--port 8080 target/*.war", ["/app/target/*.war"]],
    ["/opt/app.war", ["/opt/app.war"]],
    ["--logging.file.name=/logs/app.log", [">/logs/app.log"]],
  ])("program arguments %s", (line, expected) => {
    expect(short(`java -jar a.jar ${line}`).slice(2)).toEqual(expected);
  });

  it("a bare word that is also a module's folder is an argument (server)", () => {
    expect(short("java -jar a.jar server")).toEqual(["$java", "/app/a.jar"]);
  });

  it("JAVA_TOOL_OPTIONS and CLASSPATH hide needs (P132)", () => {
    const env = new Map([
      ["JAVA_TOOL_OPTIONS", known("-javaagent:/agent.jar -Dx=1")],
      ["CLASSPATH", known("/opt/lib/*:/opt/classes")],
    ]);
    expect(short("java demo.Main", { env })).toEqual(["$java", "/opt/lib", "/opt/classes", "/agent.jar"]);
  });

  it("$JAVA_OPTS may hold anything that is no path, and may be empty", () => {
    expect(short("java $JAVA_OPTS -jar app.jar")).toEqual(["$java", "/app/app.jar"]);
    expect(short("java -Xmx$HEAP ${JVM_ARGS} -jar app.jar $ARGS")).toEqual(["$java", "/app/app.jar"]);
  });

  it("an unquoted variable with a value is split into its options", () => {
    const command = invocation("java -x -jar app.jar");
    const args = [known("-Xmx1g -javaagent:/a.jar"), ...command.args.slice(1)];
    expect(short("java -x -jar app.jar", { args, raw: ["$JAVA_OPTS", "-jar", "app.jar"] })).toEqual([
      "$java",
      "/app/app.jar",
      "/a.jar",
    ]);
  });

  it.each([
    "java -jar $JAR",
    "java $APP",
    "java $OPTS demo.Main",
    "java -cp $CP demo.Main",
    "java -javaagent:$AGENT -jar a.jar",
    "java -jar */app.jar",
    "java @$FILE",
  ])("%s is refused: a variable or glob decides the path", (line) => {
    expect(launchJava(invocation(line), tree)).toMatchObject({
      kind: "refuse",
      code: "artifact-path-unknown",
    });
  });

  it("a relative jar without a known working directory is refused, an absolute one is not", () => {
    const cwd = unknown("WORKDIR $X");
    expect(launchJava(invocation("java -jar a.jar", { cwd }), tree)).toMatchObject({ kind: "refuse" });
    expect(short("java -jar /a.jar", { cwd })).toEqual(["$java", "/a.jar"]);
  });

  it("an exec-form glob or variable never worked (P140)", () => {
    const exec = (args: readonly string[]): Invocation => ({
      ...invocation("java"),
      args: args.map((arg) => known(arg)),
      raw: args,
      exec: true,
    });
    expect(launchJava(exec(["-jar", "target/*.jar"]), tree)).toMatchObject({
      kind: "broken",
      code: "original-broken-exec-glob",
    });
    expect(launchJava(exec(["-jar", "$JAR"]), tree)).toMatchObject({
      kind: "broken",
      code: "original-broken-exec-variable",
    });
    expect(launchJava(exec(["$JAVA_OPTS", "-jar", "a.jar"]), tree)).toMatchObject({ kind: "broken" });
    expect(launchJava(exec(["-cp", "lib/*", "demo.Main"]), tree)).toMatchObject({ kind: "needs" });
  });

  it("whatever stands on the line, the answer is a value, and a known jar is needed", () => {
    const word = fc.oneof(
      fc.constantFrom("-cp", "-m", "-D", "-Da=", "--", "-", "@x", "-javaagent:", "-Xlog:", "*", "$A", "-jar"),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(word), fc.array(word), (before, after) => {
        const raw = [...before, "-jar", "/opt/app.jar", ...after];
        const args = raw.map((item) => (item.includes("$") ? unknown(item) : known(item)));
        const launch = launchJava({ ...invocation("java"), raw, args }, tree);
        expect(launch).not.toBeNull();
        if (before.length === 0) {
          expect(launch).toMatchObject({ kind: "needs" });
          if (launch?.kind === "needs")
            expect(launch.needs[1]).toMatchObject({ kind: "path", path: "/opt/app.jar" });
        }
      }),
    );
  });

  it("catalina.sh run needs the script of the image", () => {
    expect(short("catalina.sh run")).toEqual(["$catalina.sh"]);
    expect(short("/opt/tomcat/bin/catalina.sh run")).toEqual(["$/opt/tomcat/bin/catalina.sh"]);
  });

  it("other programs are not its business", () => {
    expect(launchJava(invocation("node index.js"), tree)).toBeNull();
    expect(launchJava(invocation("./startup.sh"), tree)).toBeNull();
  });
});
