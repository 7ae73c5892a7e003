/** Messages: a line with a head, ✕, a jagged end, or nothing yet. */
import type { Shape } from "../element";
import { element, written } from "../element";
import type { Colour } from "../theme";
import type { Arrow } from "./layout";

/** One path, filled and stroked in its sender's colour, wherever that will do: runs have hundreds of messages. */
export function paintArrow(arrow: Arrow, sender: Colour, isCurrent: boolean): Shape {
  const { from, to, x1, y1, x2, y2, end, title } = arrow;
  const colour: Colour = isCurrent ? "accent" : sender;
  const emphasis = isCurrent ? " now" : "";
  const words = element("title", {}, title);
  if (from === to) return paintLoop(arrow, colour, words);
  const angle = Math.atan2(y2 - y1, x2 - x1);
  const line = `M${at(x1, y1)}L${at(x2, y2)}`;
  switch (end) {
    case "head":
      return element("path", { class: `m c-${colour}${emphasis}`, d: line + head(x2, y2, angle) }, words);
    case "open":
      return element("path", { class: `m c-${colour}${emphasis}`, d: line, "stroke-dasharray": "4 3" }, words);
    case "lost":
      return element("g", {}, words, element("path", { class: `m c-${colour}${emphasis}`, d: line }), cross(x2, y2));
    case "jagged":
      return element("path", { class: `l s-${colour}${emphasis}`, d: jagged(arrow, angle) }, words);
  }
}

function at(x: number, y: number): string {
  return `${tenth(x)} ${tenth(y)}`;
}

function tenth(value: number): string {
  return written(Math.round(value * 10) / 10);
}

/** A point before or beside another, seen along a direction. */
function beside(x: number, y: number, angle: number, forward: number, aside: number): string {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return at(x + forward * cos - aside * sin, y + forward * sin + aside * cos);
}

function head(x: number, y: number, angle: number): string {
  const corner = (forward: number, aside: number): string => beside(x, y, angle, forward, aside);
  return `M${corner(-1, 0)}L${corner(-8.5, 3)}L${corner(-8.5, -3)}Z`;
}

function cross(x: number, y: number): Shape {
  return element("path", { class: "h s-bad", d: `M${at(x - 4, y - 4)}l8 8m0-8l-8 8` });
}

/** What arrives is not what was sent: the line's last part goes up and down. */
function jagged({ x1, y1, x2, y2 }: Arrow, angle: number): string {
  const teeth = [-18, -15, -11, -7, -3].map((forward, index) =>
    beside(x2, y2, angle, forward, index === 0 ? 0 : index % 2 === 1 ? 5 : -5),
  );
  return `M${at(x1, y1)}L${teeth.join("L")}L${at(x2, y2)}`;
}

/** A message to oneself. */
function paintLoop({ x1, y1, y2, end }: Arrow, colour: Colour, words: Shape): Shape {
  const x = x1 + 4;
  const d = `M${at(x, y1)}C${at(x + 32, y1)} ${at(x + 32, y2)} ${at(x, y2)}`;
  return element(
    "g",
    {},
    words,
    element("path", { class: `l s-${colour}`, d, ...(end === "open" ? { "stroke-dasharray": "4 3" } : {}) }),
    end === "head" && element("path", { class: `m c-${colour}`, d: head(x, y2, Math.PI) }),
    end === "lost" && cross(x, y2),
  );
}
