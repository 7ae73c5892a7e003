// The course's own routes: the map, progress, predictions and exercise files.
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type {
  CourseMap,
  ExerciseConflict,
  ExerciseFile,
  ExerciseReset,
  Prediction,
  Progress,
} from "../../../app/server/contract";
import type { CourseServer } from "../../../app/server/main";
import { ask, chapter, makeCourse, serve, stub } from "./sample-course";
import type { Answer, Course } from "./sample-course";

const id = "05-two-generals";
let course: Course;
let server: CourseServer;

beforeEach(async () => {
  course = makeCourse();
  server = await serve(course);
});
afterEach(async () => {
  await server.close();
  course.remove();
});

const map = async (): Promise<CourseMap> => (await ask(server, "GET", "/course")).json as CourseMap;

describe("the map", () => {
  it("lists the chapters in reading order with what their notebooks say", async () => {
    const { chapters, leftOff } = await map();
    expect(chapters.map((one) => one.id)).toEqual(["02-eight-fallacies", id]);
    expect(chapters[1]).toEqual({
      id,
      path: `notebooks/${id}.ipynb`,
      title: "Two generals",
      question: "Can two parties ever be sure?",
      minutes: 45,
      prerequisites: ["02-eight-fallacies"],
      exercises: [
        {
          id: `${id}/find-disagreement`,
          title: "Find the disagreement",
          points: 10,
          best: 0,
          started: false,
          hasFile: true,
        },
      ],
      cells: ["first-run"],
      fault: null,
      progress: null,
    });
    expect(leftOff).toBeNull();
  });

  it("makes do with a notebook that says nothing about itself", async () => {
    const bare = (await map()).chapters[0];
    expect(bare).toMatchObject({
      title: "Eight fallacies",
      question: null,
      minutes: null,
      prerequisites: [],
      exercises: [],
    });
  });

  it("lists an exercise that has a file and no mention, and one that has a mention and no file", async () => {
    course.write(`exercises/${id}/idempotent-receiver.ts`, "export {};\n");
    const distlab = { exercises: ["one-more-messenger"], prerequisites: ["02"] };
    course.write(`notebooks/${id}.ipynb`, JSON.stringify({ ...chapter, metadata: { distlab } }));
    const { exercises, prerequisites } = (await map()).chapters[1]!;
    expect(exercises.map((one) => [one.id, one.title, one.hasFile])).toEqual([
      [`${id}/one-more-messenger`, "One more messenger", false],
      [`${id}/find-disagreement`, "Find disagreement", true],
      [`${id}/idempotent-receiver`, "Idempotent receiver", true],
    ]);
    expect(prerequisites).toEqual(["02-eight-fallacies"]);
  });

  it("follows a notebook that changes, and survives one that breaks", async () => {
    await map();
    course.write(`notebooks/${id}.ipynb`, "{");
    const broken = (await map()).chapters[1]!;
    expect(broken).toMatchObject({ title: "Two generals", cells: [] });
    expect(broken.fault).toMatch(/not a notebook/);
    const cells = [{ ...chapter.cells[0]!, source: "# Three generals" }];
    course.write(`notebooks/${id}.ipynb`, JSON.stringify({ ...chapter, cells }));
    expect((await map()).chapters[1]).toMatchObject({ title: "Three generals", fault: null });
  });
});

const patch = (change: unknown, chapterId = id): Promise<Answer> =>
  ask(server, "PATCH", `/course/progress/${chapterId}`, change);
const progress = async (): Promise<Progress> => (await ask(server, "GET", "/course/progress")).json as Progress;

describe("progress", () => {
  it("remembers where one left off and what was run", async () => {
    await patch({ cell: "title" }, "02-eight-fallacies");
    await patch({ cell: "first-run", ran: ["first-run"] });
    const answer = await patch({ ran: ["first-run", "second"], finished: true });
    expect(answer.json).toMatchObject({ cell: "first-run", ran: ["first-run", "second"], finished: true });
    const all = await map();
    expect(all.leftOff).toMatchObject({ chapter: id, cell: "first-run" });
    expect(all.chapters[0]?.progress).toMatchObject({ cell: "title", ran: [], finished: false });
  });

  it("survives a restart of the server", async () => {
    await patch({ ran: ["a"] });
    const before = await progress();
    await server.close();
    server = await serve(course);
    expect(await progress()).toEqual(before);
  });

  it("loses nothing when many changes come at once", async () => {
    const cells = Array.from({ length: 30 }, (_, index) => `cell-${index}`);
    await Promise.all(cells.map((cell) => patch({ ran: [cell] })));
    expect((await progress()).chapters[id]?.ran.toSorted()).toEqual(cells.toSorted());
  });

  it("refuses what is no progress, and a chapter that is none", async () => {
    for (const change of [{ cell: 3 }, { ran: "all" }, { ran: [1] }, { finished: "yes" }])
      expect((await patch(change)).status).toBe(400);
    expect((await patch({}, "99-nothing")).status).toBe(404);
    expect((await patch({}, "..%2F..%2Fx")).status).toBe(404);
    expect(await progress()).toEqual({ chapters: {}, leftOff: null });
  });

  it("puts a file that it cannot read aside instead of writing over it", async () => {
    course.write(".distlab/progress.json", "{ torn");
    await patch({ ran: ["a"] });
    const aside = readdirSync(course.path(".distlab")).find((name) => name.startsWith("progress.json.unreadable"));
    expect(readFileSync(course.path(".distlab", aside ?? ""), "utf8")).toBe("{ torn");
    expect((await progress()).chapters[id]?.ran).toEqual(["a"]);
  });
});

