/** The smallest failing run: drawn by `spaceTime` and `player` like any other, told in words, and played again. */
import type { AnyProtocol, Data, NodeId } from "../protocol";
import type { Traced } from "../trace/replay";
import type { Trace, TraceEvent } from "../trace/trace";
import type { Move, Schedule } from "./schedule";
import type { Failing } from "./shrink";
import { eventCount } from "./size";
import { Stage } from "./stage";
import type { Cast, Wrong } from "./stage";
import { tellMove } from "./tell";

/** A run by an exact schedule. */
export class ScheduledRun implements Traced {
  readonly trace: Trace;
  readonly protocols: { readonly [node: NodeId]: AnyProtocol };
  /** What happens, as plain data: `playSchedule` plays it again. */
  readonly schedule: Schedule;
  /** The property that failed, or the handler; undefined if nothing went wrong. */
  readonly property?: string;
  /** What is wrong at its end, in one sentence. */
  readonly sentence: string;
  /** How many events it has: messages handled, timers fired, and faults. */
  readonly size: number;
  /** The run in words, a line for each move. */
  readonly lines: readonly string[];

  constructor(cast: Cast, schedule: Schedule, origin: string) {
    const stage = new Stage(cast, schedule);
    const lines: string[] = [];
    for (const [index, move] of schedule.moves.entries()) {
      const from = stage.events.length;
      if (!stage.play(move)) throw impossible(stage, move, index);
      lines.push(tellMove(stage.events.slice(from)));
    }
    const events: readonly TraceEvent[] = stage.events;
    this.trace = { nodes: cast.nodes, time: "steps", events, origin };
    this.protocols = cast.protocols;
    this.schedule = schedule;
    if (stage.wrong) this.property = stage.wrong.name;
    this.sentence = sentenceOf(stage.wrong, lines.at(-1));
    this.size = eventCount(this.trace);
    this.lines = lines;
  }

  toString(): string {
    const width = String(this.lines.length).length;
    const numbered = this.lines.map((line, place) => `  ${String(place + 1).padStart(width)}. ${line}`);
    return [...numbered, `  ${"".padStart(width)}  ${this.sentence}`].join("\n");
  }

  /** What `console.log` and a notebook's cell print. */
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }
}

/** Names the event that it went wrong with, and says what is wrong. */
function sentenceOf(wrong: Wrong | undefined, last: string | undefined): string {
  if (!wrong) return "Nothing went wrong.";
  if (wrong.kind === "fail") return wrong.sentence;
  const [event = ""] = (last ?? "").split(", ");
  const when = event === "" ? "From the beginning" : `When ${event}`;
  return `${when}, "${wrong.name}" fails: ${wrong.sentence}`;
}

function impossible(stage: Stage, move: Move, index: number): RangeError {
  const why = stage.wrong ? `the run has ended: ${stage.wrong.sentence}` : "it is not possible at this point";
  return new RangeError(`schedule.moves[${index}] is ${JSON.stringify(move)}; ${why}`);
}

/** The schedule of a failing run, with every message named by its number on its link. */
export function scheduleOf(cast: Cast, { start, lines }: Failing): Schedule {
  const stage = new Stage(cast, start);
  const moves = lines.map(({ move, message }) => {
    const named = message === undefined ? move : renamed(stage, move, message);
    stage.play(named);
    return named;
  });
  return { ...start, moves };
}

function renamed(stage: Stage, move: Move, message: Data): Move {
  if (!("nth" in move)) return move;
  const flight = stage.flights.findAlike(move.from, move.to, message);
  return flight ? { ...move, nth: flight.nth } : move;
}
