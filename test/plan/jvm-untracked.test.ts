/** Settings files that a JVM program reads from its working directory and that only the builder's folder has. */
import { memoryProject } from "../../src/project/memory.js";
import { defaultOptions, split } from "../../src/split/split.js";

const POM =
  "<project><modelVersion>4.0.0</modelVersion><parent><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-parent</artifactId><version>3.3.0</version><relativePath/></parent><groupId>demo</groupId><artifactId>bot</artifactId><version>1.0</version><build><plugins><plugin><groupId>org.springframework.boot</groupId><artifactId>spring-boot-maven-plugin</artifactId></plugin></plugins></build></project>";
const WHOLE =
  'FROM maven:3.9-eclipse-temurin-17\nWORKDIR /app\nCOPY . .\nRUN mvn package\nCMD ["java", "-jar", "target/bot-1.0.jar"]\n';
const PARTS = WHOLE.replace("COPY . .", "COPY pom.xml .\nCOPY src src");

interface Case {
  readonly reads?: string;
  readonly ignores?: string;
  readonly dockerfile?: string;
  readonly more?: Readonly<Record<string, string>>;
}

function outcome({ reads, ignores, dockerfile, more }: Case): string {
  const source = dockerfile ?? WHOLE;
  const files = {
    "pom.xml": POM,
    "src/main/java/demo/App.java": `package demo;\nclass App {\n  Object load() throws Exception { return ${reads ?? 'new java.io.FileReader("config.json")'}; }\n}\n`,
    ".gitignore": ignores ?? "*.json\n",
    ...more,
    Dockerfile: source,
  };
  const result = split(source, memoryProject(files), { ...defaultOptions, dockerfilePath: "Dockerfile" });
  const untracked = result.notes.filter(({ code }) => code === "reads-untracked-file");
  return [
    result.status,
    result.reason?.code,
    ...untracked.map(({ message }) => message.split(" from ")[0]),
  ].join(" ");
}

describe("a file that git does not know", () => {
  it.each<readonly [string, Case, string]>([
    ["a reader of text", {}, "config.json"],
    ["a path", { reads: 'java.nio.file.Paths.get("./bot.yml")', ignores: "bot.yml\n" }, "bot.yml"],
    ["a .env without which dotenv fails", { reads: "Dotenv.load()", ignores: ".env\n" }, ".env"],
  ])("that %s names has to be looked at", (_what, given, name) => {
    expect(outcome(given)).toBe(`refused needs-review App.java line 3 reads ${name}`);
  });

  it.each<readonly [string, Case]>([
    ["git knows it", { ignores: "target/\n" }],
    ["the rule is taken back", { ignores: "*.json\n!config.json\n" }],
    ["it is at hand", { more: { "config.json": "{}" } }],
    ["the COPYs leave it out", { dockerfile: PARTS }],
    [".dockerignore keeps it out", { more: { ".dockerignore": "*.json\n" } }],
    ["a RUN makes it", { dockerfile: WHOLE.replace("CMD", "RUN touch config.json\nCMD") }],
    ["the program makes it itself", { reads: 'new java.io.File("state.db")', ignores: "*.db\n" }],
    ["it is somewhere else", { reads: 'new java.io.File("/etc/config.json")' }],
    ["it comes from the class path", { reads: 'getClass().getResource("config.json")' }],
    ["dotenv does without it", { reads: "Dotenv.configure().ignoreIfMissing().load()", ignores: ".env\n" }],
  ])("is no matter when %s", (_what, given) => {
    expect(outcome(given)).toBe("rewritten ");
  });
});
