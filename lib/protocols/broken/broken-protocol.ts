/** What a broken protocol comes with, and how rules are broken: by an `out` that does not do all that it is told. */
import type { AnyProtocol, Data, Millis, NodeId, Out, Property } from "../../protocol";

/** A protocol with one mistake, and as much bad luck as it takes to show it. */
export interface BrokenProtocol {
  /** The mistake in a few words, for example `forgotten vote`. */
  readonly name: string;
  /** What was changed, in a sentence. */
  readonly mistake: string;
  readonly protocol: AnyProtocol | { readonly [node: NodeId]: AnyProtocol };
  /** What it breaks. */
  readonly property: Property;
  readonly time: "asynchronous" | "synchronous";
  /** What must be able to go wrong for it to show; `explore` takes them as they are. */
  readonly faults?: { readonly crashes?: number; readonly restarts?: number; readonly duplicates?: number };
  /** How many timers must be able to fire. */
  readonly firings?: number;
}

interface Missing {
  /** Saves do nothing. */
  readonly saves?: true;
  /** These guards let everything pass. */
  readonly guards?: readonly string[];
}

/** An `out` without some of what it should do. */
export function without<Message extends Data, Timer extends string, Saved extends Data>(
  missing: Missing,
  out: Out<Message, Timer, Saved>,
): Out<Message, Timer, Saved> {
  return {
    get localTime(): Millis {
      return out.localTime;
    },
    send: (to, message) => out.send(to, message),
    setTimer: (timer, after) => out.setTimer(timer, after),
    cancelTimer: (timer) => out.cancelTimer(timer),
    save: (saved) => (missing.saves ? undefined : out.save(saved)),
    choose: (options) => out.choose(options),
    guard: (name, condition) => out.guard(name, condition) || missing.guards?.includes(name) === true,
    invoke: (operation) => out.invoke(operation),
    complete: (result) => out.complete(result),
  };
}
