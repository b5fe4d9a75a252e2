/**
 * Which libraries an ELF file would find in an image, as ld.so(8) and musl's loader look for them: RPATH or RUNPATH,
 * LD_LIBRARY_PATH, the folders of the loader's configuration, the default folders. In: listing and ELF files; out:
 * what is not found. Nothing of the image is run, so an image without a shell (or without ldd) is no obstacle.
 */
import { posix } from "node:path";
import type { ElfFile } from "./elf.js";
import { realPath, type Listing } from "./listing.js";

export interface Unresolved {
  readonly kind: "library" | "version" | "loader";
  /** the library, `library (version)`, or the loader's path */
  readonly name: string;
  /** the file that asks for it */
  readonly by: string;
}

export interface Image {
  readonly listing: Listing;
  readonly elf: ReadonlyMap<string, ElfFile>;
}

export interface SearchFolders {
  /** before RUNPATH */
  readonly first: readonly string[];
  readonly rest: readonly string[];
}

/** What the file and the libraries that it loads do not find, each once. */
export function unresolvedOf(path: string, image: Image, folders: SearchFolders): readonly Unresolved[] {
  const start = realPath(image.listing, path);
  const first = start === null ? undefined : image.elf.get(start);
  if (start === null || !first) return [];
  const found: Unresolved[] = [];
  if (first.loader !== null && realPath(image.listing, first.loader) === null)
    found.push({ kind: "loader", name: first.loader, by: start });
  const loaded = new Map<string, string>();
  const queue: { readonly path: string; readonly file: ElfFile; readonly rpath: readonly string[] }[] = [
    { path: start, file: first, rpath: [] },
  ];
  for (let at = 0; at < queue.length; at++) {
    const { path: by, file, rpath: inherited } = queue[at] ?? { path: start, file: first, rpath: [] };
    const own = file.runpath.length > 0 ? [] : expanded(file.rpath, by);
    const rpath = [...own, ...inherited];
    for (const name of file.needed) {
      if (loaded.has(name)) continue;
      const places = name.includes("/")
        ? [name]
        : [...rpath, ...folders.first, ...expanded(file.runpath, by), ...folders.rest].map((folder) =>
            posix.join(folder, name),
          );
      const real = places
        .map((place) => realPath(image.listing, place))
        .find((place) => place !== null && image.elf.get(place)?.kind === file.kind);
      if (real === undefined || real === null) {
        // the loader itself is loaded already, under whatever name it stands in the libraries' lists
        if (first.loader !== null && posix.basename(first.loader) === name) continue;
        found.push({ kind: "library", name, by });
        continue;
      }
      loaded.set(name, real);
      const library = image.elf.get(real);
      if (library) queue.push({ path: real, file: library, rpath });
    }
  }
  for (const { path: by, file } of queue) {
    for (const [library, versions] of file.versionsNeeded) {
      const given = image.elf.get(loaded.get(library) ?? "")?.versionsGiven;
      if (given === undefined || given.length === 0) continue;
      for (const version of versions)
        if (!given.includes(version)) found.push({ kind: "version", name: `${library} (${version})`, by });
    }
  }
  return found;
}

export function searchFolders(listing: Listing, env: Readonly<Record<string, string>>): SearchFolders {
  const first = (env["LD_LIBRARY_PATH"] ?? "").split(":").filter((folder) => folder.startsWith("/"));
  const configured = [...listing.texts]
    .filter(([path]) => /\/ld\.so\.conf|\/ld-musl-/.test(path))
    .flatMap(([, text]) => text.split(/[\n:]/))
    .map((line) => line.replace(/#.*/, "").trim())
    .filter((line) => line.startsWith("/"));
  const multiarch = [...listing.entries.keys()].filter((path) =>
    /^(\/usr)?\/lib\/[a-z0-9_]+-linux-(gnu|musl)[a-z]*$/.test(path),
  );
  // glibc's defaults, then musl's (ldso/dynlink.c: "/lib:/usr/local/lib:/usr/lib")
  const defaults = ["/lib64", "/usr/lib64", "/lib", "/usr/local/lib", "/usr/lib"];
  return { first, rest: [...configured, ...multiarch.flatMap(bothRoots), ...defaults] };
}

/** /lib may be a link to /usr/lib: the listing then has the folder under one name only. */
function bothRoots(folder: string): readonly string[] {
  return folder.startsWith("/usr/") ? [folder, folder.slice(4)] : [folder, `/usr${folder}`];
}

function expanded(folders: readonly string[], by: string): readonly string[] {
  const origin = posix.dirname(by);
  return folders.map((folder) => folder.replaceAll(/\$(ORIGIN\b|\{ORIGIN\})/g, origin));
}
