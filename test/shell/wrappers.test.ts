import { known, unknown } from "../../src/known.js";
import { unwrap } from "../../src/shell/wrappers.js";

const peel = (line: string): ReturnType<typeof unwrap> => unwrap(line.split(" ").map((word) => known(word)));

const inner = (line: string): string => {
  const result = peel(line);
  if (!result.known) return `unknown: ${result.because}`;
  return `${result.value.wrappers.join(",")} | ${result.value.argv.map((word) => (word.known ? word.value : "?")).join(" ")}`;
};

it.each([
  ["java -jar app.jar", " | java -jar app.jar"],
  ["exec java -jar app.jar", "exec | java -jar app.jar"],
  ["exec tini -g -- gosu app:app node server.js", "exec,tini,gosu | node server.js"],
  ["/sbin/tini -- node x", "/sbin/tini | node x"],
  ["tini node x", "tini | node x"],
  ["dumb-init -r 15:3 -- npm start", "dumb-init | npm start"],
  ["sudo -E -u app npm ci", "sudo | npm ci"],
  ["sudo -uapp env -u A npm ci", "sudo,env | npm ci"],
  ["nice -n 10 nohup java -jar x", "nice,nohup | java -jar x"],
  ["timeout -s KILL 5m npm test", "timeout | npm test"],
  ["./wait-for-it.sh db:5432 -t 60 --strict -- node x", "./wait-for-it.sh | node x"],
  ["wait-for db:5432", " | wait-for db:5432"],
  ["dockerize -wait tcp://db:5432 -timeout=20s node x", "dockerize | node x"],
  ["dockerize --wait tcp://db:5432 node x", "dockerize | node x"],
  ["setpriv --reuid=app --init-groups java -jar x", "setpriv | java -jar x"],
  ["xvfb-run -a --server-args=-screen node x", "xvfb-run | node x"],
  ["stdbuf -oL node x", "stdbuf | node x"],
  ["command -v java", " | command -v java"],
  ["sh ./start.sh", " | sh ./start.sh"],
  ["bash -x ./start.sh", " | bash -x ./start.sh"],
  ["env", " | env"],
  ["runuser -u app -- node x", "runuser | node x"],
  ["sudo --weird npm ci", "unknown: the option --weird of sudo is not known"],
  ["env -C /x npm ci", "unknown: env changes the working directory"],
])("%s", (line, expected) => {
  expect(inner(line)).toBe(expected);
});

it("hands out the text that a shell runs, with its arguments", () => {
  const text = (...argv: string[]): unknown => {
    const result = unwrap(argv.map((word) => known(word)));
    return result.known ? [result.value.wrappers, result.value.text, result.value.positional] : result;
  };
  expect(text("sh", "-c", "java -jar a.jar")).toEqual([["sh"], "java -jar a.jar", []]);
  expect(text("bash", "-euxo", "pipefail", "-c", "a $1", "name", "b")).toEqual([
    ["bash"],
    "a $1",
    [known("b")],
  ]);
  expect(text("exec", "bash", "-lc", "a")).toEqual([["exec", "bash"], "a", []]);
  expect(text("su", "-", "app", "-s", "/bin/sh", "-c", "npm start")).toEqual([["su"], "npm start", []]);
});

it("collects variables, also those whose value is not known", () => {
  const result = unwrap(
    [known("env"), known("A=b"), unknown("?"), known("npm"), known("ci")],
    ["env", "A=b", "B=$X", "npm", "ci"],
  );
  expect(result.known && result.value.env).toEqual([
    { name: "A", value: known("b") },
    { name: "B", value: unknown("?") },
  ]);
  expect(result.known && result.value.skipped).toBe(3);
});

it("does not guess what a variable in the place of the program is", () => {
  expect(unwrap([known("tini"), known("--"), unknown("$CMD")]).known).toBe(false);
  expect(unwrap([known("sh"), known("-c"), unknown("$CMD")]).known).toBe(false);
});
