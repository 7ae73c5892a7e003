/**
 * Turned round, the law is a straight line: (n / C(n) − 1) / (n − 1) = contention + coherence · n, where C(n) is how many
 * times as much as one machine n of them serve. So the least squares of school are enough: the line's height at 0 is the
 * one parameter, its slope the other. The peak lies at half as many machines again as anybody has tried; the knee, at
 * which money is better spent elsewhere, comes long before it.
 */
import { scalability, scalabilityPeak } from "distlab";
import type { ScalabilityKnee } from "distlab";

const measured: readonly (readonly [machines: number, throughput: number])[] = [
  [1, 898],
  [2, 1724],
  [3, 2468],
  [4, 3162],
  [6, 4340],
  [8, 5273],
  [12, 6505],
  [16, 7278],
];

const one = measured[0]![1];
const points = measured.slice(1).map(([machines, throughput]) => {
  const times = throughput / one;
  return { machines, height: (machines / times - 1) / (machines - 1) };
});
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const middle = {
  machines: mean(points.map(({ machines }) => machines)),
  height: mean(points.map(({ height }) => height)),
};
const slope =
  mean(points.map((point) => (point.machines - middle.machines) * (point.height - middle.height))) /
  mean(points.map((point) => (point.machines - middle.machines) ** 2));

export const coherence: ScalabilityKnee["coherence"] = slope;
export const contention: ScalabilityKnee["contention"] = middle.height - slope * middle.machines;
export const peak: ScalabilityKnee["peak"] = Math.round(scalabilityPeak(contention, coherence));

function lastWorthHalf(): number {
  let machines = 1;
  const brings = (nth: number): number =>
    scalability(nth, contention, coherence) - scalability(nth - 1, contention, coherence);
  while (brings(machines + 1) >= 0.5) machines += 1;
  return machines;
}
export const knee: ScalabilityKnee["knee"] = lastWorthHalf();
