/**
 * A lieutenant who makes a loyal colleague doubt wins wherever doubt does not end in obedience. Where it does, the
 * commander himself has to be bought: each lieutenant trusts the letter that only he has seen.
 */
import type { ThreeGenerals } from "distlab";

export const treasons: ThreeGenerals["treasons"] = {
  retreat: { order: "attack", lies: [{ from: "C", to: "B", says: "retreat" }] },
  attack: { order: "retreat", lies: [{ from: "C", to: "B", says: "attack" }] },
  commander: { order: "attack", lies: [{ from: "A", to: "C", says: "retreat" }] },
  colleague: { order: "attack", lies: [{ from: "C", to: "B", says: "retreat" }] },
};
