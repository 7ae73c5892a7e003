/** Judges `06-failure-detection/swim-probe`: each rule by itself, then five members with a bad link and a death. */
import { always, crash, cutLinks, grading } from "distlab";
import type { NodeId, Out, ProbeMessage, ProberState, Property, Protocol, SwimProbe } from "distlab";

const config = { answerTimeoutMs: 300, helpers: 2 };
const given = (state: Partial<ProberState> = {}): ProberState => ({
  self: "A",
  others: ["B", "C", "D", "E"],
  round: 7,
  probing: "B",
  suspected: [],
  ...state,
});

function received(answer: grading.Answer, state: ProberState, message: ProbeMessage, from: NodeId) {
  const rule = answer.handler<SwimProbe["receive"]>("receive");
  return grading.attempt(rule, state, (out) => [message, from, out]);
}

function isLate(answer: grading.Answer, state: ProberState) {
  return grading.attempt(answer.handler<SwimProbe["late"]>("late"), state, (out) => [out, config]);
}

const ack = (target: NodeId, round: number, asker = "A"): ProbeMessage => ({ kind: "Ack", asker, round, target });

/** The rounds, around the answer's rules: who was not heard of within its round is suspected. */
function group(answer: grading.Answer, members: readonly NodeId[]): Protocol<ProberState, ProbeMessage, string> {
  const probe = answer.handler<SwimProbe["probe"]>("probe");
  const late = answer.handler<SwimProbe["late"]>("late");
  const receive = answer.handler<SwimProbe["receive"]>("receive");
  function begin(state: ProberState, out: Out<ProbeMessage, string>): void {
    state.round += 1;
    state.probing = null;
    probe(state, out.choose(state.others), out, config);
    out.setTimer("period", [1000, 1000]);
  }
  return {
    name: "probes",
    members,
    start(self, _saved, out) {
      const others = members.filter((node) => node !== self);
      const state: ProberState = { self, others, round: 0, probing: null, suspected: [] };
      begin(state, out);
      return state;
    },
    onMessage: (state, message, from, out) => receive(state, message, from, out),
    onTimer(state, timer, out) {
      if (timer === "answer") return late(state, out, config);
      const { probing } = state;
      if (probing !== null && !state.suspected.includes(probing)) state.suspected.push(probing);
      begin(state, out);
    },
  };
}

const onlyTheDead: Property = always<ProberState>("only the dead are suspected", (world) => {
  for (const node of world.nodes) {
    const wrong = world.state(node)?.suspected.find((other) => world.state(other) !== null);
    if (wrong !== undefined) return `${node} suspects ${wrong}, which lives`;
  }
  return true;
});

