// Says in the lie what would be said anyway.
// caught by: harm under the rule "attack"
import type { ThreeGenerals } from "distlab";

export const treasons: ThreeGenerals["treasons"] = {
  retreat: { order: "attack", lies: [{ from: "C", to: "B", says: "retreat" }] },
  attack: { order: "retreat", lies: [{ from: "C", to: "B", says: "retreat" }] },
  commander: { order: "attack", lies: [{ from: "A", to: "C", says: "retreat" }] },
  colleague: { order: "attack", lies: [{ from: "C", to: "B", says: "retreat" }] },
};
