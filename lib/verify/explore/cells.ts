/**
 * A node's part of a state, as one number: its cell. A cell is a slot and an inbox; a slot is what the node remembers
 * (its state, unless it is down, and what it saved) and its timers.
 */
import type { Data } from "../../data";
import { emptyInbox } from "./inboxes";
import { PairMap, Pairs } from "./tables";
import type { SetTimer } from "./timers";
import type { Vocabulary } from "./vocabulary";

/** The parts of a slot, each by its number. `state` is `down` while the node is down. */
export interface Slot {
  readonly state: number;
  readonly saved: number;
  readonly timers: number;
}

export const down = -1;

export class Cells {
  private readonly lives = new Pairs();
  private readonly slots = new Pairs();
  private readonly cells = new Pairs();
  private readonly received = new PairMap();
  private readonly agedCells = new PairMap();
  private readonly ages = new Pairs();
  /** The state of each cell, for properties, who ask for it in every state. */
  private readonly shown: (Data | undefined)[] = [];

  constructor(private readonly words: Vocabulary) {}

  /** How many distinct cells the node has been in. */
  get size(): number {
    return this.cells.size;
  }

  slot({ state, saved, timers }: Slot): number {
    return this.slots.intern(this.lives.intern(state, saved), timers);
  }

  parts(slot: number): Slot {
    const life = this.slots.left(slot);
    return { state: this.lives.left(life), saved: this.lives.right(life), timers: this.slots.right(slot) };
  }

  cell(slot: number, inbox: number): number {
    return this.cells.intern(slot, inbox);
  }

  slotOf(cell: number): number {
    return this.cells.left(cell);
  }

  inbox(cell: number): number {
    return this.cells.right(cell);
  }

  partsOf(cell: number): Slot {
    return this.parts(this.cells.left(cell));
  }

  isDown(cell: number): boolean {
    return this.lives.left(this.slots.left(this.cells.left(cell))) === down;
  }

  timers(cell: number): readonly SetTimer[] {
    return this.words.timers.of(this.slots.right(this.cells.left(cell)));
  }

  /** The node's state as data, null while it is down. */
  state(cell: number): Data {
    const known = this.shown[cell];
    if (known !== undefined) return known;
    const { state } = this.partsOf(cell);
    return (this.shown[cell] = state === down ? null : this.words.values.value(state));
  }

  /** The cell when one more message is on its way. */
  receive(cell: number, message: number): number {
    const remembered = this.received.get(cell, message);
    if (remembered >= 0) return remembered;
    const after = this.cells.intern(this.cells.left(cell), this.words.inboxes.add(this.cells.right(cell), message));
    this.received.set(cell, message, after);
    return after;
  }

  /** The cell when nobody will ever read what is on its way. */
  purge(cell: number): number {
    return this.cells.intern(this.cells.left(cell), emptyInbox);
  }

  /** The cell after time has passed. */
  aged(cell: number, leastMs: number, mostMs: number): number {
    const age = this.ages.intern(leastMs, mostMs);
    const remembered = this.agedCells.get(cell, age);
    if (remembered >= 0) return remembered;
    const parts = this.partsOf(cell);
    const timers = this.words.timers.aged(parts.timers, leastMs, mostMs);
    const aged = this.cells.intern(this.slot({ ...parts, timers }), this.inbox(cell));
    this.agedCells.set(cell, age, aged);
    return aged;
  }
}
