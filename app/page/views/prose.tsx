/** Markdown as prose. */
import type { JSX } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { base } from "../client/settings";
import type { JsonObject } from "../model/notebook";
import { renderProse } from "../prose/markdown";

export function Prose({
  source,
  cellId,
  folder,
  attachments,
  hideFacts = false,
}: {
  source: string;
  cellId: string;
  folder: string;
  attachments?: JsonObject | undefined;
  /** Leaves out "40 minutes · needs …", which the page itself says above. */
  hideFacts?: boolean;
}): JSX.Element {
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const options = { cellId, folder, base, ...(attachments === undefined ? {} : { attachments }) };
    const fragment = renderProse(source, options);
    if (hideFacts) {
      for (const paragraph of fragment.querySelectorAll<HTMLElement>("p")) {
        paragraph.hidden = /^\d+ minutes\b.{0,120}$/.test(paragraph.textContent ?? "");
      }
    }
    place.current?.replaceChildren(fragment);
  }, [source, cellId, folder, attachments, hideFacts]);
  return <div class="prose" ref={place} />;
}
