/**
 * A question before a surprising run: the reader picks an answer and how sure she is. The answer goes to the server,
 * which keeps the first one; nothing waits for it, and without an answer the chapter goes on.
 */
import type { ComponentChildren, JSX } from "preact";
import { useState } from "preact/hooks";
import { announce } from "../announcer";
import * as course from "../client/course";
import { readPrediction, type Question } from "../model/prediction";
import type { Json } from "../model/notebook";
import { predictionsMade, notePrediction } from "../state/predictions";

const steps = [0.5, 0.6, 0.7, 0.8, 0.9, 0.99] as const;

/** Words between backticks are code, as everywhere in the course. */
function Words({ text }: { text: string }): JSX.Element {
  return <>{text.split("`").map((words, at) => (at % 2 === 1 ? <code key={at}>{words}</code> : words))}</>;
}

/** How sure: from a coin's toss to certain. */
function Confidence({ onChoose }: { onChoose: (confidence: number) => void }): JSX.Element {
  return (
    <div class="choices" role="group" aria-label="How sure are you?">
      <span class="choices-label">How sure?</span>
      {steps.map((step) => (
        <button type="button" key={step} onClick={() => onChoose(step)}>
          {Math.round(step * 100)} %
        </button>
      ))}
    </div>
  );
}

function Answered({ answer, confidence }: { answer: string; confidence: number | null }): JSX.Element {
  return (
    <p class="predict-answered">
      You said{" "}
      <strong>
        <Words text={answer} />
      </strong>
      {confidence === null ? "" : `, ${Math.round(confidence * 100)} % sure`}. Now run on and see.
    </p>
  );
}

function Ask({ question }: { question: Question }): JSX.Element {
  const [answer, setAnswer] = useState<string | null>(null);
  const [failed, setFailed] = useState("");
  const made = predictionsMade.value.get(question.id);
  const send = async (confidence: number): Promise<void> => {
    if (answer === null) return;
    try {
      notePrediction(await course.predict(question.id, { answer, confidence }));
      announce("Your prediction is noted. What happens is below.");
    } catch (error) {
      setFailed(error instanceof Error ? error.message : String(error));
    }
  };
  const kept = made === undefined ? null : { answer: String(made.answer), confidence: made.confidence };
  const told = kept ?? (question.mine === null ? null : { answer: question.mine, confidence: null });
  return (
    <section class="predict" aria-label="Prediction">
      <p class="predict-question">
        <b>Predict.</b> <Words text={question.question} />
      </p>
      {told === null ? (
        <>
          <div class="choices" role="group" aria-label="Your answer">
            {question.choices.map((choice) => (
              <button
                type="button"
                key={choice}
                class={choice === answer ? "primary" : ""}
                aria-pressed={choice === answer}
                onClick={() => setAnswer(choice)}
              >
                <Words text={choice} />
              </button>
            ))}
          </div>
          {answer === null ? null : <Confidence onChoose={(confidence) => void send(confidence)} />}
          {failed === "" ? null : <p class="bad">Your answer could not be kept: {failed}</p>}
        </>
      ) : (
        <Answered {...told} />
      )}
    </section>
  );
}

export function PredictOutput({ value, children }: { value: Json; children: ComponentChildren }): JSX.Element {
  const question = readPrediction(value);
  return question === null ? <>{children}</> : <Ask question={question} />;
}
