/** What is read from a run of Raft: on a trace written by hand, and on the simulator's. */
import { describe, expect, test } from "vitest";
import type { Trace, TraceEvent } from "../../lib/trace/trace";
import { clusterFigures, predictCluster } from "../../lib/real";

const heartbeat = (term: number) => ({ kind: "AppendEntries", term, entries: [] });
const entry = (term: number) => ({ kind: "AppendEntries", term, entries: [{ term, command: null }] });

function traceOf(events: readonly TraceEvent[]): Trace {
  return { nodes: ["A", "B", "c1"], time: "ms", origin: "by hand", events };
}

const calm: readonly TraceEvent[] = [
  { kind: "send", at: 0, node: "A", id: 1, to: "B", message: heartbeat(1) },
  { kind: "timer", at: 10, node: "c1", timer: "next" },
  { kind: "invoke", at: 10, node: "c1", op: 1, operation: { kind: "put", key: "k", value: "v" } },
  { kind: "send", at: 10, node: "c1", id: 2, to: "A", message: { kind: "ClientRequest" } },
  { kind: "deliver", at: 12, node: "A", id: 2, from: "c1", message: { kind: "ClientRequest" } },
  { kind: "send", at: 15, node: "A", id: 3, to: "B", message: entry(1) },
  { kind: "send", at: 15, node: "A", id: 4, to: "B", message: heartbeat(1) },
  { kind: "deliver", at: 16, node: "B", id: 3, from: "A", message: entry(1) },
  { kind: "send", at: 18, node: "B", id: 5, to: "A", message: { kind: "AppendEntriesReply" } },
  { kind: "send", at: 19, node: "A", id: 6, to: "c1", message: { kind: "ClientReply" } },
  { kind: "complete", at: 20, node: "c1", op: 1, result: null },
];

const failOver: readonly TraceEvent[] = [
  { kind: "invoke", at: 30, node: "c1", op: 2, operation: { kind: "get", key: "k" } },
  { kind: "crash", at: 40, node: "A" },
  { kind: "send", at: 100, node: "B", id: 7, to: "A", message: { kind: "RequestVote", term: 2 } },
  { kind: "send", at: 130.5, node: "B", id: 8, to: "A", message: heartbeat(2) },
  { kind: "complete", at: 150, node: "c1", op: 2, result: "v" },
];

describe("the figures of a run", () => {
  test("a fail-over lasts from the crash until another leads in a higher term, and until somebody is answered", () => {
    const { failOvers } = clusterFigures(traceOf([...calm, ...failOver]));
    expect(failOvers).toEqual([{ from: "A", to: "B", leaderMs: 90.5, answerMs: 110 }]);
  });

  test("the crash of a follower is none, and neither is a leader's that nobody follows", () => {
    const follower: TraceEvent = { kind: "crash", at: 40, node: "B" };
    expect(clusterFigures(traceOf([...calm, follower])).failOvers).toEqual([]);
    expect(clusterFigures(traceOf([...calm, failOver[1]!])).failOvers).toEqual([]);
  });

  test("messages are counted between the first operation and the last answer before a crash", () => {
    const figures = clusterFigures(traceOf([...calm, ...failOver]));
    expect(figures).toMatchObject({ operations: 1, operationMs: [10], messagesPerOperation: 5 });
    // A request, an entry and its reply, an answer: not the heartbeat.
    expect(figures.entryMessagesPerOperation).toBe(4);
  });

  test("a hop is from what the sender handled last until the receiver handles the message", () => {
    expect(clusterFigures(traceOf(calm)).hopMs).toEqual([2, 4]);
  });

  test("a run without an answer has no figures", () => {
    expect(() => clusterFigures(traceOf(failOver.slice(0, 4)))).toThrow("no operation that was answered");
    expect(() => clusterFigures({ ...traceOf(calm), time: "steps" })).toThrow("trace.time is steps; allowed is ms");
  });
});

describe("the prediction", () => {
  const { failOvers, messagesPerOperation, entryMessagesPerOperation, operationMs } = predictCluster({ runs: 20 });

  test("every crash of a leader ends with another, after a timeout of the paper's that began at a heartbeat", () => {
    expect(failOvers).toHaveLength(20);
    for (const { from, to, leaderMs, answerMs } of failOvers) {
      expect(to).not.toBe(from);
      expect(leaderMs).toBeGreaterThan(150 - 75);
      expect(answerMs).toBeGreaterThan(leaderMs);
    }
  });

  test("an operation takes four hops of a millisecond, and ten messages among five servers, besides heartbeats", () => {
    expect(operationMs.toSorted((left, right) => left - right)[Math.floor(operationMs.length / 2)]).toBe(4);
    expect(entryMessagesPerOperation).toBeGreaterThanOrEqual(9);
    expect(entryMessagesPerOperation).toBeLessThan(11);
    expect(messagesPerOperation).toBeGreaterThan(entryMessagesPerOperation);
  });

  test("longer hops make longer fail-overs and longer operations; the same options give the same figures", () => {
    const far = predictCluster({ runs: 20, latencyMs: 20 });
    const mean = (figures: typeof far): number =>
      figures.failOvers.reduce((total, { leaderMs }) => total + leaderMs, 0) / figures.failOvers.length;
    const near = predictCluster({ runs: 20 });
    expect(mean(far)).toBeGreaterThan(mean(near) + 20);
    expect(near.failOvers).toEqual(failOvers);
  });

  test("an option that is not allowed is refused by name", () => {
    expect(() => predictCluster({ nodes: 2 })).toThrow("nodes is 2; allowed is a whole number from 3 to 9");
    expect(() => predictCluster({ runs: 0 })).toThrow("runs is 0");
    expect(() => predictCluster({ clients: 17 })).toThrow("clients is 17");
  });
});
