/** Judges `06-failure-detection/heartbeat-detector`: each rule by itself, then every run of two nodes, then five minutes. */
import { grading, heartbeatDetectorWith, pause } from "distlab";
import type { HeartbeatRules, HeartbeatState, World } from "distlab";

const config = { members: ["A", "B", "C", "D"], periodMs: 100, timeoutMs: 250, growthMs: 40 };
const given = (suspected: string[] = []): HeartbeatState => ({
  self: "A",
  suspected,
  timeoutsMs: { B: 250, C: 330, D: 250 },
  falseAlarms: 2,
});

function heard(answer: grading.Answer, state: HeartbeatState, from: string) {
  const rule = answer.handler<HeartbeatRules["heartbeat"]>("heartbeat");
  return grading.attempt(rule, state, (out) => [from, out, config]);
}

function silent(answer: grading.Answer, state: HeartbeatState, node: string) {
  const rule = answer.handler<HeartbeatRules["silence"]>("silence");
  return grading.attempt(rule, state, (out) => [node, out, config]);
}

function detector(answer: grading.Answer) {
  return heartbeatDetectorWith({
    heartbeat: answer.handler<HeartbeatRules["heartbeat"]>("heartbeat"),
    silence: answer.handler<HeartbeatRules["silence"]>("silence"),
  });
}

/** Two lost messages make few mistakes: whoever makes more is not followed for ever. */
const fewMistakes = (world: World): boolean =>
  world.nodes.every((node) => {
    const state = world.state(node) as HeartbeatState | null;
    return state === null || (state.falseAlarms <= 4 && Object.values(state.timeoutsMs).every((limit) => limit <= 550));
  });

/** Five minutes on a network whose bound nobody knows: a silence lasts 500 ms at most. */
const restless = { network: { latencyMs: [0, 400], ordered: true }, untilMs: 300_000, trace: false } as const;

export default grading.exercise({
  id: "06-failure-detection/heartbeat-detector",
  title: "The detector that learns from its mistakes",
  kind: "write",
  exports: ["heartbeat", "silence"],
  hints: [
    "`silence` is one line. All the rest happens when somebody is heard of.",
    "In `heartbeat`: was it suspected? Then trust it, count, grow its limit and save. In any case, set its timer.",
    "The timer is set last, with the limit as it is then.",
  ],
  difference: "The reference saves only where something was learned: a disk is slow, and heartbeats are many.",
  checks: [
    grading.example({
      name: "whoever is silent is suspected, and nobody else",
      points: 1,
      hint: "`state.suspected.push(node)`.",
      run(answer) {
        grading.expectEqual(silent(answer, given(), "C").state.suspected, ["C"], "whom A suspects after C's silence");
        const both = silent(answer, given(["B"]), "C").state.suspected;
        grading.expectEqual(both.toSorted(), ["B", "C"], "whom A suspects after the silence of B and of C");
      },
    }),
    grading.example({
      name: "a heartbeat starts the wait for the next one, with that node's limit",
      points: 2,
      hint: "Each node has a limit of its own, in `state.timeoutsMs`.",
      run(answer) {
        const tried = heard(answer, given(), "C");
        grading.expectEqual([...(tried.timers["silence of C"] ?? [])], [330, 330], "the timer after C's heartbeat");
        grading.expectEqual(Object.keys(tried.timers), ["silence of C"], "the timers that are set");
        const { timeoutsMs, falseAlarms } = tried.state;
        grading.expectEqual([timeoutsMs, falseAlarms], [given().timeoutsMs, 2], "limits and false alarms after it");
      },
    }),
    grading.example({
      name: "a suspect that is heard of is trusted again, and the mistake is counted",
      points: 2,
      hint: "Only the one who was heard of.",
      run(answer) {
        const { suspected, falseAlarms } = heard(answer, given(["B", "C"]), "C").state;
        grading.expectEqual([suspected, falseAlarms], [["B"], 3], "suspects and false alarms after C's heartbeat");
      },
    }),
    grading.example({
      name: "after a mistake this node may be silent for longer, at once, and that is saved",
      points: 2,
      hint: "Grow the limit of the one who was heard of, and no other's, before the timer is set. At a suspicion nobody knows of a mistake yet.",
      run(answer) {
        const quiet = silent(answer, given(), "C").state.timeoutsMs;
        grading.expectEqual(quiet, given().timeoutsMs, "the limits after C's silence, before it is heard of");
        const tried = heard(answer, given(["C"]), "C");
        const learned = { B: 250, C: 370, D: 250 };
        grading.expectEqual(tried.state.timeoutsMs, learned, "the limits after a false suspicion of C");
        grading.expectEqual([...(tried.timers["silence of C"] ?? [])], [370, 370], "the timer after it");
        grading.expectEqual(tried.saved.at(-1) ?? null, { timeoutsMs: learned }, "what is saved after it");
      },
    }),
    grading.exhaustive({
      name: "in every run of two nodes: no crash stays unseen, no false suspicion is for good",
      points: 3,
      hint: "After a heartbeat, whoever sent it, the wait for the next must begin.",
      explore: (answer) => ({
        protocol: detector(answer)({ members: 2, timeoutMs: 150, growthMs: 100 }),
        time: "synchronous",
        faults: { crashes: 1, drops: 2 },
        within: fewMistakes,
      }),
    }),
    grading.seeds({
      name: "where delays have a bound, mistakes come to an end",
      points: 2,
      hint: "A limit that never passes the bound is too short for ever.",
      seeds: 3,
      simulate: (answer) => ({
        run: (seed) => ({
          ...restless,
          protocol: detector(answer)({ members: 2, timeoutMs: 120, growthMs: 50 }),
          faults: [pause("B", { atMs: 60_000, untilMs: 62_000 })],
          seed,
        }),
        check(run) {
          const alarms = (run.states["A"] as HeartbeatState).falseAlarms;
          grading.expectBetween(alarms, 2, 10, "false alarms at A in five minutes");
          return true;
        },
      }),
    }),
  ],
});
