/** What an engine and its images hold, asked beside `dfsplit verify`: a second opinion. It never pulls. */
import { docker } from "./engine.js";

/** @throws when no engine answers */
export async function requireEngine(): Promise<void> {
  const result = await docker(["version", "--format", "{{.Server.Version}}"]);
  if (result.code !== 0) throw new Error(`no container engine answers: ${result.stderr.trim()}`);
}

/** Which of the paths and programs the image has. */
export async function present(image: string, names: readonly string[]): Promise<readonly string[]> {
  const script =
    'for name; do case "$name" in /*) [ -e "$name" ] && echo "$name";; *) command -v "$name" >/dev/null && echo "$name";; esac; done; true';
  const args = [
    "run",
    "--rm",
    "--pull=never",
    "--user",
    "0",
    "--entrypoint",
    "sh",
    image,
    "-c",
    script,
    "sh",
    ...names,
  ];
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
