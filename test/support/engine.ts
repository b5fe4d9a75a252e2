/**
 * A container engine through its command line, for tests that look at an image or clean up beside `dfsplit verify`: a
 * second opinion. In: whatever `docker` the environment gives; out: plain values. It never pulls.
 */
import { execFile } from "node:child_process";

export interface Result {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export function docker(args: readonly string[]): Promise<Result> {
  return new Promise((resolve) => {
    execFile("docker", [...args], { maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === "number" ? error.code : 127;
      resolve({ code, stdout, stderr: error !== null && stderr === "" ? error.message : stderr });
    });
  });
}

/** @throws when no engine answers */
export async function requireEngine(): Promise<void> {
  const result = await docker(["version", "--format", "{{.Server.Version}}"]);
  if (result.code !== 0) throw new Error(`no container engine answers: ${result.stderr.trim()}`);
}

/** Which of the paths and programs the image has. */
export async function present(image: string, names: readonly string[]): Promise<readonly string[]> {
  const script =
    'for name; do case "$name" in /*) [ -e "$name" ] && echo "$name";; *) command -v "$name" >/dev/null && echo "$name";; esac; done; true';
  const args = ["run", "--rm", "--pull=never", "--entrypoint", "sh", image, "-c", script, "sh", ...names];
  const result = await docker(args);
  if (result.code !== 0) throw new Error(result.stderr);
  return result.stdout.split("\n").filter((line) => line !== "");
}

/** Names of containers, images and networks that hold the text. */
export async function named(text: string): Promise<readonly string[]> {
  const lists = await Promise.all(
    [
      ["ps", "--all", "--format", "{{.Names}}"],
      ["image", "ls", "--format", "{{.Repository}}:{{.Tag}}"],
      ["network", "ls", "--format", "{{.Name}}"],
    ].map(docker),
  );
  return lists
    .flatMap(({ stdout }) => stdout.split("\n"))
    .filter((name) => name.includes(text))
    .sort();
}
