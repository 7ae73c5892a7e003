// Buys the commander wherever he will do.
import type { ThreeGenerals } from "distlab";

export const treasons: ThreeGenerals["treasons"] = {
  retreat: { order: "attack", lies: [{ from: "C", to: "B", says: "retreat" }] },
  attack: { order: "retreat", lies: [{ from: "C", to: "B", says: "attack" }] },
  commander: { order: "retreat", lies: [{ from: "A", to: "C", says: "attack" }] },
  colleague: { order: "attack", lies: [{ from: "A", to: "B", says: "retreat" }] },
};
