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
 * | `{ kind: "acquire" }`, `{ kind: "release" }` | whether it was done, or a fencing token that grows; null: done |
 *
 * An operation that was refused and certainly had no effect has the result `{ kind: "refused" }`: it is left out. One
 * that never returned may have taken effect at any time after its call, or may yet, or never.
 */
import type { Data, NodeId } from "../../protocol";

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
  /** What others may see of an operation. Only for speed, with many operations that never returned. */
  readonly values?: ValueFlow<Op>;
  /** Whether a step depends on who calls, as a lock's does. Default false. */
  readonly perClient?: boolean;
}

/** Which values an operation leaves and sees: an unreturned one whose value nobody sees may as well not have been. */
export interface ValueFlow<Op extends Data = Data> {
  /** The one value that it may leave for others to see; undefined where it may do anything else as well. */
  leaves(operation: Op): Data | undefined;
  /** The values that its result depends on; null where it may depend on any. */
  sees(operation: Op, result: Data | undefined): readonly Data[] | null;
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
