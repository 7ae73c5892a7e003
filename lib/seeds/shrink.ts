/**
 * Shrinking: leaves moves out of a schedule as long as what is left still goes wrong in the same way. First whole
 * nodes and kinds of timers, then ever smaller parts (delta debugging), then single moves and pairs, until none can be
 * spared: a local minimum.
 *
 * Source: Zeller and Hildebrandt, "Simplifying and isolating failure-inducing input", IEEE TSE 28(2), 2002: ddmin.
 */
import type { Beginning } from "./schedule";
import { Stage } from "./stage";
import type { Cast, Wrong } from "./stage";
import type { Line } from "./transcript";

/** A schedule that goes wrong. */
export interface Failing {
  readonly start: Beginning;
  readonly lines: readonly Line[];
  readonly wrong: Wrong;
}

/** Plays lines, leaving out those that are not possible; undefined unless it goes wrong as it should. */
export function attempt(cast: Cast, start: Beginning, lines: readonly Line[], like?: Wrong): Failing | undefined {
  const stage = new Stage(cast, start);
  const played: Line[] = [];
  for (const line of lines) {
    if (stage.wrong) break;
    if (stage.play(line.move, line.message)) played.push(line);
  }
  const { wrong } = stage;
  if (!wrong || (like && (wrong.kind !== like.kind || wrong.name !== like.name))) return undefined;
  return { start, lines: played, wrong };
}

export class Shrinker {
  /** How many moves may still be played: beyond it the result is no minimum. */
  private left: number;
  /** How many schedules have been played. */
  tries = 0;

  constructor(
    private readonly cast: Cast,
    private best: Failing,
    movesMax: number,
  ) {
    this.left = movesMax;
  }

  /** Whether no single move can be spared. */
  get isMinimal(): boolean {
    return this.left > 0;
  }

  shrink(): Failing {
    let length = Infinity;
    while (this.best.lines.length < length && this.left > 0) {
      length = this.best.lines.length;
      this.leaveOutGroups();
      this.halve();
      this.leaveOutOne();
      if (this.best.lines.length <= 60) this.leaveOutTwo();
    }
    return this.best;
  }

  private try(lines: readonly Line[]): boolean {
    if (lines.length >= this.best.lines.length || this.left <= 0) return false;
    this.left -= lines.length + this.cast.nodes.length;
    this.tries += 1;
    const found = attempt(this.cast, this.best.start, lines, this.best.wrong);
    if (!found || found.lines.length >= this.best.lines.length) return false;
    this.best = found;
    return true;
  }

  private leaveOutGroups(): void {
    for (const group of new Set(this.best.lines.flatMap(groupsOf))) {
      this.try(this.best.lines.filter((line) => !groupsOf(line).includes(group)));
    }
  }

  /** ddmin: leaves out one of so many parts, as long as there are parts of more than one move. */
  private halve(): void {
    for (let size = Math.ceil(this.best.lines.length / 2); size > 1; size = Math.ceil(size / 2)) {
      for (let end = this.best.lines.length; end > 0; end -= size) {
        const { lines } = this.best;
        this.try([...lines.slice(0, Math.max(0, end - size)), ...lines.slice(end)]);
      }
      if (size === 2) return;
    }
  }

  private leaveOutOne(): void {
    for (let index = this.best.lines.length - 1; index >= 0; index--) {
      const { lines } = this.best;
      if (index < lines.length) this.try(lines.toSpliced(index, 1));
    }
  }

  private leaveOutTwo(): void {
    for (let first = 0; first < this.best.lines.length; first++) {
      for (let second = first + 1; second < this.best.lines.length; second++) {
        this.try(this.best.lines.toSpliced(second, 1).toSpliced(first, 1));
      }
    }
  }
}

/** What might be of no importance as a whole: a node, a timer of a node, the faults of a kind, a link. */
function groupsOf({ move }: Line): readonly string[] {
  switch (move.kind) {
    case "deliver":
      return [`node ${move.from}`, `node ${move.to}`, `link ${move.from} ${move.to}`];
    case "drop":
    case "duplicate":
      return [move.kind, `node ${move.from}`, `node ${move.to}`, `link ${move.from} ${move.to}`];
    case "timer":
      return [`node ${move.node}`, `timer ${move.timer}`, `timer ${move.node} ${move.timer}`];
    case "restart":
    case "crash":
    case "wake":
      return [`node ${move.node}`, move.kind];
  }
}
