/** What counts as a secret of the build, and where it must not be found. */
import { memoryProject } from "../../src/index.js";
import { compareSecrets } from "../../src/verify/compare/secrets.js";
import { Problems } from "../../src/verify/compare/problems.js";
import { flagValues, secretsOf, type SecretSources } from "../../src/verify/secrets/given.js";
import { image, type ImageParts } from "./listings.js";

const VALUE = "npm_4f9a2c71d05e";

function found(more: Partial<SecretSources>): readonly string[] {
  const sources = {
    buildArgs: {},
    args: new Map(),
    secrets: [],
    project: memoryProject({}),
    cwd: "/",
    env: {},
    ...more,
  };
  return secretsOf(sources).map(({ name, value }) => `${name} = ${value}`);
}

describe("a secret", () => {
  it("is a build argument or an ARG default whose name says so", () => {
    expect(found({ buildArgs: { NPM_TOKEN: VALUE, VERSION: "1.2.3-SNAPSHOT" } })).toEqual([
      `--build-arg NPM_TOKEN = ${VALUE}`,
    ]);
    expect(found({ args: new Map([["DB_PASSWORD", "Tr0ub4dor&3"]]) })).toEqual([
      "ARG DB_PASSWORD = Tr0ub4dor&3",
    ]);
    expect(found({ args: new Map([["AUTHOR", "Somebody Else"]]) })).toEqual([]);
  });

  it("is what --secret names by a variable", () => {
    expect(found({ secrets: ["id=npm,env=TOKEN"], env: { TOKEN: VALUE } })).toEqual([
      `--secret npm = ${VALUE}`,
    ]);
    expect(found({ secrets: ["id=TOKEN"], env: { TOKEN: VALUE } })).toEqual([`--secret TOKEN = ${VALUE}`]);
  });

  it("stands in a credential file of the context", () => {
    const project = memoryProject({
      ".npmrc": `registry=https://registry.example\n//registry.example/:_authToken=${VALUE}\n`,
      "settings.xml": "<settings><server><password>s3cr3t-pass</password></server></settings>",
      "gradle.properties": "org.gradle.jvmargs=-Xmx1g\nnexusPassword=Hunter2-Hunter2\n",
      "readme.txt": "token=not-a-credential-file-1",
    });
    expect(found({ project })).toEqual([
      `.npmrc = ${VALUE}`,
      "gradle.properties = Hunter2-Hunter2",
      "settings.xml = s3cr3t-pass",
    ]);
  });

  it("is none when it is a placeholder, or too short to be told from chance", () => {
    const project = memoryProject({ ".npmrc": "//registry.example/:_authToken=${NPM_TOKEN}\n" });
    expect(found({ project, buildArgs: { A_TOKEN: "abc", B_TOKEN: "password" } })).toEqual([]);
  });
});

describe("in the rewrite's image", () => {
  const secrets = [{ name: "--build-arg NPM_TOKEN", value: VALUE }];
  const compared = (before: ImageParts, after: ImageParts) => {
    const problems = new Problems();
    compareSecrets(secrets, image(before), image(after), problems);
    return { findings: problems.findings, notes: problems.notes.map(({ code }) => code) };
  };
  const step = { history: [`RUN |1 NPM_TOKEN=${VALUE} /bin/sh -c npm ci`] };

  it("its history is searched, and the original's is no excuse", () => {
    const message = "--build-arg NPM_TOKEN stands in the image's history";
    expect(compared({}, step).findings).toEqual([{ code: "secret-in-history", message }]);
    expect(compared(step, step).findings).toEqual([
      { code: "secret-in-history", message: `${message}, as in the original's` },
    ]);
  });

  it("its files are", () => {
    const hits = [{ needle: 0, path: "/app/.npmrc" }];
    expect(compared({}, { hits }).findings.map(({ code }) => code)).toEqual(["secret-in-file"]);
  });

  it("its config is, but a variable that the original has too is the container's", () => {
    const config = { config: { env: { NPM_TOKEN: VALUE } } };
    expect(compared({}, config).findings.map(({ code }) => code)).toEqual(["secret-in-config"]);
    expect(compared(config, config)).toEqual({ findings: [], notes: ["secret-kept-in-config"] });
  });

  it("the value is never printed", () => {
    expect(JSON.stringify(compared({}, { ...step, hits: [{ needle: 0, path: "/a" }] }))).not.toContain(VALUE);
  });
});

it("flags that are passed on are read in both forms", () => {
  expect(flagValues(["--secret", "id=a", "--network", "host", "--secret=id=b"], "--secret")).toEqual([
    "id=a",
    "id=b",
  ]);
});
