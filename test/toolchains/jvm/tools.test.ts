import { toolStep } from "../../../src/toolchains/jvm/tools.js";
import { memoryTree } from "../../support/tree.js";
import { invocation, noHistory } from "./invocation.js";

function made(line: string): readonly string[] | string | null {
  const step = toolStep(invocation(line), memoryTree({}), noHistory, "maven");
  if (step === null) return null;
  return step.outputs.known ? step.outputs.value.map((output) => output.path) : step.outputs.because;
}

describe("taking a jar apart in a RUN (P124)", () => {
  it.each<[string, readonly string[] | null]>([
    [
      "java -Djarmode=layertools -jar target/app.jar extract",
      ["/app/dependencies", "/app/spring-boot-loader", "/app/snapshot-dependencies", "/app/application"],
    ],
    [
      "java -Djarmode=layertools -jar target/app.jar extract --destination target/extracted",
      ["/app/target/extracted"],
    ],
    ["java -Djarmode=tools -jar target/app-1.jar extract", ["/app/app-1"]],
    ["java -Djarmode=tools -jar app.jar extract --layers --launcher --destination=out", ["/app/out"]],
    [
      "java -Djarmode=tools -jar app.jar extract --destination . --layers",
      ["/app/dependencies", "/app/spring-boot-loader", "/app/snapshot-dependencies", "/app/application"],
    ],
    ["jar -xf ../app.jar", ["/app"]],
    ["jar xvf app.jar", ["/app"]],
    ["jlink --add-modules java.base --output /jre", ["/jre"]],
    ["java -Djarmode=layertools -jar app.jar list", null],
    ["java -jar app.jar extract", null],
    ["jar tf app.jar", null],
  ])("%s", (line, expected) => {
    expect(made(line)).toEqual(expected);
  });

  it("an unknown destination is unknown", () => {
    expect(made("java -Djarmode=tools -jar app.jar extract --destination $DIR")).toContain("not known");
  });
});
