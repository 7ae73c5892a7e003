/**
 * Handlers, each run once for every distinct state and input of a node, and watched while they run: a handler that
 * reads the clock, changes what it was given, or does not do the same thing twice is named.
 */
import { canonical, PlainDataError, thawedCopy } from "../../data";
import type { Data } from "../../data";
import type { AnyProtocol, NodeId } from "../../protocol";
import { HandlerError, Recorder } from "../../step";
import type { Effect, Environment, Input } from "../../step";
import { PairMap } from "./tables";
import type { Values } from "./values";

/** One way in which a handler's run can end. */
export interface Outcome {
  /** The number of the node's new state. */
  readonly state: number;
  readonly effects: readonly Effect[];
  readonly choices: readonly number[];
}

/** A handler's run: what it was given. */
export interface Call {
  readonly node: number;
  /** The number of the node's state; of null for a start. */
  readonly state: number;
  readonly input: Input;
}

export interface HandlersOptions {
  readonly nodes: readonly NodeId[];
  readonly protocols: readonly AnyProtocol[];
  readonly knockedOut: ReadonlySet<string>;
  /** Whether the order of a handler's effects matters: it does where a node can crash between two of them. */
  readonly orderMatters: boolean;
}

/** So many calls are run again at once, and after them one in `sampled`. */
const checkedAtFirst = 3000;
const sampled = 16;
/** So many calls, at most, are run again when everything has been explored. */
const checkedAtLast = 256;

/** A recorder that notes the names of the guards that it meets. */
class GuardRecorder extends Recorder {
  constructor(
    environment: Environment,
    private readonly met: Set<string>,
  ) {
    super(environment);
  }

  override guard(name: string, condition: boolean): boolean {
    this.met.add(name);
    return super.guard(name, condition);
  }

  override save(saved: Data): void {
    this.met.add("save");
    super.save(saved);
  }
}

export class Handlers {
  /** How many times a handler has been run to learn something new. */
  runs = 0;
  /** The guards that handlers have met, by name, and `save` if anything was saved. */
  readonly guards = new Set<string>();
  private readonly known: PairMap[];
  private readonly outcomes: (readonly Outcome[])[] = [];
  private readonly samples: { readonly call: Call; readonly outcomes: number }[] = [];
  private sampleEvery = 1;
  /** Is told of a sample of what has been learned, to check more about it. */
  onLearned: ((call: Call, outcomes: readonly Outcome[]) => void) | undefined;

  constructor(
    private readonly values: Values,
    private readonly options: HandlersOptions,
  ) {
    this.known = options.nodes.map(() => new PairMap());
  }

  /**
   * Every outcome of a call.
   * @param inputNumber names `call.input`, distinct for distinct inputs
   * @throws HandlerError where the handler throws or breaks a rule of the house
   */
  run(call: Call, inputNumber: number): readonly Outcome[] {
    const remembered = this.known[call.node]!.get(call.state, inputNumber);
    if (remembered >= 0) return this.outcomes[remembered]!;
    const outcomes = this.runOnce(call, false);
    this.runs++;
    if (this.runs <= checkedAtFirst || this.runs % sampled === 0) {
      this.runAgain(call, outcomes);
      this.onLearned?.(call, outcomes);
    }
    const number = this.outcomes.push(outcomes) - 1;
    this.known[call.node]!.set(call.state, inputNumber, number);
    this.sample(call, number);
    return outcomes;
  }

  get orderMatters(): boolean {
    return this.options.orderMatters;
  }

  /** Runs the handler for every sequence of choices, in lexicographic order. */
  runOnce(call: Call, reversed: boolean): readonly Outcome[] {
    const found: Outcome[] = [];
    let prefix: readonly number[] | undefined = [];
    while (prefix !== undefined) {
      const given: readonly number[] = prefix;
      const widths: number[] = [];
      const choose = (options: number): number => {
        widths.push(options);
        return given[widths.length - 1] ?? 0;
      };
      const recorder = this.recorder(call, choose);
      const state = this.perform(recorder, call, reversed);
      found.push({ state, effects: recorder.effects, choices: recorder.choices });
      prefix = following(recorder.choices, widths);
    }
    return found;
  }

  private recorder(call: Call, choose: (options: number) => number): GuardRecorder {
    const localTime = (): never => {
      throw this.error(call, "read its clock (out.localTime); the checker has none: use timers");
    };
    return new GuardRecorder({ localTime, choose, knockedOut: this.options.knockedOut }, this.guards);
  }

