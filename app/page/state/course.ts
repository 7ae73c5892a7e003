/** The course's map, loaded at the start and again whenever the reader comes back to the home page. */
import { signal } from "@preact/signals";
import * as course from "../client/course";

export interface Course {
  readonly map: course.CourseMap;
  readonly isCourse: boolean;
}

export const theCourse = signal<Course | null>(null);
export const courseFailed = signal<string | null>(null);

export async function loadCourse(): Promise<void> {
  try {
    theCourse.value = await course.loadMap();
    courseFailed.value = null;
  } catch (error) {
    courseFailed.value = error instanceof Error ? error.message : String(error);
  }
}

export function chapterOf(id: string): course.Chapter | undefined {
  return theCourse.value?.map.chapters.find((chapter) => chapter.id === id);
}

/** How much of a chapter is done, 0 to 1: its code cells that were run. */
export function shareDone(chapter: course.Chapter): number {
  if (chapter.progress === null) return 0;
  if (chapter.progress.finished) return 1;
  if (chapter.cells.length === 0) return 0;
  const ran = new Set(chapter.progress.ran);
  return chapter.cells.filter((cell) => ran.has(cell)).length / chapter.cells.length;
}

/** "40 % done", for those who do not see the ring. */
export function progressLabel(chapter: course.Chapter): string {
  const share = shareDone(chapter);
  if (share === 0) return chapter.progress === null ? "not begun" : "begun";
  return share >= 1 ? "done" : `${Math.round(share * 100)} % done`;
}

/** The points of a chapter's exercises: those earned, and all. Null where there are none to earn. */
export function pointsOf(chapter: course.Chapter): { readonly earned: number; readonly all: number } | null {
  const all = chapter.exercises.reduce((sum, { points }) => sum + (points ?? 0), 0);
  const earned = chapter.exercises.reduce((sum, { best }) => sum + best, 0);
  return all === 0 ? null : { earned: Math.min(earned, all), all };
}

/** Notes the points of an exercise in the map, at once. */
export function noteBest(id: string, best: number): void {
  const known = theCourse.peek();
  if (known === null) return;
  const chapters = known.map.chapters.map((chapter) => ({
    ...chapter,
    exercises: chapter.exercises.map((one) => (one.id === id ? { ...one, best } : one)),
  }));
  theCourse.value = { ...known, map: { ...known.map, chapters } };
}
