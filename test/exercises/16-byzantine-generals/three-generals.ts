/**
 * Three generals, one traitor.
 *
 * A commands B and C. He tells each of them his order, and each tells the other what he was told. Where both letters say
 * the same, a lieutenant does it. For the case that they differ, somebody proposes four rules:
 *
 * - `retreat`: in doubt retreat;
 * - `attack`: in doubt attack;
 * - `commander`: in doubt do what the commander told you himself;
 * - `colleague`: in doubt do what the other lieutenant says.
 *
 * Show for each of them how one traitor does harm: two loyal lieutenants do different things, or a loyal commander is
 * disobeyed by a loyal lieutenant. `order` is what the commander would order if he is loyal, and `lies` are the letters
 * that say something else than they ought to, such as `{ from: "C", to: "B", says: "attack" }`. Whoever lies is the traitor.
 * The same lies must do no harm to four generals. Fewer lies are better.
 *
 * Try it: `npx distlab check 16-byzantine-generals/three-generals`, or the button Check in the page.
 */
import type { ThreeGenerals } from "distlab";

export const treasons: ThreeGenerals["treasons"] = {
  retreat: { order: "attack", lies: [] },
  attack: { order: "attack", lies: [] },
  commander: { order: "attack", lies: [] },
  colleague: { order: "attack", lies: [] },
};
