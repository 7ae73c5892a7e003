/**
 * An exercise's file, open in a chapter: loaded, edited, saved by itself, reset and taken back. It may also be open in
 * another editor; then whoever is later learns of the other's text and chooses.
 */
import { signal } from "@preact/signals";
import * as course from "../client/course";

export type ExerciseState =
  | { readonly kind: "loading" }
  | { readonly kind: "saved" }
  | { readonly kind: "unsaved" }
  | { readonly kind: "saving" }
  | { readonly kind: "failed"; readonly reason: string }
  /** The file was changed elsewhere while there was unsaved text here. */
  | { readonly kind: "newer"; readonly theirs: course.ExerciseFile }
  /** There is no such exercise (yet): nothing can be edited. */
  | { readonly kind: "missing"; readonly reason: string };

interface Kept {
  readonly text: string;
  readonly base: string;
}

const saveAfterMs = 900;
const storageKey = (id: string): string => `distlab:exercise:${id}`;

function readKept(id: string): Kept | null {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(storageKey(id)) ?? "null");
    const fields = value as Partial<Kept> | null;
    return typeof fields?.text === "string" && typeof fields.base === "string" ? (fields as Kept) : null;
  } catch {
    return null;
  }
}

export class OpenExercise {
  readonly state = signal<ExerciseState>({ kind: "loading" });
  readonly text = signal("");
  readonly pristine = signal(true);
  readonly path = signal("");
  /** What was there before a reset, to be taken back. */
  readonly beforeReset = signal<string | null>(null);
  #saved: course.ExerciseFile | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #work: Promise<void> = Promise.resolve();

  constructor(readonly id: string) {}

  async open(): Promise<void> {
    try {
      const file = await course.loadExercise(this.id);
      const kept = readKept(this.id);
      this.#accept(file);
      if (kept === null || kept.text === file.content) return;
      // Unsaved text of an earlier visit: goes on from here, or both are shown if the file has changed since.
      this.text.value = kept.text;
      if (kept.base === file.version) this.#noteChange();
      else this.state.value = { kind: "newer", theirs: file };
    } catch (error) {
      this.state.value = { kind: "missing", reason: error instanceof Error ? error.message : String(error) };
    }
  }

  #accept(file: course.ExerciseFile): void {
    this.#saved = file;
    this.text.value = file.content;
    this.pristine.value = file.pristine;
    this.path.value = file.path;
    this.state.value = { kind: "saved" };
  }

  edit(text: string): void {
    this.text.value = text;
    if (this.state.peek().kind === "newer") this.#keep();
    else this.#noteChange();
  }

  #keep(): void {
    const kept: Kept = { text: this.text.peek(), base: this.#saved?.version ?? "" };
    try {
      localStorage.setItem(storageKey(this.id), JSON.stringify(kept));
    } catch {
      this.state.value = { kind: "failed", reason: "this browser has no room left to keep unsaved text" };
    }
  }

  #noteChange(): void {
    this.#keep();
    if (this.state.peek().kind !== "saving") this.state.value = { kind: "unsaved" };
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.save(), saveAfterMs);
  }

  /** Saves what is not saved yet; resolves when the file holds the text, or when it is known why not. */
  save(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#work = this.#work.then(() => this.#save());
    return this.#work;
  }

  async #save(): Promise<void> {
    const sent = this.text.peek();
    if (this.#saved === null || this.state.peek().kind === "newer") return;
    if (sent === this.#saved.content) {
      localStorage.removeItem(storageKey(this.id));
      this.state.value = { kind: "saved" };
      return;
    }
    this.state.value = { kind: "saving" };
    try {
      const result = await course.saveExercise(this.id, sent, this.#saved.version);
      if (result.kind === "newer") {
        this.state.value = { kind: "newer", theirs: result.file };
        return;
      }
      this.#saved = result.file;
      this.pristine.value = result.file.pristine;
      if (this.text.peek() === sent) {
        localStorage.removeItem(storageKey(this.id));
        this.state.value = { kind: "saved" };
      } else this.#noteChange();
    } catch (error) {
      this.state.value = { kind: "failed", reason: error instanceof Error ? error.message : String(error) };
      this.#timer = setTimeout(() => void this.save(), 3000);
    }
  }

  /** Takes the file as it is now if it was changed elsewhere and nothing is unsaved here. */
  async pull(): Promise<void> {
    if (this.state.peek().kind !== "saved") return;
    const file = await course.loadExercise(this.id).catch(() => null);
    if (file === null || this.state.peek().kind !== "saved" || file.version === this.#saved?.version) return;
    this.#accept(file);
  }

  /** Ends a conflict: with the text here (the file is overwritten), or with the file's. */
  resolve(choice: "mine" | "theirs"): void {
    const state = this.state.peek();
    if (state.kind !== "newer") return;
    const mine = this.text.peek();
    this.#accept(state.theirs);
    if (choice === "theirs") {
      this.beforeReset.value = mine;
      localStorage.removeItem(storageKey(this.id));
      return;
    }
    this.text.value = mine;
    this.#noteChange();
    void this.save();
  }

  /** Back to the stub. The server keeps the old text aside, and `takeBack` brings it back at once. */
  async reset(): Promise<void> {
    await this.save();
    const before = this.text.peek();
    try {
      this.#accept(await course.resetExercise(this.id));
      this.beforeReset.value = before;
      localStorage.removeItem(storageKey(this.id));
    } catch (error) {
      this.state.value = { kind: "failed", reason: error instanceof Error ? error.message : String(error) };
    }
  }

  takeBack(): void {
    const before = this.beforeReset.peek();
    if (before === null) return;
    this.beforeReset.value = null;
    this.edit(before);
    void this.save();
  }

  close(): void {
    if (this.state.peek().kind === "unsaved") void this.save();
  }
}
