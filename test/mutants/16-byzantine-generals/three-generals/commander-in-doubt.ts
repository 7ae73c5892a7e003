// Buys the commander where doubt ends in a retreat: both lieutenants then doubt, and both retreat.
// caught by: harm under the rule "retreat"
import type { ThreeGenerals } from "distlab";

export const treasons: ThreeGenerals["treasons"] = {
  retreat: { order: "attack", lies: [{ from: "A", to: "C", says: "retreat" }] },
  attack: { order: "retreat", lies: [{ from: "C", to: "B", says: "attack" }] },
  commander: { order: "attack", lies: [{ from: "A", to: "C", says: "retreat" }] },
  colleague: { order: "attack", lies: [{ from: "C", to: "B", says: "retreat" }] },
};
