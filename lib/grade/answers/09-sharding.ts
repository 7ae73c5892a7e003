/** What answers to the exercises of chapter 09 look like. */
import type { NodeId } from "../../protocol";

/** An answer to `09-sharding/hash-ring`. */
export interface HashRingAnswer {
  /** Builds what is needed to find the machines of any key. The order in which `nodes` are listed must not matter. */
  createRing(nodes: readonly NodeId[]): KeyRing;
}
/** Finds keys. */
export interface KeyRing {
  /** The first `copies` machines of each of these keys, all different; the first one owns the key. */
  find(keys: readonly string[], copies: number): NodeId[][];
}

/** Which machine, from 0 to `machines` - 1, a key is on. The same arguments always give the same machine. */
export type Place = (key: string, machines: number) => number;

/** An answer to `09-sharding/jump-inverted`. `place` never moves a key between two machines that stay. */
export interface JumpInverted {
  /** For each machine the keys that are on it, in the order in which they were given. */
  shards(keys: readonly string[], machines: number, place: Place): string[][];
  /** What arrives where when there are `machines` instead of `before.length`: for each of them, the keys that it gets. */
  arrivals(before: readonly (readonly string[])[], machines: number, place: Place): string[][];
}

/** An answer to `09-sharding/rebalance`. */
export interface Rebalance {
  /**
   * Shares slots out again.
   * @param owners for each slot the machine that has it
   * @param machines those that there are now: some owners may be gone, some machines may be new
   * @returns for each slot the machine that is to have it
   */
  rebalance(owners: readonly NodeId[], machines: readonly NodeId[]): NodeId[];
}
