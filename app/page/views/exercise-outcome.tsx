/** Below an exercise's editor: what a check found, the run that shows it, hints, and the way to the solution. */
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { ExerciseResult } from "../client/course";
import type { MimeBundle } from "../model/notebook";
import { Bundle } from "../output/area";
import type { OpenChapter } from "../state/chapter";
import { verdict, type ExerciseGrading } from "../state/grading";

type Check = ExerciseResult["checks"][number];

/** Words in which `names` stand out. */
function Words({ text }: { text: string }): JSX.Element {
  return <>{text.split("`").map((part, at) => (at % 2 === 1 ? <code key={at}>{part}</code> : part))}</>;
}

interface Place {
  readonly chapter: OpenChapter;
  readonly cellId: string;
}

function Replay({ code, chapter, cellId }: Place & { readonly code: string }): JSX.Element {
  const [copied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(code);
    setCopied(true);
  };
  return (
    <details class="replay">
      <summary>A cell that shows this run again</summary>
      <pre tabIndex={0}>{code}</pre>
      <div class="outcome-actions">
        <button type="button" class="small" onClick={() => chapter.document.insertCode(cellId, code)}>
          Insert below
        </button>
        <button type="button" class="small" onClick={() => void copy()}>
          {copied ? "Copied" : "Copy"}
        </button>
      </div>
    </details>
  );
}

/** A schedule was the learner's choice: it is played as it is, right or wrong. */
const runName = (kind: Check["kind"]): string =>
  kind === "schedule" ? "Your schedule as it was played" : "The smallest run that shows it";

function runTitle(size: number, kind: Check["kind"]): string {
  if (size === 0 && kind !== "schedule") return "It goes wrong as the nodes start";
  return `${runName(kind)} · ${size} event${size === 1 ? "" : "s"}`;
}

function Failure({ check, chapter, cellId }: Place & { readonly check: Check }): JSX.Element {
  const { kind, message, expected, happened, run, replay, hint } = check;
  const context = { cellId, folder: chapter.folder, executionCount: null, onGo: () => {} };
  return (
    <div class="failure">
      <p>
        <Words text={message} />
      </p>
      {expected === undefined && happened === undefined ? null : (
        <dl>
          {expected === undefined ? null : <dt>expected</dt>}
          {expected === undefined ? null : <dd>{expected}</dd>}
          {happened === undefined ? null : <dt>happened</dt>}
          {happened === undefined ? null : <dd>{happened}</dd>}
        </dl>
      )}
      {hint === undefined ? null : (
        <p class="soft">
          Where to look: <Words text={hint} />
        </p>
      )}
      {run?.bundle === undefined ? null : (
        <div class="failing-run" role="group" aria-label={runName(kind)}>
          <p class="kicker">{runTitle(run.size, kind)}</p>
          <Bundle data={run.bundle as MimeBundle} context={context} />
        </div>
      )}
      {replay === undefined || run?.bundle === undefined ? null : (
        <Replay code={replay} chapter={chapter} cellId={cellId} />
      )}
    </div>
  );
}

function CheckRow({ check, open, ...place }: Place & { readonly check: Check; readonly open: boolean }): JSX.Element {
  const { name, passed, points, maxPoints, coverage } = check;
  return (
    <li class={passed ? "check is-right" : "check is-wrong"}>
      <div class="check-line">
        <span class="check-mark" role="img" aria-label={passed ? "passed" : "failed"}>
          {passed ? "✓" : "✗"}
        </span>
        <span class="check-name">{name}</span>
        <span class="check-facts">
          {coverage === undefined ? null : <span>{coverage}</span>}
          <span>
            {points}/{maxPoints}
          </span>
        </span>
      </div>
      {passed ? null : open ? (
        <Failure check={check} {...place} />
      ) : (
        <details class="why">
          <summary>Why?</summary>
          <Failure check={check} {...place} />
        </details>
      )}
    </li>
  );
}

function Remarks({ title, lines }: { title: string; lines: readonly string[] }): JSX.Element | null {
  if (lines.length === 0) return null;
  return (
    <div class="remarks">
      <p class="kicker">{title}</p>
      <pre tabIndex={0}>{lines.join("\n")}</pre>
    </div>
  );
}

/** The first failure with a run is the one that is shown; without one, the first failure. */
function openedOf(checks: readonly Check[]): Check | undefined {
  return checks.find(({ passed, run }) => !passed && run?.bundle !== undefined) ?? checks.find(({ passed }) => !passed);
}

