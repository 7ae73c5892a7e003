/** A space-time diagram with every place decided: what is drawn, and where. It is data, so that a player can carry it. */

/** The end of an arrow. `open` is a message still under way where the drawing ends. */
export type ArrowEnd = "head" | "lost" | "jagged" | "open";

export interface Lane {
  readonly name: string;
  readonly x: number;
  /** Index of its colour. */
  readonly colour: number;
}

export interface Line {
  readonly lane: number;
  readonly weight: "thin" | "thick" | "dashed" | "down" | "paused";
  readonly y1: number;
  readonly y2: number;
}

export interface Arrow {
  /** Index of the trace's event that sent it. */
  readonly sent: number;
  /** Index of the event that ended it, or -1. */
  readonly ended: number;
  readonly from: number;
  readonly to: number;
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
  readonly end: ArrowEnd;
  /** One of two copies. */
  readonly copy?: boolean;
  /** A sentence about it. */
  readonly title: string;
}

export interface PlacedMark {
  readonly kind:
    | "crash"
    | "restart"
    | "timer"
    | "role"
    | "decided"
    | "violation"
    | "fail"
    | "save"
    | "condition"
    | "more";
  readonly event: number;
  /** -1 where it is about no node. */
  readonly lane: number;
  readonly x: number;
  readonly y: number;
  readonly title: string;
}

export interface Label {
  readonly event: number;
  readonly text: string;
  /** Where its letters begin: left end of the base line. */
  readonly x: number;
  readonly y: number;
  readonly tone: "ink" | "soft" | "bad" | "lane";
  readonly lane: number;
  readonly bold?: boolean;
}

export interface PlacedWall {
  readonly event: number;
  readonly x: number;
  readonly y1: number;
  readonly y2: number;
  /** Which way messages do not get through it. */
  readonly ways: "both" | "right" | "left";
  /** Only some of the links that pass here are cut. */
  readonly partial?: boolean;
  readonly title: string;
}

export interface PlacedBar {
  readonly event: number;
  readonly lane: number;
  readonly x: number;
  readonly y1: number;
  readonly y2: number;
  readonly open: boolean;
  readonly title: string;
}

export interface Note {
  readonly text: string;
  readonly bad?: boolean;
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  /** A sentence or two, for those who cannot see it. */
  readonly title: string;
  readonly description: string;
  readonly unit: string;
  readonly lanes: readonly Lane[];
  readonly ticks: readonly { readonly y: number; readonly text: string }[];
  readonly cuts: readonly { readonly y1: number; readonly y2: number; readonly text: string }[];
  readonly lines: readonly Line[];
  readonly walls: readonly PlacedWall[];
  readonly bars: readonly PlacedBar[];
  readonly arrows: readonly Arrow[];
  readonly marks: readonly PlacedMark[];
  readonly labels: readonly Label[];
  /** Lines under the drawing: what went wrong, what was left out, and where this comes from. */
  readonly notes: readonly Note[];
  /** The event that is shown as the current one. */
  readonly highlight?: number;
}
