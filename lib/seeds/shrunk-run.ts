/** The smallest failing run: drawn by `spaceTime` and `player` like any other, told in words, and played again. */
import type { AnyProtocol, NodeId } from "../protocol";
import type { Traced } from "../trace/replay";
import type { Trace } from "../trace/trace";
import { whyNot } from "./refusal";
import type { Move, Schedule } from "./schedule";
import type { Failing } from "./shrink";
import { eventCount } from "./size";
import { Stage } from "./stage";
import type { Cast, Wrong } from "./cast";
import type { Line } from "./transcript";
import { tellMove } from "./tell";
import type { Told } from "./tell";

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
    const told: Told[] = [];
    for (const [index, move] of schedule.moves.entries()) {
      const from = stage.events.length;
      if (!stage.play(move)) throw impossible(whyNot(stage, move), move, index);
      told.push(tellMove(stage.events.slice(from)));
    }
    this.trace = traceOf(stage, schedule.moves, origin);
    this.protocols = cast.protocols;
    this.schedule = schedule;
    if (stage.wrong) this.property = stage.wrong.name;
    this.sentence = sentenceOf(stage.wrong, told.at(-1));
    this.size = eventCount(this.trace);
    this.lines = told.map(({ event, effects }) => [event, ...effects].join(", "));
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
function sentenceOf(wrong: Wrong | undefined, last: Told | undefined): string {
  if (!wrong) return "Nothing went wrong.";
  if (wrong.kind === "fail") return wrong.sentence;
  return `${last ? `When ${last.event}` : "From the beginning"}, "${wrong.name}" fails: ${wrong.sentence}`;
}

/** Times are those of the moves, where they have any, and their numbers elsewhere. */
function traceOf(stage: Stage, moves: readonly Move[], origin: string): Trace {
  const { nodes } = stage;
  const isTimed = moves.length > 0 && moves.every((move) => move.atMs !== undefined);
  if (!isTimed) return { nodes, time: "steps", events: stage.events, origin };
  const events = stage.events.map((event) => ({ ...event, at: moves[event.at - 1]?.atMs ?? 0 }));
  return { nodes, time: "ms", events, origin };
}

function impossible(why: string, move: Move, index: number): RangeError {
  return new RangeError(`schedule.moves[${index}] is ${JSON.stringify(move)}; ${why}`);
}

/** The schedule of a failing run, with every message named by its number on its link. */
export function scheduleOf(cast: Cast, { start, lines }: Failing): Schedule {
  const stage = new Stage(cast, start);
  const moves = lines.map((line) => {
    const named = renamed(stage, line);
    stage.play(named, line);
    return named;
  });
  const times = stage.times();
  if (!times) return { ...start, moves };
  return {
    ...start,
    moves: moves.map((move, index) => ({ ...move, atMs: Math.round(times[index + 1]! * 100) / 100 })),
  };
}

function renamed(stage: Stage, { move, message }: Line): Move {
  if (!("nth" in move) || message === undefined) return move;
  const flight = stage.flights.findAlike(move, message);
  return flight ? { ...move, nth: flight.nth } : move;
}
