/** What the commands of the learner's loop share. */
import { readFile } from "node:fs/promises";
import { createHash } from "node:crypto";
import { grading } from "distlab";
import { UsageError } from "../errors";
import { nearest } from "../suggest";
import type { Writer } from "../terminal";

/** The exercises that are meant by what was typed: ids, names, or chapters. Nothing typed: those begun, or all. */
export async function idsFrom(root: string, typed: readonly string[], all: boolean): Promise<readonly string[]> {
  const known = grading.exerciseIds(root);
  if (typed.length > 0) return [...new Set(typed.flatMap((word) => meant(word, known)))];
  if (all) return known;
  const begun = await Promise.all(known.map((id) => isBegun(root, id)));
  return known.filter((_, index) => begun[index]);
}

function meant(word: string, known: readonly string[]): readonly string[] {
  const found = known.filter((id) => {
    const [chapter = "", name = ""] = id.split("/");
    return id === word || name === word || chapter === word || chapter.startsWith(`${word}-`);
  });
  if (found.length > 0) return found;
  const near =
    nearest(word, known) ??
    nearest(
      word,
      known.map((id) => id.split("/")[1] ?? ""),
    );
  const hint = near === undefined ? "distlab list shows them" : `did you mean ${near}?`;
  throw new UsageError(`there is no exercise or chapter with exercises "${word}"; ${hint}`);
}

/** One exercise, where several make no sense. */
export async function oneId(root: string, typed: string): Promise<string> {
  const ids = await idsFrom(root, [typed], false);
  if (ids.length === 1) return ids[0]!;
  throw new UsageError(`"${typed}" means ${ids.join(", ")}: which of them?`);
}

/** Whether the learner's file differs from the stub that it began as. */
export async function isBegun(root: string, id: string): Promise<boolean> {
  const { answer, stub } = grading.exerciseFiles(root, id);
  const [mine, theirs] = await Promise.all([answer, stub].map((path) => readFile(path, "utf8").catch(() => null)));
  return mine !== null && mine !== theirs;
}

/** A number from a text, by which all seeds are moved: the same for the same text, and seldom that of another. */
export function seedOffset(text: string | undefined): number {
  if (text === undefined) return 0;
  return createHash("sha256").update(text).digest().readUInt32BE(0) % 1_000_000_000;
}

/** A terminal's colours for a result. */
export function emphasis(out: Writer): grading.Emphasis {
  return {
    good: (text) => out.style("green", text),
    bad: (text) => out.style("red", text),
    quiet: (text) => out.style("dim", text),
    strong: (text) => out.style("bold", text),
  };
}
