// Has the commander tell both the same lie, so that they agree on it.
// caught by: harm under the rule "commander"
import type { ThreeGenerals } from "distlab";

export const treasons: ThreeGenerals["treasons"] = {
  retreat: { order: "attack", lies: [{ from: "C", to: "B", says: "retreat" }] },
  attack: { order: "retreat", lies: [{ from: "C", to: "B", says: "attack" }] },
  commander: {
    order: "attack",
    lies: [
      { from: "A", to: "B", says: "retreat" },
      { from: "A", to: "C", says: "retreat" },
    ],
  },
  colleague: { order: "attack", lies: [{ from: "C", to: "B", says: "retreat" }] },
};
