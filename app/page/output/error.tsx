/** An error: what went wrong first, then where, and the whole trace for those who want it. */
import type { JSX } from "preact";
import { stripAnsi } from "../model/ansi";
import { compilerMarks, marksOf, type ErrorValue, type Mark } from "../model/errors";
import { Ansi } from "./text";

interface Properties {
  readonly error: ErrorValue;
  readonly executionCount: number | null;
  readonly onGo: (mark: Mark) => void;
}

function LineButton({ mark, onGo }: { mark: Mark; onGo: Properties["onGo"] }): JSX.Element {
  return (
    <button type="button" class="link" onClick={() => onGo(mark)}>
      Line {mark.line}
    </button>
  );
}

/** What the compiler objects to, line by line; a line's number leads to it. */
function Faults({ marks, onGo }: { marks: readonly Mark[]; onGo: Properties["onGo"] }): JSX.Element {
  return (
    <ul class="error-faults">
      {marks.map((mark, at) => (
        <li key={at}>
          <LineButton mark={mark} onGo={onGo} />
          <span class="error-message">{mark.message}</span>
        </li>
      ))}
    </ul>
  );
}

function Thrown({ error, executionCount, onGo }: Properties): JSX.Element | null {
  const message = stripAnsi(error.message);
  const [mark] = marksOf(error, executionCount);
  return (
    <div class="error-thrown">
      {message === "" ? null : <pre class="error-message">{message}</pre>}
      {mark === undefined ? null : <LineButton mark={mark} onGo={onGo} />}
    </div>
  );
}

const titles: Readonly<Record<string, string>> = { "": "Error", TypeScriptError: "TypeScript does not accept this" };

export function ErrorOutput({ error, executionCount, onGo }: Properties): JSX.Element {
  const faults = compilerMarks(error.message);
  const trace = error.traceback.join("\n").trim();
  const more = trace !== "" && stripAnsi(trace) !== stripAnsi(error.message).trim();
  return (
    <div class="error-output">
      <p class="error-name">{titles[error.name] ?? error.name}</p>
      {faults.length > 0 ? (
        <Faults marks={faults} onGo={onGo} />
      ) : (
        <Thrown error={error} executionCount={executionCount} onGo={onGo} />
      )}
      {more ? (
        <details class="error-trace">
          <summary>Show the trace</summary>
          <pre tabIndex={0}>
            <Ansi text={trace} />
          </pre>
        </details>
      ) : null}
    </div>
  );
}
