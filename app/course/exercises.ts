// The learner's exercise files and the stubs that they began as. The stubs are kept under test/, so that working on an
// exercise, or solving it, changes nothing that the tests read.
import { readFile } from "node:fs/promises";
import { join } from "node:path";

const slug = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

export interface ExerciseName {
  /** "05-two-generals". */
  readonly chapter: string;
  /** "idempotent-receiver". */
  readonly name: string;
}

/** Takes "05-two-generals/idempotent-receiver" apart; null when it is not an exercise's id. */
export function exerciseName(id: string): ExerciseName | null {
  const [chapter = "", name = "", ...rest] = id.split("/");
  return slug.test(chapter) && slug.test(name) && rest.length === 0 ? { chapter, name } : null;
}

/** Where the learner's file is, relative to the course, with `/`. */
export const exercisePath = ({ chapter, name }: ExerciseName): string => `exercises/${chapter}/${name}.ts`;

/** The text that the exercise's file began as; null when the course has no such exercise. */
export async function readStub(root: string, { chapter, name }: ExerciseName): Promise<string | null> {
  const path = join(root, "test", "exercises", chapter, `${name}.ts`);
  return readFile(path, "utf8").catch(() => null);
}
