/** Causal broadcast: the chat in which nobody sees an answer before its question. */
import { describe, expect, test } from "vitest";
import { causalBroadcast, causalBroadcastWith, explore, simulate } from "distlab";
import type { CausalBroadcastState, Run, Speech } from "distlab";
import { causalOrderIsKept, deliverLine } from "../../lib/protocols/causal-broadcast";
import { expectTrace } from "../traces";
import { failingSeeds, inStorm } from "./storm";

const slowQuestion = { latencyMs: 10, links: { "A->C": { latencyMs: 100 } } };

function seenBy(run: Run, node: string): readonly string[] {
  return (run.states[node] as CausalBroadcastState).seen.map(({ text }) => text);
}

const talk: readonly Speech[] = [
  { speaker: "A", text: "Who comes?", atMs: 10 },
  { speaker: "C", text: "It rains.", atMs: 20 },
  { speaker: "B", text: "I do.", answering: "Who comes?" },
  { speaker: "C", text: "Then I do.", answering: "I do." },
];

describe("causal broadcast (Birman, Schiper and Stephenson 1991)", () => {
  test("an answer that overtakes its question waits for it, for 80 ms", () => {
    const run = simulate({ protocol: causalBroadcast(), network: slowQuestion, properties: [causalOrderIsKept] });
    expect(run.violation).toBeUndefined();
    expect(seenBy(run, "C")).toEqual(["Who comes along?", "I do."]);
    expect(run.counts.sent).toBe(4);
    expectTrace(run.trace, "causal-broadcast-answer-waits");
  });

  test("what is not related is not held back: two members may see it in different orders", () => {
    const script: readonly Speech[] = ["A", "B"].map((speaker) => ({ speaker, text: speaker, atMs: 0 }));
    const run = simulate({ protocol: causalBroadcast({ script }), network: { latencyMs: 10 } });
    expect([seenBy(run, "A"), seenBy(run, "B")]).toEqual([
      ["A", "B"],
      ["B", "A"],
    ]);
  });

  test("every interleaving of four lines keeps causes before effects, and all are seen", () => {
    const result = explore({ protocol: causalBroadcast({ script: talk }) });
    expect([result.holds, result.complete]).toEqual([true, true]);
    expect(result.distinct).toBe(261);
  });

  test("1,000 seeds with reordering, pauses and skew: causes before effects, and everything is seen", () => {
    const protocol = causalBroadcast({ script: talk });
    const network = { latencyMs: [1, 200] as const, reordering: 0.5 };
    const storm = (seed: number): Run =>
      inStorm(seed, { protocol, network }, [causalOrderIsKept], { pauses: true, skew: true, lossy: false });
    expect(failingSeeds(1000, storm)).toEqual([]);
    const runs = Array.from({ length: 500 }, (_, seed) => storm(seed + 1));
    expect(runs.every((run) => ["A", "B", "C"].every((node) => seenBy(run, node).length === 4))).toBe(true);
  });

  test("a broken twin that delivers at once shows the answer before the question", () => {
    const protocol = causalBroadcastWith({ receive: (state, received) => deliverLine(state, received) })();
    const caught = explore({ protocol, properties: [causalOrderIsKept] }).counterexample!;
    expect(caught.sentence).toContain(`C saw B's "I do." before A's "Who comes along?", which it comes after`);
    expectTrace(caught.trace, "causal-broadcast-at-once");
  });

  test("without the rule that it waits the same is found", () => {
    const knockedOut = ["waits for what comes before"];
    expect(explore({ protocol: causalBroadcast(), properties: [causalOrderIsKept], knockedOut }).holds).toBe(false);
  });

  test("scripts that make no sense are refused", () => {
    expect(() => causalBroadcast({ script: [{ speaker: "X", text: "", atMs: 0 }] })).toThrow("allowed are A, B, C");
    const same: readonly Speech[] = ["A", "B"].map((speaker) => ({ speaker, text: "hello", atMs: 0 }));
    expect(() => causalBroadcast({ script: same })).toThrow('script has "hello" twice');
  });
});
