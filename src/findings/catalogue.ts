/** The shape of a code's page; the pages themselves stand in the files of this folder, one per area. */
export interface Page {
  /** where the code appears: the status of the file, a note, or what `verify` says */
  readonly kind: "invalid" | "unchanged" | "refused" | "note" | "difference" | "unverified";
  /** one sentence: what the code means in general */
  readonly meaning: string;
  /** lines of a Dockerfile or project that lead to it */
  readonly example: string;
  /** what the user can do about it */
  readonly advice: string;
}

export type Catalogue = Readonly<Record<string, Page>>;
