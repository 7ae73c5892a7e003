/** `player`: a run that can be played, stepped through and scrubbed, with each node's state and log beside it. */
import type { Traced } from "../trace/replay";
import type { MimeBundle, Picture } from "./drawing";
import { picture } from "./drawing";
import type { Shape } from "./element";
import { markup } from "./element";
import { modelOf } from "./player/build";
import { playerHtml, viewScript } from "./player/html";
import type { PlayerModel } from "./player/model";
import { playerMimeType } from "./player/model";
import { paint } from "./space/paint";
import { layoutOf } from "./space/plan";
import { textOf } from "./space/text";
import type { SpaceTimeOptions } from "./space-time";
import { planOf } from "./space-time";

/** The options of a diagram, of which `maxEvents` is 200 unless it is given. */
export interface PlayerOptions extends SpaceTimeOptions {
  /** What is shown at first: the `end` of the run with all of it in view (default), or its `start`. */
  readonly begin?: "start" | "end";
}

/** A player carries its run in several forms: fewer events than a diagram's fill a notebook. */
const eventsMost = 200;

/** The diagram is narrower than by itself: the states stand beside it. */
const diagramWidth = 600;

/**
 * A run that can be played. It is interactive in the course's page, and where a notebook runs scripts; elsewhere it is
 * the diagram. `highlight` is the event that is shown at first.
 * @throws RangeError or TypeError where an option is not allowed
 * @example
 * const run = simulate({ protocol: changRoberts({ members: 3 }) });
 * player(run, { begin: "start" }).toSvg().startsWith("<svg"); // → true
 */
export function player(run: Traced, options: PlayerOptions = {}): Picture {
  const { begin = "end" } = options;
  if (begin !== "start" && begin !== "end") throw new RangeError(`begin is ${String(begin)}; allowed is start or end`);
  const plan = planOf(run, { ...options, maxEvents: options.maxEvents ?? eventsMost });
  // Where the picture stands in for the player, it is an image, and images have no tooltips.
  const svg = (): string => markup(withoutTooltips(paint(layoutOf(plan))));
  return picture({ svg, text: () => textOf(plan), richer: () => forms(playerModel(run, options), svg()) });
}

function withoutTooltips(diagram: Shape): Shape {
  const bare = (shape: Shape): Shape => ({
    ...shape,
    children: shape.children.flatMap((child): readonly (Shape | string)[] =>
      typeof child === "string" ? [child] : child.tag === "title" ? [] : [bare(child)],
    ),
  });
  return { ...diagram, children: diagram.children.map((child) => (typeof child === "string" ? child : bare(child))) };
}

function forms(model: PlayerModel, svg: string): MimeBundle {
  return { [playerMimeType]: model, "text/html": playerHtml(model, svg, viewScript()) };
}

/** The model alone, for a page that has its own place for it. */
export function playerModel(run: Traced, options: PlayerOptions = {}): PlayerModel {
  const nodes = options.nodes?.length ?? run.trace?.nodes.length ?? 0;
  const width = options.width ?? Math.min(2000, Math.max(diagramWidth, nodes * 46));
  const plan = planOf(run, { ...options, width, maxEvents: options.maxEvents ?? eventsMost });
  const first = options.highlight ?? (options.begin === "start" ? 0 : undefined);
  return modelOf(run, plan, first);
}
