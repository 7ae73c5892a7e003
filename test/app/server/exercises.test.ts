// Checking, hints, the solution and TypeScript's errors over HTTP: with a grader that the test holds in its hands, and
// with the course's own.
import { cpSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { courseGrader } from "../../../app/course/grader";
import type {
  CourseMap,
  ExerciseFile,
  ExerciseResult,
  ExerciseState,
  Grader,
  ShownSolution,
  TypeFault,
} from "../../../app/server/contract";
import type { CourseServer, StartServerOptions } from "../../../app/server/main";
import { ask, makeCourse, secret, serve } from "./sample-course";
import type { Course } from "./sample-course";

// The built library: answers are judged in threads, which load it too.
vi.mock("distlab", () => createRequire(import.meta.url)("../../../lib/dist/index.js") as object);

const repository = fileURLToPath(new URL("../../..", import.meta.url));
const id = "05-two-generals/find-disagreement";
const route = `/course/exercises/${id}`;
const actions = ["check", "hint", "solution", "types"] as const;

let course: Course;
let server: CourseServer;

beforeEach(() => {
  course = makeCourse();
});
afterEach(async () => {
  await server.close();
  course.remove();
});

function resultOf(exercise: string, score: number): ExerciseResult {
  const nothing = { checks: [], typeErrors: [], problems: [], printed: [] };
  return { id: exercise, title: "One", score, maxScore: 10, passed: score === 10, ...nothing, milliseconds: 1 };
}

const state: ExerciseState = {
  id,
  kind: "write",
  best: 0,
  maxScore: 10,
  passed: false,
  hints: [],
  hintCount: 2,
  solutionShown: false,
};

/** A grader that does nothing but what a test says. */
function grader(parts: Partial<Grader> = {}): Grader {
  return {
    has: () => true,
    best: () => Promise.resolve({ [id]: { best: 7 } }),
    state: () => Promise.resolve(state),
    check: (exercise) => Promise.resolve(resultOf(exercise, 3)),
    hint: () => Promise.resolve({ ...state, hints: ["Look."] }),
    solution: (exercise, asked) => Promise.resolve(asked ? { id: exercise, content: "x", difference: "y" } : null),
    typeErrors: () => Promise.resolve([]),
    ...parts,
  };
}

async function start(options: Partial<StartServerOptions>): Promise<void> {
  server = await serve(course, options);
}

describe("an exercise's grader", () => {
  it("is missed in so many words where the server has none", async () => {
    await start({});
    for (const action of actions) {
      const { status, json } = await ask(server, "POST", `${route}/${action}`, { content: "" });
      expect([status, json]).toEqual([
        501,
        { reason: "no-grader", message: expect.stringMatching(/no grader/) as string },
      ]);
    }
    expect((await ask(server, "GET", `${route}/state`)).status).toBe(501);
  });

  it("is asked for nothing without the token", async () => {
    let asked = 0;
    const counted = async (): Promise<ExerciseResult> => {
      asked += 1;
      return resultOf(id, 0);
    };
    await start({ grader: grader({ check: counted }) });
    for (const action of actions) {
      const answer = await fetch(`http://127.0.0.1:${server.port}${route}/${action}`, { method: "POST" });
      expect(answer.status).toBe(403);
    }
    expect((await fetch(`http://127.0.0.1:${server.port}${route}/state`)).status).toBe(403);
    expect(asked).toBe(0);
  });

  it.each(["05-two-generals/nothing", "..%2f..%2fetc/passwd", "05-two-generals/find-disagreement.checks"])(
    "is not asked about %s",
    async (name) => {
      await start({ grader: grader({ has: () => false }) });
      for (const action of actions) {
        const { status, text } = await ask(server, "POST", `/course/exercises/${name}/${action}`, { show: true });
        expect(status).toBe(404);
        expect(text).not.toContain(secret);
      }
      expect((await ask(server, "GET", `/course/exercises/${name}/state`)).status).toBe(404);
    },
  );

  it("is not asked about a file that has no checks", async () => {
    await start({ grader: grader({ has: () => false }) });
    const { status, json } = await ask(server, "POST", `${route}/check`);
    expect([status, json]).toMatchObject([404, { message: expect.stringMatching(/no checks/) as string }]);
  });

  it("judges what was saved before, and the map tells the points", async () => {
    let judged = "";
    await start({
      grader: grader({
        check: async (exercise) => {
          judged = readFileSync(course.path("exercises", `${exercise}.ts`), "utf8");
          return resultOf(exercise, 10);
        },
      }),
    });
    const { version } = (await ask(server, "GET", route)).json as ExerciseFile;
    await ask(server, "PUT", route, { content: "// an answer\n", base: version });
    expect((await ask(server, "POST", `${route}/check`)).json).toMatchObject({ id, score: 10, passed: true });
    expect(judged).toBe("// an answer\n");
    const map = (await ask(server, "GET", "/course")).json as CourseMap;
    expect(map.chapters[1]?.exercises[0]).toMatchObject({ id, best: 7 });
  });

  it("judges one exercise once at a time", async () => {
    let now = 0;
    let most = 0;
    let done = 0;
    const check = async (exercise: string): Promise<ExerciseResult> => {
      most = Math.max(most, (now += 1));
      await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
      now -= 1;
      done += 1;
      return resultOf(exercise, done);
    };
    await start({ grader: grader({ check }) });
    const answers = await Promise.all([1, 2, 3].map(() => ask(server, "POST", `${route}/check`)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect([most, done]).toEqual([1, 3]);
  });

  it("that never answers is given up, and the next check gets its turn", async () => {
    let calls = 0;
    const check = (exercise: string): Promise<ExerciseResult> =>
      (calls += 1) === 1 ? new Promise(() => {}) : Promise.resolve(resultOf(exercise, 2));
    await start({ grader: grader({ check }), checkMsMax: 60 });
    const [first, second] = await Promise.all([1, 2].map(() => ask(server, "POST", `${route}/check`)));
    expect([first?.status, second?.status].toSorted()).toEqual([200, 504]);
    const late = first?.status === 504 ? first : second;
    expect(late?.json).toMatchObject({ reason: "check-timeout" });
    expect((await ask(server, "POST", `${route}/check`)).json).toMatchObject({ score: 2 });
  });

  it("that fails is a failure of the server, told without its reasons, and does not block the next", async () => {
    let calls = 0;
    const check = (exercise: string): Promise<ExerciseResult> =>
      (calls += 1) === 1 ? Promise.reject(new RangeError(secret)) : Promise.resolve(resultOf(exercise, 2));
    await start({ grader: grader({ check }) });
    const { status, text } = await ask(server, "POST", `${route}/check`);
    expect(status).toBe(500);
    expect(text).not.toContain(secret);
    expect((await ask(server, "POST", `${route}/check`)).status).toBe(200);
  });

  it("refuses options that cannot be", async () => {
    await start({});
    await expect(serve(course, { checkMsMax: 0 })).rejects.toThrow(/checkMsMax is 0; allowed is/);
  });

  it("takes no text for TypeScript that is none, or too long", async () => {
    await start({ grader: grader() });
    expect((await ask(server, "POST", `${route}/types`, { content: 3 })).status).toBe(400);
    expect((await ask(server, "POST", `${route}/types`, { content: "x".repeat(200_001) })).status).toBe(400);
    expect((await ask(server, "POST", `${route}/types`, { content: "x" })).json).toEqual([]);
  });
});

describe("the course's own grader", () => {
  const real = "05-two-generals/idempotent-receiver";
  const at = `/course/exercises/${real}`;

  beforeEach(async () => {
    for (const name of ["lib", "node_modules", "package.json", "solutions"]) {
      rmSync(course.path(name), { recursive: true, force: true });
      symlinkSync(`${repository}/${name}`, course.path(name));
    }
    for (const folder of ["exercises", "test/exercises"]) {
      rmSync(course.path(folder), { recursive: true, force: true });
      cpSync(`${repository}/${folder}/05-two-generals`, course.path(folder, "05-two-generals"), { recursive: true });
    }
    cpSync(`${repository}/test/exercises/${real}.ts`, course.path("exercises", `${real}.ts`));
    await start({ grader: courseGrader(course.root) });
  });

  async function save(content: string): Promise<void> {
    const { version } = (await ask(server, "GET", at)).json as ExerciseFile;
    expect((await ask(server, "PUT", at, { content, base: version })).status).toBe(200);
  }
  const stateNow = async (): Promise<ExerciseState> => (await ask(server, "GET", `${at}/state`)).json as ExerciseState;

  it("gives a wrong answer its points and a failing run to play, and the right one all of them", async () => {
    await save(readFileSync(`${repository}/test/mutants/${real}/id-alone.ts`, "utf8"));
    const wrong = (await ask(server, "POST", `${at}/check`)).json as ExerciseResult;
    expect(wrong.score).toBeLessThan(wrong.maxScore);
    const drawn = wrong.checks.find(({ run }) => run?.bundle !== undefined);
    expect(Object.keys(drawn?.run?.bundle ?? {})).toContain("application/vnd.distlab.player+json");
    expect((await stateNow()).best).toBe(wrong.score);
    await save(readFileSync(`${repository}/solutions/${real}.ts`, "utf8"));
    const right = (await ask(server, "POST", `${at}/check`)).json as ExerciseResult;
    expect(right).toMatchObject({ passed: true, score: right.maxScore, problems: [], typeErrors: [] });
    expect(right.difference).toBeTruthy();
    expect(await stateNow()).toMatchObject({ passed: true, best: right.maxScore });
    expect((await ask(server, "POST", `${at}/solution`)).status).toBe(200);
  });

  it("opens one hint more each time, to the last, and remembers them", async () => {
    const { hintCount, hints } = await stateNow();
    expect(hints).toEqual([]);
    for (let count = 1; count <= hintCount + 1; count += 1) {
      const told = (await ask(server, "POST", `${at}/hint`)).json as ExerciseState;
      expect(told.hints).toHaveLength(Math.min(count, hintCount));
    }
    const kept = JSON.parse(readFileSync(course.path(".distlab/exercises.json"), "utf8")) as Record<string, unknown>;
    expect(kept[real]).toMatchObject({ hintsShown: hintCount });
  });

  it("shows no solution before a pass unless it is asked for in so many words", async () => {
    const refused = await ask(server, "POST", `${at}/solution`);
    expect(refused.status).toBe(403);
    expect((await stateNow()).solutionShown).toBe(false);
    const shown = (await ask(server, "POST", `${at}/solution`, { show: true })).json as ShownSolution;
    expect(shown.content).toBe(readFileSync(`${repository}/solutions/${real}.ts`, "utf8"));
    expect((await stateNow()).solutionShown).toBe(true);
  });

  it("says what TypeScript objects to in a text that is not saved, and where", async () => {
    const before = readFileSync(course.path("exercises", `${real}.ts`), "utf8");
    const content = `${before}\nconst wrong: number = "text";\n`;
    const faults = (await ask(server, "POST", `${at}/types`, { content })).json as TypeFault[];
    expect(faults).toHaveLength(1);
    expect(content.slice(faults[0]!.from, faults[0]!.to)).toBe("wrong");
    expect((await ask(server, "POST", `${at}/types`, { content: before })).json).toEqual([]);
    expect(readFileSync(course.path("exercises", `${real}.ts`), "utf8")).toBe(before);
  });

  it("keeps what a reset takes away", async () => {
    await save("// mine\n");
    const { kept } = (await ask(server, "POST", `${at}/reset`)).json as { kept: string };
    expect(readFileSync(course.path(kept), "utf8")).toBe("// mine\n");
  });
});
