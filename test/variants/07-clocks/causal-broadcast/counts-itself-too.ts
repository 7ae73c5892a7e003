// Counts the line itself in its clock, as the library does, keeps the buffer sorted, and calls itself.
import { deliverLine } from "distlab";
import type { CausalBroadcastConfig, CausalBroadcastOut, CausalBroadcastState, ChatLine, Received } from "distlab";

export function broadcast(
  state: CausalBroadcastState,
  text: string,
  out: CausalBroadcastOut,
  { members }: CausalBroadcastConfig,
): void {
  const own = (state.delivered[state.self] ?? 0) + 1;
  const line: ChatLine = { kind: "ChatLine", text, clock: { ...state.delivered, [state.self]: own } };
  deliverLine(state, { from: state.self, line });
  for (const other of members.toReversed()) if (other !== state.self) out.send(other, line);
}

const known = ({ line }: Received): number => Object.values(line.clock).reduce((sum, count) => sum + count, 0);

export function receive(state: CausalBroadcastState, received: Received): void {
  const isMissing = ([member, count]: [string, number]): boolean =>
    (state.delivered[member] ?? 0) < (member === received.from ? count - 1 : count);
  if (Object.entries(received.line.clock).some(isMissing)) {
    // Whoever comes after more has the larger sum: sorted so, each is tried behind all that it may wait for.
    state.buffer = [...state.buffer, received].toSorted((left, right) => known(left) - known(right));
    return;
  }
  deliverLine(state, received);
  const waiting = state.buffer;
  state.buffer = [];
  for (const each of waiting) receive(state, each);
}
