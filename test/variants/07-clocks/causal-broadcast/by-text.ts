// Sends no counts at all: the clock names the lines that were seen.
import { deliverLine } from "distlab";
import type { CausalBroadcastConfig, CausalBroadcastOut, CausalBroadcastState, Received } from "distlab";

const keyOf = (from: string, text: string): string => `${from}: ${text}`;

export function broadcast(
  state: CausalBroadcastState,
  text: string,
  out: CausalBroadcastOut,
  config: CausalBroadcastConfig,
): void {
  const clock = Object.fromEntries(state.seen.map((each) => [keyOf(each.from, each.text), 1]));
  const line = { kind: "ChatLine", text, clock } as const;
  deliverLine(state, { from: state.self, line });
  config.members.filter((member) => member !== state.self).forEach((member) => out.send(member, line));
}

export function receive(state: CausalBroadcastState, received: Received): void {
  const seen = new Set(state.seen.map((each) => keyOf(each.from, each.text)));
  let waiting = [...state.buffer, received];
  for (let before = Infinity; waiting.length < before;) {
    before = waiting.length;
    waiting = waiting.filter((each) => {
      if (!Object.keys(each.line.clock).every((key) => seen.has(key))) return true;
      deliverLine(state, each);
      seen.add(keyOf(each.from, each.line.text));
      return false;
    });
  }
  state.buffer = waiting;
}
