/** The diagram of a player: what has happened is drawn, what will happen is hidden behind a veil. */
import { element, written } from "../../element";
import type { Arrow, Layout } from "../../space/layout";
import { paintParts } from "../../space/paint";
import { paintArrow } from "../../space/paint-arrows";
import { nodeColour } from "../../theme";
import type { PlayerModel } from "../model";
import { html, svgElement } from "./dom";

/** Where the player stands: at a step, or between two of them while it plays. */
export interface Moment {
  /** -1 before the first step. */
  readonly index: number;
  readonly y: number;
  /** Whether the whole run is shown, with nothing hidden or faded. */
  readonly whole: boolean;
}

/** Height of the strip with the nodes' names, which stays in view. */
const headHeight = 36;

const veilBelow = 7;

/** Room below for arrows that are still under way at the end. */
const below = 14;

export class Diagram {
  readonly element: HTMLElement;
  private readonly main: SVGElement;
  private readonly arrows: readonly { readonly arrow: Arrow; plain: SVGElement; current: SVGElement | undefined }[];
  private readonly veil = svgElement(element("rect", { class: "f-bg dlp-line", opacity: 0.86 }));
  private readonly line = svgElement(
    element("path", { class: "s-accent dlp-line", "stroke-width": 1.5, "stroke-dasharray": "2 3" }),
  );
  private readonly ring = svgElement(
    element("circle", { class: "s-accent dlp-line", fill: "none", r: 10, "stroke-width": 2 }),
  );
  private readonly dots = svgElement(element("g", { class: "dlp-line" }));
  private readonly layout: Layout;

  constructor(private readonly model: PlayerModel) {
    this.layout = model.layout;
    const { width, bottom } = this.layout;
    const parts = paintParts(this.layout);
    const head = svgElement(
      element(
        "svg",
        { class: "dlp-head", viewBox: `0 0 ${width} ${headHeight}`, "aria-hidden": "true" },
        ...parts.heads,
      ),
    );
    this.main = svgElement(
      element(
        "svg",
        {
          class: "dlp-main",
          viewBox: `0 ${headHeight} ${width} ${written(bottom + below - headHeight)}`,
          role: "img",
          "aria-label": `${this.layout.title}. ${this.layout.description}`,
        },
        ...[parts.ground, parts.walls, parts.lines, parts.cuts, parts.bars].flat(),
      ),
    );
    this.arrows = this.layout.arrows.map((arrow, index) => ({
      arrow,
      plain: svgElement(parts.arrows[index]!),
      current: undefined,
    }));
    this.main.append(...this.arrows.map(({ plain }) => plain));
    this.main.append(
      ...[...parts.marks, ...parts.labels].map((shape) => svgElement(shape)),
      this.veil,
      this.line,
      this.dots,
      this.ring,
    );
    this.veil.setAttribute("x", "0");
    this.veil.setAttribute("width", String(width));
    this.line.setAttribute("d", `M${this.layout.left} 0H${width - 12}`);
    this.element = html(
      "div",
      { class: "dlp-scroll", tabindex: 0, role: "region", "aria-label": "Diagram" },
      head,
      this.main,
    );
  }

  /** Draws a moment. @param follow whether the part in view follows the time line */
  show(moment: Moment, follow: boolean): void {
    const { y, whole, index } = moment;
    const { bottom } = this.layout;
    // Labels and marks of this very moment reach a little below it.
    this.veil.setAttribute("y", written(y + veilBelow));
    this.veil.setAttribute("height", written(whole ? 0 : Math.max(0, bottom + below - y - veilBelow)));
    this.line.setAttribute("transform", `translate(0 ${written(y)})`);
    for (const arrow of this.arrows) this.showArrow(arrow, moment);
    this.showRing(index);
    this.showDots(moment);
    if (follow) this.follow(y);
  }

  private showArrow(entry: (typeof this.arrows)[number], { index, whole }: Moment): void {
    const { arrow, plain } = entry;
    const isCurrent = arrow.ended === index && index >= 0;
    if (isCurrent && !entry.current) {
      entry.current = svgElement(paintArrow(arrow, "accent", true));
      plain.after(entry.current);
    }
    if (!isCurrent && entry.current) {
      entry.current.remove();
      entry.current = undefined;
    }
    plain.classList.toggle("dlp-old", !whole && !isCurrent && arrow.ended >= 0 && arrow.ended < index);
  }

  /** Around the node that this step is about. */
  private showRing(index: number): void {
    const step = this.model.steps[index];
    const lane = step?.log.find((line) => line.lane >= 0)?.lane;
    const place = lane === undefined ? undefined : this.layout.lanes[lane];
    this.ring.setAttribute("visibility", place && step ? "visible" : "hidden");
    if (!place || !step) return;
    this.ring.setAttribute("cx", String(place.x));
    this.ring.setAttribute("cy", written(step.y));
  }

  /** Where the messages are that are under way. */
  private showDots({ y, index, whole }: Moment): void {
    const flying = whole
      ? []
      : this.arrows.filter(
          ({ arrow }) => arrow.y1 < y && y < arrow.y2 && arrow.from !== arrow.to && arrow.sent <= index,
        );
    this.dots.replaceChildren(
      ...flying.map(({ arrow: { x1, x2, y1, y2, from } }) => {
        const colour = nodeColour(this.layout.lanes[from]!.colour);
        return svgElement(
          element("circle", {
            class: `f-${colour} s-bg`,
            cx: x1 + ((x2 - x1) * (y - y1)) / (y2 - y1),
            cy: y,
            r: 4.5,
            "stroke-width": 1.5,
          }),
        );
      }),
    );
  }

  /** Keeps the time line in the middle part of what is in view. Only this box scrolls, never the page. */
  private follow(y: number): void {
    const box = this.element;
    const scale = this.main.getBoundingClientRect().width / this.layout.width;
    const at = y * scale;
    const [low, high] = [box.scrollTop + (headHeight + 40) * scale, box.scrollTop + box.clientHeight * 0.72];
    if (at > high) box.scrollTop = at - box.clientHeight * 0.72;
    else if (at < low) box.scrollTop = Math.max(0, at - box.clientHeight * 0.3);
  }

  /** The height in the diagram at which the reader has pointed. */
  heightAt(event: MouseEvent): number {
    const box = this.main.getBoundingClientRect();
    return headHeight + ((event.clientY - box.top) / box.width) * this.layout.width;
  }

  onPoint(listener: (y: number) => void): void {
    this.main.addEventListener("click", (event) => listener(this.heightAt(event)));
  }
}
