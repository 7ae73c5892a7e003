// The routes of an exercise: its file, and what a grader says about it. The grader is handed in, so that this server
// also serves a course without one; what it does is kept from stopping the server: checks of one exercise take turns,
// and one that never ends is given up.
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Grader } from "./contract";
import { badRequest, forbidden, HttpError, notFound } from "./errors";
import type { ExerciseFiles } from "./exercise-files";
import { body, parameter } from "./requests";

export interface ExerciseServices {
  readonly exercises: ExerciseFiles;
  readonly grader: Grader | null;
  readonly checkMsMax: number;
}

/** Longer texts are no answers, and TypeScript would hold up everyone else's. */
const contentLengthMax = 200_000;

function exerciseId(request: FastifyRequest): string {
  return `${parameter(request, "chapter")}/${parameter(request, "name")}`;
}

/** Ends the wait for a check after a while; the work itself has limits of its own. */
async function within<Result>(work: Promise<Result>, milliseconds: number, id: string): Promise<Result> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    const message = `The check of "${id}" did not come to an end within ${milliseconds / 1000} seconds.`;
    timer = setTimeout(() => reject(new HttpError(504, "check-timeout", message)), milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** One after another for each exercise: two checks at once would judge the same file twice at half the speed. */
class Turns {
  private readonly last = new Map<string, Promise<unknown>>();

  take<Result>(id: string, task: () => Promise<Result>): Promise<Result> {
    const before = this.last.get(id) ?? Promise.resolve();
    const mine = before.then(task, task);
    this.last.set(id, mine);
    const forget = (): void => {
      if (this.last.get(id) === mine) this.last.delete(id);
    };
    mine.then(forget, forget);
    return mine;
  }
}

function fileRoutes(app: FastifyInstance, route: string, exercises: ExerciseFiles): void {
  app.get(route, (request) => exercises.get(exerciseId(request)));
  app.put(route, async (request) => {
    const { content, base } = body(request);
    if (typeof content !== "string") throw badRequest("content must be a string.");
    if (typeof base !== "string") throw badRequest("base must be the version that the edit is based on.");
    return exercises.save(exerciseId(request), content, base);
  });
  app.post(`${route}/reset`, (request) => exercises.reset(exerciseId(request)));
}

export function exerciseRoutes(app: FastifyInstance, { exercises, grader, checkMsMax }: ExerciseServices): void {
  const route = "/course/exercises/:chapter/:name";
  const turns = new Turns();
  fileRoutes(app, route, exercises);

  /** The exercise's id and its grader. @throws HttpError 404 for what is no exercise, 501 without a grader */
  const graded = async (request: FastifyRequest): Promise<{ id: string; grader: Grader }> => {
    const { id } = await exercises.get(exerciseId(request));
    if (grader === null)
      throw new HttpError(501, "no-grader", `"${id}" cannot be checked here: this course has no grader.`);
    if (!grader.has(id)) throw notFound(`"${id}" has a file but no checks.`);
    return { id, grader };
  };

  app.post(`${route}/check`, async (request) => {
    const { id, grader: judge } = await graded(request);
    return turns.take(id, () => within(judge.check(id), checkMsMax, id));
  });
  app.get(`${route}/state`, async (request) => {
    const { id, grader: judge } = await graded(request);
    return judge.state(id);
  });
  app.post(`${route}/hint`, async (request) => {
    const { id, grader: judge } = await graded(request);
    return judge.hint(id);
  });
  app.post(`${route}/solution`, async (request) => {
    const { id, grader: judge } = await graded(request);
    const solution = await judge.solution(id, body(request)["show"] === true);
    if (solution !== null) return solution;
    throw forbidden(`"${id}" has not been passed yet; send { "show": true } to see the solution all the same.`);
  });
  app.post(`${route}/types`, async (request) => {
    const { id, grader: judge } = await graded(request);
    const { content } = body(request);
    if (typeof content !== "string" || content.length > contentLengthMax) {
      throw badRequest(`content must be a string of at most ${contentLengthMax} characters.`);
    }
    return judge.typeErrors(id, content);
  });
}
