/** Judges `12-leader-election/bully`: each rule by itself, then every run with crashes, and the messages of a whole election. */
import { bully, grading, simulate } from "distlab";
import type { BullyMessage, BullyRules, BullyRulesOut, BullyState, Data } from "distlab";

const members = ["A", "B", "C", "D"];
type Heard = BullyRules["heard"];
type TimedOut = BullyRules["timedOut"];

const node = (self: string, phase: BullyState["phase"] = "idle", coordinator: string | null = null): BullyState => ({
  self,
  phase,
  coordinator,
});

function hears(answer: grading.Answer, state: BullyState, kind: BullyMessage["kind"], from: string) {
  return grading.attempt(answer.handler<Heard>("heard"), state, (out) => [{ kind }, from, members, out]);
}

function times(answer: grading.Answer, state: BullyState, timer: "begin" | "answer" | "coordinator") {
  return grading.attempt(answer.handler<TimedOut>("timedOut"), state, (out) => [timer, members, out]);
}

/** What was sent, as text, in an order of its own. */
const said = ({ sent }: grading.Attempt<BullyState>): string[] =>
  sent.map(({ to, message }) => `${(message as BullyMessage).kind} to ${to}`).toSorted();

const isSet = ({ timers }: grading.Attempt<BullyState>, timer: string): boolean => timer in timers;

/** The learner's rules as a protocol: the starters miss their coordinator at once. */
function bullyWith(answer: grading.Answer, size: number, starters: readonly string[]): ReturnType<typeof bully> {
  const names = members.slice(0, size);
  const [heard, timedOut] = [answer.handler<Heard>("heard"), answer.handler<TimedOut>("timedOut")];
  return {
    ...bully({ members: names }),
    start(self, _saved, out) {
      if (starters.includes(self)) out.setTimer("start", [0, 0]);
      return node(self);
    },
    onMessage: (state, message, from, out) => heard(state, message, from, [...names], out as unknown as BullyRulesOut),
    onTimer: (state, timer, out) =>
      timedOut(
        state,
        timer === "start" ? "begin" : (timer as "answer" | "coordinator"),
        [...names],
        out as unknown as BullyRulesOut,
      ),
  };
}

const properties = [...bully().contract!.safety, ...bully().contract!.liveness];

export default grading.exercise({
  id: "12-leader-election/bully",
  title: "The bully",
  kind: "write",
  exports: ["heard", "timedOut"],
  hints: [
    "One function holds an election, and three places call it: nobody is known, somebody below asks, an announcement does not come.",
    "The highest node has nobody above it, so it need not wait for anything.",
    "An answer says: somebody above is alive *now*. Wait for its announcement, but not for ever.",
  ],
  difference:
    "The reference answers every question from below, and begins an election of its own only when it is idle.",
  checks: [
    grading.example({
      name: "who misses the coordinator asks everybody above, and waits",
      points: 1,
      hint: 'Nobody below is asked. The timer is "answer".',
      run(answer) {
        const tried = times(answer, node("B"), "begin");
        grading.expectEqual(
          [said(tried), tried.state.phase, isSet(tried, "answer")],
          [["Election to C", "Election to D"], "waiting for answers", true],
          "what B says, its phase, and whether it waits",
        );
      },
    }),
    grading.example({
      name: "who has nobody above, or no answer, leads and says so to all below",
      points: 2,
      hint: "Not to those above: if they are dead, it is of no use; if not, one should not be doing this.",
      run(answer) {
        const highest = times(answer, node("D"), "begin");
        grading.expectEqual(
          [said(highest), highest.state.coordinator, highest.state.phase],
          [["Coordinator to A", "Coordinator to B", "Coordinator to C"], "D", "idle"],
          "what D says at once, whom it follows, and its phase",
        );
        const second = times(answer, node("C", "waiting for answers"), "answer");
        grading.expectEqual(
          [said(second), second.state.coordinator, second.state.phase],
          [["Coordinator to A", "Coordinator to B"], "C", "idle"],
          "what C says when nobody has answered, whom it follows, and its phase",
        );
      },
    }),
    grading.example({
      name: "who is asked from below answers, and takes over",
      points: 2,
      hint: "The answer comes at once; the election of its own after that, unless it is at it already.",
      run(answer) {
        const idle = hears(answer, node("B"), "Election", "A");
        grading.expectEqual(said(idle), ["Answer to A", "Election to C", "Election to D"], "what B says when A asks");
        const busy = hears(answer, node("B", "waiting for answers"), "Election", "A");
        grading.expectEqual(said(busy), ["Answer to A"], "what B says when A asks and B waits for answers already");
      },
    }),
    grading.example({
      name: "an answer ends the wait for answers, and begins another",
      points: 2,
      hint: "Cancel one timer and set the other. When that one fires, whoever answered is dead.",
      run(answer) {
        const answered = hears(answer, node("B", "waiting for answers"), "Answer", "D");
        grading.expectEqual(
          [answered.state.phase, answered.cancelled.includes("answer"), isSet(answered, "coordinator")],
          ["waiting for the coordinator", true, true],
          "B's phase after an answer, whether the first timer is cancelled, and whether the second is set",
        );
        const again = times(answer, node("B", "waiting for the coordinator"), "coordinator");
        grading.expectEqual(said(again), ["Election to C", "Election to D"], "what B says when no announcement comes");
      },
    }),
    grading.example({
      name: "an announcement is believed",
      points: 1,
      hint: "And nothing is waited for any more.",
      run(answer) {
        const tried = hears(answer, node("A", "waiting for the coordinator", "D"), "Coordinator", "C");
        grading.expectEqual(
          [tried.state.coordinator, tried.state.phase, tried.cancelled.includes("coordinator")],
          ["C", "idle", true],
          "whom A follows, its phase, and whether it has stopped waiting",
        );
      },
    }),
    grading.exhaustive({
      name: "two begin at once and any two of three crash: those at rest follow the same, and no election hangs",
      points: 3,
      hint: "Whoever answered may die before it announces itself. Who begins again?",
      explore: (answer) => ({
        protocol: bullyWith(answer, 3, ["A", "B"]),
        properties,
        faults: { crashes: 2 },
        limits: { states: 20_000 },
      }),
    }),
    grading.example({
      name: "fifteen messages, when the lowest of four begins and all are alive",
      points: 1,
      hint: "Who is asked twice need not hold two elections.",
      run(answer) {
        const run = simulate({ protocol: bullyWith(answer, 4, ["A"]), network: { latencyMs: 1 }, untilMs: 2000 });
        grading.expectEqual(
          Object.values(run.states).map((state) => (state as BullyState).coordinator) as Data,
          ["D", "D", "D", "D"],
          "whom A, B, C and D follow",
        );
        grading.expectBudget(run.counts.sent, 15, "messages");
        return `${run.counts.sent} messages`;
      },
    }),
  ],
});
