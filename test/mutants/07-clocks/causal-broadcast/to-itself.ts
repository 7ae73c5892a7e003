// Sends the line to everybody, itself too, and sees it at once besides.
// caught by: a line goes to all others once, and its speaker sees it at once
import { deliverLine } from "distlab";
import type { CausalBroadcastConfig, CausalBroadcastOut, CausalBroadcastState, ChatLine, Received } from "distlab";

export function broadcast(
  state: CausalBroadcastState,
  text: string,
  out: CausalBroadcastOut,
  config: CausalBroadcastConfig,
): void {
  const line: ChatLine = { kind: "ChatLine", text, clock: { ...state.delivered } };
  for (const member of config.members) out.send(member, line);
  deliverLine(state, { from: state.self, line });
}

export function receive(state: CausalBroadcastState, received: Received): void {
  state.buffer.push(received);
  for (;;) {
    const ready = state.buffer.findIndex((waiting) => isReady(state, waiting));
    if (ready < 0) return;
    const [next] = state.buffer.splice(ready, 1);
    deliverLine(state, next!);
  }
}

function isReady(state: CausalBroadcastState, { line }: Received): boolean {
  return Object.entries(line.clock).every(([member, count]) => (state.delivered[member] ?? 0) >= count);
}
