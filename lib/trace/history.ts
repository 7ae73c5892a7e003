/** The history of clients' operations, from a trace: what linearizability and its weaker kin are judged on. */
import type { Operation } from "../protocol";
import type { Trace } from "./trace";

type Recorded = { -readonly [Field in keyof Operation]: Operation[Field] };

/**
 * One record for each operation that a client began, in the order in which they began. An operation that nobody heard
 * back about has no `returned`. It is the same, whether clients were protocols, scripts or real processes.
 * @throws RangeError where something returned that had not begun, or that had returned already
 */
export function historyOf(trace: Trace): readonly Operation[] {
  const history: Recorded[] = [];
  const byNumber = new Map<number, Recorded>();
  for (const event of trace.events) {
    if (event.kind === "invoke") {
      const operation = { client: event.node, operation: event.operation, invoked: event.at };
      byNumber.set(event.op, operation);
      history.push(operation);
    } else if (event.kind === "complete") {
      const operation = byNumber.get(event.op);
      if (!operation || operation.returned !== undefined) {
        const what = operation ? "has returned already" : "has not begun";
        throw new RangeError(`operation ${event.op} of ${event.node} returns at ${event.at}, but it ${what}`);
      }
      operation.result = event.result;
      operation.returned = event.at;
    }
  }
  return history;
}
