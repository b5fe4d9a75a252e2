/** The archive of an image -> its listing, with what is looked for on the way; paths, accounts and rights in it. */
import { Readable } from "node:stream";
import { pack } from "tar-stream";
import { mayDo, READ, RUN, WRITE } from "../../src/verify/files/access.js";
import { accountOf } from "../../src/verify/files/accounts.js";
import { realPath } from "../../src/verify/files/listing.js";
import { NeedleSearch } from "../../src/verify/files/needle-search.js";
import { PathMap } from "../../src/verify/files/path-map.js";
import { readListing } from "../../src/verify/files/read.js";
import { file, folder, link, listing } from "./listings.js";

describe("an archive", () => {
  it("is read in one pass: kinds, owners, links, scripts, accounts", async () => {
    const tar = pack();
    tar.entry({ name: "etc/passwd", mode: 0o644 }, "root:x:0:0::/root:/bin/sh\n");
    tar.entry({ name: "./app/", type: "directory", mode: 0o755, uid: 1000, gid: 1000 });
    tar.entry({ name: "app/run.sh", mode: 0o4755, uid: 1000 }, "#!/bin/bash -e\necho\n");
    tar.entry({ name: "app/again.sh", type: "link", linkname: "app/run.sh" });
    tar.entry({ name: "lib", type: "symlink", linkname: "usr/lib" });
    tar.finalize();
    const read = await readListing(Readable.from(tar), []);
    expect([...read.entries.keys()]).toEqual(["/etc/passwd", "/app", "/app/run.sh", "/app/again.sh", "/lib"]);
    expect(read.entries.get("/app")).toEqual(folder({ uid: 1000, gid: 1000 }));
    expect(read.entries.get("/app/run.sh")).toEqual(file({ mode: 0o4755, uid: 1000, size: 20 }));
    // its bytes are counted once
    expect(read.entries.get("/app/again.sh")).toEqual(file({ mode: 0o4755, uid: 1000, size: 0 }));
    expect(read.entries.get("/lib")?.link).toBe("usr/lib");
    expect(read.interpreters.get("/app/run.sh")).toBe("/bin/bash -e");
    expect(read.interpreters.get("/app/again.sh")).toBe("/bin/bash -e");
    expect(read.texts.get("/etc/passwd")).toContain("root");
  });

  it("is searched on the way", async () => {
    const search = new NeedleSearch(["s3cr3t-t0ken"]);
    const tar = pack();
    tar.entry({ name: "clean" }, "nothing");
    tar.entry({ name: "dirty" }, `token=${"s3cr3t-t0ken"}`);
    tar.finalize();
    await readListing(Readable.from(tar), [search.wanted]);
    expect(search.hits).toEqual([{ needle: 0, path: "/dirty" }]);
  });
});

describe("the search", () => {
  const found = (needle: string, chunks: readonly string[]): boolean => {
    const search = new NeedleSearch([needle, "another-one-that-is-long"]);
    const reader = search.wanted("/file", 100);
    for (const chunk of chunks) reader?.chunk(Buffer.from(chunk));
    reader?.end();
    return search.hits.length > 0;
  };

  it("finds what stands across the border of two chunks, wherever that is", () => {
    const text = "aaaa-needle-1-bbbb";
    for (let at = 0; at <= text.length; at++)
      expect(found("needle-1", [text.slice(0, at), text.slice(at)])).toBe(true);
  });

  it("finds what comes byte by byte", () => {
    expect(found("needle-1", [..."xxneedle-1yy"])).toBe(true);
    expect(found("needle-2", [..."xxneedle-1yy"])).toBe(false);
  });

  it("stops after so many bytes, and says so", () => {
    const search = new NeedleSearch(["needle-1"], 150);
    expect(search.wanted("/one", 100)).not.toBeNull();
    expect(search.wanted("/two", 100)).toBeNull();
    expect(search.incomplete).toBe(true);
  });
});

