/** Judges `18-sagas/order-saga`: single orders, then a thousand with services that refuse and a network that loses. */
import { createRandom, grading, sagaSteps } from "distlab";
import type { Data, OrderStanding, SagaNext, SagaStep, StepStanding } from "distlab";

const standing = (...four: StepStanding[]): OrderStanding => ({
  create: four[0]!,
  reserve: four[1]!,
  charge: four[2]!,
  ship: four[3]!,
});

function next(answer: grading.Answer, order: OrderStanding, impatient = false): SagaNext {
  return answer.call("next", order as unknown as Data, impatient) as unknown as SagaNext;
}

/**
 * What is asked, each once, and whether it is over. To undo what was refused or undone does nothing, and is left out,
 * unless it is all that is asked: then it is what the order waits for.
 */
function said(answer: grading.Answer, order: OrderStanding, impatient = false): string[] {
  const { requests, ended } = next(answer, order, impatient);
  const idle = (step: SagaStep): boolean => order[step] === "refused" || order[step] === "undone";
  const useful = requests.filter(({ kind, step }) => kind === "Do" || !idle(step));
  const told = useful.length === 0 && ended === null ? requests : useful;
  const asked = told.map(({ kind, step }) => `${kind} ${step}`);
  return [...new Set(asked.toSorted()), ...(ended === null ? [] : [`ended: ${ended}`])];
}

const expectSaid = (
  answer: grading.Answer,
  order: OrderStanding,
  impatient: boolean,
  expected: string[],
  when: string,
): void => grading.expectEqual(said(answer, order, impatient), expected, `what is done when ${when}`);

type Books = Record<SagaStep, "nothing" | "done" | "undone" | "refused">;

/** What the services do, honestly: each thing once, and no step after its compensation. */
function serve(books: Books, kind: "Do" | "Undo", step: SagaStep, refuses: boolean): void {
  if (kind === "Undo") books[step] = "undone";
  else if (books[step] === "nothing") books[step] = refuses ? "refused" : "done";
}

/** No step out of turn, none after the order has turned back, and the pivot is never undone. */
function expectAllowed(
  { kind, step }: SagaNext["requests"][number],
  order: OrderStanding,
  books: Books,
  log: string,
): void {
  if (kind === "Undo")
    return grading.expectTrue(step !== "ship" || books.ship !== "done", `shipping is undone after it was done: ${log}`);
  const before = sagaSteps.slice(0, sagaSteps.indexOf(step));
  const open = before.find((other) => books[other] !== "done");
  grading.expectTrue(open === undefined, `${step} is asked for while ${open} is not done: ${log}`);
  const turned = sagaSteps.find((other) => ["refused", "undoing", "undone"].includes(order[other]));
  grading.expectTrue(
    turned === undefined,
    `${step} is asked for after ${turned} was ${turned && order[turned]}: ${log}`,
  );
}

/** Plays one order to its end; a third of all requests or replies are lost. */
function play(answer: grading.Answer, seed: number): string {
  const random = createRandom(seed, "saga");
  const refusing = random.chance(0.5) ? random.pick(sagaSteps) : null;
  const books: Books = { create: "nothing", reserve: "nothing", charge: "nothing", ship: "nothing" };
  const order = standing("unknown", "unknown", "unknown", "unknown");
  const log: string[] = [];
  for (let round = 0; round < 60; round++) {
    const impatient = round > 0 && random.chance(0.4);
    const { requests, ended } = next(answer, order, impatient);
    const what = `seed ${seed}: ${log.join(", ")}`;
    if (ended !== null) {
      const done = sagaSteps.filter((step) => books[step] === "done");
      grading.expectEqual(
        done,
        ended === "done" ? [...sagaSteps] : [],
        `the steps that are done when the order has ended, ${ended} (${what})`,
      );
      return ended;
    }
    for (const request of requests) {
      expectAllowed(request, order, books, what);
      order[request.step] = request.kind === "Do" ? "asked" : "undoing";
    }
    for (const { kind, step } of random.shuffled(requests)) {
      log.push(`${kind} ${step}`);
      if (random.chance(0.2)) continue;
      serve(books, kind, step, step === refusing);
      if (random.chance(0.8)) order[step] = books[step] as StepStanding;
    }
  }
  grading.expectTrue(false, `an order has not ended after 60 rounds: ${log.join(", ")}`);
  return "never";
}

