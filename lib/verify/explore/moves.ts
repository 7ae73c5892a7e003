/**
 * What can happen at one node, whatever the others do: a message arrives or is lost, a timer fires, the node crashes
 * or starts again. All of it depends on the node's cell alone (its state, what it saved, its timers, its inbox), so
 * it is worked out once for every distinct cell.
 */
import type { Effect, Input } from "../../step";
import { free, refused } from "./budgets";
import type { Fault } from "./budgets";
import type { Call, Outcome } from "./handlers";
import { emptyInbox } from "./inboxes";
import { Integers, PairMap, Pairs } from "./tables";
import type { SetTimer } from "./timers";
import { noEffects } from "./vocabulary";
import type { Vocabulary } from "./vocabulary";

/** Why a node's cell changed: what a counterexample tells. */
export type Happening =
  | { readonly kind: "deliver"; readonly message: number; readonly stays: boolean; readonly outcome: Ending }
  | { readonly kind: "timer"; readonly timer: string; readonly outcome: Ending }
  | { readonly kind: "restart"; readonly outcome: Ending }
  | { readonly kind: "crash"; readonly savedLost: boolean }
  | { readonly kind: "drop" | "down"; readonly message: number };

/** How a handler's run ended: as one of its outcomes, or with a crash after so many of its effects. */
export interface Ending extends Outcome {
  readonly effectsKept?: number;
}

export interface Move {
  readonly cell: number;
  /** The bundle that others feel. */
  readonly effects: number;
  readonly cost: number;
  readonly happening: Happening;
}

/** A node's memory and timers; `state` is −1 while it is down. */
interface Slot {
  readonly state: number;
  readonly saved: number;
  readonly timers: number;
}

const down = -1;

/** In synchronous time no timer fires before these have happened: something arrives, or is lost at a node that is down. */
function isUrgent({ happening }: Move): boolean {
  if (happening.kind === "down") return true;
  return happening.kind === "deliver" && !happening.stays && happening.outcome.effectsKept === undefined;
}

/** The order of moves: of two equally short runs to a state, the one that is easier to tell should be found first. */
function rank(move: Move): number {
  if (isUrgent(move)) return 0;
  const { happening } = move;
  const cut = "outcome" in happening && happening.outcome.effectsKept !== undefined;
  return cut ? 2 : 1;
}

export class NodeMoves {
  /** For each cell: how many moves it has, how many of them are urgent, and the moves as (cell, effects, cost). */
  readonly pool = new Integers();
  private readonly starts = new Integers();
  private readonly firingStarts = new PairMap();
  private readonly lives = new Pairs();
  private readonly slots = new Pairs();
  private readonly cells = new Pairs();
  private readonly timerNumbers = new Map<string, number>();
  private readonly agedCells = new PairMap();
  private readonly ages = new Pairs();

  constructor(
    private readonly words: Vocabulary,
    readonly node: number,
  ) {}

  // What a cell holds.

  private cellOf(slot: Slot, inbox: number): number {
    return this.cells.intern(this.slots.intern(this.lives.intern(slot.state, slot.saved), slot.timers), inbox);
  }

  private slotOf(cell: number): Slot {
    const slot = this.cells.left(cell);
    const life = this.slots.left(slot);
    return { state: this.lives.left(life), saved: this.lives.right(life), timers: this.slots.right(slot) };
  }

  inbox(cell: number): number {
    return this.cells.right(cell);
  }

  /** The number of the node's state, or −1 while it is down. */
  state(cell: number): number {
    return this.lives.left(this.slots.left(this.cells.left(cell)));
  }

  /** The number of what is saved. */
  saved(cell: number): number {
    return this.lives.right(this.slots.left(this.cells.left(cell)));
  }

  isDown(cell: number): boolean {
    return this.state(cell) === down;
  }

  timers(cell: number): readonly SetTimer[] {
    return this.words.timers.of(this.slots.right(this.cells.left(cell)));
  }

  /** A cell from its parts, each by its number. */
  compose(state: number, saved: number, timers: number, inbox: number): number {
    return this.cellOf({ state, saved, timers }, inbox);
  }

  timersNumber(cell: number): number {
    return this.slots.right(this.cells.left(cell));
  }

  /** How many distinct cells the node has been in. */
  get size(): number {
    return this.cells.size;
  }

  // How a cell changes from outside.

  receive(cell: number, message: number): number {
    return this.cells.intern(this.cells.left(cell), this.words.inboxes.add(this.cells.right(cell), message));
  }

  /** Nobody will ever read what is on its way. */
  purge(cell: number): number {
    return this.cells.intern(this.cells.left(cell), emptyInbox);
  }

