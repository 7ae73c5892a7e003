/**
 * Keeps the chapter saved: a second after the last change it goes to the server, and until it is there its text is kept
 * in this browser. A refused save (another tab, an editor, a git pull was faster) is merged and tried again; a failed
 * one is told and tried again. Nothing typed is lost by any of these.
 */
import { effect, signal, type ReadonlySignal } from "@preact/signals";
import * as contents from "../client/contents";
import { RequestError } from "../client/settings";
import { applyDraft, draftOf, isSpent } from "../model/draft";
import { merge, type Ancestor } from "../model/merge";
import type { Notebook } from "../model/notebook";
import type { ChapterDocument } from "./document";
import { DraftStore } from "./drafts";

export type SaveState =
  | { readonly kind: "saved" }
  | { readonly kind: "unsaved" }
  | { readonly kind: "saving" }
  | { readonly kind: "failed"; readonly reason: string };

const waitMs = 1000;
const waitAtMostMs = 8000;
const retryAtMostMs = 20_000;
const draftEveryMs = 150;

export class Saver {
  readonly #state = signal<SaveState>({ kind: "saved" });
  readonly state: ReadonlySignal<SaveState> = this.#state;
  readonly #drafts: DraftStore;
  readonly #channel: BroadcastChannel;
  #version: contents.Version = { hash: null, lastModified: "" };
  #base: readonly Ancestor[] = [];
  #saved: Notebook | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #draftTimer: ReturnType<typeof setTimeout> | null = null;
  #dirtySince = 0;
  #retryMs = 0;
  #work: Promise<void> = Promise.resolve();
  #stop: (() => void) | null = null;

  constructor(
    readonly path: string,
    readonly document: ChapterDocument,
    /** Called with a sentence when something was merged or brought back. */
    readonly tell: (sentence: string) => void,
  ) {
    this.#drafts = new DraftStore(path);
    this.#channel = new BroadcastChannel(`distlab:${path}`);
  }

  /** Loads the chapter, brings back unsaved text of an earlier visit, and begins to watch. Returns the file's date. */
  async open(): Promise<string> {
    const stored = await contents.load(this.path);
    this.#accept(stored);
    this.document.notebook.value = stored.notebook;
    for (const draft of await this.#drafts.orphans()) {
      if (isSpent(draft, stored.notebook)) continue;
      const mine = applyDraft(draft, stored.notebook);
      this.document.notebook.value = merge(draft.base, mine, this.document.notebook.peek()).notebook;
      this.tell("Text that was not saved on your last visit is back.");
    }
    this.#watch();
    return stored.version.lastModified;
  }

  #accept(stored: contents.Stored): void {
    this.#version = stored.version;
    this.#base = stored.notebook.cells;
    this.#saved = stored.notebook;
  }

  #watch(): void {
    const stopEffect = effect(() => {
      if (this.document.notebook.value !== this.#saved) this.#noteChange();
    });
    const onHide = (): void => {
      if (document.visibilityState !== "hidden") return void this.pull();
      this.#writeDraft();
      void this.saveNow();
    };
    const onPull = (): void => void this.pull();
    const onLeave = (): void => this.#writeDraft();
    document.addEventListener("visibilitychange", onHide);
    window.addEventListener("pagehide", onLeave);
    window.addEventListener("focus", onPull);
    this.#channel.addEventListener("message", onPull);
    this.#stop = () => {
      stopEffect();
      document.removeEventListener("visibilitychange", onHide);
      window.removeEventListener("pagehide", onLeave);
      window.removeEventListener("focus", onPull);
      this.#channel.close();
    };
  }

  get #dirty(): boolean {
    return this.document.notebook.peek() !== this.#saved;
  }

  #noteChange(): void {
    if (this.#dirtySince === 0) this.#dirtySince = performance.now();
    if (this.#state.peek().kind === "saved") this.#state.value = { kind: "unsaved" };
    this.#draftTimer ??= setTimeout(() => this.#writeDraft(), draftEveryMs);
    const waited = performance.now() - this.#dirtySince;
    if (this.#retryMs === 0) this.#schedule(Math.max(0, Math.min(waitMs, waitAtMostMs - waited)));
  }

  #schedule(milliseconds: number): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.saveNow(), milliseconds);
  }

  #writeDraft(): void {
    if (this.#draftTimer !== null) clearTimeout(this.#draftTimer);
    this.#draftTimer = null;
    if (!this.#dirty) return;
    if (!this.#drafts.write(draftOf(this.#base, this.document.notebook.peek()))) {
      this.#state.value = { kind: "failed", reason: "this browser has no room left to keep unsaved text" };
    }
  }

  /** Saves at once if there is something to save. One save runs at a time. */
  saveNow(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#work = this.#work.then(() => this.#save());
    return this.#work;
  }

  async #save(): Promise<void> {
    for (let attempt = 0; attempt < 5 && this.#dirty; attempt += 1) {
      const sent = this.document.notebook.peek();
      this.#state.value = { kind: "saving" };
      try {
        // eslint-disable-next-line no-await-in-loop -- each attempt builds on the answer to the one before
        const result = await contents.save(this.path, sent, this.#version);
        this.#retryMs = 0;
        if (result.kind === "newer") {
          this.#mergeWith(result.stored);
          continue;
        }
        this.#noteSaved(sent, result.version);
        return;
      } catch (error) {
        this.#noteFailed(error);
        return;
      }
    }
    if (!this.#dirty) this.#state.value = { kind: "saved" };
  }

  #noteSaved(sent: Notebook, version: contents.Version): void {
    this.#version = version;
    this.#base = sent.cells;
    this.#saved = sent;
    this.#dirtySince = 0;
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has none: it is this origin's
    this.#channel.postMessage("saved");
    if (this.#dirty) {
      this.#writeDraft();
      this.#state.value = { kind: "unsaved" };
      this.#noteChange();
      return;
    }
    this.#drafts.clear();
    this.#state.value = { kind: "saved" };
  }

  #noteFailed(error: unknown): void {
    this.#writeDraft();
    const reason = error instanceof RequestError || error instanceof Error ? error.message : String(error);
    this.#state.value = { kind: "failed", reason };
    this.#retryMs = Math.min(retryAtMostMs, this.#retryMs === 0 ? 1000 : this.#retryMs * 2);
    this.#schedule(this.#retryMs);
  }

  #mergeWith(stored: contents.Stored): void {
    const mine = this.document.notebook.peek();
    const merged = merge(this.#base, mine, stored.notebook);
    this.#accept(stored);
    if (!merged.differsFromTheirs) this.#saved = merged.notebook;
    this.document.notebook.value = merged.notebook;
    if (merged.conflicts.length > 0) {
      this.tell("This chapter was also changed elsewhere. Where both changed one cell, both versions are shown.");
    }
  }

  /** Takes over what another tab or program has saved since. */
  pull(): Promise<void> {
    this.#work = this.#work.then(() => this.#pull());
    return this.#work;
  }

  async #pull(): Promise<void> {
    try {
      const version = await contents.currentVersion(this.path);
      if (!contents.sameVersion(version, this.#version)) this.#mergeWith(await contents.load(this.path));
    } catch {
      // The next save will say what is wrong.
    }
  }

  /** Saves what is left and stops watching. */
  async close(): Promise<void> {
    this.#writeDraft();
    await this.saveNow();
    this.#stop?.();
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#drafts.release();
  }
}
