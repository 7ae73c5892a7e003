/**
 * HTML outputs. What is only text and tables is cleaned and shown in a shadow root, with the page's type and colours.
 * Anything that would lose something by the cleaning (scripts above all) runs in a frame whose origin is nobody's: it
 * can reach neither this page nor the server.
 */
import type { JSX } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { base } from "../client/settings";
import { harmlessHtml } from "../prose/safe";
import { theCourse } from "../state/course";
import { theme } from "../theme";
import { ShadowContent } from "./shadow";

const heightMax = 4000;

/** The page's type and colours, for a document that cannot see the page. */
function frameStyle(): string {
  const style = getComputedStyle(document.documentElement);
  const value = (name: string): string => style.getPropertyValue(name);
  return `:root { color-scheme: ${value("color-scheme")}; }
    html { overflow-y: hidden; }
    body { margin: 0; padding: 14px 18px; background: ${value("--bg")}; color: ${value("--ink")};
      font: 14.5px/1.55 "Segoe UI", system-ui, sans-serif; }
    body > :first-child { margin-top: 0; } body > :last-child { margin-bottom: 0; }
    a { color: ${value("--accent")}; } pre, code { font-family: ui-monospace, monospace; font-size: 0.92em; }`;
}

function frameDocument(html: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><style>${frameStyle()}</style><body>${html}</body></html>`;
}

function Frame({ html }: { html: string }): JSX.Element {
  const frame = useRef<HTMLIFrameElement>(null);
  const [height, setHeight] = useState(40);
  const currentTheme = theme.value;
  useEffect(() => {
    const onMessage = (event: MessageEvent): void => {
      if (event.source !== frame.current?.contentWindow) return;
      const data: unknown = event.data;
      if (typeof data !== "object" || data === null || !("kind" in data) || data.kind !== "height") return;
      const pixels = "pixels" in data ? Number(data.pixels) : Number.NaN;
      if (Number.isFinite(pixels)) setHeight(Math.min(heightMax, Math.max(20, Math.ceil(pixels))));
    };
    addEventListener("message", onMessage);
    return () => removeEventListener("message", onMessage);
  }, []);
  // The opaque origin has no name, so the message cannot be addressed to it: it holds nothing secret.
  const show = (): void =>
    frame.current?.contentWindow?.postMessage({ kind: "show", html: frameDocument(html), theme: currentTheme }, "*");
  return (
    <iframe
      key={`${currentTheme}:${html}`}
      ref={frame}
      class="html-frame"
      title="HTML output"
      sandbox="allow-scripts"
      src={`${base}course/frame`}
      style={{ height: `${height}px` }}
      onLoad={show}
    />
  );
}

/** On a server without the course's frame: shown in a frame as well, but its scripts do not run. */
function StillFrame({ html }: { html: string }): JSX.Element {
  const currentTheme = theme.value;
  return (
    <iframe
      key={currentTheme}
      class="html-frame html-still"
      title="HTML output"
      sandbox=""
      srcdoc={frameDocument(html)}
    />
  );
}

export function HtmlOutput({ html }: { html: string }): JSX.Element {
  const harmless = useMemo(() => harmlessHtml(html) !== null, [html]);
  if (!harmless) return theCourse.value?.isCourse === true ? <Frame html={html} /> : <StillFrame html={html} />;
  return <ShadowContent content={html} make={(source) => harmlessHtml(source)} />;
}
