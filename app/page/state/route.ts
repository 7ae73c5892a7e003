/** Where the reader is: `#/` is the home page, `#/14-raft-election` a chapter, `#/14-raft-election/split-votes` in it. */
import { signal } from "@preact/signals";

export interface Route {
  readonly chapter: string | null;
  readonly section: string | null;
}

/** Null for what is left out, and for what is no address. */
function decode(part: string): string | null {
  try {
    return part === "" ? null : decodeURIComponent(part);
  } catch {
    return null;
  }
}

function read(): Route {
  const [chapter = "", section = ""] = location.hash.replace(/^#\/?/, "").split("/");
  return { chapter: decode(chapter), section: decode(section) };
}

export const route = signal<Route>(read());

addEventListener("hashchange", () => {
  route.value = read();
});

/** Names the section in the address without leaving a step in the browser's history. */
export function noteSection(chapter: string, section: string | null): void {
  const hash = section === null ? `#/${chapter}` : `#/${chapter}/${encodeURIComponent(section)}`;
  if (location.hash !== hash) history.replaceState(null, "", hash);
}
