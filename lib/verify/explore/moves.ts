/**
 * What can happen at one node, whatever the others do: a message arrives or is lost, a timer fires, the node crashes
 * or starts again. All of it depends on the node's cell alone, so it is worked out once for every distinct cell.
 */
import { free, refused } from "./budgets";
import type { Fault } from "./budgets";
import { Cells, down } from "./cells";
import type { Slot } from "./cells";
import { emptyInbox } from "./inboxes";
import { Reactions } from "./reactions";
import type { Ending, Reaction } from "./reactions";
import { Integers, PairMap } from "./tables";
import { noEffects } from "./vocabulary";
import type { Vocabulary } from "./vocabulary";

/** Why a node's cell changed: what a counterexample tells. */
export type Happening =
  | { readonly kind: "deliver"; readonly message: number; readonly stays: boolean; readonly outcome: Ending }
  | { readonly kind: "timer"; readonly timer: string; readonly outcome: Ending }
  | { readonly kind: "restart"; readonly outcome: Ending }
  | { readonly kind: "crash"; readonly savedLost: boolean }
  | { readonly kind: "drop" | "down"; readonly message: number };

export interface Move {
  readonly cell: number;
  /** The bundle that others feel. */
  readonly effects: number;
  readonly cost: number;
  readonly happening: Happening;
}

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
  readonly cells: Cells;
  /** For each cell: how many moves it has, how many of them are urgent, and the moves as (cell, effects, cost). */
  readonly pool = new Integers();
  private readonly reactions: Reactions;
  private readonly starts = new Integers();
  private readonly firingStarts = new PairMap();

  constructor(
    private readonly words: Vocabulary,
    readonly node: number,
  ) {
    this.cells = new Cells(words);
    this.reactions = new Reactions(words, this.cells, node);
  }

  /** The cells in which the node can be after its first boot, each with the move that leads there. Nobody crashes yet. */
  boots(): readonly Move[] {
    const { values, timers } = this.words;
    const blank = this.cells.slot({ state: down, saved: values.intern(null), timers: timers.none });
    return this.reactions
      .toStart(blank)
      .filter(({ ending }) => ending.effectsKept === undefined)
      .map(({ slot, effects, ending }) => ({
        cell: this.cells.cell(slot, emptyInbox),
        effects,
        cost: free,
        happening: { kind: "restart", outcome: ending },
      }));
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
    const number = this.reactions.timerNumber(timer);
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
    const found = this.cells.isDown(cell) ? this.movesWhileDown(cell) : this.movesWhileUp(cell);
    const changing = found.filter((move) => move.cell !== cell || move.effects !== noEffects);
    return changing.toSorted((one, other) => rank(one) - rank(other));
  }

  private movesWhileUp(cell: number): Move[] {
    const found: Move[] = [];
    for (const message of this.words.inboxes.next(this.cells.inbox(cell))) this.arrivals(cell, message, found);
    if (this.words.setting.time === "asynchronous") {
      for (const { name } of this.cells.timers(cell)) found.push(...this.firings(cell, name));
    }
    this.crashes(cell, found);
    return found;
  }

  private movesWhileDown(cell: number): Move[] {
    const found: Move[] = [];
    if (!this.words.budgets.allows("restarts", this.node)) return found;
    for (const reaction of this.reactions.toStart(this.cells.slotOf(cell))) {
      const happening: Happening = { kind: "restart", outcome: reaction.ending };
      this.add(reaction, this.cells.inbox(cell), ["restarts"], happening, found);
    }
    if (this.words.setting.network === "persistent") return found;
    for (const message of this.words.inboxes.next(this.cells.inbox(cell))) {
      found.push(this.loss(cell, message, free, "down"));
    }
    return found;
  }

  private arrivals(cell: number, message: number, found: Move[]): void {
    const { words, cells } = this;
    const reactions = this.reactions.toMessage(cells.slotOf(cell), message);
    const inbox = cells.inbox(cell);
    const persistent = words.setting.network === "persistent";
    const rest = persistent ? inbox : words.inboxes.remove(inbox, message);
    for (const reaction of reactions) {
      this.add(reaction, rest, [], { kind: "deliver", message, stays: false, outcome: reaction.ending }, found);
    }
    if (persistent) return;
    if (words.budgets.allows("duplicates", this.node)) {
      for (const reaction of reactions) {
        const happening: Happening = { kind: "deliver", message, stays: true, outcome: reaction.ending };
        this.add(reaction, inbox, ["duplicates"], happening, found);
      }
    }
    const drop = this.cost(["drops"]);
    if (drop !== refused) found.push(this.loss(cell, message, drop, "drop"));
  }

  private loss(cell: number, message: number, cost: number, kind: "drop" | "down"): Move {
    const inbox = this.words.inboxes.remove(this.cells.inbox(cell), message);
    return {
      cell: this.cells.cell(this.cells.slotOf(cell), inbox),
      effects: noEffects,
      cost,
      happening: { kind, message },
    };
  }

  /** The moves in which this timer fires. */
  firings(cell: number, timer: string): readonly Move[] {
    const found: Move[] = [];
    if (!this.words.budgets.allows("firings", this.node)) return found;
    for (const reaction of this.reactions.toTimer(this.cells.slotOf(cell), timer)) {
      const happening: Happening = { kind: "timer", timer, outcome: reaction.ending };
      this.add(reaction, this.cells.inbox(cell), ["firings"], happening, found);
    }
    return found;
  }

  private crashes(cell: number, found: Move[]): void {
    const { values, timers, budgets } = this.words;
    if (!budgets.allows("crashes", this.node)) return;
    const { saved } = this.cells.partsOf(cell);
    const stopped: Slot = { state: down, saved, timers: timers.none };
    found.push(this.crash(stopped, cell, this.cost(["crashes"]), false));
    const nothing = values.intern(null);
    if (!budgets.allows("lostSaves", this.node) || saved === nothing) return;
    found.push(this.crash({ ...stopped, saved: nothing }, cell, this.cost(["crashes", "lostSaves"]), true));
  }

  private crash(stopped: Slot, cell: number, cost: number, savedLost: boolean): Move {
    const after = this.cells.cell(this.cells.slot(stopped), this.cells.inbox(cell));
    return { cell: after, effects: noEffects, cost, happening: { kind: "crash", savedLost } };
  }

  /** Adds the move in which the node reacts, and `inbox` is what is on its way to it then. */
  private add(
    { slot, effects, ending }: Reaction,
    inbox: number,
    faults: readonly Fault[],
    happening: Happening,
    found: Move[],
  ): void {
    const cost = this.cost(ending.effectsKept === undefined ? faults : [...faults, "crashes"]);
    if (cost !== refused) found.push({ cell: this.cells.cell(slot, inbox), effects, cost, happening });
  }

  private cost(faults: readonly Fault[]): number {
    return faults.length === 0 ? free : this.words.budgets.cost(faults, this.node);
  }
}