function Result({ result, ...place }: Place & { readonly result: ExerciseResult }): JSX.Element {
  const { score, maxScore, passed, checks, problems, typeErrors, printed, difference } = result;
  const opened = openedOf(checks);
  return (
    <div class="result">
      <p class={passed ? "verdict is-right" : "verdict"}>
        <strong>
          {score} of {maxScore} points
        </strong>
        {passed ? " · everything holds" : null}
      </p>
      {problems.map((problem) => (
        <p key={problem} class="bad">
          {problem}
        </p>
      ))}
      <ul class="checks">
        {checks.map((check) => (
          <CheckRow
            key={check.name}
            check={check}
            open={check === opened && !problems.includes(check.message)}
            {...place}
          />
        ))}
      </ul>
      <Remarks title="TypeScript says" lines={typeErrors} />
      <Remarks title="Your code printed" lines={printed} />
      {difference === undefined ? null : (
        <p class="difference">
          <span class="kicker">What the reference does differently</span> <Words text={difference} />
        </p>
      )}
    </div>
  );
}

function Solution({ grading }: { grading: ExerciseGrading }): JSX.Element | null {
  const solution = grading.solution.value;
  if (solution === null) return null;
  return (
    <div class="remarks solution" role="group" aria-label="The solution">
      <p class="kicker">The solution</p>
      <pre tabIndex={0}>{solution.content}</pre>
      <p class="difference">
        <Words text={solution.difference} />
      </p>
      <button type="button" class="small" onClick={() => (grading.solution.value = null)}>
        Hide the solution
      </button>
    </div>
  );
}

function Sure({ onNo, onYes }: { onNo: () => void; onYes: () => void }): JSX.Element {
  const no = useRef<HTMLButtonElement>(null);
  useEffect(() => no.current?.focus(), []);
  return (
    <div class="sure" role="group" aria-label="Show the solution?">
      <p>You learn more from one more try. Show the solution all the same?</p>
      <div class="outcome-actions">
        <button type="button" class="small" ref={no} onClick={onNo}>
          Not yet
        </button>
        <button type="button" class="small" onClick={onYes}>
          Show it
        </button>
      </div>
    </div>
  );
}

function Help({ grading }: { grading: ExerciseGrading }): JSX.Element | null {
  const [asking, setAsking] = useState(false);
  const state = grading.state.value;
  if (state === null) return null;
  const { hints, hintCount, passed } = state;
  const show = (): void => void grading.showSolution().then(() => setAsking(false));
  return (
    <div class="help">
      {hints.length === 0 ? null : (
        <ol class="hints" aria-label="Hints">
          {hints.map((text, at) => (
            <li key={text}>
              <span class="kicker">
                Hint {at + 1} of {hintCount}
              </span>
              <p>
                <Words text={text} />
              </p>
            </li>
          ))}
        </ol>
      )}
      <div class="outcome-actions">
        {hints.length < hintCount ? (
          <button type="button" class="small" onClick={() => void grading.openHint()}>
            Hint {hints.length + 1} of {hintCount}
          </button>
        ) : null}
        {grading.solution.value !== null || asking ? null : (
          <button type="button" class="link" onClick={passed ? show : () => setAsking(true)}>
            {passed ? "Compare with the solution" : "Show me the solution"}
          </button>
        )}
      </div>
      {asking ? <Sure onNo={() => setAsking(false)} onYes={show} /> : null}
      {grading.trouble.value === null ? null : <p class="bad">{grading.trouble.value}</p>}
    </div>
  );
}

export function ExerciseOutcome({
  grading,
  ...place
}: Place & { readonly grading: ExerciseGrading }): JSX.Element | null {
  const phase = grading.phase.value;
  if (grading.state.value === null && phase.kind === "idle") return null;
  return (
    <div class="outcome" aria-busy={phase.kind === "checking"}>
      {phase.kind === "checking" ? <div class="checking" role="progressbar" aria-label="Checking" /> : null}
      {phase.kind === "failed" ? <p class="bad">The check failed: {phase.reason}</p> : null}
      {phase.kind === "checked" ? (
        <section aria-label={verdict(phase.result)}>
          <Result result={phase.result} {...place} />
        </section>
      ) : null}
      <Help grading={grading} />
      <Solution grading={grading} />
    </div>
  );
}
