/** Bytes of a file to text: UTF-8 only, so that what is written back is what was read. */
import type { Known } from "../known.js";
import { known, unknown } from "../known.js";

/** Nothing above this is read as text: 4 MiB. */
export const READ_LIMIT = 4 * 1024 * 1024;

/** The text with its byte order mark, or unknown when the bytes are not UTF-8. */
export function decodeUtf8(bytes: Uint8Array): Known<string> {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    return unknown("it is UTF-16, not UTF-8");
  }
  try {
    return known(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    return unknown("it is not valid UTF-8");
  }
}
