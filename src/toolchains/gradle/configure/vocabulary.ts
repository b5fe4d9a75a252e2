/** Names of build files that mean the same wherever they stand: parts of archive names and types of tasks. */
import type { ArchivePart, TaskType } from "../state.js";
import { table } from "../table.js";

export const ARCHIVE_PARTS = table<ArchivePart>({
  archiveFileName: "fileName",
  archiveName: "fileName",
  archiveBaseName: "baseName",
  baseName: "baseName",
  archiveAppendix: "appendix",
  appendix: "appendix",
  archiveVersion: "version",
  version: "version",
  archiveClassifier: "classifier",
  classifier: "classifier",
  archiveExtension: "extension",
  extension: "extension",
});
export const TASK_TYPES = table<TaskType>({
  Jar: "Jar",
  War: "War",
  BootJar: "BootJar",
  BootWar: "BootWar",
  ShadowJar: "ShadowJar",
  Tar: "Tar",
  Zip: "Zip",
  Copy: "Copy",
  Sync: "Sync",
});
