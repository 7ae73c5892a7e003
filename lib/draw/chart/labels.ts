/** Names at the ends of lines, moved apart where they would lie on each other. */
import { positionOf, valueAt } from "./domain";
import type { Figure } from "./figure";

export interface EndLabel {
  readonly text: string;
  readonly colour: number;
  /** In the axes' values. */
  readonly x: number | string;
  readonly y: number;
}

const apart = 14;

/** A name for each series, beside its last point. */
export function endLabels({ series, y, height }: Figure): readonly EndLabel[] {
  const wanted = series
    .flatMap(({ name, colour, points }) => {
      const last = points.at(-1);
      return name === "" || !last ? [] : [{ text: name, colour, x: last.x, at: positionOf(y, last.y, height) }];
    })
    .toSorted((one, other) => one.at - other.at || one.colour - other.colour);
  const columns = new Map<number | string, typeof wanted>();
  for (const label of wanted) columns.set(label.x, [...(columns.get(label.x) ?? []), label]);
  return [...columns.values()].flatMap((column) => {
    const places = spread(
      column.map((label) => label.at),
      apart,
      height,
    );
    return column.map(({ text, colour, x: at }, index) => ({
      text,
      colour,
      x: at,
      y: valueAt(y, places[index]!, height),
    }));
  });
}

/** Moves sorted places apart, as little as need be, and keeps them between 0 and `most` while there is room. */
export function spread(sorted: readonly number[], distance: number, most: number): readonly number[] {
  // Neighbours that are too near become one block, which stands in the middle of where its members wanted to be.
  const blocks: { sum: number; members: number }[] = [];
  const centre = (block: { sum: number; members: number }): number => {
    const half = ((block.members - 1) * distance) / 2;
    return Math.min(Math.max(block.sum / block.members, half), Math.max(half, most - half));
  };
  for (const place of sorted) {
    blocks.push({ sum: place, members: 1 });
    for (;;) {
      const [before, last] = [blocks.at(-2), blocks.at(-1)!];
      if (!before || centre(last) - centre(before) >= ((before.members + last.members) / 2) * distance) break;
      blocks.splice(-2, 2, { sum: before.sum + last.sum, members: before.members + last.members });
    }
  }
  return blocks.flatMap((block) =>
    Array.from({ length: block.members }, (_, index) => centre(block) + (index - (block.members - 1) / 2) * distance),
  );
}

/**
 * A name for each line of a distribution. At their ends all lines meet, so each is named at a height of its own, where
 * the lines are apart: the leftmost line highest, for there its right is free.
 */
export function distributionLabels({ series }: Figure): readonly EndLabel[] {
  const named = series.filter(({ name, points }) => name !== "" && points.length > 0);
  const middle = (one: Figure["series"][number]): number =>
    Number((one.points.find(({ y }) => y >= 0.5) ?? one.points[0]!).x);
  const order = named.toSorted((one, other) => middle(one) - middle(other) || one.colour - other.colour);
  return order.map((one, index) => {
    const share = 0.9 - (0.75 * (index + 0.5)) / order.length;
    const point = one.points.find(({ y }) => y >= share) ?? one.points.at(-1)!;
    return { text: one.name, colour: one.colour, x: point.x, y: share };
  });
}
