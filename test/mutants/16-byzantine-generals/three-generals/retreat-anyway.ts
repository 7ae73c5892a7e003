// Belittles an order that was to retreat in any case.
// caught by: harm under the rule "retreat"
import type { ThreeGenerals } from "distlab";

export const treasons: ThreeGenerals["treasons"] = {
  retreat: { order: "retreat", lies: [{ from: "C", to: "B", says: "attack" }] },
  attack: { order: "retreat", lies: [{ from: "C", to: "B", says: "attack" }] },
  commander: { order: "attack", lies: [{ from: "A", to: "C", says: "retreat" }] },
  colleague: { order: "attack", lies: [{ from: "C", to: "B", says: "retreat" }] },
};
