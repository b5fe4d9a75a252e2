/** ELF files, and which libraries they find in an image. */
import { compareSharedLibraries } from "../../src/verify/compare/shared-libraries.js";
import { Problems } from "../../src/verify/compare/problems.js";
import { readElf } from "../../src/verify/files/elf.js";
import { searchFolders, unresolvedOf } from "../../src/verify/files/libraries.js";
import { PathMap } from "../../src/verify/files/path-map.js";
import { elfFile, type ElfParts } from "./elf-file.js";
import { file, image, link, listing } from "./listings.js";

const LOADER = "/lib64/ld-linux-x86-64.so.2";

function imageOf(files: Readonly<Record<string, ElfParts | string>>, env: Record<string, string> = {}) {
  const elf = Object.fromEntries(
    Object.entries(files).flatMap(([path, parts]) => {
      const read = typeof parts === "string" ? null : readElf(elfFile(parts));
      return read ? [[path, read] as const] : [];
    }),
  );
  const entries = Object.fromEntries(
    Object.entries(files).map(([path, parts]) => [
      path,
      typeof parts === "string" && !path.endsWith(".conf") ? link(parts) : file({ mode: 0o755 }),
    ]),
  );
  const texts = Object.fromEntries(
    Object.entries(files).flatMap(([path, text]) =>
      path.endsWith(".conf") && typeof text === "string" ? [[path, text] as const] : [],
    ),
  );
  return image({ files: listing(entries, texts), elf, config: { env, cmd: ["/bin/tool"] } });
}

function unresolved(files: Readonly<Record<string, ElfParts | string>>, env: Record<string, string> = {}) {
  const made = imageOf(files, env);
  return unresolvedOf("/bin/tool", made, searchFolders(made.listing, env)).map(
    ({ kind, name }) => `${kind} ${name}`,
  );
}

describe("an ELF file", () => {
  it("is read: loader, libraries, folders, versions", () => {
    const read = readElf(
      elfFile({
        loader: LOADER,
        needed: ["libc.so.6", "libz.so.1"],
        runpath: "$ORIGIN/lib:/opt/lib",
        needsVersion: ["libc.so.6", "GLIBC_2.36"],
        givesVersion: "TOOL_1",
      }),
    );
    expect(read).toEqual({
      kind: "62/64",
      loader: LOADER,
      needed: ["libc.so.6", "libz.so.1"],
      rpath: [],
      runpath: ["$ORIGIN/lib", "/opt/lib"],
      versionsNeeded: new Map([["libc.so.6", ["GLIBC_2.36"]]]),
      versionsGiven: ["TOOL_1"],
    });
  });

  it("that is cut short, or is none, is no error", () => {
    expect(readElf(elfFile({ needed: ["libc.so.6"] }).subarray(0, 100))).toBeNull();
    expect(readElf(Buffer.from("#!/bin/sh\n"))).toBeNull();
    expect(readElf(Buffer.from([0x7f, 0x45, 0x4c, 0x46]))).toBeNull();
  });
});

describe("a library is found", () => {
  const tool = { needed: ["liba.so"] };
  it.each<[string, Readonly<Record<string, ElfParts | string>>, Record<string, string>]>([
    ["in a default folder", { "/bin/tool": tool, "/usr/lib/liba.so": {} }, {}],
    ["in a folder of the architecture", { "/bin/tool": tool, "/usr/lib/x86_64-linux-gnu/liba.so": {} }, {}],
    [
      "through a link",
      { "/bin/tool": tool, "/lib": "/usr/lib", "/usr/lib/liba.so": "liba.so.1", "/usr/lib/liba.so.1": {} },
      {},
    ],
    ["by RUNPATH", { "/bin/tool": { ...tool, runpath: "$ORIGIN/../own" }, "/own/liba.so": {} }, {}],
    ["by LD_LIBRARY_PATH", { "/bin/tool": tool, "/own/liba.so": {} }, { LD_LIBRARY_PATH: "/own" }],
    [
      "by the loader's configuration",
      { "/bin/tool": tool, "/own/liba.so": {}, "/etc/ld.so.conf.d/own.conf": "# own\n/own\n" },
      {},
    ],
    [
      "by the RPATH of what loads it",
      {
        "/bin/tool": { needed: ["libb.so"], rpath: "/own" },
        "/own/libb.so": { needed: ["liba.so"] },
        "/own/liba.so": {},
      },
      {},
    ],
  ])("%s", (_how, files, env) => {
    expect(unresolved(files, env)).toEqual([]);
  });
});

describe("what is not found is named", () => {
  it("a library of a library", () => {
    const files = { "/bin/tool": { needed: ["liba.so"] }, "/lib/liba.so": { needed: ["libdeep.so.4"] } };
    expect(unresolved(files)).toEqual(["library libdeep.so.4"]);
  });

  it("the loader of another libc", () => {
    expect(unresolved({ "/bin/tool": { loader: "/lib/ld-musl-x86_64.so.1" } })).toEqual([
      "loader /lib/ld-musl-x86_64.so.1",
    ]);
  });

  it("a version of a library's symbols", () => {
    const files = {
      "/bin/tool": { needed: ["libc.so.6"], needsVersion: ["libc.so.6", "GLIBC_2.36"] as const },
      "/lib/libc.so.6": { givesVersion: "GLIBC_2.31" },
    };
    expect(unresolved(files)).toEqual(["version libc.so.6 (GLIBC_2.36)"]);
  });
});

describe("two images", () => {
  const compared = (before: ReturnType<typeof image>, after: ReturnType<typeof image>): readonly string[] => {
    const problems = new Problems();
    const paths = new PathMap([{ from: "/app", to: "/app", into: false }], before.listing, after.listing);
    compareSharedLibraries(before, after, paths, problems);
    return problems.findings.map(({ code, message }) => `${code}: ${message}`);
  };
  const modules = { "/app/node_modules/a/a.node": { needed: ["libvips.so.42"] } };

  it("a native module that was copied lacks a library that the original had", () => {
    const before = imageOf({ ...modules, "/usr/lib/libvips.so.42": {} });
    expect(compared(before, imageOf(modules))).toEqual([
      "shared-library-missing: /app/node_modules/a/a.node needs libvips.so.42, which the image does not have",
    ]);
  });

  it("a prebuilt module for another system is no difference", () => {
    expect(compared(imageOf(modules), imageOf(modules))).toEqual([]);
  });

  it("the command's own program counts, wherever it came from", () => {
    const tool = { "/bin/tool": { needed: ["libcurl.so.4"] } };
    const before = imageOf({ ...tool, "/usr/lib/libcurl.so.4": {} });
    expect(compared(before, imageOf(tool))).toHaveLength(1);
  });
});
