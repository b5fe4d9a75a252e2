/** What two runs of the original and one of the rewrite say together; sockets and log lines. */
import { Problems } from "../../src/verify/compare/problems.js";
import { compareRuns } from "../../src/verify/run/compare.js";
import { firstLines, normalise } from "../../src/verify/run/normalise.js";
import { listeningPorts } from "../../src/verify/run/sockets.js";
import type { Observation, ProbeAnswer } from "../../src/verify/types.js";

const server: Observation = {
  exitCode: null,
  ready: "listening",
  health: null,
  ports: [{ port: 8080, loopback: false }],
  uid: 0,
  probes: [],
  stdout: ["ready"],
  stderr: [],
  stop: { exitCode: 143, time: "at once" },
};

function answer(more: Partial<ProbeAnswer> = {}): ProbeAnswer {
  return {
    url: "http://127.0.0.1:8080/",
    status: 200,
    contentType: "text/plain",
    body: "ok",
    sha256: "1",
    ...more,
  };
}

function compared(first: Observation, second: Observation, after: Observation) {
  const problems = new Problems();
  const unstable = compareRuns(first, second, after, problems);
  return { codes: problems.findings.map(({ code }) => code), unstable };
}

describe("a run that differs is named", () => {
  it.each<[string, Partial<Observation>]>([
    ["exit-code-changed", { exitCode: 1 }],
    ["listening-ports-changed", { ports: [{ port: 3000, loopback: false }] }],
    ["listening-ports-changed", { ports: [{ port: 8080, loopback: true }] }],
    ["process-user-changed", { uid: 1000 }],
    ["health-changed", { health: "unhealthy" }],
    ["log-changed", { stdout: [] }],
    ["log-changed", { stdout: ["ready", "warning: no settings"] }],
    ["log-changed", { stderr: ["Error: Cannot find module"] }],
    ["stop-changed", { stop: { exitCode: 137, time: "killed" } }],
  ])("%s", (code, difference) => {
    expect(compared(server, server, { ...server, ...difference }).codes).toEqual([code]);
  });

  it.each<[string, Partial<ProbeAnswer>]>([
    ["status", { status: 404 }],
    ["body", { body: "no", sha256: "2" }],
    ["type", { contentType: "text/html" }],
    ["no answer", { status: null, contentType: null, body: "", sha256: "" }],
  ])("probe-changed: %s", (_what, difference) => {
    const first = { ...server, probes: [answer()] };
    expect(compared(first, first, { ...server, probes: [answer(difference)] }).codes).toEqual([
      "probe-changed",
    ]);
  });
});

describe("what two runs of the original do not agree in", () => {
  it("is not compared, and is said", () => {
    const second = { ...server, ports: [{ port: 40123, loopback: false }] };
    const after = { ...server, ports: [{ port: 40999, loopback: false }] };
    expect(compared(server, second, after)).toEqual({ codes: [], unstable: ["listening ports"] });
  });

  it("lines that both have are still asked for; new ones are not", () => {
    const first = { ...server, stdout: ["ready", "lucky number 7"] };
    const second = { ...server, stdout: ["lucky number 9", "ready"] };
    expect(compared(first, second, { ...server, stdout: ["ready", "lucky number 3"] })).toEqual({
      codes: [],
      unstable: ["stdout"],
    });
    expect(compared(first, second, { ...server, stdout: ["lucky number 3"] }).codes).toEqual(["log-changed"]);
  });

  it("a body is compared without its times, when that makes it stable", () => {
    const at = (time: string, more = ""): Observation => ({
      ...server,
      probes: [answer({ body: `now ${time}${more}`, sha256: time + more })],
    });
    const [first, second] = [at("2026-01-02T10:00:00Z"), at("2026-01-02T10:00:05Z")];
    expect(compared(first, second, at("2026-01-02T10:01:00Z"))).toEqual({ codes: [], unstable: [] });
    expect(compared(first, second, at("2026-01-02T10:01:00Z", "!")).codes).toEqual(["probe-changed"]);
  });
});

describe("a log line", () => {
  it.each([
    ["2026-01-02T10:00:00.123Z INFO up", "<time> INFO up"],
    ["2026-01-02 10:00:00,123 up", "<time> up"],
    ["HTTP 11/25/2026 6:25:24 AM GET /", "HTTP <time> GET /"],
    ["1/2/2026, 10:05:06 PM ready", "<time> ready"],
    ["25.11.2026, 06:25:24 bereit", "<time> bereit"],
    ["at 6:25:24 up", "at <time> up"],
    ["Started in 3.214 seconds (process running for 3.9)", "Started in <duration> (process running for 3.9)"],
    ["listening on 8080", "listening on 8080"],
    ["PID 17 started", "PID <pid> started"],
    ["\u001b[32mready\u001b[0m", "ready"],
    ["object@1b2c3d4e", "object@<id>"],
    ["using Java 17.0.9 with", "using Java 17.* with"],
  ])("%j", (line, expected) => {
    expect(normalise(line)).toBe(expected);
  });

  it("loses the container's own words and the artifact's two names", () => {
    const own = { words: ["4f9a2c71d05e"], renamed: [{ from: "/app/build/a.jar", to: "/app/app.jar" }] };
    expect(normalise("4f9a2c71d05e runs /app/build/a.jar", own)).toBe("<own> runs <artifact>");
    expect(normalise("4f9a2c71d05e runs /app/app.jar", own)).toBe("<own> runs <artifact>");
  });

  it("counts when it says something", () => {
    expect(firstLines("a\r\n\n  \nb\nc\n", 2)).toEqual(["a", "b"]);
  });
});

describe("the kernel's sockets", () => {
  const head =
    "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";
  const row = (address: string, state: string): string => `   0: ${address} 00000000:0000 ${state} 0 0 0 0\n`;

  it("that listen are ports; loopback is told apart, in either family", () => {
    const tcp = head + row("00000000:1F90", "0A") + row("0100007F:0050", "0A") + row("00000000:0051", "01");
    const tcp6 =
      head +
      row("00000000000000000000000000000000:0BB8", "0A") +
      row("00000000000000000000000001000000:0BB9", "0A") +
      row("0000000000000000FFFF00000100007F:0BBA", "0A");
    expect(listeningPorts([tcp, tcp6])).toEqual([
      { port: 80, loopback: true },
      { port: 3000, loopback: false },
      { port: 3001, loopback: true },
      { port: 3002, loopback: true },
      { port: 8080, loopback: false },
    ]);
  });

  it("of the engine's name server do not count", () => {
    expect(listeningPorts([head + row("0B00007F:A1B2", "0A")])).toEqual([]);
  });
});
