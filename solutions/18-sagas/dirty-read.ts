/**
 * Ann's order takes the bicycle, Bob's is refused, and then Ann's goes on to the carrier and all the way back to the
 * shelf. Bob's refusal need not even arrive: it has been written into the books.
 */
import type { Move } from "distlab";

export const schedule: Move[] = [
  { kind: "deliver", from: "saga", to: "create", nth: 1 },
  { kind: "deliver", from: "create", to: "saga", nth: 1 },
  { kind: "deliver", from: "saga", to: "create", nth: 2 },
  { kind: "deliver", from: "create", to: "saga", nth: 2 },
  { kind: "deliver", from: "saga", to: "reserve", nth: 1 },
  { kind: "deliver", from: "reserve", to: "saga", nth: 1 },
  { kind: "deliver", from: "saga", to: "reserve", nth: 2 },
  { kind: "deliver", from: "saga", to: "charge", nth: 1 },
  { kind: "deliver", from: "charge", to: "saga", nth: 1 },
  { kind: "deliver", from: "saga", to: "ship", nth: 1 },
  { kind: "deliver", from: "ship", to: "saga", nth: 1 },
  { kind: "deliver", from: "saga", to: "charge", nth: 2 },
  { kind: "deliver", from: "charge", to: "saga", nth: 2 },
  { kind: "deliver", from: "saga", to: "reserve", nth: 3 },
];
