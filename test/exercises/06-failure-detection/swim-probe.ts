/**
 * Ask, and have others ask.
 *
 * Each round a member probes one other. The course begins the rounds, says whose turn it is, and when a round is over
 * and `state.probing` is not `null`, it suspects that one. You write what happens within a round:
 *
 * - `probe`: note in `state.probing` whom you probe, send it a `Ping` with yourself as the asker and with your round, and
 *   set the timer `answer` to `config.answerTimeoutMs`.
 * - `late`: the timer has fired. If there is still no answer, send a `PingRequest` to `config.helpers` different others,
 *   or to as many as there are: not to the target. Which ones is up to you; `out.choose(list)` draws one.
 * - `receive`: answer a `Ping` with an `Ack` *to whoever sent it*, which keeps the ping's asker and round. For a
 *   `PingRequest` of `from`, ping the target in the name of `from`, with *its* round. An `Ack` that you have asked for in
 *   place of another, pass on to its asker. One of your own ends your wait, if it is about your present round and target.
 *
 * A member may be a helper for others while it waits for an answer of its own. Messages may come late, or twice.
 *
 * Try it: `npx distlab check 06-failure-detection/swim-probe`, or the button Check in the page.
 */
import type { NodeId, ProbeMessage, ProberConfig, ProberOut, ProberState } from "distlab";

export function probe(state: ProberState, target: NodeId, out: ProberOut, config: ProberConfig): void {
  void [state, target, out, config]; // Your answer goes here, instead of this line.
}

export function late(state: ProberState, out: ProberOut, config: ProberConfig): void {
  void [state, out, config]; // And here.
}

export function receive(state: ProberState, message: ProbeMessage, from: NodeId, out: ProberOut): void {
  void [state, message, from, out]; // And here.
}
