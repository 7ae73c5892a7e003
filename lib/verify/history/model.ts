/**
 * What an object does when one client uses it at a time: the measure that a history of many clients is judged by.
 *
 * Operations and results are plain data. The library's own models share one vocabulary, and so do the clients of its
 * protocols; a register is a key-value store without keys:
 *
 * | operation | result |
 * |---|---|
 * | `{ kind: "read", key? }`, also `"get"` | the value; null where nothing was written |
 * | `{ kind: "write", key?, value }`, also `"put"` | not looked at |
 * | `{ kind: "delete", key? }` | not looked at |
 * | `{ kind: "append", key?, value }` (texts) | not looked at |
 * | `{ kind: "compareAndSet", key?, expected, value }` | whether it replaced `expected` by `value` |
 * | `{ kind: "increment", by? }` | the new count, or null: not looked at |
 * | `{ kind: "enqueue", value }`, `{ kind: "dequeue" }` | not looked at; the value taken, null where empty |
 * | `{ kind: "add", value }`, `{ kind: "remove", value }` | whether the set changed, or null: not looked at |
 * | `{ kind: "contains", value }`, `{ kind: "members" }` | whether it is in; the members in any order |
 * | `{ kind: "transfer", from, to, amount }`, with `"get"` of a key | whether there was enough money |
 * | `{ kind: "acquire" }`, `{ kind: "release" }` | whether it was done, or a fencing token that grows; null: done |
 *
 * An operation that was refused and certainly had no effect has the result `{ kind: "refused" }`: it is left out. One
 * that never returned may have taken effect at any time after its call, or may yet, or never.
 */
import type { Data, NodeId, Operation } from "../../protocol";

/** What is common to both ways of writing a model. States are plain data. */
export interface ModelBase<State extends Data, Op extends Data> {
  /** What it is called in sentences, for example `register`. Default `object`. */
  readonly name?: string;
  readonly initial: State;
  /**
   * Which part an operation belongs to, where parts do not influence each other (a store's keys): they are judged one
   * by one, which is much faster. Null means that it touches them all. Default: everything is one part.
   */
  partition?(operation: Op): string | null;
  /** How an operation reads in a sentence after the client's name, for example `wrote 2`. Default: its data. */
  describe?(operation: Op, result: Data | undefined): string;
  /** Whether, with this answer, it never changes the state, whatever it is. Only for speed. Default: found by trying. */
  readOnly?(operation: Op, result: Data | undefined): boolean;
  /**
   * Whether it is always possible and leaves a state that depends on nothing but the operation, as a write does. Only
   * for speed. Default: false.
   */
  overwrites?(operation: Op): boolean;
  /** What operations have to do with each other. Only for speed, and to find what is wrong in long histories. */
  readonly values?: ValueFlow<Op>;
  /** Whether a step depends on who calls, as a lock's does. Default false. */
  readonly perClient?: boolean;
  /** What an operation might answer in this state, for sentences. Default: what `apply` says, if there is one. */
  answers?(state: State, operation: Op, client: NodeId): readonly Data[];
  /** How a state reads after "it must have". Default: `been` and its data. */
  describeState?(state: State): string;
  /** An equivalent model with fewer states, for this very history. Only for speed. */
  prepare?(operations: readonly Operation[]): PreparedModel;
}

/** A model for one history: it finds an order for exactly those operations for which the model that made it does. */
export interface PreparedModel {
  readonly model: HistoryModel;
  /** Whether it relies on operations taking effect between their calls and returns. Default false. */
  readonly needsTimes?: boolean;
  /** What stands for each of the operations. */
  readonly operations: readonly Data[];
  /** Makes an order that this model allows into one that the model that made it allows. Default: it is one. */
  restore?(order: readonly number[]): readonly number[];
}

/** Which values an operation leaves and sees: one that never returned and whose value nobody sees can be forgotten. */
export interface ValueFlow<Op extends Data = Data> {
  /** The one value that it may leave for others to see; undefined where it may do anything else as well. */
  leaves(operation: Op): Data | undefined;
  /** The values that its result depends on; null where it may depend on any. */
  sees(operation: Op, result: Data | undefined): readonly Data[] | null;
  /**
   * The values that it has to do with; null where that may be any. If all operations that have to do with a value are
   * left out of a right history, the others must still be a right history.
   */
  concerns(operation: Op, result: Data | undefined): readonly Data[] | null;
}

/** A model where each state and operation have one outcome. */
export interface DeterministicModel<State extends Data = Data, Op extends Data = Data> extends ModelBase<State, Op> {
  /** The next state and the answer. It may write to `state`, a private copy. Without `result`, any answer will do. */
  apply(state: State, operation: Op, client: NodeId): { readonly state: State; readonly result?: Data };
}

/** A model where an operation may have several outcomes. */
export interface NondeterministicModel<State extends Data = Data, Op extends Data = Data> extends ModelBase<State, Op> {
  /** Every state that it may leave, given what it answered; none where it cannot have answered this here. */
  next(state: State, operation: Op, result: Data | undefined, client: NodeId): readonly State[];
}

/** What a history is judged by; see the top of this file. */
export type HistoryModel<State extends Data = Data, Op extends Data = Data> =
  | DeterministicModel<State, Op>
  | NondeterministicModel<State, Op>;

/** A model whose types are no longer of interest. */
export type AnyModel = HistoryModel;
