/**
 * Runs the engine's command line. In: program and arguments; out: exit code and texts, or the standard output as a
 * stream. A program that is not there is exit code 127, never an exception. The only module that starts processes.
 */
import type { Readable } from "node:stream";
import { execa } from "execa";

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Call {
  /** bytes for standard input; none by default */
  readonly input?: string;
  readonly signal?: AbortSignal | undefined;
  /** milliseconds; without end by default */
  readonly timeout?: number;
  /** all of the process's environment */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** called with the process's id as soon as it runs */
  readonly onStart?: ((pid: number) => void) | undefined;
}

export interface Streamed {
  readonly stdout: Readable;
  readonly ended: Promise<Ended>;
}

/** Texts beyond this are cut: a build may log without end. */
const TEXT_LIMIT = 32 * 1024 * 1024;
/** Between the request to end and the end by force. */
const GRACE = 5000;

export async function call(program: string, args: readonly string[], options: Call): Promise<Ended> {
  const child = execa(program, [...args], {
    ...common(options),
    stdin: options.input === undefined ? "ignore" : "pipe",
    ...(options.input === undefined ? {} : { input: options.input }),
  });
  if (child.pid !== undefined) options.onStart?.(child.pid);
  return ended(await child);
}

/** @returns the standard output while it comes; `ended` settles when the process is over */
export function stream(program: string, args: readonly string[], options: Call): Streamed {
  const child = execa(program, [...args], {
    ...common(options),
    stdin: "ignore",
    buffer: { stdout: false, stderr: true },
  });
  if (child.pid !== undefined) options.onStart?.(child.pid);
  return { stdout: child.stdout, ended: child.then(ended) };
}

function common(options: Call) {
  return {
    reject: false,
    stripFinalNewline: false,
    maxBuffer: TEXT_LIMIT,
    forceKillAfterDelay: GRACE,
    // Else a signal ends this process before it has removed what it made. The child is ended by `cancelSignal`.
    cleanup: false,
    ...(options.timeout === undefined ? {} : { timeout: options.timeout }),
    ...(options.signal === undefined ? {} : { cancelSignal: options.signal }),
    env: { ...options.env },
    extendEnv: false,
  } as const;
}

function ended(result: {
  readonly exitCode?: number | undefined;
  readonly stdout?: unknown;
  readonly stderr?: unknown;
  readonly code?: string | undefined;
  readonly originalMessage?: string | undefined;
}): Ended {
  const text = (value: unknown): string => (typeof value === "string" ? value : "");
  const missing = result.code === "ENOENT" || result.code === "EACCES";
  return {
    code: result.exitCode ?? (missing ? 127 : 1),
    stdout: text(result.stdout),
    stderr: text(result.stderr) || (result.exitCode === undefined ? (result.originalMessage ?? "") : ""),
  };
}
