// Has both lieutenants lie to each other.
// caught by: harm under the rule "colleague"
import type { ThreeGenerals } from "distlab";

export const treasons: ThreeGenerals["treasons"] = {
  retreat: { order: "attack", lies: [{ from: "C", to: "B", says: "retreat" }] },
  attack: { order: "retreat", lies: [{ from: "C", to: "B", says: "attack" }] },
  commander: { order: "attack", lies: [{ from: "A", to: "C", says: "retreat" }] },
  colleague: {
    order: "attack",
    lies: [
      { from: "B", to: "C", says: "retreat" },
      { from: "C", to: "B", says: "retreat" },
    ],
  },
};
