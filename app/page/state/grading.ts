/** What the course's grader says about an exercise that is open in a chapter: points, result, hints, solution, types. */
import { signal } from "@preact/signals";
import { announce } from "../announcer";
import * as course from "../client/course";
import type { Mark } from "../model/errors";
import { noteBest } from "./course";

export type Phase =
  | { readonly kind: "idle" }
  | { readonly kind: "checking" }
  | { readonly kind: "checked"; readonly result: course.ExerciseResult }
  | { readonly kind: "failed"; readonly reason: string };

/** What a screen reader says when a check has ended. */
export function verdict({ score, maxScore, passed, checks, problems }: course.ExerciseResult): string {
  if (passed) return `Passed: ${score} of ${maxScore} points.`;
  const wrong = checks.find((check) => !check.passed);
  const why = problems[0] ?? (wrong === undefined ? "" : `${wrong.name}: ${wrong.message}`);
  return `${score} of ${maxScore} points. ${why}`;
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Lines and columns from 1, as the editor's marks want them. */
function markOf(text: string, { from, message }: course.TypeFault): Mark {
  const before = text.slice(0, from).split("\n");
  return { line: before.length, column: before.at(-1)!.length + 1, message };
}

export class ExerciseGrading {
  readonly phase = signal<Phase>({ kind: "idle" });
  /** Null where the server has no grader. */
  readonly state = signal<course.ExerciseState | null>(null);
  readonly solution = signal<course.ShownSolution | null>(null);
  /** What TypeScript objects to, and in which text. */
  readonly faults = signal<{ readonly text: string; readonly marks: readonly Mark[] }>({ text: "", marks: [] });
  /** Why a hint or the solution did not come. */
  readonly trouble = signal<string | null>(null);

  constructor(readonly id: string) {}

  async load(): Promise<void> {
    this.#note(await course.exerciseState(this.id).catch(() => null));
  }

  async check(): Promise<"done" | "no grader"> {
    if (this.phase.peek().kind === "checking") return "done";
    this.phase.value = { kind: "checking" };
    announce("Checking.");
    try {
      const result = await course.checkExercise(this.id);
      if (result === null) {
        this.phase.value = { kind: "idle" };
        return "no grader";
      }
      this.phase.value = { kind: "checked", result };
      announce(verdict(result), "assertive");
      await this.load();
    } catch (error) {
      this.phase.value = { kind: "failed", reason: reasonOf(error) };
      announce(`The check failed: ${reasonOf(error)}`, "assertive");
    }
    return "done";
  }

  async openHint(): Promise<void> {
    await this.#ask(async () => {
      this.#note(await course.openHint(this.id));
      const hints = this.state.peek()?.hints ?? [];
      announce(`Hint ${hints.length}: ${hints.at(-1) ?? ""}`);
    });
  }

  async showSolution(): Promise<void> {
    await this.#ask(async () => {
      this.solution.value = await course.showSolution(this.id);
      await this.load();
    });
  }

  async lookAtTypes(text: string): Promise<void> {
    const found = await course.typeFaults(this.id, text).catch(() => null);
    if (found !== null) this.faults.value = { text, marks: found.map((fault) => markOf(text, fault)) };
  }

  async #ask(task: () => Promise<void>): Promise<void> {
    try {
      await task();
      this.trouble.value = null;
    } catch (error) {
      this.trouble.value = reasonOf(error);
    }
  }

  #note(state: course.ExerciseState | null): void {
    if (state === null) return;
    this.state.value = state;
    noteBest(this.id, state.best);
  }
}
