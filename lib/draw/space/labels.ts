/**
 * Puts labels where they lie on nothing that matters. Each has places where it may stand, best first. Labels never
 * overlap each other, nor anything that is named an obstacle; lines they may cross, but would rather not. A label that
 * fits nowhere is left out: its arrow or mark keeps a tooltip, and a dot shows that there is something to read.
 *
 * Greedy, in order of importance, without chance: the same picture each time.
 */

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Segment {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
  /** What it costs a label to lie on this line. Default 1. */
  readonly weight?: number;
}

export interface Wish {
  /** Where it may stand, best first. */
  readonly places: readonly Box[];
  /** The greater, the earlier it is placed. */
  readonly importance: number;
}

export interface Obstacles {
  readonly boxes: readonly Box[];
  readonly segments: readonly Segment[];
  /** Nothing may stand outside of it. */
  readonly frame: Box;
}

/** For each wish the index of its place, or -1 where there is none. */
export function placeLabels(wishes: readonly Wish[], obstacles: Obstacles): readonly number[] {
  const chosen = wishes.map(() => -1);
  const taken: Box[] = [...obstacles.boxes];
  const order = wishes
    .map((_, index) => index)
    .toSorted((a, b) => wishes[b]!.importance - wishes[a]!.importance || a - b);
  for (const index of order) {
    const { places } = wishes[index]!;
    let best = -1;
    let leastCost = Infinity;
    for (const [at, place] of places.entries()) {
      if (!inside(place, obstacles.frame) || taken.some((box) => overlaps(box, place))) continue;
      const cost = at * 0.35 + crossed(place, obstacles.segments, leastCost);
      if (cost < leastCost) [best, leastCost] = [at, cost];
    }
    chosen[index] = best;
    if (best >= 0) taken.push(places[best]!);
  }
  return chosen;
}

function crossed(place: Box, segments: readonly Segment[], enough: number): number {
  let cost = 0;
  for (const segment of segments) {
    if (cost >= enough) break;
    if (touches(segment, place)) cost += segment.weight ?? 1;
  }
  return cost;
}

export function inside(box: Box, frame: Box): boolean {
  return (
    box.x >= frame.x &&
    box.y >= frame.y &&
    box.x + box.width <= frame.x + frame.width &&
    box.y + box.height <= frame.y + frame.height
  );
}

export function overlaps(one: Box, other: Box): boolean {
  return (
    one.x < other.x + other.width &&
    other.x < one.x + one.width &&
    one.y < other.y + other.height &&
    other.y < one.y + one.height
  );
}

/** Whether a line goes through a box: Liang and Barsky's clipping, 1984. */
export function touches(line: Segment, box: Box): boolean {
  const dx = line.x2 - line.x1;
  const dy = line.y2 - line.y1;
  let enters = 0;
  let leaves = 1;
  const sides: readonly (readonly [run: number, room: number])[] = [
    [-dx, line.x1 - box.x],
    [dx, box.x + box.width - line.x1],
    [-dy, line.y1 - box.y],
    [dy, box.y + box.height - line.y1],
  ];
  for (const [run, room] of sides) {
    if (run === 0) {
      if (room < 0) return false;
    } else if (run < 0) enters = Math.max(enters, room / run);
    else leaves = Math.min(leaves, room / run);
  }
  return enters <= leaves;
}
