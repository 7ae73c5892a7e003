/** Judges `17-two-and-three-phase-commit/three-phase-termination`: each rule by itself, then every run with three crashes. */
import { grading, threePhaseCommitWith, threePhaseRules } from "distlab";
import type { CommitPhase, SilenceStep } from "distlab";

const members = ["C", "P1", "P2", "P3"];

function silence(answer: grading.Answer, self: string, phase: CommitPhase, leader: string): SilenceStep {
  return answer.call("silence", self, phase, leader, members) as unknown as SilenceStep;
}

const terminate = (answer: grading.Answer, ...phases: CommitPhase[]) =>
  answer.call("terminate", phases) as "commit" | "abort" | "precommit";

/** The learner's rules in the library's three-phase commit. Its own rule asks, or takes over, whoever leads next. */
function commitWith(answer: grading.Answer) {
  return threePhaseCommitWith({
    terminate: (phases) => terminate(answer, ...phases),
    silence(state, out, config) {
      const leader = config.members[state.leader] ?? config.members.at(-1)!;
      const step = answer.call("silence", state.self, state.phase, leader, [
        ...config.members,
      ]) as unknown as SilenceStep;
      if (step.kind === "decide") {
        state.phase = step.outcome;
        out.save({ record: step.outcome });
        return;
      }
      state.leader = config.members.indexOf(step.kind === "ask" ? step.next : state.self) - 1;
      threePhaseRules.silence(state, out, config);
    },
  });
}

export default grading.exercise({
  id: "17-two-and-three-phase-commit/three-phase-termination",
  title: "Who ends it?",
  kind: "write",
  exports: ["silence", "terminate"],
  hints: [
    "Write down for each phase of a living node which outcomes nobody can have decided on, dead or alive.",
    "A precommitted node must not commit alone: another may be uncertain, and would decide by what it knows.",
    "If the next in line is silent too, there is one after it.",
  ],
  difference: "The reference lets a node that has not voted leave at once, which needs no terminator.",
  checks: [
    grading.example({
      name: "the next in line takes over, and the others ask it to",
      points: 2,
      hint: "`members` is the line. Its place in it is all that a node needs to know.",
      run(answer) {
        const steps = [
          silence(answer, "P1", "uncertain", "C"),
          silence(answer, "P3", "uncertain", "C"),
          silence(answer, "P2", "precommitted", "C"),
          silence(answer, "P1", "precommitted", "C"),
        ];
        grading.expectEqual(
          steps,
          [{ kind: "take over" }, { kind: "ask", next: "P1" }, { kind: "ask", next: "P1" }, { kind: "take over" }],
          "what P1, P3, P2 and P1 do when C is silent",
        );
      },
    }),
    grading.example({
      name: "if the next one is silent too, it is the turn of the one after",
      points: 2,
      hint: "Begin behind the leader that was silent, not behind the coordinator.",
      run(answer) {
        const steps = [
          silence(answer, "P3", "uncertain", "P1"),
          silence(answer, "P2", "precommitted", "P1"),
          silence(answer, "P3", "precommitted", "P2"),
        ];
        grading.expectEqual(
          steps,
          [{ kind: "ask", next: "P2" }, { kind: "take over" }, { kind: "take over" }],
          "what P3 and P2 do when P1 is silent, and P3 when P2 is silent",
        );
      },
    }),
    grading.example({
      name: "one phase of one living node decides",
      points: 3,
      hint: "Read them in this order: has anybody decided? Is anybody short of a vote? Is anybody precommitted?",
      run(answer) {
        grading.expectEqual(
          [
            terminate(answer, "uncertain", "abort", "uncertain"),
            terminate(answer, "commit", "precommitted"),
            terminate(answer, "precommitted", "commit"),
          ],
          ["abort", "commit", "commit"],
          "the outcomes when one has aborted, and when one has committed",
        );
        grading.expectEqual(
          [
            terminate(answer, "uncertain", "uncertain"),
            terminate(answer, "uncertain", "working"),
            terminate(answer, "uncertain"),
          ],
          ["abort", "abort", "abort"],
          "the outcomes when nobody is precommitted",
        );
      },
    }),
    grading.example({
      name: "one precommitted among many is not overlooked",
      points: 2,
      hint: "You act on it, die, and leave only the precommitted one alive, or only the uncertain ones. Do they end as you did?",
      run(answer) {
        const found = [
          terminate(answer, "uncertain", "uncertain", "precommitted"),
          terminate(answer, "precommitted", "uncertain", "uncertain"),
        ];
        grading.expectEqual(found, ["precommit", "precommit"], "what is done when one of three is precommitted");
        grading.expectTrue(
          terminate(answer, "precommitted", "precommitted") !== "abort",
          "it aborts when all the living are precommitted",
        );
      },
    }),
    grading.exhaustive({
      name: "whichever three of four crash, the others decide, and nobody differently, the dead included",
      points: 4,
      hint: "Read the run backwards: what did the one that decided last know, and what did it not?",
      explore: (answer) => ({
        protocol: commitWith(answer)({ participants: 3, votes: { P3: "either" } }),
        faults: { crashes: 3 },
      }),
    }),
  ],
});
