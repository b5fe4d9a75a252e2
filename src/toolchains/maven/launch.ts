/**
 * A Maven command as the container's command: always a build tool at run time, and refused by
 * the name that fits: a development server, a goal that starts the program, or a build.
 */
import type { ImageTree, Invocation } from "../../model/types.js";
import type { Launch } from "../types.js";
import { artifactOf, parseGoal } from "./lifecycle.js";
import { readCommand } from "./step.js";

/** Goals that compile the sources again while they run, as `prefix:goal`. */
const development = new Set([
  "quarkus:dev",
  "quarkus:remote-dev",
  "liberty:dev",
  "liberty:devc",
  "payara-micro:dev",
  "wildfly:dev",
  "vaadin:dev",
  "helidon:dev",
  "hpi:run",
]);

/** Plugins whose `run` and `start` goals start the program or a server with it. */
const starters = new Set(
  (
    "spring-boot jetty jetty-ee10 jetty-ee9 jetty-ee8 tomcat tomcat6 tomcat7 tomcat8 tomee wildfly wildfly-jar liberty " +
    "payara-micro micronaut mn quarkus vertx cargo cargo-maven3 appengine javafx meecrowave thorntail wildfly-swarm karaf"
  ).split(" "),
);

function prefixOf(plugin: string): string {
  return artifactOf(plugin)
    .replace(/^maven-(.*)-plugin$/, "$1")
    .replace(/(-maven)?-plugin$/, "")
    .replace(/-maven3?$/, "");
}

export function mavenLaunch(command: Invocation, tree: ImageTree): Launch | null {
  const maven = readCommand(command, tree);
  if (maven === null) return null;
  const goals = maven.goals.map(parseGoal).filter((goal) => goal !== null);
  const named = goals.map(({ plugin, goal }) => ({ prefix: prefixOf(plugin), goal }));
  const line = [maven.wrapper ?? "mvn", ...maven.goals].join(" ");
  if (named.some(({ prefix, goal }) => development.has(`${prefix}:${goal}`))) {
    return {
      kind: "refuse",
      code: "dev-server-command",
      message: `${line} is a development server: it compiles the sources while it runs`,
    };
  }
  const starts = named.some(
    ({ prefix, goal }) =>
      (prefix === "exec" && /^(java|exec)$/.test(goal)) ||
      (starters.has(prefix) && /^(run|start|test-run|exec-war)(-|$)|^exec-war/.test(goal)),
  );
  return starts
    ? {
        kind: "refuse",
        code: "maven-run-goal",
        message: `${line} builds the project and starts it through Maven each time the container starts`,
      }
    : {
        kind: "refuse",
        code: "build-tool-at-runtime",
        message: `${line} runs Maven when the container starts, so the image needs the sources and the JDK`,
      };
}
