/** Why a move of a schedule is not possible, in words: whoever writes a schedule by hand reads this most often. */
import type { NodeId } from "../protocol";
import type { Move, Which } from "./schedule";
import type { Stage } from "./stage";

/** One clause without a full stop, about a move that `stage` has just refused. */
export function whyNot(stage: Stage, move: Move): string {
  if (stage.wrong) return `the run has ended: ${stage.wrong.sentence}`;
  return `it is not possible at this point: ${reason(stage, move)}`;
}

function reason(stage: Stage, move: Move): string {
  const named = "from" in move ? [move.from, move.to] : [move.node];
  const stranger = named.find((node) => !stage.nodes.includes(node));
  if (stranger !== undefined) return `there is no node ${stranger}; there are ${stage.nodes.join(", ")}`;
  switch (move.kind) {
    case "deliver":
    case "drop":
    case "duplicate":
      return whyNoMessage(stage, move);
    case "timer":
      return whyNoTimer(stage, move.node, move.timer);
    case "restart":
      return stage.isUp(move.node) ? `${move.node} is up` : `${move.node} is a script, which does not boot`;
    case "crash":
      return `${move.node} is down already`;
    case "wake":
      return `no script waits at ${move.node}`;
  }
}

function whyNoMessage(stage: Stage, which: Which): string {
  const { from, to, nth } = which;
  const sent = stage.flights.sentOn(from, to);
  if (nth > sent.length) return `${from} has sent ${to} ${messages(sent)} so far`;
  if (nth < 1) return "messages are counted from 1";
  const flight = stage.flights.find(which);
  if (!flight) return "this message has arrived, or was dropped";
  if (!stage.isUp(to)) return `${to} is down`;
  return "the link is ordered, and an earlier message is still on its way";
}

function whyNoTimer(stage: Stage, node: NodeId, timer: string): string {
  if (!stage.isUp(node)) return `${node} is down`;
  const running = stage.timersOf(node);
  return `${node} has not set the timer ${timer}; ${running.length === 0 ? "it has set none" : `it has set ${running.join(", ")}`}`;
}

/** How many there are, and what the last of them say: a wrong number is most often one that was miscounted. */
function messages(kinds: readonly string[]): string {
  if (kinds.length === 0) return "nothing";
  const last = kinds.slice(-6).join(", ");
  return `${kinds.length === 1 ? "1 message" : `${kinds.length} messages`} (${kinds.length > 6 ? "… " : ""}${last})`;
}
