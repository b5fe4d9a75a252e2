/**
 * The same verification with podman and with buildah, each in a storage of its own, where the engine is installed;
 * where it is not, or where this machine does not let it run containers, a line says that it was not tried. The base
 * image is handed over from docker: no registry is asked.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { main } from "../../src/cli/main.js";
import type { VerifyReport } from "../../src/verify/types.js";
import { quietIo } from "../support/io.js";

const BASE = "debian:bookworm-slim";
const folder = mkdtempSync(join(tmpdir(), "dfsplit-e2e-"));
const project = join(folder, "project");
// docker's own: both look there for credentials, and stop where the folder has none
const env: NodeJS.ProcessEnv & { readonly CONTAINERS_STORAGE_CONF: string } = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => name !== "DOCKER_CONFIG")),
  CONTAINERS_STORAGE_CONF: join(folder, "storage.conf"),
  CONTAINERS_CONF: join(folder, "containers.conf"),
  // a container in a container may not do what the default isolation wants
  BUILDAH_ISOLATION: "chroot",
};

beforeAll(() => {
  mkdirSync(join(project, "src"), { recursive: true });
  const storage = { driver: "overlay", graphroot: join(folder, "root"), runroot: join(folder, "run") };
  const lines = Object.entries(storage).map(([key, value]) => `${key} = "${value}"`);
  writeFileSync(env.CONTAINERS_STORAGE_CONF, `[storage]\n${lines.join("\n")}\n`);
  // Limits that may be set without CAP_SYS_RESOURCE, and a runtime that takes the older control groups.
  const limits = '[containers]\ndefault_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]\n';
  const runtime = installed("runc") ? '[engine]\nruntime = "runc"\n' : "";
  writeFileSync(join(folder, "containers.conf"), limits + runtime);
  writeFileSync(join(project, "src/main.c"), "int main(void) { return 0; }\n");
  writeFileSync(join(project, "notes.txt"), "for us alone\n");
  const build = ["WORKDIR /app", "COPY . .", "RUN echo 'echo hello' > run.sh && chmod 755 run.sh", ""].join(
    "\n",
  );
  const settings = 'ENV GREETING=hello\nHEALTHCHECK CMD ["true"]\nCMD ["sh", "/app/run.sh"]\n';
  writeFileSync(join(project, "before.Dockerfile"), `FROM ${BASE}\n${build}${settings}`);
  const stages = `FROM ${BASE} AS build\n${build}\nFROM ${BASE}\nWORKDIR /app\nCOPY --from=build /app/run.sh ./\n`;
  writeFileSync(join(project, "after.Dockerfile"), `${stages}${settings}`);
  writeFileSync(
    join(project, "broken.Dockerfile"),
    `${stages}${settings.replace("ENV GREETING=hello\n", "")}`,
  );
  // the ignore file of the one side alone: what it holds back cannot be in that side's build
  writeFileSync(
    join(project, "ignoring.Dockerfile"),
    `FROM ${BASE}\n${build}RUN test ! -e notes.txt\n${settings}`,
  );
  writeFileSync(join(project, "ignoring.Dockerfile.dockerignore"), "notes.txt\n");
});

afterAll(() => {
  for (const engine of ["podman", "buildah"])
    if (installed(engine))
      spawnSync(engine, engine === "podman" ? ["unmount", "--all"] : ["umount", "--all"], { env });
  rmSync(folder, { recursive: true, force: true });
});

describe.each(["podman", "buildah"])("%s", (engine) => {
  if (!installed(engine)) {
    notTried(engine, "it is not installed");
    it.todo(`is installed: ${engine} was NOT tried`);
    return;
  }

  beforeAll(() => {
    const archive = join(folder, "base.tar");
    execFileSync("docker", ["save", "--output", archive, BASE]);
    const pull = engine === "podman" ? ["load", "--input", archive] : ["pull", `docker-archive:${archive}`];
    execFileSync(engine, pull, { env, stdio: "pipe" });
    rmSync(archive);
  });

  it("finds a good conversion the same, and leaves nothing but its cache", async () => {
    const { code, report } = await verified("after", engine);
    expect(report.engine.name).toBe(engine);
    const [file] = report.files;
    expect({ outcome: file?.outcome, findings: file?.findings, reason: file?.reason }).toEqual({
      outcome: "same",
      findings: [],
      reason: null,
    });
    // all of the context: five files for the builds, a source and a note
    expect(file?.images?.left.sources.count).toBe(7);
    expect(file?.images?.size.before).toBeGreaterThan(1e6);
    expect(code).toBe(0);
    expect(leftOf(engine)).toEqual([]);
  });

  it("names what a broken one lost", async () => {
    const { code, report } = await verified("broken", engine);
    expect(report.files[0]?.findings.map((finding) => finding.code)).toEqual(["env-lost"]);
    expect(code).toBe(1);
  });

  it("builds with the ignore file of each side", async () => {
    const { report } = await verified("ignoring", engine);
    expect(report.files[0]?.outcome).toBe("same");
  });

  it("runs both, where the engine can", async () => {
    if (engine === "buildah") {
      const io = quietIo(project, env);
      const args = [
        "verify",
        "--engine",
        engine,
        "--before",
        "before.Dockerfile",
        "--after",
        "after.Dockerfile",
        "--run",
      ];
      expect(await main(args, io)).toBe(2);
      expect(io.errText()).toContain("--run needs docker or podman");
      return;
    }
    const tried = spawnSync(engine, ["run", "--rm", "--network", "none", BASE, "true"], {
      env,
      encoding: "utf8",
    });
    if (tried.status !== 0) return notTried(`${engine} --run`, tried.stderr.trim().split("\n").at(-1) ?? "");
    const { report } = await verified("after", engine, "--run");
    expect(report.files[0]).toMatchObject({ outcome: "same", findings: [] });
    expect(report.files[0]?.runs[0]?.before).toMatchObject({ exitCode: 0, stdout: ["hello"] });
  });
});

async function verified(
  after: string,
  engine: string,
  ...more: readonly string[]
): Promise<{ readonly code: number; readonly report: VerifyReport }> {
  const io = quietIo(project, env);
  const pair = ["--before", "before.Dockerfile", "--after", `${after}.Dockerfile`];
  const code = await main(["verify", "--engine", engine, ...pair, "--format", "json", ...more], io);
  if (io.outText() === "") throw new Error(io.errText());
  return { code, report: JSON.parse(io.outText()) as VerifyReport };
}

/** Containers and named images; unnamed images are the engine's cache. */
function leftOf(engine: string): readonly string[] {
  const lists =
    engine === "podman"
      ? [
          ["ps", "--all", "--external", "--format", "{{.Names}}"],
          ["images", "--format", "{{.Repository}}"],
        ]
      : [
          ["containers", "--noheading", "--format", "{{.ContainerName}}"],
          ["images", "--noheading", "--format", "{{.Name}}"],
        ];
  return lists
    .flatMap((args) => execFileSync(engine, args, { env, encoding: "utf8" }).split("\n"))
    .filter((name) => name !== "" && name !== "<none>" && !name.endsWith("/debian"));
}

function installed(engine: string): boolean {
  return spawnSync(engine, ["--version"], { stdio: "ignore" }).status === 0;
}

function notTried(what: string, because: string): void {
  process.stderr.write(`\n==== NOT TRIED: ${what} (${because}) ====\n\n`);
}
