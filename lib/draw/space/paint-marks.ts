/** Marks: what happened to a node at one moment, each with its own form, so that colour is never the only sign. */
import type { Shape } from "../element";
import { element, written } from "../element";
import type { Colour } from "../theme";
import type { PlacedMark } from "./layout";

/** @param left and right where a mark about the whole system reaches to */
export function paintMark(mark: PlacedMark, colour: Colour, left: number, right: number): Shape {
  const forms =
    mark.kind === "violation" && mark.lane < 0
      ? [acrossAll(mark.y, left, right), ...formsOf(mark, colour)]
      : formsOf(mark, colour);
  return element("g", {}, element("title", {}, mark.title), ...forms);
}

function acrossAll(y: number, left: number, right: number): Shape {
  return element("path", { class: "s-bad", d: `M${left} ${written(y)}H${right}`, "stroke-dasharray": "5 3" });
}

function formsOf({ kind, x, y }: PlacedMark, colour: Colour): readonly Shape[] {
  const path = (classes: string, d: string, width?: number): Shape =>
    element("path", { class: classes, d, "stroke-width": width });
  const circle = (radius: number, classes: string): Shape =>
    element("circle", { class: classes, cx: x, cy: y, r: radius, "stroke-width": 2.2 });
  const from = (dx: number, dy: number): string => `M${written(x + dx)} ${written(y + dy)}`;
  switch (kind) {
    case "crash":
    case "fail":
      return [path("h s-bad", `${from(-7, -7)}l14 14m0-14l-14 14`, 3)];
    case "violation":
      return [path("f-bad", `${from(0, -9)}l9 16h-18z`), path("s-bg", `${from(0, -3)}v5m0 2v1.6`, 2)];
    case "restart":
      return [circle(6, `f-bg s-${colour}`)];
    case "timer":
      return [circle(4.5, `f-bg s-${colour}`)];
    case "decided":
      return [path(`f-${colour} s-bg`, `${from(0, -8)}l8 8l-8 8l-8-8z`, 1.5)];
    case "save":
      return [path("f-bg s-bad", `${from(-5, -5)}h10v10h-10z`, 1.6)];
    case "condition":
      return [path(`s-${colour}`, `${from(-7, 0)}h14`, 3)];
    case "more":
      return [circle(2.6, `f-${colour} s-bg`)];
    case "role":
      return [];
  }
}
