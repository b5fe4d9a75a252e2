import fc from "fast-check";
import { known, unknown } from "../../../src/known.js";
import { parseMaven, type MavenWord } from "../../../src/toolchains/maven/command.js";

const program = { wrapper: null, interpreted: false };
const words = (line: string): readonly MavenWord[] =>
  line
    .split(" ")
    .filter((word) => word !== "")
    .map((raw) => ({ raw, value: raw.includes("$") ? unknown(raw) : known(raw) }));
const parse = (line: string): ReturnType<typeof parseMaven> => parseMaven(words(line), program);

describe("Maven command lines", () => {
  it.each<[string, readonly string[]]>([
    ["-B -ntp -q clean package", ["clean", "package"]],
    ["-T 4 package", ["package"]],
    ["-T1C package -o", ["package"]],
    ["--threads 2 --batch-mode package", ["package"]],
    ["-s settings.xml -gs global.xml verify", ["verify"]],
    ["--settings=s.xml verify", ["verify"]],
    ["-DskipTests -Dmaven.test.skip=true install", ["install"]],
    ["-D skipTests install", ["install"]],
    ["-fae -U -e -X -nsu compile", ["compile"]],
    ["-l build.log -b smart package", ["package"]],
  ])("%s", (line, goals) => {
    expect(parse(line).goals).toEqual(goals);
  });

  it("options with values, apart and together", () => {
    expect(parse("-f api/pom.xml package").file).toBe("api/pom.xml");
    expect(parse("-fapi package").file).toBe("api");
    expect(parse("--file=api package").file).toBe("api");
    expect(parse("-pl api,web -am package")).toMatchObject({ projects: ["api", "web"], alsoMake: true });
    expect(parse("--projects :api --also-make package")).toMatchObject({
      projects: [":api"],
      alsoMake: true,
    });
    expect(parse("-pl !web package")).toMatchObject({ projects: [], excluded: ["web"] });
    expect(parse("-Pprod,!dev -P ci package")).toMatchObject({
      profiles: ["prod", "ci"],
      disabledProfiles: ["dev"],
    });
    expect(parse("-Drevision=1=2 package").properties.get("revision")).toEqual(known("1=2"));
    expect(parse("-N package").nonRecursive).toBe(true);
    expect(parse("-version").information).toBe(true);
    expect(parse("-v").information).toBe(true);
  });

  it("a variable that is only a property's value leaves the line certain", () => {
    expect(parse("package -Drevision=$TAG")).toMatchObject({ uncertain: null, goals: ["package"] });
    expect(parse("package -Drevision=$TAG").properties.get("revision")?.known).toBe(false);
    expect(parse("package -s $SETTINGS").uncertain).toBeNull();
    expect(parse("package -P $PROFILE").uncertain).not.toBeNull();
    expect(parse("package $EXTRA").uncertain).not.toBeNull();
  });

  it("goals keep their order among any options", () => {
    const goal = fc.constantFrom(
      "clean",
      "package",
      "verify",
      "dependency:go-offline",
      "spring-boot:repackage",
    );
    const option = fc.constantFrom("-B", "-q", "-ntp", "-DskipTests", "-Da=b", "-Pprod", "-T4", "-am");
    fc.assert(
      fc.property(fc.array(fc.oneof(goal, option)), (items) => {
        expect(parse(items.join(" ")).goals).toEqual(items.filter((item) => !item.startsWith("-")));
      }),
    );
  });
});
