/**
 * A history as a list of calls and returns in the order of time.
 *
 * An operation comes before another where it returned before the other was called. Where both happened at the same
 * moment they count as concurrent, unless one client did both: a clock too coarse to tell is no proof of a mistake.
 * (Such a client's other operations at that moment are compared within a part of the model only, where it has parts.)
 */
import type { Data, Operation } from "../../protocol";

/** The calls and returns of some operations of a history. */
export interface Events {
  /** Operation `n` was called: `2 * n`; it returned: `2 * n + 1`. At one moment, calls come before returns. */
  readonly codes: Int32Array;
  /** For each operation, one that the same client finished at the very moment of this call; -1 for none. */
  readonly after: Int32Array;
}

/** @throws RangeError or TypeError that names the first operation that is not one */
export function assertHistory(history: readonly Operation[]): void {
  for (const [index, { client, operation, invoked, returned }] of history.entries()) {
    if (typeof client !== "string")
      throw new TypeError(`history[${index}].client is ${String(client)}; allowed is a name`);
    if (operation === undefined) throw new TypeError(`history[${index}].operation is missing; allowed is plain data`);
    if (!Number.isFinite(invoked)) {
      throw new RangeError(`history[${index}].invoked is ${invoked}; allowed is a finite number`);
    }
    if (returned === undefined || (Number.isFinite(returned) && returned >= invoked)) continue;
    throw new RangeError(`history[${index}].returned is ${returned}; allowed is a number from its invoked, ${invoked}`);
  }
}

/** Whether the operation was refused, and therefore certainly had no effect: `model.ts` says how that is recorded. */
export function wasRefused({ result }: Operation): boolean {
  return typeof result === "object" && result !== null && (result as { kind?: Data }).kind === "refused";
}

/** Whether `first` must take effect before `second`, which stands later in the history. */
export function comesBefore(first: Operation, second: Operation): boolean {
  if (first.returned === undefined || first.returned > second.invoked) return false;
  return first.returned < second.invoked || first.client === second.client;
}

/** The events of the operations at `indices`; numbers in the answer count within `indices`. */
export function eventsOf(history: readonly Operation[], indices: readonly number[]): Events {
  const at = (position: number): Operation => history[indices[position]!]!;
  const calls = Array.from(indices, (_, position) => position).toSorted(
    (a, b) => at(a).invoked - at(b).invoked || a - b,
  );
  const returns = calls
    .filter((position) => at(position).returned !== undefined)
    .toSorted((a, b) => at(a).returned! - at(b).returned! || a - b);
  const codes = new Int32Array(calls.length + returns.length);
  let called = 0;
  let returned = 0;
  for (let place = 0; place < codes.length; place++) {
    const call = called < calls.length ? at(calls[called]!).invoked : Infinity;
    const callFirst = returned === returns.length || call <= at(returns[returned]!).returned!;
    codes[place] = callFirst ? 2 * calls[called++]! : 2 * returns[returned++]! + 1;
  }
  return { codes, after: sameMoment(calls, at) };
}

function sameMoment(calls: readonly number[], at: (position: number) => Operation): Int32Array {
  const after = new Int32Array(calls.length).fill(-1);
  const latest = new Map<string, number>();
  for (const position of calls) {
    const { client, invoked } = at(position);
    const before = latest.get(client);
    if (before !== undefined && at(before).returned === invoked) after[position] = before;
    if (at(position).returned !== undefined) latest.set(client, position);
  }
  return after;
}
