/**
 * The search: from the initial states to everything that can be reached, breadth first or depth first, while every
 * new state is judged. It can stop at any time, and then says how far it went.
 */
import type { Property } from "../../protocol";
import { Graph } from "./graph";
import { Gauge } from "./limits";
import type { Stop } from "./limits";
import type { Limits, SearchOptions } from "./options";
import type { System, Visitor } from "./system";
import { Integers } from "./tables";

/** A property, to be judged on the current row of the system's states. */
export interface Claim {
  readonly kind: Property["kind"];
  readonly name: string;
  /** True, or a sentence that says what is wrong (empty where the property gave none). */
  judge(): true | string;
}

export interface SearchSetting {
  readonly system: System;
  readonly claims: readonly Claim[];
  /** Whether steps are taken from the current row. */
  readonly within: (() => boolean) | undefined;
  /** Replaces the current row by the one that stands for all that are symmetric to it. */
  readonly canonicalise: (() => void) | undefined;
  readonly options: SearchOptions;
}

const clockEvery = 64;

export class Search implements Visitor {
  generated = 0;
  /** Steps from the beginning to the states that are being expanded; of a depth-first search, the most so far. */
  depth = 0;
  stop: Stop | undefined;
  /** What was thrown, in a step from `state`; −1 is before any beginning, undefined in no step at all. */
  failure: { readonly error: unknown; readonly state: number | undefined } | undefined;
  /** States from which no step is possible at all. */
  deadEnds = 0;
  /** Whether some state was left alone because it was outside of `within`. */
  leftOut = 0;
  finished = false;
  readonly gauge: Gauge;
  /** For each claim, the state where an `always` fails, a `sometimes` holds, or from which a goal is out of reach. */
  readonly findings: (number | undefined)[];
  /** The state before each state on the way by which it was found, −1 for a beginning. */
  readonly parents = new Integers(1024);
  private readonly depths: Integers | undefined;
  private readonly stack: Integers | undefined;
  private readonly graph: Graph | undefined;
  private readonly goals: readonly Claim[];
  private readonly limits: Limits;
  private current = -1;
  private next = 0;
  private levelEnd = 0;
  private expanded = 0;
  private begun = false;
  /** Everything has been explored, and what handlers did is looked at once more. */
  private checking = false;

  constructor(private readonly setting: SearchSetting) {
    const { options, claims } = setting;
    this.limits = options.limits ?? {};
    this.gauge = new Gauge(this.limits, options.onProgress, options.signal);
    this.findings = claims.map(() => undefined);
    this.goals = claims.filter((claim) => claim.kind === "canAlwaysReach");
    if (this.goals.length > 0) this.graph = new Graph();
    if (options.order === "depth-first") {
      this.stack = new Integers();
      this.depths = new Integers();
    }
  }

  get distinct(): number {
    return this.parents.size;
  }

  /** Runs on, for about so many milliseconds; `finished` says whether there is more to do. */
  run(sliceMs = Infinity): void {
    this.gauge.resume();
    try {
      this.explore(this.gauge.milliseconds + sliceMs);
    } catch (error) {
      this.fail(error);
    } finally {
      this.gauge.pause();
      if (this.finished) this.gauge.clear();
    }
  }

  private fail(error: unknown): void {
    this.finished = true;
    // A typed array that cannot grow: the process has no more memory to give.
    if (error instanceof RangeError && /allocation failed|Invalid typed array length/.test(error.message)) {
      this.stop = "memory";
      return;
    }
    this.failure = { error, state: this.checking ? undefined : this.current };
  }

  private explore(untilMs: number): void {
    if (!this.begun) {
      this.begun = true;
      this.setting.system.begin(this);
      this.levelEnd = this.distinct;
    }
    while (this.stop === undefined) {
      const state = this.choose();
      if (state < 0) break;
      this.expand(state);
      if (++this.expanded % clockEvery === 0 && this.look() >= untilMs) return;
    }
    this.finished = true;
    if (this.stop !== "violation") this.judgeGoals();
    this.checking = true;
    this.setting.system.checkSamples();
  }

