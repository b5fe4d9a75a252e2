/** The image model: state, files by origin, owners and modes, over small Dockerfiles. */
import { parseDockerfile } from "../../src/dockerfile/parse.js";
import { lookupImage } from "../../src/images/lookup.js";
import { foldImage, type ImageModel } from "../../src/model/fold.js";
import { globMatches, isWithin, mayOverlap, relativeTo, resolvePath } from "../../src/model/paths.js";
import { memoryProject } from "../../src/project/memory.js";
import { toolchains } from "../../src/toolchains/registry.js";

function model(source: string, files: Readonly<Record<string, string>> = {}): ImageModel {
  const parsed = parseDockerfile(source);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return foldImage(parsed.dockerfile, memoryProject(files), { buildArgs: {}, toolchains, lookupImage });
}

describe("the state", () => {
  it("ENV wins over ARG, ARG without default is unknown, an undeclared variable is empty", () => {
    const { final } = model(
      "ARG BASE=20\nFROM node:${BASE}\nARG A=1\nARG B\nENV A=2 C=${NONE}x D=$B\nWORKDIR /srv/${A}\nWORKDIR sub\n",
    );
    expect(final.env.get("A")).toEqual({ known: true, value: "2" });
    expect(final.env.get("C")).toEqual({ known: true, value: "x" });
    expect(final.env.get("D")?.known).toBe(false);
    expect(final.workdir).toEqual({ known: true, value: "/srv/2/sub" });
  });

  it("the base image gives user, directory and variables", () => {
    const { base, final } = model("FROM gradle:8-jdk17\n");
    expect(base.known && base.value.family).toBe("gradle");
    expect(final.workdir).toEqual({ known: true, value: "/home/gradle" });
  });
});

describe("files", () => {
  const files = {
    "a/x.txt": "x",
    "a/b/y.txt": "y",
    ".hidden": "h",
    "z.txt": "z",
    ".dockerignore": "z.txt\n",
  };

  it("P18: a folder gives its contents, a file its name or the destination's", () => {
    const { tree } = model(
      "FROM debian\nWORKDIR /app\nCOPY a ./\nCOPY a/x.txt renamed.txt\nCOPY a/x.txt /data/\n",
      files,
    );
    expect(tree.files("/app")).toEqual(["/app/b/y.txt", "/app/renamed.txt", "/app/x.txt"]);
    expect(tree.kind("/data/x.txt")).toBe("file");
    expect(tree.contextPath("/app/b")).toBe("a/b");
  });

  it("what the .dockerignore keeps from the builder is not there", () => {
    const { tree, facts } = model("FROM debian\nCOPY . /app\nCOPY z.txt /z\n", files);
    expect(tree.kind("/app/z.txt")).toBeNull();
    expect(tree.kind("/app/.hidden")).toBe("file");
    const [, named] = facts;
    expect(named?.kind === "copy" && named.excluded).toEqual(["z.txt"]);
  });

  it("P124: cp, mv and rm of known files are followed", () => {
    const { tree } = model(
      "FROM debian\nCOPY a /app\nRUN cp /app/x.txt /etc/x.conf && mv /app/b /opt/b && rm /app/x.txt\n",
      files,
    );
    expect(tree.kind("/etc/x.conf")).toBe("file");
    expect(tree.kind("/opt/b/y.txt")).toBe("file");
    expect(tree.kind("/app/b")).toBeNull();
    expect(tree.kind("/app/x.txt")).toBeNull();
  });

  it("a script of the repository that a RUN calls is followed", () => {
    const { ledger } = model("FROM debian\nCOPY a /app\nRUN sh /app/setup.sh\n", {
      "a/setup.sh": "#!/bin/sh\nmkdir -p /var/lib/app\n",
    });
    expect(ledger.producers("/var/lib/app")).toHaveLength(1);
  });
});

describe("owners and modes", () => {
  it("P13: a COPY owns what it brings, a RUN what its user makes, chown what it names", () => {
    const { ledger } = model(
      "FROM node:20\nWORKDIR /app\nUSER node\nRUN touch made\nCOPY a ./a\nCOPY --chown=node:node b ./b\nUSER root\nRUN chown -R 1001 /app/a\n",
      { "a/x": "", "b/x": "" },
    );
    expect(ledger.ownerOf("/app/made").owner).toBe("node");
    expect(ledger.ownerOf("/app/a").owner).toBe("1001");
    expect(ledger.ownerOf("/app/b").owner).toBe("node:node");
    expect(ledger.ownerOf("/app").owner).toBe("root");
  });

  it("chmod of a folder above reaches a folder only with -R", () => {
    const { ledger } = model(
      "FROM debian\nRUN mkdir -p /a/b && chmod 700 /a && chmod -R 750 /a && chmod 777 /a/b\n",
    );
    expect(ledger.modesOf("/a")).toEqual(["700", "750"]);
    expect(ledger.modesOf("/a/b")).toEqual(["750", "777"]);
  });
});

describe("paths", () => {
  it("resolve, contain and match as in a shell", () => {
    expect(resolvePath("/a/b", "../c/")).toBe("/a/c");
    expect(isWithin("/ab", "/a")).toBe(false);
    expect(isWithin("/a/b", "/")).toBe(true);
    expect(globMatches("/t/*.jar", "/t/x.jar")).toBe(true);
    expect(globMatches("/t/*.jar", "/t/s/x.jar")).toBe(false);
    expect(relativeTo("/a", "/a/b")).toBe("b");
    expect(relativeTo("/a", "/b")).toBe("/b");
  });

  it.each([
    ["/t/*.jar", "/t/app-*.jar", true],
    ["/t/*-plain.jar", "/t/app-1.0.jar", false],
    ["/t/*.jar", "/u/*.jar", false],
    ["/t/a*.jar", "/t/b*.jar", false],
  ])("%s and %s may name one file: %s", (one, other, overlap) => {
    expect(mayOverlap(one, other)).toBe(overlap);
    expect(mayOverlap(other, one)).toBe(overlap);
  });
});
