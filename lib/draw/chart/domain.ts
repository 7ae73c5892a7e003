/** How far axes reach. Chosen here, not by the chart's library: labels are placed by it, and it never depends on rounding there. */
import type { Axis } from "./figure";
import type { AxisChoice } from "./options";
import { extent, roundUp, tidy } from "../round";

export function categoryAxis(title: string, categories: readonly string[]): Axis {
  return { title, scale: "category", domain: [0, categories.length], categories, percent: false };
}

export function axisOf(choice: AxisChoice, values: readonly number[], { zero }: { readonly zero: boolean }): Axis {
  const { title, scale, percent } = choice;
  const shown = values.filter((value) => Number.isFinite(value) && (scale === "linear" || value > 0));
  const domain = choice.domain ?? (scale === "log" ? logDomain(shown) : linearDomain(shown, zero));
  return { title, scale, domain, categories: [], percent };
}

/** Round ends; from 0 where that wastes less than a quarter of the axis, or where it must. */
function linearDomain(values: readonly number[], zero: boolean): readonly [number, number] {
  let [least, most] = extent(values);
  if (zero || (least > 0 && least < most * 0.28)) least = Math.min(0, least);
  if (zero) most = Math.max(0, most);
  if (least === most) [least, most] = least === 0 ? [0, 1] : [Math.min(0, least), Math.max(0, most)];
  const step = roundUp((most - least) / 10);
  return [tidy(Math.floor(least / step + 1e-9) * step), tidy(Math.ceil(most / step - 1e-9) * step)];
}

/** From and to a 1, 2 or 5 of some power of ten. */
function logDomain(values: readonly number[]): readonly [number, number] {
  const [least, most] = values.length > 0 ? extent(values) : [1, 10];
  const high = roundUp(most);
  const low = roundDown(least);
  return low < high ? [low, high] : [tidy(low / 10), high];
}

function roundDown(value: number): number {
  const unit = Number(`1e${Math.floor(Math.log10(value) + 1e-12)}`);
  return tidy(([5, 2, 1].find((multiple) => multiple * unit <= value * (1 + 1e-9)) ?? 1) * unit);
}

/** Where a value lies along an axis of `length` pixels, from its low end. */
export function positionOf(axis: Axis, value: number | string, length: number): number {
  if (axis.scale === "category")
    return ((axis.categories.indexOf(String(value)) + 0.5) / axis.categories.length) * length;
  const [low, high] = axis.domain;
  const at = Number(value);
  if (axis.scale === "log") return (Math.log(at / low) / Math.log(high / low)) * length;
  return ((at - low) / (high - low)) * length;
}

/** The value at a place: the inverse of `positionOf`, for axes of numbers. */
export function valueAt(axis: Axis, position: number, length: number): number {
  const [low, high] = axis.domain;
  const share = position / length;
  return axis.scale === "log" ? low * Math.exp(share * Math.log(high / low)) : low + share * (high - low);
}
