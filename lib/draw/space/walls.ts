/** Where walls stand for links that are cut. */
import type { NodeId } from "../../protocol";
import { count, timeText } from "../words";
import type { PlacedWall } from "./layout";
import type { Shown } from "./plan";
import type { Story, Wall } from "./story";

type Ways = PlacedWall["ways"];

/** Between two neighbouring lanes: which ways cut links pass there, and whether every link that passes is cut. */
interface Gap {
  readonly lane: number;
  readonly ways: Ways;
  readonly links: number;
  readonly isWhole: boolean;
}

/**
 * A partition is a wall wherever one group ends and another begins. Other cuts are a wall where nothing at all gets
 * through, one way or both; where there is no such place, a thin one where most of the cut links pass.
 */
export function wallsOf(shown: Omit<Shown, "walls">): readonly PlacedWall[] {
  const { story, lanes, scale, from, to } = shown;
  return story.walls
    .filter((wall) => wall.to >= from && wall.from <= to)
    .flatMap((wall) =>
      gapsOf(shown, wall).map(({ lane, ways, isWhole }) => ({
        event: wall.event,
        x: (lanes[lane]!.x + lanes[lane + 1]!.x) / 2,
        y1: scale.y(Math.max(from, wall.from)),
        y2: scale.y(Math.min(to, wall.to)),
        ways,
        ...(isWhole ? {} : { partial: true }),
        title: wallTitle(story, wall),
      })),
    );
}

function gapsOf({ lanes, laneOf }: Omit<Shown, "walls">, wall: Wall): readonly Gap[] {
  const nodes = [...laneOf.keys()];
  const groupOf = new Map(wall.groups?.flatMap((group, index) => group.map((node) => [node, index] as const)));
  const gaps = lanes.slice(1).flatMap((_, lane) => gapAt(wall.links, laneOf, lane) ?? []);
  if (wall.groups)
    return gaps
      .filter(({ lane }) => groupOf.get(nodes[lane]!) !== groupOf.get(nodes[lane + 1]!))
      .map((gap) => ({ ...gap, isWhole: true }));
  const whole = gaps.filter(({ isWhole }) => isWhole);
  if (whole.length > 0) return whole;
  const most = Math.max(...gaps.map(({ links }) => links));
  const busiest = gaps.filter(({ links }) => links === most);
  return busiest.slice(Math.floor((busiest.length - 1) / 2), Math.floor((busiest.length - 1) / 2) + 1);
}

function gapAt(
  links: readonly (readonly [NodeId, NodeId])[],
  laneOf: ReadonlyMap<NodeId, number>,
  lane: number,
): Gap | undefined {
  let [right, left] = [0, 0];
  for (const [from, to] of links) {
    const [start, end] = [laneOf.get(from), laneOf.get(to)];
    if (start === undefined || end === undefined) continue;
    if (start <= lane && end > lane) right += 1;
    if (end <= lane && start > lane) left += 1;
  }
  if (right === 0 && left === 0) return undefined;
  const all = (lane + 1) * (laneOf.size - lane - 1);
  const isWhole = (right === 0 || right === all) && (left === 0 || left === all);
  return { lane, ways: right > 0 && left > 0 ? "both" : right > 0 ? "right" : "left", links: right + left, isWhole };
}

function wallTitle(story: Story, wall: Wall): string {
  const shown = wall.links.slice(0, 6).map(([from, to]) => `${from}→${to}`);
  const what = wall.groups
    ? `partition ${wall.groups.map((group) => group.join(" ")).join(" | ")}`
    : `${count(wall.links.length, "link")} cut: ${shown.join(", ")}${wall.links.length > 6 ? " …" : ""}`;
  const until = wall.isHealed ? timeText(story.time, wall.to) : "the end";
  return `${timeText(story.time, wall.from)} to ${until} · ${what}`;
}
