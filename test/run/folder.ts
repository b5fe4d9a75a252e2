/** A folder in the system's temporary one, filled with files, and removed after the test. */
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

export class Folder {
  readonly path: string;

  constructor(files: Readonly<Record<string, string | Uint8Array>> = {}) {
    this.path = realpathSync.native(mkdtempSync(join(tmpdir(), "dfsplit-")));
    for (const [path, content] of Object.entries(files)) this.write(path, content);
    made.push(this.path);
  }

  write(path: string, content: string | Uint8Array): void {
    mkdirSync(dirname(this.at(path)), { recursive: true });
    writeFileSync(this.at(path), content);
  }

  read(path: string): string {
    return readFileSync(this.at(path), "utf8");
  }

  link(path: string, target: string): void {
    mkdirSync(dirname(this.at(path)), { recursive: true });
    symlinkSync(target, this.at(path));
  }

  mode(path: string, mode: number): void {
    chmodSync(this.at(path), mode);
  }

  at(path: string): string {
    return join(this.path, path);
  }

  /** Standard output of a program that runs here; throws with its standard error when it fails. */
  exec(program: string, args: readonly string[], input: string | Uint8Array = ""): string {
    const env = { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" };
    return execFileSync(program, args, { cwd: this.path, input, env, stdio: "pipe" }).toString();
  }
}

const made: string[] = [];

afterAll(() => {
  for (const path of made.splice(0)) rmSync(path, { recursive: true, force: true });
});
