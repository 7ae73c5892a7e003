/**
 * A protocol's nodes and network as rows of integers: a column for each node's cell, and one for what is left of the
 * bounds on faults and for the history.
 */
import { HandlerError } from "../../step";
import type { Input } from "../../step";
import { free, refused } from "./budgets";
import { NodeMoves } from "./moves";
import type { Happening, Move } from "./moves";
import { States } from "./states";
import type { System, Visitor } from "./system";
import { Pairs } from "./tables";
import { noEffects, Vocabulary } from "./vocabulary";
import type { Setting } from "./vocabulary";

/** What happened at a node. */
export interface Event {
  readonly node: number;
  readonly happening: Happening;
}

export class ProtocolSystem implements System {
  readonly states: States;
  readonly words: Vocabulary;
  readonly nodes: readonly NodeMoves[];
  /** Pairs of a budget and a history. */
  readonly surroundings = new Pairs();
  /** The column of the surroundings. */
  readonly surroundingsColumn: number;
  /** Whether nodes can crash for good: then what is sent to them is lost. */
  private readonly forgetful: boolean;
  private readonly synchronous: boolean;
  /** The event that led to the current row: a node, and which of its moves, or which firing of a timer. */
  private readonly doing = { node: 0, move: 0, cell: 0, timer: "" };
  /** While the beginnings are reached: which outcome of each node's boot. */
  private booted: readonly Move[] = [];
  private budget = 0;
  private history = 0;

  constructor(setting: Setting) {
    this.words = new Vocabulary(setting);
    this.nodes = setting.nodes.map((_, node) => new NodeMoves(this.words, node));
    this.states = new States(setting.nodes.length + 1);
    this.surroundingsColumn = setting.nodes.length;
    this.synchronous = setting.time === "synchronous";
    this.forgetful =
      setting.network !== "persistent" && setting.nodes.some((_, node) => this.words.budgets.allows("crashes", node));
  }

  get runs(): number {
    return this.words.handlers.runs;
  }

  checkSamples(): void {
    this.words.handlers.checkSamples();
  }

  /** All nodes boot, before anything else happens; each combination of their choices is a beginning. */
  begin(visitor: Visitor): void {
    const { words, states } = this;
    for (const boots of combinations(this.nodes.map((node) => node.boots()))) {
      this.booted = boots;
      this.budget = words.budgets.initial;
      this.history = words.histories.empty;
      boots.forEach((boot, node) => states.set(node, boot.cell));
      boots.forEach((boot, node) => {
        this.doing.node = node;
        this.spread(boot.effects);
      });
      this.settle();
      visitor.arrive();
      states.restore();
    }
    this.booted = [];
  }

  expand(visitor: Visitor): boolean {
    const { states, nodes, doing } = this;
    const surroundings = states.get(this.surroundingsColumn);
    this.budget = this.surroundings.left(surroundings);
    this.history = this.surroundings.right(surroundings);
    doing.timer = "";
    let quiet = true;
    for (let node = 0; node < nodes.length; node++) {
      doing.node = node;
      doing.cell = states.get(node);
      const start = nodes[node]!.start(doing.cell);
      if (this.take(start, visitor)) quiet = false;
    }
    if (this.synchronous && quiet) this.letTimePass(visitor);
    return this.isHeldBack();
  }

  /** Takes the moves at `start` of the pool; returns whether an urgent one changed anything. */
  private take(start: number, visitor: Visitor): boolean {
    const { states, nodes, doing } = this;
    const pool = nodes[doing.node]!.pool.raw;
    const count = pool[start]!;
    const urgent = pool[start + 1]!;
    const before = states.loadedState;
    let changed = false;
    for (let move = 0, at = start + 2; move < count; move++, at += 3) {
      doing.move = move;
      if (!this.apply(pool[at]!, pool[at + 1]!, pool[at + 2]!)) continue;
      const after = visitor.arrive();
      states.restore();
      if (move < urgent && after !== before) changed = true;
    }
    return changed;
  }

  /** Makes the current row what it is after a move of the node; returns false where the budget does not allow it. */
  private apply(cell: number, effects: number, cost: number): boolean {
    const { states, doing } = this;
    if (cost === free) {
      states.set(doing.node, cell);
      if (effects !== noEffects) {
        const history = this.history;
        this.spread(effects);
        if (this.history !== history) this.settle();
        this.history = history;
      }
      return true;
    }
    const budget = this.budget;
    const left = this.words.budgets.spend(budget, cost);
    if (left === refused) return false;
    const history = this.history;
    this.budget = left;
    states.set(doing.node, cell);
    this.spread(effects);
    this.forget();
    this.settle();
    this.budget = budget;
    this.history = history;
    return true;
  }

