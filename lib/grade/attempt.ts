/** Tries one handler by itself, outside of a run: for checks by example. */
import { cloneDraft } from "../data";
import type { Data } from "../data";
import type { NodeId, Out } from "../protocol";
import { step } from "../step";
import type { Effect } from "../step";
import type { AnyHandler } from "./answer";

/** What a handler did. */
export interface Attempt<State> {
  readonly state: State;
  readonly sent: readonly { readonly to: NodeId; readonly message: Data }[];
  /** What was saved, in order. */
  readonly saved: readonly Data[];
  /** The timers that were set, by name, with their ranges. */
  readonly timers: { readonly [timer: string]: readonly [min: number, max: number] };
  /** The timers that were cancelled and not set again. */
  readonly cancelled: readonly string[];
  readonly effects: readonly Effect[];
}

/**
 * Runs `handler` on a copy of `state`. `choose` always takes the first option, and the clock stands at 0.
 * @param args what comes after the state, given the `out`
 * @example
 * const greet = (state: { met: string[] }, who: string, out: { send(to: string, text: string): void }) => { state.met.push(who); out.send(who, "hi"); };
 * grading.attempt(greet, { met: [] }, (out) => ["B", out]).sent; // → [{ to: "B", message: "hi" }]
 */
export function attempt<State extends Data>(
  handler: AnyHandler,
  state: State,
  args: (out: Out<Data, string, Data>) => readonly unknown[],
): Attempt<State> {
  const protocol = {
    name: "the answer",
    start: () => null,
    onMessage(draft: Data, _message: Data, _from: NodeId, out: Out<Data, string, Data>) {
      (handler as unknown as (...given: unknown[]) => unknown)(draft, ...args(out));
    },
  };
  const input = { kind: "message", from: "X", message: null } as const;
  const environment = { localTime: () => 0, choose: () => 0 };
  const { state: after, effects } = step(protocol, "self", cloneDraft(state), input, environment);
  return { state: after as State, effects, ...sorted(effects) };
}

function sorted(effects: readonly Effect[]): Pick<Attempt<Data>, "sent" | "saved" | "timers" | "cancelled"> {
  const sent: { to: NodeId; message: Data }[] = [];
  const saved: Data[] = [];
  const timers: { [timer: string]: readonly [number, number] } = {};
  const cancelled = new Set<string>();
  for (const effect of effects) {
    if (effect.kind === "send") sent.push({ to: effect.to, message: effect.message });
    if (effect.kind === "save") saved.push(effect.saved);
    if (effect.kind === "setTimer") {
      timers[effect.timer] = [effect.minMs, effect.maxMs];
      cancelled.delete(effect.timer);
    }
    if (effect.kind === "cancelTimer") {
      delete timers[effect.timer];
      cancelled.add(effect.timer);
    }
  }
  return { sent, saved, timers, cancelled: [...cancelled] };
}
