/**
 * What markdown-it needs of the package "entities", by the browser's own table of HTML's names instead of a second one
 * of 24 kB. The build puts this in the package's place.
 */

const place = document.createElement("textarea");

/** "&eacute;" → "é". A text area holds text only, whatever is put into it. */
export function decodeHTMLStrict(text: string): string {
  place.innerHTML = text;
  return place.value;
}
