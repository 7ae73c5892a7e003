/** Writes the trace, the history and the counts of a run. */
import type { Data, Millis, NodeId, Operation } from "../protocol";
import type { TraceEvent } from "../trace/trace";
import { messageBytes } from "./bytes";
import { TraceColumns } from "./trace-columns";

/** How often things happened in a run. */
export interface Counts {
  /** Messages that nodes and clients sent. */
  sent: number;
  /** Copies that arrived. */
  delivered: number;
  /** Copies that did not: lost or dropped on the way, cut off, or their receiver was down. */
  lost: number;
  duplicated: number;
  corrupted: number;
  /** Timers that fired. */
  timers: number;
  /** Handlers that ran, boots included. */
  steps: number;
  saves: number;
  /** Bytes of JSON that were sent. Missing where nobody counted: see `network.countBytes`. */
  bytes?: number;
}

type OpenOperation = { -readonly [Field in keyof Operation]: Operation[Field] };

export class Recording {
  readonly columns: TraceColumns;
  readonly history: OpenOperation[] = [];
  readonly notes: string[] = [];
  readonly counts = { sent: 0, delivered: 0, lost: 0, duplicated: 0, corrupted: 0, timers: 0, steps: 0, saves: 0 };
  bytes = 0;

  constructor(
    /** Whether the trace is kept. */
    readonly on: boolean,
    /** Whether the engine counts bytes as they are sent; if not, the trace tells. */
    readonly countsBytes: boolean,
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

  /** The counts; bytes are added up only when they are asked for, where the trace has them. */
  final(): Readonly<Counts> {
    const { counts, columns, countsBytes, bytes } = this;
    if (countsBytes) return { ...counts, bytes };
    if (!this.on) return { ...counts };
    let known: number | undefined;
    return {
      ...counts,
      get bytes() {
        known ??= columns.sentMessages().reduce<number>((sum, message) => sum + messageBytes(message), 0);
        return known;
      },
    };
  }
}
