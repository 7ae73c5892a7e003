// The other lieutenant lies, and the commander to the other one.
import type { ThreeGenerals } from "distlab";

export const treasons: ThreeGenerals["treasons"] = {
  retreat: { order: "attack", lies: [{ from: "B", to: "C", says: "retreat" }] },
  attack: { order: "retreat", lies: [{ from: "B", to: "C", says: "attack" }] },
  commander: { order: "retreat", lies: [{ from: "A", to: "B", says: "attack" }] },
  colleague: { order: "retreat", lies: [{ from: "B", to: "C", says: "attack" }] },
};