  /** Others feel the effects: messages are on their way, the history goes on. */
  private spread(effects: number): void {
    if (effects === noEffects) return;
    const { states, nodes, words } = this;
    const { sends, events } = words.bundles[effects]!;
    for (let index = 0; index < sends.length; index += 2) {
      const to = sends[index]!;
      const cell = states.get(to);
      if (this.forgetful && this.isGone(to, cell)) continue;
      states.set(to, nodes[to]!.cells.receive(cell, sends[index + 1]!));
    }
    for (const event of events) {
      this.history = words.histories.extend(this.history, event);
      if (this.history < 0) throw this.strayCompletion();
    }
  }

  /** What is on its way to a node that will never start again is lost. */
  private forget(): void {
    if (!this.forgetful) return;
    for (let node = 0; node < this.nodes.length; node++) {
      const cell = this.states.get(node);
      if (this.isGone(node, cell)) this.states.set(node, this.nodes[node]!.cells.purge(cell));
    }
  }

  /** Whether the node is down and will not start again. */
  isGone(node: number, cell: number): boolean {
    return this.nodes[node]!.cells.isDown(cell) && !this.words.budgets.affords(this.budget, "restarts", node);
  }

  private settle(): void {
    this.states.set(this.surroundingsColumn, this.surroundings.intern(this.budget, this.history));
  }

  /**
   * Nothing can arrive any more, so time passes until a timer fires: one whose least time is not above the most that
   * another may still take. All other timers come as much nearer.
   */
  private letTimePass(visitor: Visitor): void {
    const { states, nodes, doing } = this;
    const cells = nodes.map((_, node) => states.get(node));
    const mostMs = Math.min(...cells.map((cell, node) => soonest(nodes[node]!.cells.timers(cell))));
    for (let node = 0; node < nodes.length; node++) {
      for (const { name, minMs } of nodes[node]!.cells.timers(cells[node]!)) {
        if (minMs > mostMs) continue;
        const aged = nodes.map((other, place) => other.cells.aged(cells[place]!, minMs, mostMs));
        doing.node = node;
        doing.cell = aged[node]!;
        doing.timer = name;
        this.fire(nodes[node]!.firingStart(doing.cell, name), aged, visitor);
      }
    }
  }

  private fire(start: number, aged: readonly number[], visitor: Visitor): void {
    const { states, nodes, doing } = this;
    const { pool } = nodes[doing.node]!;
    const count = pool.at(start);
    for (let move = 0, at = start + 2; move < count; move++, at += 3) {
      doing.move = move;
      aged.forEach((cell, node) => states.set(node, cell));
      if (this.apply(pool.at(at), pool.at(at + 1), pool.at(at + 2))) visitor.arrive();
      states.restore();
    }
  }

  /** Whether a timer is set that only the bound on firings keeps from firing. */
  private isHeldBack(): boolean {
    if (this.words.setting.firings === Infinity) return false;
    return this.nodes.some(
      (node, place) =>
        !this.words.budgets.affords(this.budget, "firings", place) &&
        node.cells.timers(this.states.get(place)).length > 0,
    );
  }

  /** The event that led to the current row, in a visitor's `arrive`. */
  event(): Event {
    const { node, move, cell, timer } = this.doing;
    const moves = timer === "" ? this.nodes[node]!.moves(cell) : this.nodes[node]!.firings(cell, timer);
    return { node, happening: moves[move]!.happening };
  }

  /** Which outcome of its boot each node took, in a visitor's `arrive` to a beginning. */
  boots(): readonly Event[] {
    return this.booted.map(({ happening }, node) => ({ node, happening }));
  }

  private strayCompletion(): HandlerError {
    const { setting } = this.words;
    const { node } = this.doing;
    const reason = "called complete, but no operation that it began is open";
    return new HandlerError(setting.protocols[node]!.name, setting.nodes[node]!, this.inputOfDoing(), reason);
  }

  private inputOfDoing(): Input {
    if (this.booted.length > 0) return { kind: "start", saved: null };
    const { happening } = this.event();
    if (happening.kind === "timer") return { kind: "timer", timer: happening.timer };
    if (happening.kind !== "deliver") return { kind: "start", saved: null };
    const { from, message } = this.words.envelope(happening.message, this.doing.node);
    return { kind: "message", from, message };
  }
}

function soonest(timers: readonly { readonly maxMs: number }[]): number {
  return timers.reduce((most, { maxMs }) => Math.min(most, maxMs), Infinity);
}

/** Every way to take one from each list, the first list changing most slowly. */
function combinations<Item>(lists: readonly (readonly Item[])[]): readonly (readonly Item[])[] {
  return lists.reduce<readonly (readonly Item[])[]>(
    (found, list) => found.flatMap((start) => list.map((item) => [...start, item])),
    [[]],
  );
}