  /** The cell after time has passed. */
  aged(cell: number, leastMs: number, mostMs: number): number {
    const age = this.ages.intern(leastMs, mostMs);
    const remembered = this.agedCells.get(cell, age);
    if (remembered >= 0) return remembered;
    const slot = this.slotOf(cell);
    const timers = this.words.timers.aged(slot.timers, leastMs, mostMs);
    const aged = this.cellOf({ ...slot, timers }, this.inbox(cell));
    this.agedCells.set(cell, age, aged);
    return aged;
  }

  // What can happen.

  /** The cells in which the node can be after its first boot, each with the move that leads there. Nobody crashes yet. */
  boots(): readonly Move[] {
    const { values, timers } = this.words;
    const blank: Slot = { state: down, saved: values.intern(null), timers: timers.none };
    const ends = this.ends(blank, emptyInbox, { kind: "start", saved: null }, free);
    return ends
      .filter(({ ending }) => ending.effectsKept === undefined)
      .map((end) => ({ ...end, happening: { kind: "restart", outcome: end.ending } }));
  }

  /** Where in `pool` the cell's moves begin. */
  start(cell: number): number {
    const known = cell < this.starts.size ? this.starts.at(cell) : -1;
    if (known >= 0) return known;
    const start = this.pour(this.moves(cell));
    this.starts.put(cell, start, -1);
    return start;
  }

  /** Where in `pool` the moves begin in which this timer of the cell fires. */
  firingStart(cell: number, timer: string): number {
    const number = this.timerNumber(timer);
    const known = this.firingStarts.get(cell, number);
    if (known >= 0) return known;
    const start = this.pour(this.firings(cell, timer));
    this.firingStarts.set(cell, number, start);
    return start;
  }

  private pour(moves: readonly Move[]): number {
    const start = this.pool.size;
    this.pool.push(moves.length);
    this.pool.push(moves.filter(isUrgent).length);
    for (const move of moves) {
      this.pool.push(move.cell);
      this.pool.push(move.effects);
      this.pool.push(move.cost);
    }
    return start;
  }

  /** Every move of a cell, the urgent ones first, always in the same order. In synchronous time without the timers. */
  moves(cell: number): readonly Move[] {
    const slot = this.slotOf(cell);
    const found = slot.state === down ? this.movesWhileDown(slot, cell) : this.movesWhileUp(slot, cell);
    const changing = found.filter((move) => move.cell !== cell || move.effects !== noEffects);
    return changing.toSorted((one, other) => rank(one) - rank(other));
  }

  private movesWhileUp(slot: Slot, cell: number): Move[] {
    const found: Move[] = [];
    for (const message of this.words.inboxes.next(this.inbox(cell))) this.arrivals(slot, cell, message, found);
    if (this.words.setting.time === "asynchronous") found.push(...this.firings(cell));
    this.crashes(slot, cell, found);
    return found;
  }

  private movesWhileDown(slot: Slot, cell: number): Move[] {
    const found: Move[] = [];
    const cost = this.cost(["restarts"]);
    if (cost === refused) return found;
    const input: Input = { kind: "start", saved: this.words.values.value(slot.saved) };
    for (const end of this.ends({ ...slot, timers: this.words.timers.none }, this.inbox(cell), input, cost, [
      "restarts",
    ])) {
      found.push({ ...end, happening: { kind: "restart", outcome: end.ending } });
    }
    if (this.words.setting.network === "persistent") return found;
    for (const message of this.words.inboxes.next(this.inbox(cell))) {
      found.push(this.loss(slot, cell, message, free, "down"));
    }
    return found;
  }

  private arrivals(slot: Slot, cell: number, message: number, found: Move[]): void {
    const { words } = this;
    const input: Input = {
      kind: "message",
      from: words.setting.nodes[words.sender(message)]!,
      message: words.values.value(words.contents(message)),
    };
    const persistent = words.setting.network === "persistent";
    const rest = persistent ? this.inbox(cell) : words.inboxes.remove(this.inbox(cell), message);
    for (const end of this.ends(slot, rest, input, free, [], message)) {
      found.push({ ...end, happening: { kind: "deliver", message, stays: false, outcome: end.ending } });
    }
    if (persistent) return;
    const duplication = this.cost(["duplicates"]);
    if (duplication !== refused) {
      for (const end of this.ends(slot, this.inbox(cell), input, duplication, ["duplicates"], message)) {
        found.push({ ...end, happening: { kind: "deliver", message, stays: true, outcome: end.ending } });
      }
    }
    const drop = this.cost(["drops"]);
    if (drop !== refused) found.push(this.loss(slot, cell, message, drop, "drop"));
  }

