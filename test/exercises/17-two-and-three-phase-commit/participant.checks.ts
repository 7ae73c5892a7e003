/** Judges `17-two-and-three-phase-commit/participant`: each rule by itself, then every run with a crash of the participant. */
import { grading, twoPhaseCommitWith } from "distlab";
import type { Data, ParticipantOut, ParticipantPhase, ParticipantRules, ParticipantState } from "distlab";

type Participant = { phase: ParticipantPhase };

function asked(answer: grading.Answer, phase: ParticipantPhase, canCommit = true) {
  const rule = answer.handler<ParticipantRules["asked"]>("asked");
  return grading.attempt(rule, { phase } as Participant, (out) => [canCommit, "C", out]);
}

function told(answer: grading.Answer, phase: ParticipantPhase, outcome: "commit" | "abort") {
  const rule = answer.handler<ParticipantRules["told"]>("told");
  return grading.attempt(rule, { phase } as Participant, (out) => [outcome, "C", out]);
}

function waited(answer: grading.Answer, phase: ParticipantPhase) {
  const rule = answer.handler<ParticipantRules["waited"]>("waited");
  return grading.attempt(rule, { phase } as Participant, (out) => ["C", out]);
}

type Tried = ReturnType<typeof asked>;

/** What the coordinator hears, in order. */
const said = ({ sent }: Tried): Data => sent.map(({ message }) => message) as Data;

/** What is on disk by the time of the first message; `nothing` if nothing is. */
function savedBeforeSaying({ effects }: Tried): string {
  const first = effects.findIndex(({ kind }) => kind === "send");
  const saves = effects.slice(0, first === -1 ? effects.length : first).filter(({ kind }) => kind === "save");
  const last = saves.at(-1) as { saved?: { record?: string } } | undefined;
  return last?.saved?.record ?? "nothing";
}

/** What is on disk after an abort before any yes. An empty disk says the same: who wakes with it aborts. */
function savedAfterLeaving({ saved }: Tried): string {
  const last = saved.at(-1) as { record?: string } | undefined;
  return last?.record ?? "abort";
}

const acknowledgement = { kind: "Acknowledgement" };

/** The learner's participant in the library's two-phase commit, which looks after the timers. */
function commitWith(answer: grading.Answer) {
  const rules = {
    asked: answer.handler<ParticipantRules["asked"]>("asked"),
    told: answer.handler<ParticipantRules["told"]>("told"),
    waited: answer.handler<ParticipantRules["waited"]>("waited"),
  };
  return twoPhaseCommitWith({
    prepare(state: ParticipantState, yes, out, { coordinator, retryMs }) {
      rules.asked(state, yes, coordinator, out as unknown as ParticipantOut);
      out.cancelTimer("prepare");
      if (state.phase === "prepared") out.setTimer("inquire", [retryMs, retryMs]);
    },
    decision(state, outcome, out, { coordinator }) {
      rules.told(state, outcome, coordinator, out as unknown as ParticipantOut);
      out.cancelTimer("prepare");
      out.cancelTimer("inquire");
    },
    participantTimeout(state, _timer, out, { coordinator, retryMs }) {
      rules.waited(state, coordinator, out as unknown as ParticipantOut);
      if (state.phase === "prepared") out.setTimer("inquire", [retryMs, retryMs]);
    },
    participantRecovery(record, out, { retryMs }) {
      const phase = answer.call("restarted", record) as ParticipantPhase;
      if (phase === "prepared") out.setTimer("inquire", [retryMs, retryMs]);
      return phase;
    },
  });
}

