// Goes through the buffer once, in the order of arrival.
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
  const waiting: Received[] = [];
  for (const each of state.buffer) {
    if (isReady(state, each)) deliverLine(state, each);
    else waiting.push(each);
  }
  state.buffer = waiting;
}

function isReady(state: CausalBroadcastState, { line }: Received): boolean {
  return Object.entries(line.clock).every(([member, count]) => (state.delivered[member] ?? 0) >= count);
}
