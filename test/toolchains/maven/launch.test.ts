import { maven } from "../../../src/toolchains/maven/maven.js";
import { memoryTree } from "../../support/tree.js";
import { invocation, noHistory } from "../jvm/invocation.js";

const tree = memoryTree({ "/app/pom.xml": "<project/>" });

describe("Maven as the container's command (P142, P183)", () => {
  it.each([
    ["mvn spring-boot:run", "maven-run-goal"],
    ["./mvnw -q spring-boot:run -Dspring-boot.run.profiles=prod", "maven-run-goal"],
    ["mvn clean install exec:java -Dexec.mainClass=App", "maven-run-goal"],
    ["mvn jetty:run", "maven-run-goal"],
    ["mvn tomcat7:run", "maven-run-goal"],
    ["mvn org.springframework.boot:spring-boot-maven-plugin:2.7.0:run", "maven-run-goal"],
    ["mvn compile quarkus:dev", "dev-server-command"],
    ["./mvnw liberty:dev", "dev-server-command"],
    ["mvn package", "build-tool-at-runtime"],
    ["mvn test", "build-tool-at-runtime"],
    ["sh mvnw verify", "build-tool-at-runtime"],
  ])("%s is refused as %s", (line, code) => {
    expect(maven.launch(invocation(line), tree, noHistory)).toMatchObject({ kind: "refuse", code });
  });
  it("leaves other programs to others", () => {
    expect(maven.launch(invocation("node server.js"), tree, noHistory)).toBeNull();
  });
});
