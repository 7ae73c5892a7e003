// Stops when the money is back: the bicycle is still reserved.
// caught by: sold out because of an order that comes to nothing, and not where orders wait for each other
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
];
