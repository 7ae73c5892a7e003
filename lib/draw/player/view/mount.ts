/**
 * The player: puts a run that can be played into an element of a page. It needs nothing but a document, so that the
 * course's page and an output of a notebook show the same one.
 */
import { advance, stepAtHeight, timeOf } from "../playback";
import type { PlayerModel } from "../model";
import { readModel } from "../model";
import { Controls } from "./controls";
import { Diagram } from "./diagram";
import { html } from "./dom";
import { Panel } from "./panel";
import { playerStyle } from "./style";

/** A player that is in a page. */
export interface MountedPlayer {
  /** Shows the step at `index`. */
  goTo(index: number): void;
  /** Stops it and takes it out of the page. */
  destroy(): void;
}

/** Replaces what is in `place` by a player of `model`; by a sentence where it is no model that can be shown. */
export function mountPlayer(place: HTMLElement, model: unknown): MountedPlayer {
  const read = readModel(model);
  if (typeof read === "string") {
    place.replaceChildren(html("p", {}, read));
    return { goTo: () => undefined, destroy: () => place.replaceChildren() };
  }
  return new Player(place, read);
}

/** How long a step stands where nothing may move by itself. */
const stepSeconds = 0.9;

class Player implements MountedPlayer {
  private readonly root: HTMLElement;
  private readonly diagram: Diagram;
  private readonly panel: Panel;
  private readonly controls: Controls;
  private index: number;
  private y: number;
  private speed = 1;
  /** The frame that is asked for, while it plays. */
  private frame: number | undefined;
  private lastFrameMs: number | undefined;

  constructor(
    private readonly place: HTMLElement,
    private readonly model: PlayerModel,
  ) {
    this.index = Math.min(model.first, model.steps.length - 1);
    this.y = model.steps[this.index]!.y;
    this.diagram = new Diagram(model);
    this.panel = new Panel(model, () => this.panel.show(this.index));
    this.controls = new Controls(model.steps.length, {
      play: () => (this.frame === undefined ? this.play() : this.pause()),
      step: (by) => this.goTo(this.index + by),
      goTo: (index) => this.goTo(index),
      speed: (factor) => (this.speed = factor),
    });
    const style = document.createElement("style");
    style.textContent = playerStyle();
    const body = html("div", { class: "dlp-body" }, this.diagram.element, this.panel.element);
    this.root = html(
      "div",
      { class: "dl dlp", role: "group", tabindex: 0, "aria-label": `Player: ${model.title}` },
      style,
      body,
      this.controls.element,
    );
    this.root.addEventListener("keydown", (event) => this.onKey(event));
    this.diagram.onPoint((y) => this.goTo(Math.max(0, stepAtHeight(model, y + 4))));
    place.replaceChildren(this.root);
    this.show(this.index < model.steps.length - 1);
  }

  goTo(index: number): void {
    this.pause();
    this.index = Math.min(Math.max(0, index), this.model.steps.length - 1);
    this.y = this.model.steps[this.index]!.y;
    this.show(true);
  }

  destroy(): void {
    this.pause();
    if (this.root.parentNode === this.place) this.place.replaceChildren();
  }

  private play(): void {
    if (this.index >= this.model.steps.length - 1) {
      this.index = 0;
      this.y = this.model.steps[0]!.y;
    }
    this.lastFrameMs = undefined;
    this.controls.showPlaying(true);
    this.frame = requestAnimationFrame((at) => this.tick(at));
  }

  private pause(): void {
    if (this.frame === undefined) return;
    cancelAnimationFrame(this.frame);
    this.frame = undefined;
    this.controls.showPlaying(false);
  }

  private tick(atMs: number): void {
    const seconds = this.lastFrameMs === undefined ? 0 : Math.min(0.1, (atMs - this.lastFrameMs) / 1000);
    const ended = isStill() ? this.tickStill(atMs) : this.tickMoving(seconds, atMs);
    if (!this.root.isConnected) return this.pause();
    this.show(true);
    if (ended) {
      this.frame = undefined;
      this.controls.showPlaying(false);
    } else this.frame = requestAnimationFrame((at) => this.tick(at));
  }

  private tickMoving(seconds: number, atMs: number): boolean {
    this.lastFrameMs = atMs;
    const next = advance(this.model, { y: this.y, index: this.index }, seconds, this.speed);
    [this.y, this.index] = [next.y, next.index];
    return next.ended;
  }

  /** From step to step, without anything moving between them. */
  private tickStill(atMs: number): boolean {
    this.lastFrameMs ??= atMs;
    if (atMs - this.lastFrameMs < (stepSeconds * 1000) / this.speed) return false;
    this.lastFrameMs = atMs;
    this.index += 1;
    this.y = this.model.steps[this.index]!.y;
    return this.index >= this.model.steps.length - 1;
  }

  private shownIndex: number | undefined;

  private show(follow: boolean): void {
    const atEnd = this.index >= this.model.steps.length - 1;
    this.diagram.show({ index: this.index, y: this.y, whole: atEnd }, follow);
    if (this.shownIndex === this.index) return;
    this.shownIndex = this.index;
    const step = this.model.steps[this.index]!;
    this.panel.show(this.index);
    this.controls.show(this.index, timeOf(this.model, this.index), step.text, step.bad === true);
  }

  private onKey(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey || event.target instanceof HTMLSelectElement) return;
    const onButton = event.target instanceof HTMLButtonElement;
    const wishes: { readonly [key: string]: (() => void) | undefined } = {
      ArrowLeft: () => this.goTo(this.index - 1),
      ArrowRight: () => this.goTo(this.index + 1),
      Home: () => this.goTo(0),
      End: () => this.goTo(this.model.steps.length - 1),
      // A button's own key presses it.
      " ": onButton ? undefined : () => (this.frame === undefined ? this.play() : this.pause()),
    };
    const wish = wishes[event.key];
    if (wish === undefined) return;
    // The page has keys of its own, and arrows would scroll.
    event.preventDefault();
    event.stopPropagation();
    wish();
  }
}

function isStill(): boolean {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}
