/**
 * The operations of clients so far, as part of the state. Only one thing about time matters to a judge of histories:
 * which operation had returned before which was invoked. So time here counts the turns between invoking and
 * returning: all invocations without a return between them happen at one even time, all returns without an invocation
 * between them at one odd time. Histories that no judge could tell apart are then equal.
 */
import { canonical } from "../../data";
import type { Data, NodeId, Operation } from "../../protocol";
import { PairMap } from "./tables";

/** An operation begins or returns. */
export interface OperationEvent {
  readonly kind: "invoke" | "complete";
  /** The client's place among the nodes. */
  readonly node: number;
  /** The operation, or the result. */
  readonly data: Data;
}

interface Entry extends Operation {
  readonly node: number;
}

interface History {
  readonly entries: readonly Entry[];
  readonly time: number;
}

export class Histories {
  private readonly histories: History[] = [];
  private readonly numbers = new Map<string, number>();
  private readonly events: OperationEvent[] = [];
  private readonly eventNumbers = new Map<string, number>();
  private readonly after = new PairMap();
  readonly empty: number;

  constructor(private readonly nodes: readonly NodeId[]) {
    this.empty = this.intern({ entries: [], time: 0 });
  }

  operations(history: number): readonly Operation[] {
    return this.histories[history]!.entries;
  }

  /** The number of an event. */
  event(event: OperationEvent): number {
    const key = `${event.kind} ${event.node} ${canonical(event.data)}`;
    let number = this.eventNumbers.get(key);
    if (number === undefined) {
      number = this.events.push(event) - 1;
      this.eventNumbers.set(key, number);
    }
    return number;
  }

  /** The history after an event, or −1 if a client completes an operation without having begun one. */
  extend(history: number, event: number): number {
    const remembered = this.after.get(history, event);
    if (remembered >= 0) return remembered;
    const { kind, node, data } = this.events[event]!;
    const extended =
      kind === "invoke"
        ? this.invoke(this.histories[history]!, node, data)
        : complete(this.histories[history]!, node, data);
    if (!extended) return -1;
    const number = this.intern(extended);
    this.after.set(history, event, number);
    return number;
  }

  private invoke(history: History, node: number, operation: Data): History {
    const time = history.time + (history.time % 2);
    const entry: Entry = { client: this.nodes[node]!, node, operation, invoked: time };
    // Operations invoked at one time are sorted by client; those of one client keep their order.
    const place = history.entries.findIndex((other) => other.invoked === time && other.node > node);
    const entries = history.entries.toSpliced(place < 0 ? history.entries.length : place, 0, entry);
    return { entries, time };
  }

  /** The history with everything renamed: `nodeOf` gives a client's new place. */
  renamed(history: number, nodeOf: (node: number) => number, rename: (data: Data) => Data): number {
    const { entries, time } = this.histories[history]!;
    const renamed = entries.map((entry) => {
      const node = nodeOf(entry.node);
      const { result, ...rest } = entry;
      const copy: Entry = { ...rest, node, client: this.nodes[node]!, operation: rename(entry.operation) };
      return result === undefined ? copy : { ...copy, result: rename(result) };
    });
    renamed.sort((one, other) => one.invoked - other.invoked || one.node - other.node);
    return this.intern({ entries: renamed, time });
  }

  private intern(history: History): number {
    const key = JSON.stringify([
      history.time,
      history.entries.map((entry) => [
        entry.node,
        canonical(entry.operation),
        entry.invoked,
        entry.returned ?? -1,
        entry.result === undefined ? "" : canonical(entry.result),
      ]),
    ]);
    let number = this.numbers.get(key);
    if (number === undefined) {
      number = this.histories.push(history) - 1;
      this.numbers.set(key, number);
    }
    return number;
  }
}

/** The operation that the client began last returns. */
function complete(history: History, node: number, result: Data): History | undefined {
  const place = history.entries.findLastIndex((entry) => entry.node === node && entry.returned === undefined);
  if (place < 0) return undefined;
  const time = history.time + (1 - (history.time % 2));
  return { entries: history.entries.with(place, { ...history.entries[place]!, result, returned: time }), time };
}
