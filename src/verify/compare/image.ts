/** One side of a comparison: the image as the engine describes it, its files, and the user that it runs as. */
import type { ImageConfig, ImageFacts } from "../engine/types.js";
import type { Account } from "../files/accounts.js";
import type { ElfFile } from "../files/elf.js";
import type { Hit } from "../files/needle-search.js";
import type { Listing } from "../files/listing.js";

export interface Image {
  readonly facts: ImageFacts;
  readonly config: ImageConfig;
  readonly listing: Listing;
  readonly elf: ReadonlyMap<string, ElfFile>;
  readonly hits: readonly Hit[];
  /** files were passed over in the search, because there was too much */
  readonly searchIncomplete: boolean;
  /** null when the image does not have the user */
  readonly account: Account | null;
}
