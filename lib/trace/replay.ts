/** Finds the states that a trace does not hold, by running each node's handlers again on what the trace says it was given. */
import type { AnyProtocol, Data, NodeId, NodeView } from "../protocol";
import { step } from "../step";
import type { Environment, Input } from "../step";
import type { Trace, TraceEvent } from "./trace";

/** A trace, with what replays it. A simulation's run and a checker's counterexample are both of this shape. */
export interface Traced {
  readonly trace: Trace;
  /** By node; a node without one (a scripted client) has no states. */
  readonly protocols: { readonly [node: NodeId]: AnyProtocol };
}

/** A node's state after an event of the trace; null while the node is down. */
export interface Snapshot {
  /** Index into `trace.events`. */
  readonly event: number;
  readonly node: NodeId;
  readonly state: Data;
}

/** Every change of a node's state, in the order of the trace. Throws where a protocol does not replay: it is not pure. */
export function snapshots(run: Traced): readonly Snapshot[] {
  const states = new Map<NodeId, Data>();
  const found: Snapshot[] = [];
  for (const [index, event] of run.trace.events.entries()) {
    const next = stateAfter(run, states, event);
    if (next === undefined) continue;
    states.set(next.node, next.state);
    found.push({ event: index, node: next.node, state: next.state });
  }
  return found;
}

function stateAfter(
  run: Traced,
  states: ReadonlyMap<NodeId, Data>,
  event: TraceEvent,
): { node: NodeId; state: Data } | undefined {
  if (event.kind === "crash") return { node: event.node, state: null };
  if (event.kind !== "start" && event.kind !== "deliver" && event.kind !== "timer") return undefined;
  const protocol = run.protocols[event.node];
  if (!protocol) return undefined;
  // A node that crashed within the step has no state after it: the crash event follows.
  if (event.effectsKept !== undefined) return undefined;
  const before = states.get(event.node) ?? null;
  return { node: event.node, state: step(protocol, event.node, before, inputOf(event), environmentOf(event)).state };
}

function inputOf(event: Extract<TraceEvent, { kind: "start" | "deliver" | "timer" }>): Input {
  switch (event.kind) {
    case "start":
      return { kind: "start", saved: event.saved };
    case "timer":
      return { kind: "timer", timer: event.timer };
    case "deliver":
      return { kind: "message", from: event.from, message: event.message };
  }
}

function environmentOf(event: Extract<TraceEvent, { kind: "start" | "deliver" | "timer" }>): Environment {
  let next = 0;
  return {
    localTime: () => event.clockMs ?? event.at,
    choose: () => event.choices?.[next++] ?? 0,
  };
}

/** How a state is drawn: the protocol's own view, or all its fields where it has none. */
export function viewOf(protocol: AnyProtocol | undefined, state: Data): NodeView {
  if (state === null || protocol === undefined) return {};
  if (protocol.view) return protocol.view(state);
  return typeof state === "object" && !Array.isArray(state)
    ? { fields: state as { readonly [name: string]: Data } }
    : { fields: { state } };
}
