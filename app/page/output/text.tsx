/** Text output with terminal colours; a long one shows its beginning and end until the rest is asked for. */
import { useMemo, useState } from "preact/hooks";
import type { JSX } from "preact";
import { parseAnsi, type Span } from "../model/ansi";
import { clip } from "../model/display";

function AnsiSpan({ span }: { span: Span }): JSX.Element | string {
  if (span.classes.length === 0 && span.color === undefined && span.background === undefined) return <>{span.text}</>;
  const style = {
    ...(span.color === undefined ? {} : { color: span.color }),
    ...(span.background === undefined ? {} : { backgroundColor: span.background }),
  };
  return (
    <span class={span.classes.join(" ")} style={style}>
      {span.text}
    </span>
  );
}

export function Ansi({ text }: { text: string }): JSX.Element {
  const spans = useMemo(() => parseAnsi(text), [text]);
  return (
    <>
      {spans.map((span, at) => (
        <AnsiSpan key={at} span={span} />
      ))}
    </>
  );
}

const count = new Intl.NumberFormat("en");

export function TextOutput({ text, tone = "plain" }: { text: string; tone?: "plain" | "warning" }): JSX.Element {
  const [whole, setWhole] = useState(false);
  const parts = useMemo(() => clip(text), [text]);
  const className = tone === "warning" ? "text-output text-warning" : "text-output";
  if (parts.hidden === 0) {
    return (
      <pre class={className} tabIndex={0}>
        <Ansi text={parts.head.replace(/\n$/, "")} />
      </pre>
    );
  }
  const toggle = (
    <button type="button" class="quiet show-more" aria-expanded={whole} onClick={() => setWhole(!whole)}>
      {whole ? "Show less" : `Show all: ${count.format(parts.hidden)} more ${parts.hidden === 1 ? "line" : "lines"}`}
    </button>
  );
  if (whole) {
    return (
      <>
        {toggle}
        <pre class={`${className} text-whole`} tabIndex={0}>
          <Ansi text={text} />
        </pre>
      </>
    );
  }
  return (
    <>
      <pre class={className} tabIndex={0}>
        <Ansi text={parts.head} />
      </pre>
      {toggle}
      {parts.tail === "" ? null : (
        <pre class={className} tabIndex={0}>
          <Ansi text={parts.tail.replace(/\n$/, "")} />
        </pre>
      )}
    </>
  );
}
