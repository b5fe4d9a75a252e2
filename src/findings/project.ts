import type { Catalogue } from "./catalogue.js";

/** Codes about the file itself, where it stands and how it is read and written: discovery, run and writing. */
export const projectPages = {
  "no-such-file": {
    kind: "invalid",
    meaning: "A path on the command line, or in the list given with --files-from, names nothing that exists.",
    example: "dfsplit services/api/Dockerfle",
    advice: "Correct the path. Relative paths start from the current folder.",
  },
  "pattern-matches-nothing": {
    kind: "invalid",
    meaning: "A glob on the command line matches no file.",
    example: "dfsplit 'services/*/Dockerfile.prod'",
    advice:
      "Correct the pattern. Files that .gitignore or .dfsplitignore name, node_modules and symlinks are not looked at; name such a file itself.",
  },
  "not-a-file": {
    kind: "invalid",
    meaning: "The path is a folder without a Dockerfile in it, a named pipe, a socket or a device.",
    example: "mkdir Dockerfile && dfsplit Dockerfile",
    advice: "Name the Dockerfile itself, or a folder that holds one.",
  },
  "unreadable-file": {
    kind: "invalid",
    meaning: "The system does not let the file be read.",
    example: "chmod 000 Dockerfile && dfsplit Dockerfile",
    advice: "Give yourself the right to read it, or leave it out with .dfsplitignore.",
  },
  "symlink-loop": {
    kind: "invalid",
    meaning: "The path is a symlink that leads back to itself.",
    example: "ln -s Dockerfile Dockerfile && dfsplit Dockerfile",
    advice: "Remove the link, or let it lead to a file.",
  },
  "symlink-out-of-tree": {
    kind: "invalid",
    meaning: "The Dockerfile is a symlink to a file outside of its repository and of the current folder.",
    example: "ln -s /srv/templates/Dockerfile Dockerfile && dfsplit Dockerfile",
    advice: "Run dfsplit on the file that the link leads to, where it belongs.",
  },
  "configuration-invalid": {
    kind: "invalid",
    meaning:
      "The configuration file closest to the Dockerfile cannot be read, or says something that it may not.",
    example: '.dfsplitrc: there is no setting "unsave"',
    advice: "Correct the file, name another one with --config, or leave them out with --no-config.",
  },
  "file-too-large": {
    kind: "invalid",
    meaning: "The file is larger than 4 MiB, which no Dockerfile is.",
    example: "dfsplit Dockerfile.tar",
    advice: "Check that the path names a Dockerfile.",
  },
  "not-utf8": {
    kind: "invalid",
    meaning: "The bytes of the file are not UTF-8, so that it could not be written back as it was.",
    example: "printf 'FROM node:20 \\377' > Dockerfile",
    advice: "Convert the file to UTF-8 (iconv -f latin1 -t utf-8).",
  },
  "file-changed": {
    kind: "invalid",
    meaning: "The file was changed by somebody else after it was read; it was not written.",
    example: "an editor saves Dockerfile while dfsplit --write runs",
    advice: "Run dfsplit again.",
  },
  "read-only-file": {
    kind: "invalid",
    meaning: "The file, its folder or its file system may not be written; the file is as it was.",
    example: "chmod 444 Dockerfile && dfsplit --write Dockerfile",
    advice: "Give yourself the right to write it (chmod u+w), or apply the diff elsewhere.",
  },
  "write-failed": {
    kind: "invalid",
    meaning:
      "The system refused to write the file, for instance because the disk is full; the file is as it was.",
    example: "dfsplit --write on a full disk",
    advice: "Remove what the message names and run dfsplit again.",
  },
  "internal-error": {
    kind: "invalid",
    meaning: "dfsplit itself failed on this file. The file was left alone, and the others were done.",
    example: "(a bug)",
    advice: "Please report it with the Dockerfile and the stack that was printed.",
  },
  "build-context-ambiguous": {
    kind: "refused",
    meaning:
      "Compose files, bake files or workflows of the repository build the Dockerfile from different folders, so that COPY means different things.",
    example:
      "compose.yaml:      build: { context: ., dockerfile: api/Dockerfile }\ndev/compose.yaml:  build: ../api",
    advice: "Name the build context with --context.",
  },
} as const satisfies Catalogue;
