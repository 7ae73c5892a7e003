/** How large a message is on the wire. */
import type { Data } from "../protocol";

/** Bytes of its JSON in UTF-8. */
export function messageBytes(message: Data): number {
  const text = JSON.stringify(message);
  let bytes = text.length;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    // Two units of UTF-16 that are one character (a surrogate pair) have four bytes: two for each unit.
    if (unit >= 0x80) bytes += unit < 0x800 || (unit >= 0xd800 && unit < 0xe000) ? 1 : 2;
  }
  return bytes;
}
