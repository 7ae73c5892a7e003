/**
 * Quorum arithmetic: which sets of nodes may decide, and what a set of answers amounts to.
 *
 * Two majorities of the same nodes share a node; that one node is why a majority may act for all. A joint quorum is
 * one in each of two memberships, for the moment of changing from one to the other. Flexible quorums need only that
 * every read set meets every write set.
 *
 * Sources: Gifford, "Weighted voting for replicated data", SOSP 1979 (R + W > N); Ongaro, "Consensus: bridging theory
 * and practice", 2014, section 4.3 (joint consensus); Howard, Malkhi and Spiegelman, "Flexible Paxos", OPODIS 2016.
 */

/**
 * How many of `nodes` nodes are a majority: more than half.
 * @example
 * [3, 4, 5].map(majority); // → [2, 3, 3]
 */
export function majority(nodes: number): number {
  return Math.floor(nodes / 2) + 1;
}

/**
 * How many of `nodes` may fail while a majority is left.
 * @example
 * [3, 4, 5].map(toleratedFailures); // → [1, 1, 2]
 */
export function toleratedFailures(nodes: number): number {
  return nodes - majority(nodes);
}

/** Whether `answered` holds a majority of `members`. Names that are not members, or come twice, do not count. */
export function hasMajority(members: readonly string[], answered: readonly string[]): boolean {
  return countMembers(members, answered) >= majority(members.length);
}

/** Whether `answered` holds a majority of both memberships. */
export function hasJointMajority(
  oldMembers: readonly string[],
  newMembers: readonly string[],
  answered: readonly string[],
): boolean {
  return hasMajority(oldMembers, answered) && hasMajority(newMembers, answered);
}

function countMembers(members: readonly string[], answered: readonly string[]): number {
  return members.filter((member) => answered.includes(member)).length;
}

/** A vote that can still go either way is pending. */
export type VoteOutcome = "won" | "lost" | "pending";

/**
 * What a vote has come to. It is lost as soon as those who have not refused are no majority.
 * @example
 * voteOutcome(["A", "B", "C", "D"], ["A"], ["B", "C"]); // → "lost"
 */
export function voteOutcome(
  members: readonly string[],
  granted: readonly string[],
  refused: readonly string[],
): VoteOutcome {
  if (hasMajority(members, granted)) return "won";
  return members.length - countMembers(members, refused) < majority(members.length) ? "lost" : "pending";
}

/**
 * The highest index that a majority of `members` has reached; a member that does not appear has reached 0.
 * @example
 * committedIndex(["A", "B", "C"], { A: 7, B: 5 }); // → 5
 */
export function committedIndex(members: readonly string[], reached: { readonly [member: string]: number }): number {
  if (members.length === 0) return 0;
  const indexes = members.map((member) => reached[member] ?? 0).toSorted((left, right) => right - left);
  return indexes[majority(members.length) - 1]!;
}

/** The highest index that a majority of each membership has reached. */
export function jointCommittedIndex(
  oldMembers: readonly string[],
  newMembers: readonly string[],
  reached: { readonly [member: string]: number },
): number {
  return Math.min(committedIndex(oldMembers, reached), committedIndex(newMembers, reached));
}

/** What a choice of N, R and W promises, and what it does not. */
export type QuorumPromises = {
  /** R + W > N: every read set meets every write set. By itself this is not linearizability. */
  readonly readsMeetWrites: boolean;
  /** W > N / 2: two writes meet, so that they can be put in order. */
  readonly writesMeetWrites: boolean;
  /** How many nodes may fail while reads still find a quorum. */
  readonly readsSurvive: number;
  /** The same for writes. */
  readonly writesSurvive: number;
};

/**
 * What N nodes with read quorums of R and write quorums of W promise. Throws a RangeError unless N, R and W are whole,
 * 1 ≤ R ≤ N and 1 ≤ W ≤ N.
 * @example
 * quorumPromises(3, 2, 2).readsMeetWrites; // → true
 * quorumPromises(3, 1, 1).readsMeetWrites; // → false
 */
export function quorumPromises(nodes: number, reads: number, writes: number): QuorumPromises {
  for (const [name, value] of [
    ["reads", reads],
    ["writes", writes],
  ] as const) {
    if (Number.isInteger(value) && value >= 1 && value <= nodes) continue;
    throw new RangeError(`${name} is ${value}; allowed is a whole number from 1 to the number of nodes, ${nodes}`);
  }
  return {
    readsMeetWrites: reads + writes > nodes,
    writesMeetWrites: 2 * writes > nodes,
    readsSurvive: nodes - reads,
    writesSurvive: nodes - writes,
  };
}
