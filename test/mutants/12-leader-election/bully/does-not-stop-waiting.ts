// Follows an announcement and lets its timers run: it will hold another election.
// caught by: an announcement is believed
import type { BullyMessage, BullyRulesOut, BullyState, NodeId } from "distlab";

function holdElection(state: BullyState, members: NodeId[], out: BullyRulesOut): void {
  const above = members.slice(members.indexOf(state.self) + 1);
  if (above.length === 0) return win(state, members, out);
  state.phase = "waiting for answers";
  for (const node of above) out.send(node, { kind: "Election" });
  out.setTimer("answer", [100, 100]);
}

function win(state: BullyState, members: NodeId[], out: BullyRulesOut): void {
  follow(state, state.self, out);
  for (const node of members.slice(0, members.indexOf(state.self))) out.send(node, { kind: "Coordinator" });
}

function follow(state: BullyState, coordinator: NodeId, out: BullyRulesOut): void {
  state.coordinator = coordinator;
  state.phase = "idle";
}

export function heard(
  state: BullyState,
  message: BullyMessage,
  from: NodeId,
  members: NodeId[],
  out: BullyRulesOut,
): void {
  if (message.kind === "Coordinator") return follow(state, from, out);
  if (message.kind === "Election") {
    // Who leads already need not prove it again.
    if (state.coordinator === state.self) return out.send(from, { kind: "Coordinator" });
    out.send(from, { kind: "Answer" });
    // Whoever is at it already need not begin again.
    if (state.phase === "idle") holdElection(state, members, out);
  } else if (message.kind === "Answer" && state.phase === "waiting for answers") {
    state.phase = "waiting for the coordinator";
    out.cancelTimer("answer");
    out.setTimer("coordinator", [300, 300]);
  }
}

export function timedOut(
  state: BullyState,
  timer: "begin" | "answer" | "coordinator",
  members: NodeId[],
  out: BullyRulesOut,
): void {
  if (timer === "answer") win(state, members, out);
  else holdElection(state, members, out);
}
