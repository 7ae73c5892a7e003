// Writes each message out, in a switch.
import type { NodeId, ProbeMessage, ProberConfig, ProberOut, ProberState } from "distlab";

export function probe(state: ProberState, target: NodeId, out: ProberOut, { answerTimeoutMs }: ProberConfig): void {
  out.setTimer("answer", [answerTimeoutMs, answerTimeoutMs]);
  Object.assign(state, { probing: target });
  out.send(target, { round: state.round, asker: state.self, kind: "Ping" });
}

export function late({ probing, others, round }: ProberState, out: ProberOut, { helpers }: ProberConfig): void {
  const asked = new Set<NodeId>(probing === null ? others : [probing]);
  while (asked.size < others.length && asked.size <= helpers) {
    const helper = out.choose(others.filter((node) => !asked.has(node)));
    asked.add(helper);
    out.send(helper, { kind: "PingRequest", target: probing!, round });
  }
}

export function receive(state: ProberState, message: ProbeMessage, from: NodeId, out: ProberOut): void {
  switch (message.kind) {
    case "Ping":
      out.send(from, { kind: "Ack", asker: message.asker, round: message.round, target: state.self });
      break;
    case "PingRequest":
      out.send(message.target, { kind: "Ping", asker: from, round: message.round });
      break;
    case "Ack": {
      const { asker, round, target } = message;
      if (asker !== state.self) out.send(asker, { kind: "Ack", asker, round, target });
      else if (round === state.round && target === state.probing) state.probing = null;
    }
  }
}