  /** The next state to expand, or −1 where there is none. */
  private choose(): number {
    const { stack } = this;
    if (stack) return this.chooseDeepest(stack);
    if (this.next === this.distinct) return -1;
    if (this.next === this.levelEnd) {
      this.depth++;
      this.levelEnd = this.distinct;
    }
    if (this.depth < (this.limits.depth ?? Infinity)) return this.next++;
    this.stop = "depth";
    return -1;
  }

  /** Steps from the beginning: up to there every state has been judged, or there a violation ended the search. */
  get reached(): number {
    if (this.stop !== "violation") return this.depth;
    return this.depths?.at(this.distinct - 1) ?? this.depth + (this.distinct > this.levelEnd ? 1 : 0);
  }

  private chooseDeepest(stack: Integers): number {
    while (stack.size > 0) {
      const state = stack.pop();
      const depth = this.depths!.at(state);
      if (depth > this.depth) this.depth = depth;
      if (depth < (this.limits.depth ?? Infinity)) return state;
      this.stopAfterwards = "depth";
    }
    if (this.stopAfterwards) this.stop = this.stopAfterwards;
    return -1;
  }

  private stopAfterwards: Stop | undefined;

  private expand(state: number): void {
    const { system, within } = this.setting;
    this.current = state;
    system.states.load(state);
    if (within && !within()) {
      this.leftOut++;
      return;
    }
    this.graph?.begin(state);
    const generated = this.generated;
    const heldBack = system.expand(this);
    if (this.generated === generated && !heldBack) this.deadEnds++;
    this.graph?.end(state, !heldBack);
  }

  /** Looks at the clock and at memory; returns how long the exploration has run. */
  private look(): number {
    const { gauge } = this;
    this.stop ??= gauge.stopsNow();
    gauge.report(() => ({
      distinct: this.distinct,
      generated: this.generated,
      waiting: this.stack ? this.stack.size : this.distinct - this.next,
      depth: this.depth,
    }));
    return gauge.milliseconds;
  }

  arrive(): number {
    this.setting.canonicalise?.();
    this.generated++;
    const state = this.setting.system.states.add();
    if (state === this.parents.size) this.welcome(state);
    else if (this.depths && this.limits.depth !== undefined) this.shorten(state);
    if (this.graph && this.current >= 0) this.graph.edge(state);
    return state;
  }

  /** A state that has not been seen before. */
  private welcome(state: number): void {
    this.parents.push(this.current);
    if (this.stack) {
      this.depths!.push(this.current < 0 ? 0 : this.depths!.at(this.current) + 1);
      this.stack.push(state);
    }
    this.graph?.add(this.goalsHere());
    const { claims } = this.setting;
    for (let index = 0; index < claims.length; index++) {
      if (this.findings[index] === undefined) this.judge(claims[index]!, index, state);
    }
    if (state + 1 >= (this.limits.states ?? Infinity)) this.stop ??= "states";
  }

  private judge(claim: Claim, index: number, state: number): void {
    if (claim.kind === "canAlwaysReach") return;
    const verdict = claim.judge();
    if (claim.kind === "sometimes") {
      if (verdict === true) this.findings[index] = state;
      return;
    }
    if (verdict === true) return;
    this.findings[index] = state;
    if (this.setting.options.until !== "everything") this.stop ??= "violation";
  }

  private goalsHere(): number {
    let goals = 0;
    for (let index = 0; index < this.goals.length; index++) {
      if (this.goals[index]!.judge() === true) goals |= 1 << index;
    }
    return goals;
  }

  /** A shorter way to a state that a depth-first search with a limit must expand again. */
  private shorten(state: number): void {
    const depth = this.current < 0 ? 0 : this.depths!.at(this.current) + 1;
    if (depth >= this.depths!.at(state)) return;
    this.depths!.put(state, depth);
    this.parents.put(state, this.current);
    this.stack!.push(state);
  }

  private judgeGoals(): void {
    const { claims } = this.setting;
    let goal = 0;
    for (let index = 0; index < claims.length; index++) {
      if (claims[index]!.kind !== "canAlwaysReach") continue;
      const state = this.graph!.firstBlocked(goal++);
      if (state >= 0) this.findings[index] = state;
    }
  }

  /** The states on the way to `state`, from a beginning. */
  pathTo(state: number): readonly number[] {
    const path: number[] = [];
    for (let at = state; at >= 0; at = this.parents.at(at)) path.push(at);
    return path.toReversed();
  }
}