  private loss(slot: Slot, cell: number, message: number, cost: number, kind: "drop" | "down"): Move {
    const inbox = this.words.inboxes.remove(this.inbox(cell), message);
    return { cell: this.cellOf(slot, inbox), effects: noEffects, cost, happening: { kind, message } };
  }

  /** The moves in which one of the cell's timers fires: all of them, or the one named. */
  firings(cell: number, only?: string): readonly Move[] {
    const slot = this.slotOf(cell);
    const cost = this.cost(["firings"]);
    if (cost === refused || slot.state === down) return [];
    const found: Move[] = [];
    for (const { name } of this.timers(cell)) {
      if (only !== undefined && name !== only) continue;
      const fired: Slot = { ...slot, timers: this.words.timers.without(slot.timers, name) };
      for (const end of this.ends(fired, this.inbox(cell), { kind: "timer", timer: name }, cost, ["firings"])) {
        found.push({ ...end, happening: { kind: "timer", timer: name, outcome: end.ending } });
      }
    }
    return found;
  }

  private crashes(slot: Slot, cell: number, found: Move[]): void {
    const { values, timers } = this.words;
    const cost = this.cost(["crashes"]);
    if (cost === refused) return;
    const stopped: Slot = { state: down, saved: slot.saved, timers: timers.none };
    found.push(this.crash(stopped, cell, cost, false));
    const losing = this.cost(["crashes", "lostSaves"]);
    const nothing = values.intern(null);
    if (losing === refused || slot.saved === nothing) return;
    found.push(this.crash({ ...stopped, saved: nothing }, cell, losing, true));
  }

  private crash(stopped: Slot, cell: number, cost: number, savedLost: boolean): Move {
    const happening: Happening = { kind: "crash", savedLost };
    return { cell: this.cellOf(stopped, this.inbox(cell)), effects: noEffects, cost, happening };
  }

  private cost(faults: readonly Fault[]): number {
    return this.words.budgets.cost(faults, this.node);
  }

  /**
   * The ways in which a run of the handler can end, with the cells that they lead to: each outcome, and each crash
   * between two effects of an outcome.
   * @param inbox what is on its way when the handler has run
   */
  private ends(
    slot: Slot,
    inbox: number,
    input: Input,
    cost: number,
    faults: readonly Fault[] = [],
    message = -1,
  ): (Omit<Move, "happening"> & { readonly ending: Ending })[] {
    const { words, node } = this;
    const call: Call = { node, state: input.kind === "start" ? words.values.intern(null) : slot.state, input };
    const crashing = this.cost([...faults, "crashes"]);
    const found: (Omit<Move, "happening"> & { readonly ending: Ending })[] = [];
    for (const outcome of words.handlers.run(call, this.inputNumber(input, slot, message))) {
      const after = this.slotAfter({ ...slot, state: outcome.state }, outcome.effects);
      found.push({
        cell: this.cellOf(after, inbox),
        effects: words.bundle(call, outcome.effects),
        cost,
        ending: outcome,
      });
      if (crashing === refused) continue;
      for (const effectsKept of crashPoints(outcome.effects)) {
        const kept = outcome.effects.slice(0, effectsKept);
        const stopped = { ...this.slotAfter(slot, kept), state: down, timers: words.timers.none };
        found.push({
          cell: this.cellOf(stopped, inbox),
          effects: words.bundle(call, kept),
          cost: crashing,
          ending: { ...outcome, effectsKept },
        });
      }
    }
    return found;
  }

  /** Distinct for distinct inputs: messages, timers and starts in turns. */
  private inputNumber(input: Input, slot: Slot, message: number): number {
    if (input.kind === "message") return 3 * message;
    if (input.kind === "start") return 3 * slot.saved + 1;
    return 3 * this.timerNumber(input.timer) + 2;
  }

  private timerNumber(timer: string): number {
    let number = this.timerNumbers.get(timer);
    if (number === undefined) {
      number = this.timerNumbers.size;
      this.timerNumbers.set(timer, number);
    }
    return number;
  }

  private slotAfter(slot: Slot, effects: readonly Effect[]): Slot {
    const save = effects.findLast((effect) => effect.kind === "save");
    const saved = save?.kind === "save" ? this.words.values.intern(save.saved) : slot.saved;
    return { state: slot.state, saved, timers: this.words.timers.after(slot.timers, effects) };
  }
}

/**
 * After how many effects a crash makes a difference. Timers are lost in any case; a crash before the first effect is
 * a crash before the message came, and one after the last is a crash after the step.
 */
function crashPoints(effects: readonly Effect[]): readonly number[] {
  const felt = effects.flatMap((effect, index) =>
    effect.kind === "setTimer" || effect.kind === "cancelTimer" ? [] : [index + 1],
  );
  return felt.slice(0, -1);
}
