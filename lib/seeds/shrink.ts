/**
 * Shrinking: leaves moves out of a schedule as long as what is left still goes wrong in the same way. First whole
 * nodes and kinds of timers, then ever smaller parts (delta debugging), then single moves, rows and pairs of them, until
 * none can be spared: a local minimum.
 *
 * Source: Zeller and Hildebrandt, "Simplifying and isolating failure-inducing input", IEEE TSE 28(2), 2002: ddmin.
 */
import type { NodeId } from "../protocol";
import type { Beginning } from "./schedule";
import { Stage } from "./stage";
import type { Cast, Wrong } from "./cast";
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
    if (stage.play(line.move, line)) played.push(line);
  }
  const { wrong } = stage;
  if (!wrong || (like && (wrong.kind !== like.kind || wrong.name !== like.name))) return undefined;
  // An order of events that takes longer or less long than things take is not a run of this simulation.
  return stage.isInTime ? { start, lines: played, wrong } : undefined;
}

/** How much a schedule has in it: a move counts once for itself, and once for each fault within it. */
function weightOf(lines: readonly Line[]): number {
  let weight = 0;
  for (const { move } of lines) {
    weight += 1;
    if ("effectsKept" in move) weight += 1;
    if ("saves" in move) weight += 1;
    if ("corrupted" in move) weight += 1;
    if ("saved" in move) weight += 1;
  }
  return weight;
}

export class Shrinker {
  /** How many moves may still be played: beyond it the result is no minimum. */
  private left: number;
  /** How many schedules have been played. */
  tries = 0;
  private weight: number;

  constructor(
    private readonly cast: Cast,
    private best: Failing,
    movesMax: number,
  ) {
    this.left = movesMax;
    this.weight = weightOf(best.lines);
  }

  /** Whether no single move can be spared. */
  get isMinimal(): boolean {
    return this.left > 0;
  }

  shrink(): Failing {
    let weight = Infinity;
    while (this.weight < weight && this.left > 0) {
      weight = this.weight;
      this.leaveOutGroups();
      this.leaveOutParts();
      this.leaveOutOne();
      this.simplify();
      if (this.best.lines.length > pairsMax) continue;
      this.leaveOutRuns();
      this.leaveOutTwo();
      this.crashEarlier();
    }
    return this.best;
  }

  private try(lines: readonly Line[]): boolean {
    if (this.left <= 0) return false;
    this.left -= lines.length + this.cast.nodes.length;
    this.tries += 1;
    const found = attempt(this.cast, this.best.start, lines, this.best.wrong);
    const weight = found ? weightOf(found.lines) : Infinity;
    if (!found || weight >= this.weight) return false;
    this.best = found;
    this.weight = weight;
    return true;
  }

  private leaveOutGroups(): void {
    for (const group of new Set(this.best.lines.flatMap(groupsOf))) {
      const rest = this.best.lines.filter((line) => !groupsOf(line).includes(group));
      if (rest.length < this.best.lines.length) this.try(rest);
    }
  }

  /** ddmin: leaves out one of so many parts, then of twice as many, as long as a part is more than one move. */
  private leaveOutParts(): void {
    for (let size = this.best.lines.length >> 1; size > 1; size >>= 1) {
      for (let end = this.best.lines.length; end > 0; end -= size) {
        const { lines } = this.best;
        this.try([...lines.slice(0, Math.max(0, end - size)), ...lines.slice(end)]);
      }
    }
  }

  private leaveOutOne(): void {
    for (let index = this.best.lines.length - 1; index >= 0; index--) {
      const { lines } = this.best;
      if (index < lines.length) this.try(lines.toSpliced(index, 1));
    }
  }

  /** Any number of moves in a row, the longest first: rounds that only made numbers grow. */
  private leaveOutRuns(): void {
    for (let size = this.best.lines.length - 1; size > 2; size--) {
      for (let from = 0; from + size <= this.best.lines.length; from++) {
        this.try(this.best.lines.toSpliced(from, size));
      }
    }
  }

  private leaveOutTwo(): void {
    for (let first = 0; first < this.best.lines.length; first++) {
      for (let second = first + 1; second < this.best.lines.length; second++) {
        this.try(this.best.lines.toSpliced(second, 1).toSpliced(first, 1));
      }
    }
  }

  /** A crash within an earlier step of the node may need less before it. */
  private crashEarlier(): void {
    for (let index = this.best.lines.length - 1; index >= 0; index--) {
      const line = this.best.lines[index];
      if (!line || !(line.move.kind === "crash" || "effectsKept" in line.move)) continue;
      for (let earlier = 0; earlier < index; earlier++) {
        if (this.crashAt(earlier, index)) return;
      }
    }
  }

  private crashAt(earlier: number, index: number): boolean {
    const { lines } = this.best;
    const step = lines[earlier]!;
    if (nodeOf(step) !== nodeOf(lines[index]!)) return false;
    for (let effectsKept = 0; effectsKept <= effectsKeptMax; effectsKept++) {
      const crashed = crashing(step, effectsKept);
      if (crashed && this.try(lines.toSpliced(index, 1).with(earlier, crashed))) return true;
    }
    return false;
  }

  /** Faults within a step: without them, or as a crash before the step. */
  private simplify(): void {
    for (let index = this.best.lines.length - 1; index >= 0; index--) {
      const line = this.best.lines[index];
      for (const simpler of line ? simplerThan(line) : []) this.try(this.best.lines.with(index, simpler));
    }
  }
}

/** Up to so many moves, every pair and every row of them is tried, and a crash at every place. */
const pairsMax = 60;
/** A crash is tried after up to so many effects of a step. */
const effectsKeptMax = 4;

/** The same step, in which the node crashes; undefined where no handler runs. */
function crashing(line: Line, effectsKept: number): Line | undefined {
  const { move } = line;
  const isStep = move.kind === "deliver" || move.kind === "timer" || move.kind === "restart";
  return isStep ? { ...line, move: { ...move, effectsKept } } : undefined;
}

/** The node in which the move happens. */
function nodeOf({ move }: Line): NodeId {
  return "node" in move ? move.node : move.to;
}

function simplerThan(line: Line): readonly Line[] {
  const { move } = line;
  const found: Line[] = [];
  if ("effectsKept" in move) {
    const { effectsKept: _kept, saved, ...whole } = move;
    const node = move.kind === "deliver" ? move.to : move.node;
    found.push({ move: { kind: "crash", node, ...(saved ? { saved } : {}) } }, { ...line, move: whole });
  }
  if ("saves" in move) {
    const { saves: _saves, ...whole } = move;
    found.push({ ...line, move: whole });
  }
  if ("corrupted" in move) {
    const { corrupted: _corrupted, ...whole } = move;
    found.push({ ...line, move: whole });
  }
  if (move.kind === "crash" && move.saved) found.push({ ...line, move: { kind: "crash", node: move.node } });
  return found;
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
