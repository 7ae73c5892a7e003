/** An error: what went wrong first, then where, and the whole trace for those who want it. */
import type { JSX } from "preact";
import { stripAnsi } from "../model/ansi";
import { marksOf, type Mark } from "../model/errors";
import type { Output } from "../model/notebook";
import { Ansi } from "./text";

type ErrorValue = Extract<Output, { kind: "error" }>;

function Where({ marks, onGo }: { marks: readonly Mark[]; onGo: (mark: Mark) => void }): JSX.Element | null {
  const first = marks[0];
  if (first === undefined) return null;
  return (
    <p class="error-where">
      {marks.map((mark, at) => (
        <button type="button" key={at} class="link" onClick={() => onGo(mark)}>
          {at === 0 ? "Line" : "line"} {mark.line}
        </button>
      ))}
    </p>
  );
}

export function ErrorOutput({ error, onGo }: { error: ErrorValue; onGo: (mark: Mark) => void }): JSX.Element {
  const marks = marksOf(error);
  const trace = error.traceback.join("\n");
  const message = stripAnsi(error.message);
  const more = stripAnsi(trace).trim() !== message.trim() && trace.trim() !== "";
  return (
    <div class="error-output">
      <p class="error-name">{error.name === "" ? "Error" : error.name}</p>
      {message === "" ? null : <pre class="error-message">{message}</pre>}
      <Where marks={marks} onGo={onGo} />
      {more ? (
        <details class="error-trace">
          <summary>Where it came from</summary>
          <pre tabIndex={0}>
            <Ansi text={trace} />
          </pre>
        </details>
      ) : null}
    </div>
  );
}