export default grading.exercise({
  id: "17-two-and-three-phase-commit/participant",
  title: "The participant",
  kind: "write",
  exports: ["asked", "told", "waited", "restarted"],
  hints: [
    "For each message that you send, ask: what will the other do because of it, and would I still know after a crash?",
    "A yes gives away the right to decide. Until then, leaving costs nothing.",
    "An acknowledgement lets the coordinator forget. So the outcome is on disk before it.",
  ],
  difference:
    "The reference saves in one place, an abort before any yes as well, though an empty disk would say the same; and it says nothing more to a coordinator that asks for a vote after it has committed.",
  checks: [
    grading.example({
      name: "the promise is on disk before the yes",
      points: 2,
      hint: "Change the phase, save it, vote.",
      run(answer) {
        const tried = asked(answer, "working");
        grading.expectEqual(said(tried), [{ kind: "Vote", yes: true }], "what it says when it is asked and can commit");
        grading.expectEqual(
          [tried.state.phase, savedBeforeSaying(tried)],
          ["prepared", "prepared"],
          "its phase, and what is on its disk when it votes",
        );
      },
    }),
    grading.example({
      name: "a no is an abort, and who is asked again votes as before",
      points: 2,
      hint: "Nobody can commit after a no, so the participant need not wait for anything.",
      run(answer) {
        const no = asked(answer, "working", false);
        grading.expectEqual(
          [said(no), no.state.phase, savedAfterLeaving(no)],
          [[{ kind: "Vote", yes: false }], "abort", "abort"],
          "its vote, phase and disk when it cannot commit",
        );
        grading.expectEqual(
          [said(asked(answer, "prepared", false)), said(asked(answer, "abort", true))],
          [[{ kind: "Vote", yes: true }], [{ kind: "Vote", yes: false }]],
          "its votes when it is asked again after a yes, and after a no",
        );
      },
    }),
    grading.example({
      name: "it leaves by itself before its vote, and never after it",
      points: 2,
      hint: "May it abort? The chapter asks just this.",
      run(answer) {
        const free = waited(answer, "working");
        grading.expectEqual(
          [free.state.phase, savedAfterLeaving(free)],
          ["abort", "abort"],
          "phase and disk of one that was never asked",
        );
        const bound = waited(answer, "prepared");
        grading.expectEqual(
          [bound.state.phase, said(bound)],
          ["prepared", [{ kind: "Inquiry" }]],
          "phase and message of one that has voted yes",
        );
      },
    }),
    grading.example({
      name: "the outcome is on disk before it is acknowledged, and every telling is acknowledged",
      points: 2,
      hint: "The first acknowledgement may have been lost: who has the outcome already, acknowledges again.",
      run(answer) {
        for (const outcome of ["commit", "abort"] as const) {
          const tried = told(answer, "prepared", outcome);
          grading.expectEqual(
            [tried.state.phase, savedBeforeSaying(tried), said(tried)],
            [outcome, outcome, [acknowledgement]],
            `phase, disk and reply when it is told to ${outcome}`,
          );
          const again = told(answer, outcome, outcome);
          grading.expectEqual(
            [again.state.phase, said(again)],
            [outcome, [acknowledgement]],
            `phase and reply when it is told to ${outcome} again`,
          );
        }
        grading.expectEqual(
          told(answer, "working", "abort").state.phase,
          "abort",
          "its phase when it is told to abort before it was asked",
        );
      },
    }),
    grading.example({
      name: "after a crash it goes on from what it saved",
      points: 1,
      hint: "Who had not voted has lost its work, and nobody has its promise.",
      run: (answer) =>
        grading.expectEqual(
          ["nothing", "prepared", "commit", "abort"].map((record) => answer.call("restarted", record)),
          ["abort", "prepared", "commit", "abort"],
          "its phases after a crash with nothing, prepared, commit and abort on disk",
        ),
    }),
    grading.exhaustive({
      name: "in every run with a crash nobody decides differently, and who is up can always come to a decision",
      points: 3,
      hint: "The crash may come between any two effects of one rule. What has been said by then, and what saved?",
      explore: (answer) => ({
        protocol: commitWith(answer)({ participants: 2, votes: { P1: "either" } }),
        time: "asynchronous",
        firings: 1,
        faults: { crashes: { P1: 1 }, restarts: { P1: 1 } },
      }),
    }),
  ],
});
