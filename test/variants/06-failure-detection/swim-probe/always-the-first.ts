// Asks the first ones of its list, and lets the timer run.
import type { NodeId, ProbeMessage, ProberConfig, ProberOut, ProberState } from "distlab";

export function probe(state: ProberState, target: NodeId, out: ProberOut, config: ProberConfig): void {
  state.probing = target;
  out.send(target, { kind: "Ping", asker: state.self, round: state.round });
  out.setTimer("answer", [config.answerTimeoutMs, config.answerTimeoutMs]);
}

export function late(state: ProberState, out: ProberOut, config: ProberConfig): void {
  const target = state.probing;
  if (target === null) return;
  const helpers = state.others.filter((node) => node !== target).slice(0, config.helpers);
  for (const helper of helpers) out.send(helper, { target, round: state.round, kind: "PingRequest" });
}

export function receive(state: ProberState, message: ProbeMessage, from: NodeId, out: ProberOut): void {
  const { kind, round } = message;
  if (kind === "PingRequest") return out.send(message.target, { kind: "Ping", asker: from, round });
  if (kind === "Ping") return out.send(from, { kind: "Ack", asker: message.asker, round, target: state.self });
  if (message.asker !== state.self) return out.send(message.asker, message);
  if (round !== state.round || message.target !== state.probing) return;
  state.probing = null;
}
