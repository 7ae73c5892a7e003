// Keeps the lines of each speaker in order, and forgets what he had seen of others.
// caught by: one line may release many
import { deliverLine } from "distlab";
import type { CausalBroadcastConfig, CausalBroadcastOut, CausalBroadcastState, ChatLine, Received } from "distlab";

export function broadcast(
  state: CausalBroadcastState,
  text: string,
  out: CausalBroadcastOut,
  config: CausalBroadcastConfig,
): void {
  const line: ChatLine = { kind: "ChatLine", text, clock: { [state.self]: state.delivered[state.self] ?? 0 } };
  for (const member of config.members) if (member !== state.self) out.send(member, line);
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
