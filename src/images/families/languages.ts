/**
 * Python, Go and Rust: enough to know what stands under a file that uses them. Sources: github.com/docker-library/python
 * (3.13/slim-trixie), github.com/docker-library/golang, github.com/rust-lang/docker-rust, and every revision of library/python and library/golang of
 * docker-library/official-images up to 2026-08-21: a plain Python tag and its `-slim` twin stand on the same Debian
 * release since January 2022.
 */
import { known, unknown, type Known } from "../../known.js";
import { configOn, type Description, type Family, type Root, type Slimmer } from "../description.js";
import { ADDUSER, BUILDPACK_FULL, BUILDPACK_SCM } from "../programs.js";
import { alpine, debian } from "../roots.js";
import { atLeast, versionOf } from "../versions.js";

const SUITES = "stretch|buster|bullseye|bookworm|trixie";
const PYTHON = new RegExp(
  `^(?<version>\\d+(?:\\.\\d+){0,2}|latest)?(?<slim>(?:^|-)slim)?(?:(?:^|-)(?:(?<suite>${SUITES})|(?<alpine>alpine)(?<release>\\d+\\.\\d+)?))?$`,
);
const GO = new RegExp(
  `^(?<version>\\d+(?:\\.\\d+){0,2}|latest)?(?:(?:^|-)(?:(?<suite>${SUITES})|(?<alpine>alpine)(?<release>\\d+\\.\\d+)?))?$`,
);
const FLOATS = "the release of the tag floats";

function rootOf(groups: Record<string, string>): Root {
  const { suite, release } = groups;
  if (groups["alpine"] !== undefined) return alpine(release === undefined ? unknown(FLOATS) : known(release));
  return debian(suite === undefined ? unknown(FLOATS) : known(suite));
}

function majorOf(groups: Record<string, string>): Known<number> {
  const version = versionOf(groups["version"] ?? "");
  return version?.[0] === undefined ? unknown("the version behind the tag floats") : known(version[0]);
}

function describePython(tag: string): Known<Description> {
  const groups = PYTHON.exec(tag)?.groups;
  if (groups === undefined) return unknown(`python:${tag} is no tag of a form that is known`);
  const full = groups["slim"] === undefined && groups["alpine"] === undefined;
  return known({
    root: rootOf(groups),
    major: majorOf(groups),
    provides: ["python"],
    programs: ["python", "pip", "python3", "pip3", ...(full ? BUILDPACK_FULL : [])],
    unsure: ["openssl", ...(full ? [...ADDUSER, "python2", "magick", "less"] : [])],
    users: {},
    config: unknown("the environment of the Python images differs from version to version"),
    onbuild: false,
    source: "https://github.com/docker-library/python",
  });
}

function slimmerPython(tag: string): Known<Slimmer> {
  const groups = PYTHON.exec(tag)?.groups;
  if (groups === undefined) return unknown(`python:${tag} is no tag of a form that is known`);
  if (groups["slim"] !== undefined || groups["alpine"] !== undefined)
    return unknown(`python:${tag} is slim already`);
  const { suite } = groups;
  const version = versionOf(groups["version"] ?? "");
  if (version !== null && !atLeast(version, version.length > 2 ? [3, 11] : [3, 7]))
    return unknown("before 2022 a Python version and its slim twin could stand on different Debian releases");
  const stem = tag === "latest" ? "" : tag.replace(new RegExp(`(?:^|-)(?:${SUITES})$`), "");
  return known({
    repository: "python",
    tag: [stem, "slim", suite].filter((part) => part !== undefined && part !== "").join("-"),
    because: "the same Python on the same Debian release without compilers and their libraries",
  });
}

export const python: Family = {
  name: "python",
  repositories: ["python"],
  describe: describePython,
  slimmer: slimmerPython,
};

function describeGo(tag: string): Known<Description> {
  const groups = GO.exec(tag)?.groups;
  if (groups === undefined) return unknown(`golang:${tag} is no tag of a form that is known`);
  const onAlpine = groups["alpine"] !== undefined;
  return known({
    root: rootOf(groups),
    major: majorOf(groups),
    provides: ["go"],
    programs: ["go", "gofmt", ...(onAlpine ? [] : [...BUILDPACK_SCM, "g++", "gcc", "make", "pkg-config"])],
    unsure: onAlpine ? ["git", "gcc", "openssl", "bash"] : [...ADDUSER, "python", "python2", "less", "patch"],
    users: {},
    config: unknown("the environment of the Go images differs from version to version"),
    onbuild: /onbuild/.test(tag),
    source: "https://github.com/docker-library/golang",
  });
}

export const golang: Family = {
  name: "golang",
  repositories: ["golang"],
  describe: describeGo,
  slimmer: () =>
    unknown("a Go program needs no Go at run time, so that no slimmer Go image is its counterpart"),
};

const RUST = new RegExp(
  `^(?<version>\\d+(?:\\.\\d+){0,2}|latest)?(?:(?:^|-)(?<slim>slim))?(?:(?:^|-)(?:(?<suite>${SUITES})|(?<alpine>alpine)(?<release>\\d+\\.\\d+)?))?$`,
);

export const rust: Family = {
  name: "rust",
  repositories: ["rust"],
  describe(tag) {
    const groups = RUST.exec(tag)?.groups;
    if (groups === undefined) return unknown(`rust:${tag} is no tag of a form that is known`);
    const small = groups["slim"] !== undefined || groups["alpine"] !== undefined;
    const root = rootOf(groups);
    return known({
      root,
      major: majorOf(groups),
      provides: ["rust"],
      programs: ["rustc", "cargo", "rustup", "gcc", ...(small ? [] : BUILDPACK_FULL)],
      unsure: [
        ...(small ? ["ld", "as", "openssl"] : ADDUSER),
        "python",
        "python2",
        "magick",
        "less",
        "patch",
      ],
      users: {},
      config: known(
        configOn(root, {
          env: {
            RUSTUP_HOME: "/usr/local/rustup",
            CARGO_HOME: "/usr/local/cargo",
            PATH: `/usr/local/cargo/bin:${root.path}`,
            RUST_VERSION: "*",
          },
          labels: { "org.opencontainers.image.source": "https://github.com/rust-lang/docker-rust" },
        }),
      ),
      onbuild: false,
      source: "https://github.com/rust-lang/docker-rust",
    });
  },
  slimmer: () =>
    unknown("a Rust program needs no Rust at run time, so that no slimmer image is its counterpart"),
};