  private perform(recorder: Recorder, call: Call, reversed: boolean): number {
    const { node } = call;
    const given = this.values.value(call.state);
    const draft = reversed ? reversedFields(given) : thawedCopy(given);
    const input = reversed ? reversedInput(call.input) : call.input;
    const after = recorder.perform(this.options.protocols[node]!, this.options.nodes[node]!, draft, input, true);
    try {
      return this.values.intern(after, "state");
    } catch (error) {
      if (!(error instanceof PlainDataError)) throw error;
      throw this.error(call, `left something in its state that is not plain data: ${error.message}`, error);
    }
  }

  error(call: Call, reason: string, cause?: unknown): HandlerError {
    const protocol = this.options.protocols[call.node]!;
    const options = cause === undefined ? undefined : { cause };
    return new HandlerError(protocol.name, this.options.nodes[call.node]!, call.input, reason, options);
  }

  /** Runs a call a second time, with every object's fields in reverse order, and compares. */
  private runAgain(call: Call, expected: readonly Outcome[]): void {
    if (this.same(expected, this.runOnce(call, true))) return;
    this.refuseChance(call, expected);
    throw this.error(
      call,
      "depends on the order of an object's fields: two equal states behave differently. " +
        "Go through the nodes in a fixed order (the protocol's members) rather than through Object.keys of a state",
    );
  }

  private refuseChance(call: Call, expected: readonly Outcome[]): void {
    const again = this.runOnce(call, false);
    if (this.same(expected, again, true)) return;
    const which = expected.findIndex((outcome, index) => !this.same([outcome], again.slice(index, index + 1), true));
    throw this.error(
      call,
      `is not deterministic: run twice on the same state it gave ${this.describe(expected[which])} and then ` +
        `${this.describe(again[which])}. Chance is out.choose; everything that a handler remembers belongs into its state`,
    );
  }

  private same(left: readonly Outcome[], right: readonly Outcome[], strictly = this.options.orderMatters): boolean {
    return (
      left.length === right.length &&
      left.every((outcome, index) => {
        const other = right[index]!;
        return (
          outcome.state === other.state &&
          effectsText(outcome.effects, strictly) === effectsText(other.effects, strictly)
        );
      })
    );
  }

  private describe(outcome: Outcome | undefined): string {
    if (!outcome) return "nothing";
    const text = canonical([this.values.value(outcome.state), outcome.effects]);
    return text.length > 160 ? `${text.slice(0, 159)}…` : text;
  }

  private sample(call: Call, outcomes: number): void {
    if (this.runs % this.sampleEvery !== 0) return;
    this.samples.push({ call, outcomes });
    if (this.samples.length < checkedAtLast) return;
    const kept = this.samples.filter((_, index) => index % 2 === 1);
    this.samples.splice(0, this.samples.length, ...kept);
    this.sampleEvery *= 2;
  }

  /** Runs a sample of all calls once more: what a handler keeps outside its state shows itself by now. */
  checkSamples(): void {
    for (const { call, outcomes } of this.samples) this.refuseChance(call, this.outcomes[outcomes]!);
  }
}

/** The next sequence of choices in lexicographic order, up to where it differs from this one. */
function following(choices: readonly number[], widths: readonly number[]): readonly number[] | undefined {
  for (let index = choices.length - 1; index >= 0; index--) {
    if (choices[index]! + 1 < widths[index]!) return [...choices.slice(0, index), choices[index]! + 1];
  }
  return undefined;
}

function effectsText(effects: readonly Effect[], strictly: boolean): string {
  const texts = effects.map((effect) => canonical(effect));
  return (strictly ? texts : texts.toSorted()).join(";");
}

function reversedInput(input: Input): Input {
  if (input.kind === "message") return { ...input, message: reversedFields(input.message) };
  return input.kind === "start" ? { ...input, saved: reversedFields(input.saved) } : input;
}

/** A copy that may be written to, with the fields of every object in reverse order. */
function reversedFields(value: Data): Data {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item: Data) => reversedFields(item));
  const copy: { [field: string]: Data } = {};
  for (const [field, item] of Object.entries(value).toReversed()) copy[field] = reversedFields(item as Data);
  return copy;
}
