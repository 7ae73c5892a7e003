/** Writes the trace, the history and the counts of a run. */
import type { Data, Millis, NodeId, Operation } from "../protocol";
import type { TraceEvent } from "../trace/trace";
import { TraceColumns } from "./trace-columns";

export interface Counts {
  sent: number;
  delivered: number;
  lost: number;
  duplicated: number;
  corrupted: number;
  timers: number;
  saves: number;
}

type OpenOperation = { -readonly [Field in keyof Operation]: Operation[Field] };

export class Recording {
  readonly columns: TraceColumns;
  readonly history: OpenOperation[] = [];
  readonly counts: Counts = { sent: 0, delivered: 0, lost: 0, duplicated: 0, corrupted: 0, timers: 0, saves: 0 };

  constructor(
    /** Whether the trace is kept. */
    readonly on: boolean,
    names: readonly NodeId[],
  ) {
    this.columns = new TraceColumns(names);
  }

  add(event: TraceEvent): void {
    if (this.on) this.columns.event(event);
  }

  /** Returns the operation's index. */
  invoke(at: Millis, client: NodeId, operation: Data): number {
    const op = this.history.push({ client, operation, invoked: at }) - 1;
    this.add({ kind: "invoke", at, node: client, op, operation });
    return op;
  }

  complete(at: Millis, op: number, result: Data): void {
    const operation = this.history[op]!;
    operation.result = result;
    operation.returned = at;
    this.add({ kind: "complete", at, node: operation.client, op, result });
  }
}
