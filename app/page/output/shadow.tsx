/**
 * Cleaned markup in a shadow root: its style sheets and ids stay inside, the page's colours and fonts go in, and it
 * cannot be laid over anything else (`contain` in style/output.css).
 */
import type { JSX } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

const inner = `
  :host { display: block; }
  svg { display: block; max-width: max(100%, 560px); height: auto; }
  img { max-width: 100%; }
  pre, code { font-family: var(--font-code); font-size: 0.9em; }
  table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
  th, td { padding: 5px 14px 5px 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
  th { font-weight: 600; color: var(--soft); font-size: 0.92em; }
  a { color: var(--accent); }
`;

export function ShadowContent({
  content,
  make,
  label,
}: {
  content: string;
  make: (content: string) => Node | null;
  label?: string;
}): JSX.Element {
  const host = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = host.current;
    if (element === null) return;
    const root = element.shadowRoot ?? element.attachShadow({ mode: "open" });
    const style = document.createElement("style");
    style.textContent = inner;
    const node = make(content);
    root.replaceChildren(style, ...(node === null ? [] : [node]));
  }, [content, make]);
  return <div ref={host} class="shadow-output" tabIndex={0} role="group" aria-label={label ?? "Output"} />;
}
