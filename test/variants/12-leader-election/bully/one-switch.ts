// Everything in two switches, and one function that asks or announces.
import type { BullyMessage, BullyRulesOut, BullyState, NodeId } from "distlab";

const rank = (members: NodeId[], node: NodeId): number => members.findIndex((other) => other === node);

function elect(state: BullyState, members: NodeId[], out: BullyRulesOut, alone: boolean): void {
  const own = rank(members, state.self);
  const isHighest = alone || own === members.length - 1;
  members.forEach((node, place) => {
    if (isHighest && place < own) out.send(node, { kind: "Coordinator" });
    else if (!isHighest && place > own) out.send(node, { kind: "Election" });
  });
  if (isHighest) Object.assign(state, { coordinator: state.self, phase: "idle" });
  else {
    state.phase = "waiting for answers";
    out.setTimer("answer", [100, 100]);
  }
}

export function heard(
  state: BullyState,
  message: BullyMessage,
  from: NodeId,
  members: NodeId[],
  out: BullyRulesOut,
): void {
  switch (message.kind) {
    case "Election":
      if (state.coordinator === state.self) return out.send(from, { kind: "Coordinator" });
      out.send(from, { kind: "Answer" });
      return state.phase === "idle" ? elect(state, members, out, false) : undefined;
    case "Answer":
      if (state.phase !== "waiting for answers") return;
      out.cancelTimer("answer");
      out.setTimer("coordinator", [300, 300]);
      state.phase = "waiting for the coordinator";
      return;
    case "Coordinator":
      for (const timer of ["answer", "coordinator"] as const) out.cancelTimer(timer);
      Object.assign(state, { coordinator: from, phase: "idle" });
  }
}

export const timedOut = (state: BullyState, timer: string, members: NodeId[], out: BullyRulesOut): void =>
  elect(state, members, out, timer === "answer");
