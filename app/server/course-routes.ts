// The routes that Jupyter does not have: see contract.ts for their shapes.
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { CourseReader, ExerciseInfo } from "../course/map";
import type { Records } from "../course/records";
import type { Chapter, CourseMap, Exercise, Grader, NewPrediction, ProgressChange } from "./contract";
import { badRequest, notFound } from "./errors";
import type { ExerciseFiles } from "./exercise-files";
import { exerciseRoutes } from "./exercise-routes";
import type { Kernels } from "./kernels";
import { body, parameter } from "./requests";
import { framePolicy } from "./security";

export interface CourseServices {
  readonly reader: CourseReader;
  readonly records: Records;
  readonly exercises: ExerciseFiles;
  readonly kernels: Kernels;
  readonly grader: Grader | null;
  readonly checkMsMax: number;
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

type Earned = Awaited<ReturnType<Grader["best"]>>;

async function exercise(services: CourseServices, info: ExerciseInfo, earned: Earned): Promise<Exercise> {
  const started = await services.exercises.started(info.id);
  const best = earned[info.id]?.best ?? 0;
  return { ...info, started: started ?? false, hasFile: started !== null, best };
}

async function courseMap(services: CourseServices): Promise<CourseMap> {
  const [infos, progress, earned] = await Promise.all([
    services.reader.chapters(),
    services.records.progress(),
    services.grader?.best() ?? {},
  ]);
  const chapters = infos.map(async (info): Promise<Chapter> => {
    const exercises = await Promise.all(info.exercises.map((one) => exercise(services, one, earned)));
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
