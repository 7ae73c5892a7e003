// Tells a second lie that is the truth.
// caught by: no more lies than it takes
import type { ThreeGenerals } from "distlab";

export const treasons: ThreeGenerals["treasons"] = {
  retreat: { order: "attack", lies: [{ from: "C", to: "B", says: "retreat" }] },
  attack: { order: "retreat", lies: [{ from: "C", to: "B", says: "attack" }] },
  commander: {
    order: "attack",
    lies: [
      { from: "A", to: "C", says: "retreat" },
      { from: "A", to: "B", says: "attack" },
    ],
  },
  colleague: { order: "attack", lies: [{ from: "C", to: "B", says: "retreat" }] },
};
