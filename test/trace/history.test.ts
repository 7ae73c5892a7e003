/** Histories from traces. */
import { expect, test } from "vitest";
import { historyOf } from "../../lib/trace/history";
import type { Trace, TraceEvent } from "../../lib/trace/trace";

const traceOf = (...events: readonly TraceEvent[]): Trace => ({
  nodes: ["ann", "bob"],
  time: "ms",
  origin: "",
  events,
});

test("operations stand in the order in which they began, and those that were not answered have no return", () => {
  const trace = traceOf(
    { kind: "invoke", at: 1, node: "ann", op: 0, operation: "write 1" },
    { kind: "invoke", at: 2, node: "bob", op: 1, operation: "read" },
    { kind: "crash", at: 3, node: "ann" },
    { kind: "complete", at: 4, node: "bob", op: 1, result: 1 },
  );
  expect(historyOf(trace)).toEqual([
    { client: "ann", operation: "write 1", invoked: 1 },
    { client: "bob", operation: "read", invoked: 2, result: 1, returned: 4 },
  ]);
});

test("what returns without having begun, or twice, is refused", () => {
  const invoke: TraceEvent = { kind: "invoke", at: 1, node: "ann", op: 0, operation: null };
  const complete: TraceEvent = { kind: "complete", at: 2, node: "ann", op: 0, result: null };
  expect(() => historyOf(traceOf(complete))).toThrow("operation 0 of ann returns at 2, but it has not begun");
  expect(() => historyOf(traceOf(invoke, complete, complete))).toThrow(
    "operation 0 of ann returns at 2, but it has returned already",
  );
});
