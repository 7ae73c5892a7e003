/** Rounding to what can be seen and to what reads well. */

/** Finer than a tenth of a pixel is not seen, and would be carried along by every drawing. */
export function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}

/** The next number of the form 1, 2 or 5 times a power of ten. */
export function roundUp(value: number): number {
  const unit = Number(`1e${Math.floor(Math.log10(value) + 1e-12)}`);
  return tidy(([1, 2, 5].find((multiple) => multiple * unit >= value * (1 - 1e-9)) ?? 10) * unit);
}

/** Removes the dust that adding fractions leaves. */
export function tidy(value: number): number {
  return Number(value.toPrecision(12));
}

/** Least and greatest; of nothing, 0 and 1. */
export function extent(values: readonly number[]): readonly [number, number] {
  let [least, most] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return least <= most ? [least, most] : [0, 1];
}
