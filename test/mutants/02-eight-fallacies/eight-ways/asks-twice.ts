// Stops at the second question.
// caught by: broken: transport cost is zero
import type { Move } from "distlab";

/** A retry whose first attempt was not lost after all. */
export const reliable: Move[] = [
  { kind: "timer", node: "till", timer: "retry" },
  { kind: "deliver", from: "till", to: "store", nth: 1 },
  { kind: "deliver", from: "till", to: "store", nth: 2 },
];

/** Ben asks while Ann's word is still under way. */
export const latency: Move[] = [
  { kind: "deliver", from: "ann", to: "store", nth: 1 },
  { kind: "deliver", from: "store", to: "ann", nth: 1 },
  { kind: "deliver", from: "ben", to: "store", nth: 1 },
  { kind: "deliver", from: "store", to: "ben", nth: 1 },
];

/** The third comes before the first is worked on. */
export const bandwidth: Move[] = [
  { kind: "deliver", from: "till", to: "store", nth: 1 },
  { kind: "deliver", from: "till", to: "store", nth: 2 },
  { kind: "deliver", from: "till", to: "store", nth: 3 },
];

/** Somebody who was not greeted. */
export const secure: Move[] = [
  { kind: "deliver", from: "till", to: "store", nth: 1 },
  { kind: "deliver", from: "mallory", to: "store", nth: 1 },
];

/** The sale comes to the old address after the count has left it. */
export const topology: Move[] = [
  { kind: "timer", node: "oldStore", timer: "move" },
  { kind: "deliver", from: "till", to: "oldStore", nth: 1 },
  { kind: "deliver", from: "oldStore", to: "till", nth: 1 },
  { kind: "deliver", from: "oldStore", to: "newStore", nth: 1 },
];

/** The till hears Ann first, the store Ben. */
export const administrator: Move[] = [
  { kind: "deliver", from: "ann", to: "till", nth: 1 },
  { kind: "deliver", from: "ben", to: "till", nth: 1 },
  { kind: "deliver", from: "ben", to: "store", nth: 1 },
  { kind: "deliver", from: "ann", to: "store", nth: 1 },
];

/** A no is a reason to ask again. */
export const cost: Move[] = [
  { kind: "deliver", from: "till", to: "store", nth: 1 },
  { kind: "deliver", from: "store", to: "till", nth: 1 },
];

/** The store is newer than the till. */
export const homogeneous: Move[] = [
  { kind: "timer", node: "store", timer: "upgrade" },
  { kind: "deliver", from: "till", to: "store", nth: 1 },
  { kind: "deliver", from: "store", to: "till", nth: 1 },
];
