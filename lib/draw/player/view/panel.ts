/** Beside the diagram: each node's role and fields, with what has just changed, and what nodes did last. */
import type { PlayerModel } from "../model";
import type { ShownField, ShownNode } from "../playback";
import { logUpTo, statesAt } from "../playback";
import { nodeColour } from "../../theme";
import { html } from "./dom";

const linesMost = 14;

export class Panel {
  readonly element: HTMLElement;
  private readonly nodes: HTMLElement;
  private readonly log: HTMLElement;
  private readonly items: readonly {
    readonly item: HTMLElement;
    readonly role: HTMLElement;
    readonly fields: HTMLElement;
    readonly button: HTMLElement;
  }[];
  private chosen: number | undefined;

  constructor(
    private readonly model: PlayerModel,
    onChoose: () => void,
  ) {
    this.items = model.layout.lanes.map(({ name, colour }, lane) => {
      const role = html("span");
      const fields = html("div", { class: "dlp-fields" });
      const label = html("span", { style: `color:var(--dl-${nodeColour(colour)})` }, name);
      const button = html(
        "button",
        { type: "button", "aria-pressed": "false", title: `Only what ${name} does` },
        html("div", { class: "dlp-name" }, label, role),
        fields,
      );
      button.addEventListener("click", () => {
        this.chosen = this.chosen === lane ? undefined : lane;
        onChoose();
      });
      return { item: html("li", { class: "dlp-node" }, button), role, fields, button };
    });
    this.nodes = html("ul", { class: "dlp-nodes", "aria-label": "Nodes" }, ...this.items.map(({ item }) => item));
    this.log = html("ol", { class: "dlp-log", "aria-label": "Log", tabindex: 0 });
    this.element = html("div", { class: "dlp-side" }, this.nodes, this.log);
  }

  show(index: number): void {
    for (const node of statesAt(this.model, index)) this.showNode(node);
    this.showLog(index);
  }

  private showNode({ lane, role, condition, fields, isCurrent, roleChanged }: ShownNode): void {
    const { item, role: place, fields: list, button } = this.items[lane]!;
    const words =
      condition === "down" ? "down" : condition === "paused" ? `${role === "" ? "" : `${role}, `}paused` : role;
    place.replaceChildren(
      roleChanged
        ? html("mark", { style: "background:none;color:inherit;box-shadow:inset 0 -2px var(--dl-accent)" }, words)
        : words,
    );
    place.classList.toggle("bad", condition === "down");
    item.toggleAttribute("data-now", isCurrent);
    button.setAttribute("aria-pressed", String(this.chosen === lane));
    list.replaceChildren(...fields.flatMap((field, at) => [...(at === 0 ? [] : [" · "]), ...fieldNodes(field)]));
  }

  private showLog(index: number): void {
    const lines = logUpTo(this.model, index, this.chosen, linesMost);
    this.log.replaceChildren(
      ...lines.map(({ lane, text, step, bad }) => {
        const place = this.model.layout.lanes[lane];
        const name = place
          ? [html("b", { style: `color:var(--dl-${nodeColour(place.colour)})` }, place.name), " "]
          : [];
        const item = html("li", bad ? { class: "bad" } : {}, ...name, text);
        item.toggleAttribute("data-now", step === index);
        return item;
      }),
    );
    // The last line is the newest: keep it in view, without scrolling the page.
    this.log.scrollTop = this.log.scrollHeight;
  }
}

/** `term 1 → 2`, with the new value marked where this step changed it. */
function fieldNodes({ name, value, before, isNew }: ShownField): readonly (Node | string)[] {
  if (!isNew) return [`${name} ${value}`];
  const old = before === undefined ? [] : [html("del", { "aria-label": `was ${before}` }, before), " → "];
  return [`${name} `, ...old, html("mark", {}, value)];
}
