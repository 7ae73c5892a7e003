/** Judges `18-sagas/resumable-orchestrator`: each rule by itself, then a crash after every effect, and every run. */
import { crash, grading, sagaOrchestrated, simulate } from "distlab";
import type {
  Data,
  Deed,
  OrchestratorOut,
  OrderProgress,
  ResumableOrchestrator,
  SagaOrchestrated,
  SagaOrchestratedOptions,
  SagaStep,
} from "distlab";

const at = (direction: OrderProgress["direction"], step: number): OrderProgress => ({ direction, step });

function heard(answer: grading.Answer, progress: OrderProgress, service: SagaStep, stands: Deed) {
  return grading.attempt(answer.handler<ResumableOrchestrator["heard"]>("heard"), progress, (out) => [
    service,
    stands,
    out,
  ]);
}

function waited(answer: grading.Answer, progress: OrderProgress) {
  return grading.attempt(answer.handler<ResumableOrchestrator["waited"]>("waited"), progress, (out) => [out]);
}

function woke(answer: grading.Answer, progress: OrderProgress) {
  return grading.attempt(answer.handler<ResumableOrchestrator["woke"]>("woke"), progress, (out) => [out]);
}

type Tried = ReturnType<typeof waited>;

const said = ({ sent }: Tried): Data => sent.map(({ to, message }) => `${(message as { kind: string }).kind} ${to}`);

/** What is on disk when the first service is asked. */
function savedBeforeAsking({ effects }: Tried): Data {
  const first = effects.findIndex(({ kind }) => kind === "send");
  const saves = effects.slice(0, first < 0 ? effects.length : first).filter(({ kind }) => kind === "save");
  const last = saves.at(-1) as { saved?: OrderProgress } | undefined;
  return last?.saved === undefined ? null : { direction: last.saved.direction, step: last.saved.step };
}

const order = "order-1";
const ended = ({ direction }: OrderProgress): boolean => direction === "done" || direction === "compensated";

/** The learner's orchestrator among the library's services. */
function sagaWith(answer: grading.Answer, options: SagaOrchestratedOptions): SagaOrchestrated {
  const rules = {
    woke: answer.handler<ResumableOrchestrator["woke"]>("woke"),
    heard: answer.handler<ResumableOrchestrator["heard"]>("heard"),
    waited: answer.handler<ResumableOrchestrator["waited"]>("waited"),
  };
  const library = sagaOrchestrated(options);
  type Out = Parameters<SagaOrchestrated["onMessage"]>[3];
  const act = (progress: OrderProgress, out: Out, rule: (progress: OrderProgress, within: OrchestratorOut) => void) => {
    const next = { ...progress };
    const within = {
      send: (to: string, { kind }: { kind: "Do" | "Undo" }) => out.send(to, { kind, order }),
      save: ({ direction, step }: OrderProgress) =>
        out.save({ orders: { [order]: { direction, step, silent: 0 } }, books: null }),
    };
    rule(next, within as unknown as OrchestratorOut);
    if (ended(next)) out.cancelTimer("retry");
    else out.setTimer("retry", [200, 200]);
    return { [order]: { direction: next.direction, step: next.step, silent: 0 } };
  };
  return {
    ...library,
    start(self, saved, out) {
      if (self !== "saga") return library.start(self, saved, out);
      const progress = saved?.orders[order] ?? at("forward", 0);
      return {
        role: "orchestrator",
        books: null,
        orders: act({ direction: progress.direction, step: progress.step }, out, rules.woke),
      };
    },
    onMessage(state, message, from, out) {
      if (state.role === "service") return library.onMessage(state, message, from, out);
      const { direction, step } = state.orders[order]!;
      if (message.kind !== "Stands" || ended({ direction, step })) return;
      state.orders = act({ direction, step }, out, (progress, within) =>
        rules.heard(progress, from as SagaStep, message.deed, within),
      );
    },
    onTimer(state, _timer, out) {
      if (state.role === "service") return;
      const { direction, step } = state.orders[order]!;
      state.orders = act({ direction, step }, out, rules.waited);
    },
  };
}

