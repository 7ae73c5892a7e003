// Pings in its own name when it helps, so that the answer ends with it.
// caught by: a helper pings in another's name, and passes the answer on
import type { NodeId, ProbeMessage, ProberConfig, ProberOut, ProberState } from "distlab";

export function probe(state: ProberState, target: NodeId, out: ProberOut, config: ProberConfig): void {
  state.probing = target;
  out.send(target, { kind: "Ping", asker: state.self, round: state.round });
  out.setTimer("answer", [config.answerTimeoutMs, config.answerTimeoutMs]);
}

export function late(state: ProberState, out: ProberOut, config: ProberConfig): void {
  const target = state.probing;
  if (target === null) return;
  let left = state.others.filter((node) => node !== target);
  for (let asked = 0; asked < config.helpers && left.length > 0; asked++) {
    const helper = out.choose(left);
    left = left.filter((node) => node !== helper);
    out.send(helper, { kind: "PingRequest", target, round: state.round });
  }
}

export function receive(state: ProberState, message: ProbeMessage, from: NodeId, out: ProberOut): void {
  const { kind, round } = message;
  if (kind === "PingRequest") return out.send(message.target, { kind: "Ping", asker: state.self, round });
  if (kind === "Ping") return out.send(from, { kind: "Ack", asker: message.asker, round, target: state.self });
  if (message.asker !== state.self) return out.send(message.asker, message);
  if (round !== state.round || message.target !== state.probing) return;
  state.probing = null;
  out.cancelTimer("answer");
}