export default grading.exercise({
  id: "18-sagas/order-saga",
  title: "What next?",
  kind: "write",
  exports: ["next"],
  hints: [
    "First find out which way the order goes: has any step been refused, or undone, or asked to be?",
    "Turning back, three standings need work: done, asked, and undoing when one has waited for too long.",
    "Silence means turning back only if the step that is silent is not the pivot.",
  ],
  difference:
    "The reference undoes all at once. Where one compensation depends on another they go one by one, the last step first.",
  checks: [
    grading.example({
      name: "forward, one step after the other",
      points: 2,
      hint: "The first step that is not done is next.",
      run(answer) {
        expectSaid(
          answer,
          standing("unknown", "unknown", "unknown", "unknown"),
          false,
          ["Do create"],
          "nothing has been done",
        );
        expectSaid(answer, standing("done", "unknown", "unknown", "unknown"), false, ["Do reserve"], "created");
        expectSaid(
          answer,
          standing("done", "done", "unknown", "unknown"),
          false,
          ["Do charge"],
          "created and reserved",
        );
        expectSaid(answer, standing("done", "done", "done", "done"), false, ["ended: done"], "all is done");
      },
    }),
    grading.example({
      name: "a refusal turns the order back, and for good",
      points: 2,
      hint: "Whatever was done is undone. What was undone is not done again, and what was refused was never done.",
      run(answer) {
        const undone = said(answer, standing("done", "done", "refused", "unknown"));
        grading.expectTrue(
          undone.length > 0 && undone.every((text) => text === "Undo reserve" || text === "Undo create"),
          `charging is refused, and what is done is ${JSON.stringify(undone)}`,
        );
        expectSaid(
          answer,
          standing("undone", "undone", "refused", "unknown"),
          false,
          ["ended: compensated"],
          "charging was refused, and all else is undone",
        );
        expectSaid(
          answer,
          standing("done", "undone", "refused", "unknown"),
          false,
          ["Undo create"],
          "charging was refused, and the reservation is undone",
        );
        expectSaid(
          answer,
          standing("undone", "undone", "undone", "unknown"),
          false,
          ["ended: compensated"],
          "charging was silent, and everything is undone",
        );
        expectSaid(
          answer,
          standing("undone", "refused", "unknown", "unknown"),
          true,
          ["ended: compensated"],
          "reserving was refused, and the order is cancelled",
        );
      },
    }),
    grading.example({
      name: "silence before the pivot: the silent step is undone too",
      points: 3,
      hint: "Perhaps only the answer was lost.",
      run(answer) {
        const asks = said(answer, standing("done", "asked", "unknown", "unknown"), true);
        grading.expectTrue(
          asks.includes("Undo reserve") || asks.includes("Undo create"),
          `reserving is silent for too long, and what is done is ${JSON.stringify(asks)}`,
        );
        expectSaid(
          answer,
          standing("undone", "asked", "unknown", "unknown"),
          false,
          ["Undo reserve"],
          "reserving was silent, and the order is cancelled",
        );
        const patient = said(answer, standing("done", "asked", "unknown", "unknown"));
        grading.expectTrue(
          !patient.some((text) => text.startsWith("Undo")),
          "it turns back before it has waited for too long",
        );
      },
    }),
    grading.example({
      name: "silence of the pivot: ask again, and never undo",
      points: 2,
      hint: "The parcel may have left.",
      run(answer) {
        expectSaid(
          answer,
          standing("done", "done", "done", "asked"),
          true,
          ["Do ship"],
          "shipping is silent for too long",
        );
        const refused = said(answer, standing("done", "done", "done", "refused"));
        grading.expectTrue(
          refused.some((text) => text.startsWith("Undo")) && !refused.some((text) => text.startsWith("Do ")),
          `the carrier refuses, and what is done is ${JSON.stringify(refused)}`,
        );
      },
    }),
    grading.example({
      name: "a compensation is asked for until it is answered, and nothing has ended before",
      points: 2,
      hint: "Undoing is not undone.",
      run(answer) {
        expectSaid(
          answer,
          standing("undoing", "undone", "refused", "unknown"),
          true,
          ["Undo create"],
          "cancelling is silent for too long",
        );
        grading.expectEqual(
          next(answer, standing("undoing", "undone", "refused", "unknown")).ended,
          null,
          "whether it has ended while cancelling is not answered",
        );
      },
    }),
    grading.example({
      name: "a thousand orders, refused and lost at random, end done everywhere or nowhere",
      points: 3,
      hint: "Play the listed requests through by hand, with what the service did and what you heard of it.",
      run(answer) {
        const ends = Array.from({ length: 1000 }, (_, index) => play(answer, index + 1));
        const done = ends.filter((end) => end === "done").length;
        grading.expectTrue(done > 50, `only ${done} of 1000 orders are done`);
        return `${done} done, ${1000 - done} compensated`;
      },
    }),
  ],
});