export default grading.exercise({
  id: "18-sagas/resumable-orchestrator",
  title: "Switched off in the middle",
  kind: "write",
  exports: ["woke", "heard", "waited"],
  hints: [
    "Write one function that saves the line and asks for what it says, and call it wherever the line has changed.",
    "Which service is an answer from, and which one are you waiting for? And does the answer fit the direction?",
    "When a service is silent, turn back *at* its step, not before it.",
  ],
  difference: "The reference saves once more when it wakes, which is not needed: nothing has changed.",
  checks: [
    grading.example({
      name: "the line is saved before anybody is asked because of it",
      points: 2,
      hint: "`out.save(progress)`, then `out.send`.",
      run(answer) {
        const forward = heard(answer, at("forward", 0), "create", "done");
        grading.expectEqual(
          [said(forward), savedBeforeAsking(forward)],
          [["Do reserve"], { direction: "forward", step: 1 }],
          "what is asked when the order is created, and what is on disk by then",
        );
        const back = waited(answer, at("forward", 1));
        grading.expectEqual(said(back), ["Undo reserve"], "what is asked when reserving has been silent for long");
        grading.expectEqual(savedBeforeAsking(back), { direction: "back", step: 1 }, "what is on disk by then");
      },
    }),
    grading.example({
      name: "a refusal turns back, one step at a time, to the end",
      points: 2,
      hint: "The last step that was done is undone first; behind `create` there is nothing.",
      run(answer) {
        const refused = heard(answer, at("forward", 3), "ship", "refused");
        grading.expectEqual(
          [
            refused.state.direction,
            (said(refused) as string[]).every((text) => text === "Undo charge" || text === "Undo ship"),
          ],
          ["back", true],
          "the direction after the carrier has refused, and whether only charge (or ship) is asked to undo",
        );
        const further = heard(answer, at("back", 1), "reserve", "undone");
        grading.expectEqual(
          [further.state.step, said(further)],
          [0, ["Undo create"]],
          "step and question when the reservation is undone",
        );
        const over = heard(answer, at("back", 0), "create", "undone");
        grading.expectEqual(
          [over.state.direction, said(over), (over.saved.at(-1) as OrderProgress | undefined)?.direction ?? null],
          ["compensated", [], "compensated"],
          "direction, questions and disk when the order is cancelled",
        );
      },
    }),
    grading.example({
      name: "the pivot is asked until it answers, and then all is done",
      points: 2,
      hint: "Nothing can undo a parcel that has left.",
      run(answer) {
        const silent = waited(answer, at("forward", 3));
        grading.expectEqual(
          [silent.state.direction, said(silent)],
          ["forward", ["Do ship"]],
          "direction and question when the carrier is silent for long",
        );
        const over = heard(answer, at("forward", 3), "ship", "done");
        grading.expectEqual(
          [over.state.direction, said(over), (over.saved.at(-1) as OrderProgress | undefined)?.direction ?? null],
          ["done", [], "done"],
          "direction, questions and disk when it is shipped",
        );
      },
    }),
    grading.example({
      name: "an answer to another question changes nothing",
      points: 2,
      hint: "Late answers, copies of answers, and answers from before it turned back.",
      run(answer) {
        const line = (tried: Tried): Data => [tried.state.direction, tried.state.step];
        grading.expectEqual(
          line(heard(answer, at("forward", 2), "reserve", "done")),
          ["forward", 2],
          "the line when reserve answers again while charge is awaited",
        );
        grading.expectEqual(
          line(heard(answer, at("back", 1), "reserve", "done")),
          ["back", 1],
          "the line when reserve says that it is done, after it was asked to undo",
        );
        grading.expectEqual(
          line(heard(answer, at("back", 0), "reserve", "undone")),
          ["back", 0],
          "the line when reserve says again that it is undone, while create is awaited",
        );
        grading.expectEqual(
          line(heard(answer, at("forward", 2), "charge", "done")),
          ["forward", 3],
          "the line when charge, which is awaited, is done",
        );
      },
    }),
    grading.example({
      name: "who wakes asks for what the line says",
      points: 1,
      hint: "And says nothing when the order has ended.",
      run: (answer) =>
        grading.expectEqual(
          [at("forward", 0), at("forward", 2), at("back", 1), at("done", 4), at("compensated", -1)].map((progress) =>
            said(woke(answer, progress)),
          ),
          [["Do create"], ["Do charge"], ["Undo reserve"], [], []],
          "what is asked after waking at five different lines",
        ),
    }),
    grading.example({
      name: "switched off after any effect of any event, one article and 30 are gone, or nothing",
      points: 2,
      hint: "Look at the line on disk and at the services' books.",
      run(answer) {
        let done = 0;
        const crashes = Array.from({ length: 30 }, (_, index) => ({
          event: 1 + Math.floor(index / 3),
          effects: index % 3,
        }));
        for (const { event, effects } of crashes) {
          const faults = [crash("saga", { event, effects, restartAfterMs: 500 })];
          const run = simulate({
            protocol: sagaWith(answer, { willingness: { ship: event % 2 === 0 ? "does" : "refuses" } }),
            faults,
            network: { latencyMs: 10 },
            untilMs: 6000,
            trace: false,
          });
          const left = (service: string): number =>
            (run.states[service] as unknown as { books: { left: number } }).books.left;
          const line = (run.states["saga"] as unknown as { orders: { [order: string]: OrderProgress } }).orders[order]!;
          const when = `after a crash behind effect ${effects} of event ${event}`;
          grading.expectTrue(ended(line), `the order is at ${line.direction}, step ${line.step}, six seconds ${when}`);
          grading.expectEqual(
            [left("reserve"), left("charge")],
            line.direction === "done" ? [99, 70] : [100, 100],
            `articles and money left ${when}; the order is ${line.direction}`,
          );
          if (line.direction === "done") done += 1;
        }
        grading.expectTrue(done > 0, "no order is ever done");
        return `30 crashes, ${done} orders done`;
      },
    }),
    grading.exhaustive({
      name: "in every run with a crash, loss and late messages, an order ends done everywhere or nowhere",
      points: 3,
      hint: "Compare all that was asked with the line on disk: is there a request on its way of which the line knows nothing?",
      explore: (answer) => ({
        protocol: sagaWith(answer, { willingness: { charge: "either", ship: "either" } }),
        network: "persistent",
        faults: { crashes: { saga: 1 }, restarts: { saga: 1 } },
        limits: { states: 20_000 },
      }),
    }),
  ],
});
