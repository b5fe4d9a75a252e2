/**
 * Files that both images have belong to the same user and group, and the image's user may do with them what it
 * might before. Looked at: what COPY --from brought, and what lies outside of the distribution's own folders. Which
 * files there are is not compared: leaving files behind is what the rewrite is for.
 */
import { isWithin } from "../../model/paths.js";
import { permits, READ, RUN, WRITE } from "../files/access.js";
import type { FileEntry } from "../files/listing.js";
import type { PathMap } from "../files/path-map.js";
import type { Image } from "./image.js";
import { someOf, type Problems } from "./problems.js";

/** Made by the base image and its packages; group numbers differ between distributions. */
const OF_THE_SYSTEM = [
  ..."/bin /boot /dev /etc /lib /lib32 /lib64 /libx32 /media /mnt /proc /run /sbin /sys /tmp".split(" "),
  ..."/usr/bin /usr/include /usr/lib /usr/lib32 /usr/lib64 /usr/libexec /usr/libx32 /usr/sbin /usr/share".split(
    " ",
  ),
  "/var",
];

export function compareOwners(before: Image, after: Image, paths: PathMap, problems: Problems): void {
  const owners: string[] = [];
  const rights = new Map<string, string[]>();
  for (const [path, now] of after.listing.entries) {
    if (!paths.isCopied(path) && OF_THE_SYSTEM.some((folder) => isWithin(path, folder))) continue;
    const was = paths.before(path);
    const old = before.listing.entries.get(was);
    if (!old || old.kind !== now.kind || now.kind === "symlink") continue;
    if (old.uid !== now.uid || old.gid !== now.gid) {
      // One line for a whole tree: what lies below a folder with another owner mostly has it too.
      owners.push(`${path} (was ${old.uid}:${old.gid}, is ${now.uid}:${now.gid})`);
      continue;
    }
    for (const [name, what] of RIGHTS)
      if (allowed(before, old, what) && !allowed(after, now, what))
        rights.set(name, [...(rights.get(name) ?? []), path]);
  }
  if (owners.length > 0) problems.problem("owner-changed", `another owner: ${someOf(owners)}`);
  for (const [name, list] of rights)
    problems.problem("permission-lost", `the image's user may not ${name} ${someOf(list)} any more`);
}

const RIGHTS = [
  ["read", READ],
  ["write", WRITE],
  ["run", RUN],
] as const;

function allowed(image: Image, entry: FileEntry, what: number): boolean {
  return image.account !== null && permits(entry, image.account, what);
}
