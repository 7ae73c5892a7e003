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
}: {
  source: string;
  cellId: string;
  folder: string;
  attachments?: JsonObject | undefined;
}): JSX.Element {
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const options = { cellId, folder, base, ...(attachments === undefined ? {} : { attachments }) };
    place.current?.replaceChildren(renderProse(source, options));
  }, [source, cellId, folder, attachments]);
  return <div class="prose" ref={place} />;
}
