// Looks at what waits and does not take it out, so that lines are seen again.
// caught by: what comes in order is seen at once
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
  for (let round = 0; round < state.buffer.length; round++) {
    for (const each of state.buffer) {
      const isNext = (state.delivered[each.from] ?? 0) === (each.line.clock[each.from] ?? 0);
      if (isNext && isReady(state, each)) deliverLine(state, each);
    }
  }
}

function isReady(state: CausalBroadcastState, { line }: Received): boolean {
  return Object.entries(line.clock).every(([member, count]) => (state.delivered[member] ?? 0) >= count);
}
