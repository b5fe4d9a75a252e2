/** Images of servlet containers and application servers: the command that a file inherits from them, and what they read. */
import { memoryProject } from "../../src/project/memory.js";
import { defaultOptions, split } from "../../src/split/split.js";

type Files = Readonly<Record<string, string>>;

const war: Files = {
  "pom.xml":
    "<project><modelVersion>4.0.0</modelVersion><groupId>demo</groupId><artifactId>shop</artifactId><version>1.0</version><packaging>war</packaging></project>",
  "src/main/webapp/index.jsp": "<%= 1 %>",
};
const MAVEN = "RUN apt-get update && apt-get install -y maven\n";
const BUILD = "WORKDIR /src\nCOPY . .\n";

function split1(source: string, files: Files): { readonly text: string; readonly said: string } {
  const result = split(source, memoryProject({ ...files, Dockerfile: source }), {
    ...defaultOptions,
    dockerfilePath: "Dockerfile",
  });
  const text = result.changes.find(({ target }) => target === "dockerfile")?.after ?? "";
  return {
    text: text.slice(text.lastIndexOf("FROM ")),
    said: [result.status, result.reason?.code ?? result.safety].join(" "),
  };
}

/** The runtime stage, which has to be safe. */
function runtimeOf(source: string, files: Files = war): string {
  const { text, said } = split1(source, files);
  expect(said).toBe("rewritten safe");
  return text;
}

describe("P139: the base image's own command", () => {
  it("of Tomcat is the command, and its JRE twin does: it compiles JSPs itself (P109, P173)", () => {
    expect(
      runtimeOf(
        `FROM tomcat:9-jdk17\n${MAVEN}${BUILD}RUN mvn package && cp target/shop-1.0.war /usr/local/tomcat/webapps/\nEXPOSE 8080\n`,
      ),
    ).toBe(
      "FROM tomcat:9-jre17\nWORKDIR /src\nCOPY --from=build /usr/local/tomcat/webapps/shop-1.0.war /usr/local/tomcat/webapps/shop-1.0.war\nEXPOSE 8080\n",
    );
  });

  it("stays the command of a file with an empty CMD no more", () => {
    const source = `FROM tomcat:9-jdk17\n${MAVEN}${BUILD}RUN mvn package && cp target/shop-1.0.war /usr/local/tomcat/webapps/\nCMD []\n`;
    expect(split1(source, war).said).toBe("refused no-command");
  });

  it("of an image that only brings a shell or a REPL tells nothing", () => {
    const source = `FROM eclipse-temurin:17-jdk\n${MAVEN}${BUILD}RUN mvn package\n`;
    expect(split1(source, war).said).toBe("refused no-command");
  });

  it.each([
    ["tomcat:8.5-jdk8", "/usr/local/tomcat/webapps", "tomcat:8.5-jdk8"],
    ["tomcat:9-jdk11-corretto", "/usr/local/tomcat/webapps/", "tomcat:9-jdk11-corretto"],
    ["jetty:9.4-jdk11", "/var/lib/jetty/webapps/", "jetty:9.4-jdk11"],
    ["jetty:12.0-jdk17", "$JETTY_BASE/webapps", "jetty:12.0-jre17"],
    [
      "jboss/wildfly:20.0.1.Final",
      "/opt/jboss/wildfly/standalone/deployments/",
      "jboss/wildfly:20.0.1.Final",
    ],
    [
      "quay.io/wildfly/wildfly:26.1.3.Final-jdk11",
      "$JBOSS_HOME/standalone/deployments",
      "quay.io/wildfly/wildfly:26.1.3.Final-jdk11",
    ],
    ["payara/server-full:5.2021.1", "$DEPLOY_DIR", "payara/server-full:5.2021.1"],
    ["payara/micro:6.2023.2-jdk17", "/opt/payara/deployments/", "payara/micro:6.2023.2-jdk17"],
    [
      "open-liberty:22.0.0.9-full-java17-openj9",
      "/config/dropins/",
      "open-liberty:22.0.0.9-full-java17-openj9",
    ],
    ["icr.io/appcafe/websphere-liberty:kernel", "/config/apps/", "icr.io/appcafe/websphere-liberty:kernel"],
  ])("%s takes a war into %s", (image, folder, runtime) => {
    const text = runtimeOf(
      `FROM ${image}\nUSER root\n${MAVEN}${BUILD}RUN mvn package && cp target/shop-1.0.war ${folder}\nUSER 1000\n`,
    );
    expect(text.split("\n")[0]).toBe(`FROM ${runtime}`);
    expect(text).toMatch(/\nCOPY --from=build (\/\S+\/shop-1\.0\.war) (\1|\.\/\S+)\n/);
    expect(text).not.toContain("maven");
  });

  it("of a private image is not known", () => {
    const source = `FROM registry.example/tomcat:9\n${BUILD}RUN mvn package && cp target/shop-1.0.war /usr/local/tomcat/webapps/\n`;
    expect(split1(source, war).said).toBe("refused no-command");
  });
});

