/** Names that change with the release of Debian: a row's columns, and which releases still have package mirrors. */

/** The columns of a row `libssl1.1 | libssl3 | libssl3t64`. */
const COLUMNS = ["bullseye", "bookworm", "trixie"];

/** The row's name in that release; a row without columns holds in all. null where the release is not known, or has none. */
export function inRelease(row: string, release: string | null): string | null {
  const cells = row.split("|").map((cell) => cell.trim());
  if (cells.length === 1) return row;
  const at = release === null ? -1 : COLUMNS.indexOf(release);
  const cell = cells[at];
  return cell === undefined || cell === "-" ? null : cell;
}