export default grading.exercise({
  id: "06-failure-detection/swim-probe",
  title: "Ask, and have others ask",
  kind: "write",
  exports: ["probe", "late", "receive"],
  hints: [
    "A `Ping` always goes back where it came from. Only an `Ack` asks itself for whom it is.",
    "Keep asker and round of a message when you send the next: a helper remembers nothing.",
    "An `Ack`: is its asker me? If not, pass it on. If so, is it this round, and whom I am probing?",
  ],
  difference: "The reference cancels its timer when the answer comes; looking at `probing` in `late` does as well.",
  checks: [
    grading.example({
      name: "a round begins with one ping, and a time limit for its answer",
      points: 2,
      hint: "`state.probing`, a `Ping`, and the timer `answer`.",
      run(answer) {
        const rule = answer.handler<SwimProbe["probe"]>("probe");
        const tried = grading.attempt(rule, given({ probing: null }), (out) => ["D", out, config]);
        grading.expectEqual(tried.state.probing, "D", "whom A is probing");
        grading.expectEqual(
          [...tried.sent],
          [{ to: "D", message: { kind: "Ping", asker: "A", round: 7 } }],
          "what A sends",
        );
        grading.expectEqual([...(tried.timers["answer"] ?? [])], [300, 300], "the timer of the answer");
      },
    }),
    grading.example({
      name: "a ping is answered to whoever sent it",
      points: 2,
      hint: "The asker may not be able to hear you: that is why somebody else sends the ping.",
      run(answer) {
        const ping: ProbeMessage = { kind: "Ping", asker: "E", round: 4 };
        const { sent, state } = received(answer, given(), ping, "C");
        grading.expectEqual([...sent], [{ to: "C", message: ack("A", 4, "E") }], "what A sends after C's ping for E");
        grading.expectEqual(state.probing, "B", "whom A is probing after it has answered");
      },
    }),
    grading.example({
      name: "a helper pings in another's name, and passes the answer on",
      points: 2,
      hint: "The round is that of the asker.",
      run(answer) {
        const request: ProbeMessage = { kind: "PingRequest", target: "D", round: 4 };
        const ping = { kind: "Ping", asker: "E", round: 4 };
        const asked = received(answer, given(), request, "E");
        grading.expectEqual([...asked.sent], [{ to: "D", message: ping }], "what A sends when E asks for D");
        const { sent, state } = received(answer, given(), ack("D", 4, "E"), "D");
        grading.expectEqual([...sent], [{ to: "E", message: ack("D", 4, "E") }], "what A sends with D's answer for E");
        grading.expectEqual(state.probing, "B", "whom A is probing after it has helped");
      },
    }),
    grading.example({
      name: "if the answer is late, so many others are asked, each once, and not the target",
      points: 2,
      hint: "`others` without the target; whoever was drawn is drawn no more.",
      run(answer) {
        const { sent, state } = isLate(answer, given());
        const helpers = [...new Set(sent.map(({ to }) => to))];
        grading.expectEqual([sent.length, helpers.length], [2, 2], "how many requests are sent, and to how many");
        grading.expectTrue(!helpers.includes("B") && !helpers.includes("A"), `asked to ping B: ${helpers.join(", ")}`);
        const request = { kind: "PingRequest", target: "B", round: 7 };
        grading.expectTrue(
          sent.every(({ message }) => JSON.stringify(message, Object.keys(request)) === JSON.stringify(request)),
          "a helper is asked for something else than to ping B in round 7",
        );
        grading.expectEqual(
          [state.probing, state.suspected],
          ["B", []],
          "whom A probes and suspects, with the round not over",
        );
        const few = isLate(answer, given({ others: ["B", "C"] })).sent.map(({ to }) => to);
        grading.expectEqual(few, ["C"], "who is asked where there are only B and C");
      },
    }),
    grading.example({
      name: "an answer ends the wait if it is of this round and of this target",
      points: 2,
      hint: "Messages come late, and twice.",
      run(answer) {
        const probing = (message: ProbeMessage, from: NodeId) => received(answer, given(), message, from).state.probing;
        grading.expectEqual(
          [probing(ack("B", 7), "B"), probing(ack("B", 7), "D"), probing(ack("B", 6), "B"), probing(ack("C", 7), "C")],
          [null, null, "B", "B"],
          "whom A is probing after B's answer, B's through D, B's of round 6, and one of C",
        );
        const over = isLate(answer, received(answer, given(), ack("B", 7), "B").state);
        grading.expectEqual(over.sent.length, 0, "how many helpers are asked after the answer has come");
      },
    }),
    grading.seeds({
      name: "five members, a bad link and a death: only the dead one is suspected, and it is",
      points: 3,
      hint: "Two members who cannot reach each other need a third.",
      seeds: 30,
      simulate: (answer) => ({
        run: (seed) => ({
          protocol: group(answer, ["A", "B", "C", "D", "E"]),
          network: { latencyMs: [5, 40], duplication: 0.1 },
          faults: [
            cutLinks(["A"], ["B"], { atMs: 0 }),
            cutLinks(["B"], ["A"], { atMs: 0 }),
            crash("E", { atMs: 4500 }),
          ],
          untilMs: 16_000,
          seed,
        }),
        properties: [onlyTheDead],
        check(run) {
          const found = ["A", "B", "C", "D"].filter((node) =>
            (run.states[node] as ProberState).suspected.includes("E"),
          );
          grading.expectBetween(found.length, 1, 4, "how many suspect E, which died eleven rounds ago");
          return true;
        },
      }),
    }),
  ],
});
