/**
 * A model's states and steps as small integers. The model is asked once for each pair of a state and an operation
 * with its result; after that a step is one look-up in a table.
 */
import { canonical, frozenCopy, sameData, thawedCopy } from "../../data";
import type { Data, NodeId } from "../../protocol";
import type { AnyModel } from "./model";
import { PairTable, missing } from "./pair-table";

/** One way of being called and answered: equal operations with equal results are one kind. */
export interface Kind {
  readonly operation: Data;
  /** Undefined: it is not known what it answered, or whether it did. */
  readonly result: Data | undefined;
  readonly client: NodeId;
}

/** So many pairs of a state and a kind are tried to find out which kinds never change the state. */
const triesMax = 50_000;

/** So many steps are asked for twice: a model that remembers something outside its state answers differently. */
const stepsAskedTwice = 100;

/** `next` answers this where a step is not possible. */
export const impossible = -1;

export class StateSpace {
  readonly states: Data[] = [];
  readonly kinds: Kind[] = [];
  readonly initial: number;
  readonly #stateIds = new Map<string, number>();
  readonly #kindIds = new Map<string, number>();
  readonly #steps = new PairTable();
  readonly #several: (readonly number[])[] = [];
  readonly #quiet: boolean[] = [];
  readonly #blind: boolean[] = [];
  #candidates: number[] = [];
  #tries = 0;
  #asked = 0;
  #mistakes = 0;

  constructor(readonly model: AnyModel) {
    this.initial = this.stateId(model.initial);
  }

  get name(): string {
    return this.model.name ?? "object";
  }

  stateId(state: Data): number {
    const key = canonical(state, `${this.name}: state`);
    const known = this.#stateIds.get(key);
    if (known !== undefined) return known;
    const id = this.states.push(frozenCopy(state)) - 1;
    this.#stateIds.set(key, id);
    // A mistake makes a new list of candidates, which this loop does not see.
    for (const kind of this.#candidates) if (this.isQuiet(kind) && this.#changes(id, kind)) this.#mistaken(kind);
    return id;
  }

  kindId(operation: Data, result: Data | undefined, client: NodeId): number {
    const answer = result === undefined ? "" : canonical(result, "result");
    let key = `${canonical(operation, "operation")} ${answer}`;
    if (this.model.perClient === true) key += ` ${client}`;
    const known = this.#kindIds.get(key);
    if (known !== undefined) return known;
    const id = this.kinds.push({ operation, result, client }) - 1;
    this.#kindIds.set(key, id);
    this.#blind.push(this.model.overwrites?.(operation) ?? false);
    if (this.model.readOnly) this.#quiet.push(this.model.readOnly(operation, result));
    else {
      this.#quiet.push(false);
      if (this.#tries < triesMax && !this.states.some((_, state) => this.#changes(state, id))) {
        this.#quiet[id] = true;
        this.#candidates.push(id);
      }
    }
    return id;
  }

  /**
   * Whether a step of this kind never changes the state: so the model says, or so it is in every state met so far.
   * What rests on that is void once `mistakes` has grown.
   */
  isQuiet(kind: number): boolean {
    return this.#quiet[kind]!;
  }

  /** Whether a step of this kind is always possible, and what it leaves depends on nothing that was before. */
  isBlind(kind: number): boolean {
    return this.#blind[kind]!;
  }

  /** How often a kind that had been taken to be quiet turned out to change a state. */
  get mistakes(): number {
    return this.#mistakes;
  }

  #changes(state: number, kind: number): boolean {
    if (++this.#tries === triesMax) for (const each of this.#candidates) this.#mistaken(each);
    const next = this.next(state, kind);
    return next !== impossible && next !== state;
  }

  #mistaken(kind: number): void {
    this.#quiet[kind] = false;
    this.#candidates = this.#candidates.filter((each) => each !== kind);
    this.#mistakes++;
  }

  /**
   * The state after a step, or `impossible`, or, where there are several, a number below -1: `severalStates` has them.
   */
  next(state: number, kind: number): number {
    const known = this.#steps.get(state, kind);
    if (known !== missing) return known;
    const found = this.#ask(state, kind);
    let encoded = found.length === 0 ? impossible : found[0]!;
    if (found.length > 1) encoded = -1 - this.#several.push(found);
    this.#steps.add(state, kind, encoded);
    return encoded;
  }

  /** All states that a step may lead to. */
  allNext(state: number, kind: number): readonly number[] {
    const next = this.next(state, kind);
    if (next === impossible) return [];
    return next >= 0 ? [next] : this.severalStates(next);
  }

  severalStates(encoded: number): readonly number[] {
    return this.#several[-encoded - 2]!;
  }

  /** Up to `most` states, of those met so far, in which a step of this kind is possible. */
  statesBefore(kind: number, most: number): readonly number[] {
    const found: number[] = [];
    for (let state = 0, met = this.states.length; state < met && found.length < most; state++) {
      if (this.next(state, kind) !== impossible) found.push(state);
    }
    return found;
  }

  /** Kinds that leave the value which a step of this kind sees, as far as the model says. */
  seen(kind: number): readonly number[] {
    const { values } = this.model;
    const { operation, result } = this.kinds[kind]!;
    const seen = values?.sees(operation, result) ?? [];
    return [...this.kinds.keys()].filter((other) => {
      const left = values?.leaves(this.kinds[other]!.operation);
      return left !== undefined && seen.some((value) => sameData(value, left));
    });
  }

  /** What an operation of this kind might answer in this state, as far as the model says. */
  answers(state: number, kind: number): readonly Data[] {
    const { operation, client } = this.kinds[kind]!;
    const draft = thawedCopy(this.states[state]!);
    if (this.model.answers) return this.model.answers(draft, operation, client);
    if (!("apply" in this.model)) return [];
    const { result } = this.model.apply(draft, operation, client);
    return result === undefined ? [] : [result];
  }

  #ask(state: number, kind: number): readonly number[] {
    const first = this.#outcomes(state, kind);
    if (this.#asked++ < stepsAskedTwice) {
      const second = this.#outcomes(state, kind);
      if (!sameData(first, second)) {
        throw new Error(
          `${this.name}: ${canonical(this.kinds[kind]!.operation)} in state ${canonical(this.states[state]!)} led to ` +
            `${canonical(first)}, and asked again to ${canonical(second)}; a model may depend on nothing else`,
        );
      }
    }
    return [...new Set(first.map((each) => this.stateId(each)))];
  }

  #outcomes(state: number, kind: number): readonly Data[] {
    const { operation, result, client } = this.kinds[kind]!;
    // States are kept frozen; the model is given a copy, because a write to a frozen one may be lost without a word.
    const draft = thawedCopy(this.states[state]!);
    if (!("apply" in this.model)) return this.model.next(draft, operation, result, client);
    const outcome = this.model.apply(draft, operation, client);
    const fits = result === undefined || outcome.result === undefined || sameData(outcome.result, result);
    return fits ? [frozenCopy(outcome.state, `${this.name}: state`)] : [];
  }
}
