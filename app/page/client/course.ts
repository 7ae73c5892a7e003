/**
 * The course's own routes (the contract is the server's). A Jupyter server has none of them: then the map is made from
 * the notebooks in its folder, and progress stays in this browser.
 */
import type {
  Chapter,
  ChapterProgress,
  CourseMap,
  Execution,
  ExerciseFile,
  ExerciseReset,
  ExerciseResult,
  ExerciseState,
  NewPrediction,
  Prediction,
  ProgressChange,
  ShownSolution,
  TypeFault,
} from "../../server/contract";
import { isObject } from "../model/notebook";
import { escapePath, request, RequestError } from "./settings";

export type { Chapter, ChapterProgress, CourseMap, Execution, ExerciseFile, ExerciseReset, Prediction, ProgressChange };
export type { ExerciseResult, ExerciseState, ShownSolution, TypeFault };

/** "14-raft-election" → "Raft election". */
export function titleFromId(id: string): string {
  const words = id.replace(/^\d+-/, "").replaceAll("-", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export function numberOf(id: string): string {
  return /^\d+/.exec(id)?.[0] ?? "";
}

async function mapFromContents(): Promise<CourseMap> {
  const model = await request("api/contents/notebooks?type=directory&content=1");
  const entries = isObject(model) && Array.isArray(model["content"]) ? model["content"] : [];
  const names = entries.flatMap((entry: unknown) =>
    isObject(entry) && entry["type"] === "notebook" ? [String(entry["name"])] : [],
  );
  const chapters = names.toSorted().map((name): Chapter => {
    const id = name.replace(/\.ipynb$/, "");
    const path = `notebooks/${name}`;
    const unknown = { question: null, minutes: null, prerequisites: [], exercises: [], cells: [], progress: null };
    return { id, path, title: titleFromId(id), ...unknown };
  });
  return { title: "Distributed systems", chapters, leftOff: null };
}

/** The map, and whether the server is a course server (which has exercises, progress and predictions). */
export async function loadMap(): Promise<{ map: CourseMap; isCourse: boolean }> {
  try {
    return { map: (await request("course")) as CourseMap, isCourse: true };
  } catch (error) {
    if (error instanceof RequestError && error.status === 404) return { map: await mapFromContents(), isCourse: false };
    throw error;
  }
}

export async function changeProgress(chapter: string, change: ProgressChange): Promise<ChapterProgress> {
  return (await request(`course/progress/${encodeURIComponent(chapter)}`, {
    method: "PATCH",
    body: change,
    keepalive: true,
  })) as ChapterProgress;
}

export async function executions(kernelId: string): Promise<readonly Execution[]> {
  return (await request(`course/kernels/${encodeURIComponent(kernelId)}/executions`)) as readonly Execution[];
}

export async function loadExercise(id: string): Promise<ExerciseFile> {
  return (await request(`course/exercises/${escapePath(id)}`)) as ExerciseFile;
}

export type ExerciseSave =
  | { readonly kind: "saved"; readonly file: ExerciseFile }
  | { readonly kind: "newer"; readonly file: ExerciseFile };

export async function saveExercise(id: string, content: string, base: string): Promise<ExerciseSave> {
  try {
    const body = { content, base };
    const file = (await request(`course/exercises/${escapePath(id)}`, { method: "PUT", body })) as ExerciseFile;
    return { kind: "saved", file };
  } catch (error) {
    if (error instanceof RequestError && error.status === 409 && isObject(error.body)) {
      return { kind: "newer", file: error.body["current"] as unknown as ExerciseFile };
    }
    throw error;
  }
}

export async function resetExercise(id: string): Promise<ExerciseReset> {
  return (await request(`course/exercises/${escapePath(id)}/reset`, { method: "POST" })) as ExerciseReset;
}

/** What the course's grader knows; null where the server has none. */
async function graded(id: string, action: string, method: "GET" | "POST", body?: unknown): Promise<unknown> {
  try {
    return await request(`course/exercises/${escapePath(id)}/${action}`, {
      method,
      ...(body === undefined ? {} : { body }),
    });
  } catch (error) {
    if (error instanceof RequestError && error.status === 501) return null;
    throw error;
  }
}

export async function exerciseState(id: string): Promise<ExerciseState | null> {
  return (await graded(id, "state", "GET")) as ExerciseState | null;
}

export async function checkExercise(id: string): Promise<ExerciseResult | null> {
  return (await graded(id, "check", "POST")) as ExerciseResult | null;
}

/** One hint more than were open. */
export async function openHint(id: string): Promise<ExerciseState | null> {
  return (await graded(id, "hint", "POST")) as ExerciseState | null;
}

/** The reference; the reader has passed or asked for it all the same. */
export async function showSolution(id: string): Promise<ShownSolution | null> {
  return (await graded(id, "solution", "POST", { show: true })) as ShownSolution | null;
}

export async function typeFaults(id: string, content: string): Promise<readonly TypeFault[]> {
  return ((await graded(id, "types", "POST", { content })) ?? []) as readonly TypeFault[];
}

export async function predictions(): Promise<readonly Prediction[]> {
  return (await request("course/predictions")) as readonly Prediction[];
}

export async function predict(id: string, prediction: NewPrediction): Promise<Prediction> {
  return (await request(`course/predictions/${encodeURIComponent(id)}`, {
    method: "PUT",
    body: prediction,
  })) as Prediction;
}
