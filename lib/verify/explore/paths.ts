/**
 * How a state was reached. The search remembers only which state came before which; what happened between two of
 * them is found by taking the steps of the earlier one again.
 */
import type { System } from "./system";

/** The way to a state, from a beginning. */
export interface Path<Event> {
  /** What happened, in order; the first led to the beginning. */
  readonly events: readonly Event[];
  /** The states themselves: number them with `states.load`. */
  readonly states: readonly number[];
}

/**
 * Follows the states of `path`, and asks for the event that led to each of them.
 * @param canonicalise as in the search: then `path` holds what stands for the states, and the result the states
 * @param eventHere the event that led to the current row
 */
export function follow<Event>(
  system: System,
  path: readonly number[],
  canonicalise: (() => void) | undefined,
  eventHere: (isBeginning: boolean) => Event,
): Path<Event> {
  const events: Event[] = [];
  const states: number[] = [];
  path.forEach((target, place) => {
    let isFound = false;
    const visitor = {
      arrive(): number {
        const state = system.states.add();
        if (isFound) return state;
        canonicalise?.();
        if (system.states.add() !== target) return state;
        isFound = true;
        states.push(state);
        events.push(eventHere(place === 0));
        return state;
      },
    };
    if (place === 0) system.begin(visitor);
    else {
      system.states.load(states[place - 1]!);
      system.expand(visitor);
    }
    if (!isFound)
      throw new Error(`step ${place} of a path does not repeat itself: the code that is explored is not pure`);
  });
  return { events, states };
}