describe("predictions", () => {
  const put = (body: unknown, name = `${id}/acknowledgements`): Promise<Answer> =>
    ask(server, "PUT", `/course/predictions/${encodeURIComponent(name)}`, body);

  it("are kept, and the first one stands", async () => {
    const first = (await put({ answer: "never", confidence: 0.7 })).json as Prediction;
    expect(first).toMatchObject({ id: `${id}/acknowledgements`, answer: "never", confidence: 0.7 });
    expect((await put({ answer: "always", confidence: 1 })).json).toEqual(first);
    expect((await ask(server, "GET", "/course/predictions")).json).toEqual([first]);
  });

  it.each([
    { answer: "x" },
    { answer: "x", confidence: 1.1 },
    { answer: "x", confidence: "0.5" },
    { confidence: 0.5 },
    { answer: {}, confidence: 0.5 },
  ])("%j is none", async (body) => {
    expect((await put(body)).status).toBe(400);
  });

  it("have sensible names", async () => {
    expect((await put({ answer: 1, confidence: 1 }, "a b")).status).toBe(400);
    expect((await put({ answer: 1, confidence: 1 }, "__proto__")).status).toBe(200);
    expect(({} as Record<string, unknown>)["answer"]).toBeUndefined();
  });
});

describe("an exercise's file", () => {
  const route = `/course/exercises/${id}/find-disagreement`;
  const file = `exercises/${id}/find-disagreement.ts`;
  const open = async (): Promise<ExerciseFile> => (await ask(server, "GET", route)).json as ExerciseFile;
  const save = (content: unknown, base: unknown): Promise<Answer> => ask(server, "PUT", route, { content, base });
  const onDisk = (): string => readFileSync(course.path(file), "utf8");

  it("is opened, changed and saved", async () => {
    const opened = await open();
    expect(opened).toMatchObject({ id: `${id}/find-disagreement`, path: file, content: stub, pristine: true });
    const saved = (await save("export const x = 1;\n", opened.version)).json as ExerciseFile;
    expect(saved).toMatchObject({ content: "export const x = 1;\n", pristine: false });
    expect(onDisk()).toBe("export const x = 1;\n");
    expect((await save("export const x = 2;\n", saved.version)).status).toBe(200);
    expect((await map()).chapters[1]?.exercises[0]?.started).toBe(true);
  });

  it("is not saved over a newer one, and the answer holds the newer one", async () => {
    const { version } = await open();
    course.write(file, "written in another editor\n");
    const answer = await save("mine\n", version);
    expect(answer.status).toBe(409);
    expect((answer.json as ExerciseConflict).current.content).toBe("written in another editor\n");
    expect(onDisk()).toBe("written in another editor\n");
  });

  it("goes back to the stub, and what was there is put aside", async () => {
    await save("half an answer\n", (await open()).version);
    const reset = (await ask(server, "POST", `${route}/reset`)).json as ExerciseReset;
    expect(reset).toMatchObject({ content: stub, pristine: true });
    expect(onDisk()).toBe(stub);
    expect(readFileSync(course.path(reset.kept ?? ""), "utf8")).toBe("half an answer\n");
    const again = (await ask(server, "POST", `${route}/reset`)).json as ExerciseReset;
    expect(again.kept).toBeNull();
  });

  it("that was deleted shows its stub, and comes back with the first save", async () => {
    rmSync(course.path("exercises"), { recursive: true });
    const opened = await open();
    expect(opened).toMatchObject({ content: stub, pristine: true });
    expect((await save("new\n", opened.version)).status).toBe(200);
    expect(onDisk()).toBe("new\n");
  });

  it.each([
    "05-two-generals/nothing",
    "05-two-generals/..%2f..%2fpackage",
    "..%2fsolutions/x",
    "05-two-generals/find-disagreement.checks",
  ])("%s is none", async (name) => {
    expect((await ask(server, "GET", `/course/exercises/${name}`)).status).toBe(404);
    expect((await ask(server, "PUT", `/course/exercises/${name}`, { content: "x", base: "" })).status).toBe(404);
    expect((await ask(server, "POST", `/course/exercises/${name}/reset`)).status).toBe(404);
    expect(existsSync(course.path("package.ts"))).toBe(false);
  });

  it("refuses what is no edit", async () => {
    expect((await save(3, "x")).status).toBe(400);
    expect((await save("x", undefined)).status).toBe(400);
    expect(onDisk()).toBe(stub);
  });
});