describe("what the server reads", () => {
  it("comes along where the sources lie in the server's own folder", () => {
    const text = runtimeOf(
      `FROM tomcat:9-jdk11\n${MAVEN}COPY . .\nRUN mvn package && cp target/shop-1.0.war webapps/\n`,
      {
        ...war,
        "conf/context.xml": "<Context/>",
        "bin/setenv.sh": "export JAVA_OPTS=-Xmx1g\n",
        "src/main/java/A.java": "class A {}",
        "notes/todo.txt": "x",
      },
    );
    expect(text).toContain("/usr/local/tomcat/webapps/shop-1.0.war\n");
    expect(text).toContain("COPY --from=build /usr/local/tomcat/bin/setenv.sh ");
    expect(text).toContain("COPY --from=build /usr/local/tomcat/conf ");
    expect(text).not.toMatch(/notes|src|pom/);
  });

  it("is emptied in front of the copy, as in the original", () => {
    const text = runtimeOf(
      `FROM tomcat:9-jdk17\n${MAVEN}COPY . /src\nRUN cd /src && mvn package && rm -rf /usr/local/tomcat/webapps/* && mv target/shop-1.0.war /usr/local/tomcat/webapps/ROOT.war\n`,
    );
    expect(text).toBe(
      "FROM tomcat:9-jre17\nRUN rm -rf /usr/local/tomcat/webapps/*\nCOPY --from=build /usr/local/tomcat/webapps/ROOT.war /usr/local/tomcat/webapps/ROOT.war\n",
    );
  });

  it("P132: and what the options of its JVM name", () => {
    const text = runtimeOf(
      `FROM tomcat:9-jdk17\nENV CATALINA_OPTS="-Dshop.settings=/src/etc/shop.properties -javaagent:/src/agent/apm.jar"\n${MAVEN}COPY . /src\nRUN cd /src && mvn package && cp target/shop-1.0.war /usr/local/tomcat/webapps/\n`,
      { ...war, "etc/shop.properties": "a=1", "agent/apm.jar": "x", "other/x.txt": "x" },
    );
    expect(text).toContain("COPY --from=build /src/agent/apm.jar /src/agent/apm.jar\n");
    expect(text).toContain("COPY --from=build /src/etc/shop.properties /src/etc/shop.properties\n");
    expect(text).not.toContain("other");
  });

  it("an exploded war goes as a folder", () => {
    expect(
      runtimeOf(
        `FROM tomcat:9-jdk17\n${MAVEN}COPY . /src\nRUN cd /src && mvn package && cp -r target/shop-1.0 $CATALINA_HOME/webapps/ROOT\n`,
      ),
    ).toContain("COPY --from=build /usr/local/tomcat/webapps/ROOT /usr/local/tomcat/webapps/ROOT\n");
  });
});

describe("P175: a server that the build provisions", () => {
  it("is the folder that wildfly:package makes", () => {
    const plugin =
      "<build><plugins><plugin><groupId>org.wildfly.plugins</groupId><artifactId>wildfly-maven-plugin</artifactId><version>4.2.0.Final</version><executions><execution><goals><goal>package</goal></goals></execution></executions></plugin></plugins></build>";
    const files = {
      "pom.xml": (war["pom.xml"] ?? "").replace("</project>", `${plugin}</project>`),
      "src/main/java/A.java": "class A {}",
    };
    expect(
      runtimeOf(
        `FROM maven:3.9-eclipse-temurin-17\nWORKDIR /app\nCOPY . .\nRUN mvn package\nCMD ["target/server/bin/standalone.sh", "-b", "0.0.0.0"]\n`,
        files,
      ),
    ).toBe(
      'FROM eclipse-temurin:17-jre\nWORKDIR /app\nCOPY --from=build /app/target/server ./target/server\nCMD ["target/server/bin/standalone.sh", "-b", "0.0.0.0"]\n',
    );
  });
});

describe("P173: a war for a runner", () => {
  const source = (runner: string): string =>
    `FROM maven:3.9-eclipse-temurin-17\nWORKDIR /app\nCOPY . .\nRUN mvn package dependency:copy -Dartifact=${runner} -DoutputDirectory=target\nCMD ["java", "-jar", "target/${runner.split(":")[1]}-${runner.split(":")[2]}.jar", "target/shop-1.0.war"]\n`;

  it("holds its libraries, and the runner of Jetty 9 compiles its JSPs", () => {
    const text = runtimeOf(source("org.eclipse.jetty:jetty-runner:9.4.53.v20231009"));
    expect(text).toContain("FROM eclipse-temurin:17-jre\n");
    expect(text).toContain("COPY --from=build /app/target/shop-1.0.war ./target/shop-1.0.war\n");
    expect(text).toContain("target/jetty-runner-9.4.53.v20231009.jar");
  });

  it("keeps the JDK where nothing tells who compiles the JSPs", () => {
    expect(runtimeOf(source("demo:own-runner:1.0"))).toContain("FROM maven:3.9-eclipse-temurin-17\n");
  });
});
