/**
 * Atomic commitment: what every commit protocol promises, however it goes about it, and what their options share.
 *
 * Source: Bernstein, Hadzilacos and Goodman, "Concurrency control and recovery in database systems", 1987, section 7.3,
 * whose rules AC1 to AC5 the properties are.
 */
import { always, canAlwaysReach, sometimes } from "../protocol";
import type { Millis, NodeId, Property, World } from "../protocol";

/** What a transaction has come to. */
export type Outcome = "commit" | "abort";

/** How a participant votes; `either` leaves it to chance. */
export type Intention = "yes" | "no" | "either";

/** One intention for all, or one for each participant who is named; the others vote yes. */
export type Votes = Intention | { readonly [participant: NodeId]: Intention };

export function intentionOf(votes: Votes, participant: NodeId): Intention {
  return typeof votes === "string" ? votes : (votes[participant] ?? "yes");
}

/**
 * The participants' names: `P1`, `P2`, … from a number, or the names themselves.
 * @throws RangeError if there is none, or if one is the coordinator
 */
export function participantNames(participants: number | readonly NodeId[], coordinator: NodeId): readonly NodeId[] {
  const count = typeof participants === "number" ? participants : participants.length;
  if (!Number.isInteger(count) || count < 1) {
    throw new RangeError(`participants is ${count}; allowed is a whole number, 1 or more, or a list of names`);
  }
  const names =
    typeof participants === "number" ? Array.from({ length: count }, (_, index) => `P${index + 1}`) : participants;
  if (names.includes(coordinator)) {
    throw new RangeError(`coordinator is ${coordinator}, which is a participant too; allowed is another name`);
  }
  return names;
}

/** @throws RangeError where one of the times is not above 0 */
export function requireTimes(times: { readonly [option: string]: Millis }): void {
  for (const [option, value] of Object.entries(times)) {
    if (!(value > 0 && value < Infinity)) {
      throw new RangeError(`${option} is ${value}; allowed are milliseconds above 0`);
    }
  }
}

export function isOutcome(phase: string | undefined): phase is Outcome {
  return phase === "commit" || phase === "abort";
}

/** What a node of a commit protocol looks like from outside. `forgotten`: it had decided, and all have heard. */
type Committing = { phase: string };
type Logged = { record: string };
type CommitWorld = World<Committing, null, Logged>;

/** What a node has decided; of one that is down, what its disk says. */
function outcomeOf(world: CommitWorld, node: NodeId): string | undefined {
  return world.state(node)?.phase ?? world.saved(node)?.record;
}

/** AC1 and AC2: whoever decides, decides alike, the dead included. */
export const agreement: Property = always<Committing, null, Logged>("no two nodes decide differently", (world) => {
  const committed = world.nodes.find((node) => outcomeOf(world, node) === "commit");
  const aborted = world.nodes.find((node) => outcomeOf(world, node) === "abort");
  return !committed || !aborted || `${committed} has committed and ${aborted} has aborted`;
});

/** AC4, as possibility: without it, nodes that always abort would pass. */
export const commitIsPossible: Property = sometimes<Committing>("everybody commits", (world) => {
  const phases = world.nodes.map((node) => world.state(node)?.phase);
  return phases.includes("commit") && phases.every((phase) => phase === "commit" || phase === "forgotten");
});

/** AC5, as possibility: from wherever a run has come to, everybody who lives can still decide. */
export const nobodyIsBlocked: Property = canAlwaysReach<Committing>("everybody who is up has decided", (world) =>
  world.nodes.every((node) => {
    const state = world.state(node);
    return state === null || state.phase === "forgotten" || isOutcome(state.phase);
  }),
);
