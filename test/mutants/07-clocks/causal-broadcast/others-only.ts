// Waits for the lines of others, and not for earlier ones of the same speaker.
// caught by: one line may release many
import { deliverLine } from "distlab";
import type { CausalBroadcastConfig, CausalBroadcastOut, CausalBroadcastState, ChatLine, Received } from "distlab";

export function broadcast(
  state: CausalBroadcastState,
  text: string,
  out: CausalBroadcastOut,
  config: CausalBroadcastConfig,
): void {
  const line: ChatLine = { kind: "ChatLine", text, clock: { ...state.delivered } };
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

function isReady(state: CausalBroadcastState, { from, line }: Received): boolean {
  return Object.entries(line.clock).every(
    ([member, count]) => member === from || (state.delivered[member] ?? 0) >= count,
  );
}
