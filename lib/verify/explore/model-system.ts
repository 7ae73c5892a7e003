/**
 * A plain model as rows of integers: a column for each field of its state. What `next` leaves as it was, it shares
 * with the state that it was given, and what is shared needs no second look.
 */
import { canonical, PlainDataError, thawedCopy } from "../../data";
import type { Data } from "../../data";
import type { Model, ModelStep } from "./options";
import { States } from "./states";
import type { System, Visitor } from "./system";
import { Values } from "./values";

export type Fields = { readonly [field: string]: Data };

/** A plain model's `next` threw, or did what it may not. */
export class ModelError extends Error {
  override readonly name = "ModelError";
}

/** So many states have their steps taken twice, and after them one in `sampled`. */
const checkedAtFirst = 300;
const sampled = 512;

export class ModelSystem implements System {
  readonly states: States;
  readonly values = new Values();
  readonly fields: readonly string[];
  runs = 0;
  /** Is told of a sample of states and their steps, to check more about them. */
  onChecked: ((state: Fields, steps: readonly ModelStep<Fields>[]) => void) | undefined;
  private readonly row: number[];
  /** What led to the current row, in a visitor's `arrive`. */
  action = "";
  /** Which of the steps it was. */
  choice = 0;

  constructor(readonly model: Model<Fields>) {
    const first = model.initial[0];
    if (!first) throw new ModelError(`initial is empty; allowed is a list of at least one state`);
    this.fields = Object.keys(first);
    if (this.fields.length === 0) throw new ModelError("initial[0] has no fields; a state is an object with fields");
    this.row = this.fields.map(() => -1);
    // A tree of states has two columns at least; the second one of a single field stays empty.
    this.states = new States(Math.max(2, this.fields.length));
  }

  get name(): string {
    return this.model.name ?? "model";
  }

  begin(visitor: Visitor): void {
    for (const [index, state] of this.model.initial.entries()) {
      this.choice = index;
      this.write(state, `initial[${index}]`, undefined);
      visitor.arrive();
      this.states.restore();
    }
  }

  /** The current row's state. */
  state(): Fields {
    const state: { [field: string]: Data } = {};
    for (let column = 0; column < this.fields.length; column++) {
      state[this.fields[column]!] = this.values.value(this.states.get(column));
    }
    return Object.freeze(state);
  }

  expand(visitor: Visitor): boolean {
    const state = this.state();
    const { fields, row, states } = this;
    for (let column = 0; column < fields.length; column++) row[column] = states.get(column);
    this.runs++;
    if (this.runs <= checkedAtFirst || this.runs % sampled === 0) this.checkChance(state);
    let choice = 0;
    for (const step of this.stepsFrom(state)) {
      this.choice = choice++;
      this.action = step.action;
      this.write(step.state, step.action, state);
      visitor.arrive();
      states.restore();
    }
    return false;
  }

  private stepsFrom(state: Fields): readonly ModelStep<Fields>[] {
    try {
      const steps = this.model.next(state);
      return Array.isArray(steps) ? (steps as readonly ModelStep<Fields>[]) : [...steps];
    } catch (error) {
      throw new ModelError(`next threw ${String(error)} in the state ${canonical(state)}`, { cause: error });
    }
  }

  /** Makes the current row that of `state`; `before` is the state of the row that was loaded. */
  private write(state: Fields, action: string, before: Fields | undefined): void {
    const { fields, row, states } = this;
    let column = 0;
    for (const field in state) {
      if (field !== fields[column]) return this.writeInOrder(state, action);
      const value = state[field]!;
      const number = before !== undefined && value === before[field] ? row[column]! : this.number(value, field, action);
      states.set(column++, number);
    }
    if (column !== fields.length) this.writeInOrder(state, action);
    else if (fields.length === 1) states.set(1, 0);
  }

  /** The same for a state whose fields come in another order than those of the first state. */
  private writeInOrder(state: Fields, action: string): void {
    const given: unknown = state;
    const names = typeof given === "object" && given !== null ? Object.keys(given).toSorted() : [];
    if (names.join() !== this.fields.toSorted().join()) {
      const found = names.length > 0 ? `the fields ${names.join(", ")}` : String(given);
      throw new ModelError(`${action} leads to a state with ${found}; allowed are exactly ${this.fields.join(", ")}`);
    }
    this.fields.forEach((field, column) => this.states.set(column, this.number(state[field], field, action)));
  }

  private number(value: unknown, field: string, action: string): number {
    try {
      return this.values.intern(value, `state.${field}`);
    } catch (error) {
      if (!(error instanceof PlainDataError)) throw error;
      throw new ModelError(`${action} leads to a state that is not plain data: ${error.message}`, { cause: error });
    }
  }

  /** Takes the steps twice more: from the same state, and from a copy that may be written to. */
  private checkChance(state: Fields): void {
    const before = canonical(state);
    const draft = thawedCopy(state);
    const steps = this.stepsFrom(state);
    const [first, second] = [stepsText(steps), stepsText(this.stepsFrom(draft))];
    if (canonical(draft) !== before) {
      throw new ModelError(`next changed the state that it was given (${before}); build a new one: { ...state, x: 1 }`);
    }
    if (first !== second) {
      throw new ModelError(`next is not deterministic: called twice on ${before} it gave other steps`);
    }
    this.onChecked?.(state, steps);
  }

  checkSamples(): void {}
}

function stepsText(steps: readonly ModelStep<Fields>[]): string {
  try {
    return steps.map(({ action, state }) => `${action} ${canonical(state)}`).join("\n");
  } catch {
    // Not plain data: the step itself will say so.
    return "";
  }
}
