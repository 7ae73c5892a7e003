/** Below the diagram: play, step, scrub and speed, each with a name for those who cannot see its sign. */
import { element } from "../../element";
import { html, svgElement } from "./dom";

/** What a reader can ask for. */
export interface Wishes {
  play(): void;
  step(by: number): void;
  goTo(index: number): void;
  speed(factor: number): void;
}

const signs = {
  begin: "M2 2h2v10H2zM12 2v10L5 7z",
  back: "M10.5 2v10L3 7z",
  play: "M3 1.5v11L12.5 7z",
  pause: "M3 2h3v10H3zM8 2h3v10H8z",
  forward: "M3.5 2v10L11 7z",
  end: "M10 2h2v10h-2zM2 2v10l7-5z",
} as const;

function sign(name: keyof typeof signs): SVGElement {
  return svgElement(
    element("svg", { viewBox: "0 0 14 14", "aria-hidden": "true" }, element("path", { d: signs[name] })),
  );
}

function button(name: keyof typeof signs, label: string, keys: string, onPress: () => void): HTMLButtonElement {
  const made = html("button", { type: "button", "aria-label": label, title: `${label} (${keys})` }, sign(name));
  made.addEventListener("click", onPress);
  return made;
}

export class Controls {
  readonly element: HTMLElement;
  private readonly play: HTMLButtonElement;
  private readonly toBegin: HTMLButtonElement;
  private readonly back: HTMLButtonElement;
  private readonly forward: HTMLButtonElement;
  private readonly toEnd: HTMLButtonElement;
  private readonly scrub: HTMLInputElement;
  private readonly time = html("span");
  private readonly words = html("strong");
  private readonly now: HTMLElement;

  constructor(
    private readonly steps: number,
    wishes: Wishes,
  ) {
    this.toBegin = button("begin", "To the beginning", "Home", () => wishes.goTo(0));
    this.back = button("back", "Step back", "←", () => wishes.step(-1));
    this.play = button("play", "Play", "space", () => wishes.play());
    this.play.classList.add("dlp-play");
    this.forward = button("forward", "Step forward", "→", () => wishes.step(1));
    this.toEnd = button("end", "To the end", "End", () => wishes.goTo(steps - 1));
    this.scrub = html("input", { type: "range", min: 0, max: steps - 1, step: 1, "aria-label": "Moment" });
    this.scrub.addEventListener("input", () => wishes.goTo(Number(this.scrub.value)));
    const speed = html(
      "select",
      { "aria-label": "Speed", title: "Speed" },
      ...[0.25, 0.5, 1, 2, 4].map((factor) =>
        html("option", { value: factor }, `${factor === 0.25 ? "¼" : factor === 0.5 ? "½" : factor} ×`),
      ),
    );
    speed.value = "1";
    speed.addEventListener("change", () => wishes.speed(Number(speed.value)));
    this.now = html("p", { class: "dlp-now", "aria-live": "polite" }, this.time, this.words);
    this.element = html(
      "div",
      { class: "dlp-bar" },
      this.toBegin,
      this.back,
      this.play,
      this.forward,
      this.toEnd,
      this.scrub,
      speed,
      this.now,
    );
  }

  show(index: number, time: string, words: string, bad: boolean): void {
    this.scrub.value = String(index);
    this.scrub.setAttribute("aria-valuetext", `${time}, ${words}`);
    this.time.textContent = time;
    this.words.textContent = words;
    this.words.classList.toggle("bad", bad);
    this.back.disabled = this.toBegin.disabled = index <= 0;
    this.forward.disabled = this.toEnd.disabled = index >= this.steps - 1;
  }

  /** What moves by itself is not read aloud: it would never stop. */
  showPlaying(playing: boolean): void {
    const label = playing ? "Pause" : "Play";
    this.play.replaceChildren(sign(playing ? "pause" : "play"));
    this.play.setAttribute("aria-label", label);
    this.play.title = `${label} (space)`;
    this.now.setAttribute("aria-live", playing ? "off" : "polite");
  }
}
