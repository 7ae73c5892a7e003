/**
 * No answer before its question.
 *
 * In a chat everybody sends each line to all others, directly. Messages are not lost, but they overtake each other. Write
 * the two rules by which nobody sees a line before one that its speaker had seen when he spoke:
 *
 * - `broadcast`: this member says `text`. The others are sent `{ kind: "ChatLine", text, clock }`, and the speaker himself
 *   sees the line at once.
 * - `receive`: a line has arrived, `{ from, line }`. It is seen now, or waits in `state.buffer` for what it comes after.
 *
 * To have a line seen, call `deliverLine(state, { from, line })`: it puts the line at the end of `state.seen`, and counts it
 * in `state.delivered`, which says how many lines of each member were seen here. What a line's `clock` counts is yours to
 * choose. Lines that have nothing to do with each other must not wait. `config.members` are all members.
 *
 * Try it: `npx distlab check 07-clocks/causal-broadcast`, or the button Check in the page.
 */
import type { CausalBroadcastConfig, CausalBroadcastOut, CausalBroadcastState, Received } from "distlab";

export function broadcast(
  state: CausalBroadcastState,
  text: string,
  out: CausalBroadcastOut,
  config: CausalBroadcastConfig,
): void {
  void [state, text, out, config]; // Your answer goes here, instead of this line.
}

export function receive(
  state: CausalBroadcastState,
  received: Received,
  out: CausalBroadcastOut,
  config: CausalBroadcastConfig,
): void {
  void [state, received, out, config]; // And here.
}
