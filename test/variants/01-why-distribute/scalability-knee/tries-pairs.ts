// Tries many pairs of parameters and keeps the one whose curve lies nearest to the points.
import { scalability } from "distlab";

const measured = [
  [1, 898],
  [2, 1724],
  [3, 2468],
  [4, 3162],
  [6, 4340],
  [8, 5273],
  [12, 6505],
  [16, 7278],
] as const;

let best = { off: Infinity, contention: 0, coherence: 0 };
for (let contention = 0; contention < 0.1; contention += 0.001) {
  for (let coherence = 0; coherence < 0.005; coherence += 0.0001) {
    let off = 0;
    for (const [machines, throughput] of measured)
      off += (throughput / 898 - scalability(machines, contention, coherence)) ** 2;
    if (off < best.off) best = { off, contention, coherence };
  }
}
export const contention = best.contention;
export const coherence = best.coherence;

const curve = Array.from({ length: 100 }, (_, index) => scalability(index + 1, contention, coherence));
export const peak = curve.indexOf(Math.max(...curve)) + 1;
export const knee = curve.findIndex((times, index) => index > 0 && times - curve[index - 1]! < 0.5);
