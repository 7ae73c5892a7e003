// The routes that Jupyter does not have: see contract.ts for their shapes.
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { CourseReader, ExerciseInfo } from "../course/map";
import type { Records } from "../course/records";
import type { Chapter, CourseMap, Exercise, NewPrediction, ProgressChange } from "./contract";
import { badRequest, HttpError, notFound } from "./errors";
import type { ExerciseFiles } from "./exercise-files";
import type { Kernels } from "./kernels";
import { body, parameter } from "./requests";
import { framePolicy } from "./security";

/** Checks the answer to an exercise; what it answers is sent to the page as it is. */
export type Checker = (exercise: string) => Promise<unknown>;

export interface CourseServices {
  readonly reader: CourseReader;
  readonly records: Records;
  readonly exercises: ExerciseFiles;
  readonly kernels: Kernels;
  readonly checker: Checker | null;
}

const courseTitle = "Distributed systems";
const idLengthMax = 200;

/** Runs in the frame's own origin: shows what the page posts to it, once, and says how high that is. */
const frameScript = `
addEventListener("message", (event) => {
  if (event.source !== parent || event.data === null || event.data.kind !== "show") return;
  document.documentElement.dataset.theme = event.data.theme;
  document.open();
  document.write(event.data.html);
  document.close();
  const tell = () => parent.postMessage({ kind: "height", pixels: document.documentElement.offsetHeight }, "*");
  new ResizeObserver(tell).observe(document.documentElement);
  addEventListener("load", tell);
  tell();
}, { once: true });
`;

const frame = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Output</title></head><body><script>${frameScript}</script></body></html>`;

async function exercise(services: CourseServices, info: ExerciseInfo): Promise<Exercise> {
  const started = await services.exercises.started(info.id);
  return { ...info, started: started ?? false, hasFile: started !== null };
}

async function courseMap(services: CourseServices): Promise<CourseMap> {
  const [infos, progress] = await Promise.all([services.reader.chapters(), services.records.progress()]);
  const chapters = infos.map(async (info): Promise<Chapter> => {
    const exercises = await Promise.all(info.exercises.map((one) => exercise(services, one)));
    return { ...info, exercises, progress: progress.chapters[info.id] ?? null };
  });
  return { title: courseTitle, chapters: await Promise.all(chapters), leftOff: progress.leftOff };
}

function isId(value: unknown): value is string {
  return typeof value === "string" && value.length <= idLengthMax;
}

function progressChange(request: FastifyRequest): ProgressChange {
  const { cell, ran, finished } = body(request);
  if (cell !== undefined && cell !== null && !isId(cell)) throw badRequest("cell must be a cell's id or null.");
  if (ran !== undefined && !(Array.isArray(ran) && ran.every(isId)))
    throw badRequest("ran must be a list of cell ids.");
  if (finished !== undefined && typeof finished !== "boolean") throw badRequest("finished must be true or false.");
  return {
    ...(cell === undefined ? {} : { cell }),
    ...(ran === undefined ? {} : { ran }),
    ...(finished === undefined ? {} : { finished }),
  };
}

function newPrediction(request: FastifyRequest): NewPrediction {
  const { answer, confidence } = body(request);
  if (typeof confidence !== "number" || !(confidence >= 0 && confidence <= 1)) {
    throw badRequest(`confidence is ${JSON.stringify(confidence) ?? "missing"}; allowed is a number from 0 to 1.`);
  }
  if (answer !== null && !["string", "number", "boolean"].includes(typeof answer)) {
    throw badRequest("answer must be a string, a number, true, false or null.");
  }
  if (typeof answer === "string" && answer.length > 10_000)
    throw badRequest("answer is longer than 10,000 characters.");
  return { answer: answer as NewPrediction["answer"], confidence };
}

function exerciseId(request: FastifyRequest): string {
  return `${parameter(request, "chapter")}/${parameter(request, "name")}`;
}

function exerciseRoutes(app: FastifyInstance, { exercises, checker }: CourseServices): void {
  const route = "/course/exercises/:chapter/:name";
  app.get(route, (request) => exercises.get(exerciseId(request)));
  app.put(route, async (request) => {
    const { content, base } = body(request);
    if (typeof content !== "string") throw badRequest("content must be a string.");
    if (typeof base !== "string") throw badRequest("base must be the version that the edit is based on.");
    return exercises.save(exerciseId(request), content, base);
  });
  app.post(`${route}/reset`, (request) => exercises.reset(exerciseId(request)));
  app.post(`${route}/check`, async (request) => {
    const { id } = await exercises.get(exerciseId(request));
    if (checker !== null) return checker(id);
    throw new HttpError(501, "no-grader", `"${id}" cannot be checked yet: this course has no grader.`);
  });
}

export function courseRoutes(app: FastifyInstance, services: CourseServices): void {
  const { records, reader, kernels } = services;
  app.get("/course", () => courseMap(services));
  app.get("/course/progress", () => records.progress());
  app.patch("/course/progress/:chapter", async (request) => {
    const chapter = parameter(request, "chapter");
    const change = progressChange(request);
    const known = (await reader.chapters()).some(({ id }) => id === chapter);
    if (!known) throw notFound(`There is no chapter "${chapter}".`);
    return records.changeProgress(chapter, change, new Date());
  });
  app.get("/course/predictions", () => records.predictions());
  app.put("/course/predictions/:id", async (request) => {
    const id = parameter(request, "id");
    if (!/^[\w./-]{1,200}$/.test(id)) throw badRequest(`${JSON.stringify(id)} cannot be a prediction's id.`);
    return records.predict(id, newPrediction(request), new Date());
  });
  app.get("/course/kernels/:id/executions", async (request) => kernels.get(parameter(request, "id")).executions());
  app.get("/course/frame", async (_request, reply) =>
    reply
      .header("Content-Security-Policy", framePolicy)
      .header("Cache-Control", "private, max-age=3600")
      .type("text/html; charset=utf-8")
      .send(frame),
  );
  exerciseRoutes(app, services);
}