describe("a path in a listing", () => {
  const files = listing({
    "/usr/lib/real.so": file(),
    "/lib": link("usr/lib"),
    "/usr/lib/up": link("../lib/real.so"),
    "/abs": link("/usr/lib/up"),
    "/loop": link("/loop"),
  });

  it.each([
    ["/lib/real.so", "/usr/lib/real.so"],
    ["/abs", "/usr/lib/real.so"],
    ["/usr/../lib/./real.so", "/usr/lib/real.so"],
    ["/", "/"],
    ["/loop", null],
    ["/nowhere/x", null],
  ])("%s is %s", (path, real) => {
    expect(realPath(files, path)).toBe(real);
  });
});

describe("the user of an image", () => {
  const files = listing(
    {},
    {
      "/etc/passwd": "root:x:0:0::/root:/bin/sh\napp:x:1001:1002::/:/bin/sh\n",
      "/etc/group": "root:x:0:\napp:x:1002:\nmedia:x:50:app\n",
    },
  );

  it.each([
    ["", { uid: 0, gids: [0] }],
    ["app", { uid: 1001, gids: [1002, 50] }],
    ["1001", { uid: 1001, gids: [1002, 50] }],
    ["app:media", { uid: 1001, gids: [50] }],
    ["5:6", { uid: 5, gids: [6] }],
    ["5", { uid: 5, gids: [0] }],
    ["nobody-here", null],
    ["app:no-group", null],
  ])("%j", (user, account) => {
    expect(accountOf(user, files)).toEqual(account);
  });

  it("may what the bits of owner, group and others say, and the folders above", () => {
    const app = { uid: 1001, gids: [1002, 50] };
    const tree = listing({
      "/open/own": file({ uid: 1001, mode: 0o600 }),
      "/open/group": file({ gid: 50, mode: 0o060 }),
      "/open/other": file({ mode: 0o644 }),
      "/closed": folder({ mode: 0o700 }),
      "/closed/file": file({ mode: 0o777 }),
    });
    expect(mayDo(tree, "/open/own", app, WRITE)).toBe(true);
    expect(mayDo(tree, "/open/group", app, WRITE)).toBe(true);
    expect(mayDo(tree, "/open/other", app, WRITE)).toBe(false);
    expect(mayDo(tree, "/open/other", app, READ)).toBe(true);
    expect(mayDo(tree, "/closed/file", app, RUN)).toBe(false);
    const root = { uid: 0, gids: [0] };
    expect(mayDo(tree, "/closed/file", root, WRITE)).toBe(true);
    expect(mayDo(tree, "/open/other", root, RUN)).toBe(false);
  });
});

describe("where a file of the original stands in the rewrite", () => {
  const before = listing({
    "/app/dist/main.js": file(),
    "/app/libs/a.jar": file(),
    "/app/libs/b.txt": file(),
  });

  it("a folder's contents, a file into a folder, a pattern, a new name", () => {
    const after = listing({ "/srv": folder(), "/srv/x": file() });
    const paths = new PathMap(
      [
        { from: "/app/dist", to: "/srv/dist", into: true },
        { from: "/app/libs/*.jar", to: "/srv/lib", into: true },
        { from: "/app/libs/b.txt", to: "/srv/c.txt", into: false },
      ],
      before,
      after,
    );
    expect(paths.after("/app/dist/main.js")).toBe("/srv/dist/main.js");
    expect(paths.after("/app/libs/a.jar")).toBe("/srv/lib/a.jar");
    expect(paths.before("/srv/c.txt")).toBe("/app/libs/b.txt");
    expect(paths.before("/srv/other")).toBe("/srv/other");
    expect(paths.isCopied("/srv/dist/main.js")).toBe(true);
  });

  it("a file that is copied onto a folder goes into it", () => {
    const after = listing({ "/srv": folder(), "/srv/b.txt": file() });
    const paths = new PathMap([{ from: "/app/libs/b.txt", to: "/srv", into: false }], before, after);
    expect(paths.after("/app/libs/b.txt")).toBe("/srv/b.txt");
  });
});
