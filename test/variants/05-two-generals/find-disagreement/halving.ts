// Halves the row of nights: one end attacks, the other holds.
import type { Plan } from "distlab";

export function findDisagreement({ messengers, play }: Plan): number[] {
  const from = (first: number): number[] => Array.from({ length: messengers - first + 1 }, (_, index) => first + index);
  // Nights from(low) hold, nights from(high) attack.
  let low = 1;
  let high = messengers + 1;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    const { A, B } = play(from(middle));
    if (A !== B) return from(middle);
    if (A === "attack") high = middle;
    else low = middle;
  }
  throw new Error("two neighbours cannot differ in both generals");
}
