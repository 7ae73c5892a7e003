/** Merged traces: every process's order is kept, nothing is delivered before it was sent, whatever the clocks show. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { historyOf } from "../../lib/trace/history";
import { mergeTraces } from "../../lib/net/merge";
import { parseTraceFile, TraceFileError, traceFileText } from "../../lib/net/trace-file";
import type { ProcessTrace } from "../../lib/net/trace-file";
import type { TraceEvent } from "../../lib/trace/trace";
import { frozenCopy } from "../../lib/data";

/** A run among three processes whose clocks are wrong by so much: each step sends a message or delivers one. */
function tracesOf(steps: readonly number[], skews: readonly number[]): ProcessTrace[] {
  const names = ["A", "B", "C"];
  const events: TraceEvent[][] = [[], [], []];
  const underWay: { from: number; to: number; id: number }[] = [];
  const ids = [0, 0, 0];
  steps.forEach((step, now) => {
    const from = step % 3;
    if (step % 2 === 0 || underWay.length === 0) {
      const to = (from + 1 + (step % 5 > 2 ? 1 : 0)) % 3;
      const id = ++ids[from]!;
      underWay.push({ from, to, id });
      events[from]!.push({
        kind: "send",
        at: now + skews[from]!,
        node: names[from]!,
        id,
        to: names[to]!,
        message: step,
      });
    } else {
      const [message] = underWay.splice(step % underWay.length, 1);
      const { from: sender, to, id } = message!;
      events[to]!.push({
        kind: "deliver",
        at: now + skews[to]!,
        node: names[to]!,
        id,
        from: names[sender]!,
        message: 0,
      });
    }
  });
  return names.map((name, index) => ({
    format: "distlab trace 1",
    process: name,
    nodes: [name],
    events: events[index]!,
  }));
}

const skews = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 3, maxLength: 3 });
const steps = fc.array(fc.nat({ max: 1000 }), { maxLength: 60 });

test("causes come before effects, times never go back, each process's order is kept, and nothing is left out", () => {
  fc.assert(
    fc.property(steps, skews, (run, wrong) => {
      const traces = tracesOf(run, wrong);
      const { events } = mergeTraces(traces, { ended: false });
      expect(events.length).toBe(run.length);
      const sent = new Set<number>();
      let at = -Infinity;
      for (const event of events) {
        expect(event.at).toBeGreaterThanOrEqual(at);
        at = event.at;
        if (event.kind === "send") sent.add(event.id);
        if (event.kind === "deliver") expect(sent).toContain(event.id);
      }
      for (const { process, events: own } of traces) {
        const kinds = events.filter((event) => "node" in event && event.node === process).map(({ kind }) => kind);
        expect(kinds).toEqual(own.map(({ kind }) => kind));
      }
    }),
  );
});

test("with clocks that agree the order is that of time, and times stay as they are", () => {
  fc.assert(
    fc.property(steps, (run) => {
      const { events } = mergeTraces(tracesOf(run, [0, 0, 0]), { ended: false });
      expect(events.map(({ at }) => at)).toEqual(run.map((_, now) => now));
    }),
  );
});

test("messages are numbered from 1 in the order of sending, and a delivery has its sending's number", () => {
  fc.assert(
    fc.property(steps, skews, (run, wrong) => {
      const { events } = mergeTraces(tracesOf(run, wrong), { ended: false });
      const sent = events.flatMap((event) => (event.kind === "send" ? [event] : []));
      expect(sent.map(({ id }) => id)).toEqual(sent.map((_, index) => index + 1));
      for (const event of events) {
        if (event.kind === "deliver") expect(sent[event.id - 1]).toMatchObject({ node: event.from, to: event.node });
      }
    }),
  );
});

const head = { format: "distlab trace 1", process: "A", nodes: ["A"] } as const;

test("a message that never arrived is told as lost, to a receiver that is down as that", () => {
  const events: TraceEvent[] = [
    { kind: "start", at: 0, node: "B", saved: null },
    { kind: "send", at: 1, node: "A", id: 1, to: "B", message: "x" },
    { kind: "crash", at: 2, node: "B" },
    { kind: "send", at: 3, node: "A", id: 2, to: "B", message: "y" },
  ];
  const lost = mergeTraces([{ ...head, events }]).events.filter(({ kind }) => kind === "lose");
  expect(lost).toMatchObject([
    { id: 1, why: "loss" },
    { id: 2, why: "down" },
  ]);
});

test("a delivery whose sending nobody wrote down still has one", () => {
  const events: TraceEvent[] = [{ kind: "deliver", at: 5, node: "A", id: 9, from: "B", message: "x" }];
  expect(mergeTraces([{ ...head, events }]).events).toMatchObject([
    { kind: "send", node: "B", to: "A", id: 1, at: 5 },
    { kind: "deliver", node: "A", id: 1 },
  ]);
});

test("traces that contradict each other are merged to the end all the same", () => {
  const one: TraceEvent[] = [
    { kind: "deliver", at: 1, node: "A", id: 1, from: "B", message: 1 },
    { kind: "send", at: 2, node: "A", id: 1, to: "B", message: 2 },
  ];
  const other: TraceEvent[] = [
    { kind: "deliver", at: 1, node: "B", id: 1, from: "A", message: 2 },
    { kind: "send", at: 2, node: "B", id: 1, to: "A", message: 1 },
  ];
  const { events } = mergeTraces([
    { ...head, events: one },
    { ...head, process: "B", nodes: ["B"], events: other },
  ]);
  expect(events.filter(({ kind }) => kind === "deliver").length).toBe(2);
});

test("operations of several processes are one history", () => {
  const traceOf = (node: string, from: number): ProcessTrace => ({
    ...head,
    process: node,
    nodes: [node],
    events: [
      { kind: "invoke", at: from, node, op: 7, operation: { kind: "read" } },
      { kind: "complete", at: from + 10, node, op: 7, result: node },
    ],
  });
  expect(historyOf(mergeTraces([traceOf("c1", 1), traceOf("c2", 2)]))).toMatchObject([
    { client: "c1", result: "c1", invoked: 1, returned: 11 },
    { client: "c2", result: "c2", invoked: 2, returned: 12 },
  ]);
});

test("a trace file reads as it was written, saves included; a torn last line is left out", () => {
  const saves = fc.array(fc.record({ term: fc.nat({ max: 3 }), log: fc.array(fc.nat({ max: 2 }), { maxLength: 4 }) }));
  fc.assert(
    fc.property(saves, fc.nat(), (values, cut) => {
      const events = values.map((saved, at): TraceEvent => ({
        kind: "save",
        at,
        node: at % 2 === 0 ? "A" : "B",
        saved: frozenCopy(saved),
      }));
      const text = traceFileText({ process: "A", nodes: ["A", "B"], events });
      expect(parseTraceFile(text, "A")).toEqual({ ...head, nodes: ["A", "B"], events });
      const first = text.indexOf("\n") + 1;
      const torn = text.slice(0, first + (cut % (text.length - first + 1)));
      expect(parseTraceFile(torn, "A").events).toEqual(events.slice(0, torn.split("\n").length - 2));
    }),
  );
});

test("a line that is damaged elsewhere is an error that names it", () => {
  const text = `${JSON.stringify(head)}\n{"kind":\n{"kind":"crash","at":1,"node":"A"}\n`;
  expect(() => parseTraceFile(text, "A.1.trace")).toThrow(/^A.1.trace, line 2:/);
  expect(() => parseTraceFile("rubbish\n", "x")).toThrow(TraceFileError);
  expect(() => parseTraceFile("{}\n", "x")).toThrow("x is no trace of this version");
});
