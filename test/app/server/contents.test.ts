// Files over Jupyter's contract, with Jupyter's own client library on the other side; and no save that loses anything.
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { Contents, Drive, ServerConnection } from "@jupyterlab/services";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { formatNotebook, parseNotebook } from "../../../app/course/notebook";
import { digest, exclusively, sweepTemporaries, writeAtomically } from "../../../app/course/files";
import type { ContentsConflict } from "../../../app/server/contract";
import type { CourseServer } from "../../../app/server/main";
import { ask, chapter, makeCourse, serve } from "./sample-course";
import type { Course } from "./sample-course";

const path = "notebooks/05-two-generals.ipynb";
let course: Course;
let server: CourseServer;
let drive: Drive;

beforeEach(async () => {
  course = makeCourse();
  server = await serve(course);
  const baseUrl = `http://127.0.0.1:${server.port}/`;
  drive = new Drive({ serverSettings: ServerConnection.makeSettings({ baseUrl, token: server.token }) });
});
afterEach(async () => {
  drive.dispose();
  await server.close();
  course.remove();
});

const onDisk = (name = path): string => readFileSync(course.path(name), "utf8");
const get = (name = path): Promise<Contents.IModel> => drive.get(name, { content: true });
const edited = { ...chapter, cells: [...chapter.cells, { ...chapter.cells[1]!, id: "added", source: "2 + 2\n" }] };
const save = (base: unknown, content: unknown = edited): ReturnType<typeof ask> =>
  ask(server, "PUT", `/api/contents/${path}`, { type: "notebook", format: "json", content, distlab_base: base });

describe("reading", () => {
  it("gives a notebook with its texts joined, its version and its dates", async () => {
    const model = await get();
    expect(model).toMatchObject({
      name: "05-two-generals.ipynb",
      path,
      type: "notebook",
      format: "json",
      writable: true,
    });
    expect(model.content.cells[0].source).toBe("# Two *generals*\n\nBob has 100 €.");
    expect(model).toMatchObject({ hash: digest(onDisk()), hash_algorithm: "sha256", mimetype: null });
  });

  it("gives no content when none is asked for", async () => {
    const model = await drive.get(path, { content: false });
    expect([model.content, model.format]).toEqual([null, null]);
  });

  it("gives a version without content when that is asked for", async () => {
    const { json } = await ask(server, "GET", `/api/contents/${path}?content=0&hash=1`);
    expect(json).toMatchObject({ content: null, hash: digest(onDisk()) });
  });

  it("gives text as text, bytes as base64, and either as what was asked for", async () => {
    course.write("notebooks/note.txt", "héllo");
    writeFileSync(course.path("notebooks/dot.png"), Buffer.from([0x89, 0x50, 0xff]));
    expect(await drive.get("notebooks/note.txt", { content: true })).toMatchObject({
      content: "héllo",
      format: "text",
    });
    expect(await drive.get("notebooks/note.txt", { content: true, format: "base64" })).toMatchObject({
      content: "aMOpbGxv",
    });
    expect(await drive.get("notebooks/dot.png", { content: true })).toMatchObject({
      content: "iVD/",
      format: "base64",
      mimetype: "image/png",
    });
    await expect(drive.get("notebooks/dot.png", { content: true, format: "text" })).rejects.toThrow(/not UTF-8/);
  });

  it("says what is wrong with a notebook that is none", async () => {
    course.write("notebooks/torn.ipynb", '{"cells": [');
    await expect(get("notebooks/torn.ipynb")).rejects.toThrow(/torn.ipynb" cannot be read. This is not a notebook/);
    course.write("notebooks/old.ipynb", '{"nbformat": 3, "worksheets": []}');
    await expect(get("notebooks/old.ipynb")).rejects.toThrow(/nbformat is 3/);
  });

  it("says what is not there", async () => {
    await expect(get("notebooks/none.ipynb")).rejects.toThrow(/There is no "notebooks\/none.ipynb"/);
  });

  it("does not wait for ever at a file that is a pipe", async () => {
    const { spawnSync } = await import("node:child_process");
    expect(spawnSync("mkfifo", [course.path("notebooks/pipe.txt")]).status).toBe(0);
    expect((await ask(server, "GET", "/api/contents/notebooks/pipe.txt")).status).toBe(404);
    expect((await ask(server, "GET", "/files/notebooks/pipe.txt")).status).toBe(404);
  });
});

describe("saving", () => {
  it("writes what Jupyter's format says, and reading it back gives the same", async () => {
    const saved = await drive.save(path, { type: "notebook", format: "json", content: edited });
    expect(saved).toMatchObject({ path, content: null, hash: digest(onDisk()) });
    expect(onDisk()).toBe(formatNotebook(edited));
    expect((await get()).content).toEqual(edited);
  });

  it("of an unchanged notebook changes no byte", async () => {
    const before = onDisk();
    await drive.save(path, { type: "notebook", format: "json", content: (await get()).content });
    expect(onDisk()).toBe(before);
  });

  it("answers 201 with the place of a new file, 200 for an old one", async () => {
    const body = { type: "file", format: "text", content: "x" };
    const first = await ask(server, "PUT", "/api/contents/notebooks/new%20note.txt", body);
    expect([first.status, first.headers.get("location")]).toEqual([201, "/api/contents/notebooks/new%20note.txt"]);
    expect((await ask(server, "PUT", "/api/contents/notebooks/new%20note.txt", body)).status).toBe(200);
  });

  it("takes bytes as base64", async () => {
    await drive.save("notebooks/dot.png", { type: "file", format: "base64", content: "iVD/" });
    expect(readFileSync(course.path("notebooks/dot.png"))).toEqual(Buffer.from([0x89, 0x50, 0xff]));
  });

  it.each([
    [{ type: "notebook", format: "json", content: { cells: [] } }, /nbformat is null/],
    [{ type: "notebook", format: "json", content: { ...chapter, cells: [{}] } }, /cell 1 has an unknown cell_type/],
    [
      { type: "notebook", format: "json", content: { ...chapter, cells: [chapter.cells[0], chapter.cells[0]] } },
      /cell 2 has the id "title"/,
    ],
    [{ type: "file", format: "base64", content: "%%%" }, /not base64/],
    [{ type: "file", format: "utf-16", content: "x" }, /format must be "text" or "base64"/],
    [{ type: "file", format: "text" }, /content must be a string/],
    [{ type: "pipe" }, /type must be/],
    [{}, /type must be/],
    [[], /body must be a JSON object/],
  ])("refuses %j and keeps the old file", async (body, message) => {
    const before = onDisk();
    const answer = await ask(server, "PUT", `/api/contents/${path}`, body);
    expect(answer.status).toBe(400);
    expect((answer.json as { message: string }).message).toMatch(message);
    expect(onDisk()).toBe(before);
  });

  it("refuses a body that is not JSON, and one that is too long, and keeps the old file", async () => {
    const before = onDisk();
    const url = `http://127.0.0.1:${server.port}/api/contents/${path}`;
    const headers = { Authorization: `token ${server.token}` };
    expect((await fetch(url, { method: "PUT", headers, body: '{"type": "note' })).status).toBe(400);
    const long = "x".repeat(65 * 1024 * 1024);
    expect((await fetch(url, { method: "PUT", headers, body: long }).catch(() => ({ status: 413 }))).status).toBe(413);
    expect(onDisk()).toBe(before);
  });
});

describe("two writers", () => {
  it("the second save, based on what the first has replaced, is refused and loses nothing", async () => {
    const { hash } = await get();
    expect((await save(hash)).status).toBe(200);
    const second = await save(hash, { ...chapter, cells: [] });
    expect(second.status).toBe(409);
    expect(second.json).toMatchObject({ reason: "conflict", current: { hash: digest(onDisk()) } });
    expect(parseNotebook(onDisk())).toEqual(edited);
  });

  it("each save's answer is the next save's base", async () => {
    const first = (await save((await get()).hash)).json as Contents.IModel;
    expect((await save(first.hash, chapter)).status).toBe(200);
  });

  it("an editor beside the page counts as a writer", async () => {
    const { hash } = await get();
    course.write(path, formatNotebook({ ...chapter, cells: [] }));
    expect((await save(hash)).status).toBe(409);
    expect(parseNotebook(onDisk()).cells).toEqual([]);
  });

  it("a file that was deleted meanwhile is not quietly made again, unless that is asked for", async () => {
    const { hash } = await get();
    await drive.delete(path);
    const answer = await save(hash);
    expect([answer.status, (answer.json as ContentsConflict).current]).toEqual([409, null]);
    expect(existsSync(course.path(path))).toBe(false);
    expect((await save(null)).status).toBe(201);
    expect((await save(null)).status).toBe(409);
  });

  it("the header If-Match says the same as the body's distlab_base", async () => {
    const body = { type: "notebook", format: "json", content: edited };
    const put = (tag: string): ReturnType<typeof ask> =>
      ask(server, "PUT", `/api/contents/${path}`, body, { "If-Match": tag });
    const { headers } = await ask(server, "GET", `/api/contents/${path}`);
    const tag = headers.get("etag") ?? "";
    expect((await put(tag)).status).toBe(200);
    expect((await put(tag)).status).toBe(409);
  });

  it("of twenty saves at once from the same base exactly one wins", async () => {
    const { hash } = await get();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) => save(hash, { ...chapter, metadata: { n } })),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(19);
    const winner = answers.findIndex(({ status }) => status === 200);
    expect(parseNotebook(onDisk()).metadata).toEqual({ n: winner });
  });

  it("a client that knows nothing of versions saves as with Jupyter", async () => {
    await save((await get()).hash);
    expect((await save(undefined, chapter)).status).toBe(200);
  });

  it("a second tab hears of a save", async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}/api/events/subscribe?token=${server.token}`);
    const heard = new Promise((resolve) =>
      socket.on("message", (data: Buffer) => resolve(JSON.parse(data.toString()))),
    );
    await new Promise((resolve) => socket.on("open", resolve));
    await save(undefined);
    expect(await heard).toMatchObject({ action: "save", path });
    socket.close();
  });
});

describe("an atomic write", () => {
  it("keeps the file's mode, and leaves nothing else behind", async () => {
    chmodSync(course.path(path), 0o640);
    await save(undefined);
    expect(statSync(course.path(path)).mode & 0o777).toBe(0o640);
    expect(readdirSync(course.path("notebooks"))).toEqual(["02-eight-fallacies.ipynb", "05-two-generals.ipynb"]);
  });

  it("that is called off at the last moment leaves the old file as it was", async () => {
    const before = onDisk();
    const refuse = (): Promise<void> => Promise.reject(new Error("changed"));
    await expect(writeAtomically(course.path(path), "new", refuse)).rejects.toThrow("changed");
    expect(onDisk()).toBe(before);
    expect(readdirSync(course.path("notebooks"))).toHaveLength(2);
  });

  it("never shows a reader half of a file", async () => {
    const texts = ["a", "b"].map((letter) => letter.repeat(300_000));
    const file = course.path("notebooks/big.txt");
    await writeAtomically(file, texts[0]!);
    const lengths = new Set<number>();
    const read = setInterval(() => lengths.add(readFileSync(file, "utf8").length), 0);
    for (let turn = 0; turn < 20; turn += 1) await writeAtomically(file, texts[turn % 2]!);
    clearInterval(read);
    expect([...lengths]).toEqual([300_000]);
  });

  it("that a killed server left half-done is swept away, and nothing else is", async () => {
    course.write("notebooks/.distlab-0123456789ab.tmp", "half");
    course.write("exercises/05-two-generals/.distlab-0123456789ab.tmp", "half");
    course.write("notebooks/.distlab-mine.tmp", "mine");
    await sweepTemporaries(course.path("notebooks"));
    await sweepTemporaries(course.path("exercises"));
    expect(readdirSync(course.path("notebooks")).filter((name) => name.startsWith("."))).toEqual([".distlab-mine.tmp"]);
    expect(readdirSync(course.path("exercises/05-two-generals"))).toEqual(["find-disagreement.ts"]);
  });

  it("waits for the one before it, also when that fails", async () => {
    const order: string[] = [];
    const first = exclusively("x", async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      order.push("first");
      throw new Error("failed");
    });
    const second = exclusively("x", async () => order.push("second"));
    await expect(first).rejects.toThrow("failed");
    await second;
    expect(order).toEqual(["first", "second"]);
  });
});

describe("making, renaming, deleting", () => {
  it("a new notebook gets the first free name", async () => {
    const first = await drive.newUntitled({ path: "notebooks", type: "notebook" });
    const second = await drive.newUntitled({ path: "notebooks", type: "notebook" });
    expect([first.path, second.path]).toEqual(["notebooks/Untitled.ipynb", "notebooks/Untitled1.ipynb"]);
    expect((await get(first.path)).content).toMatchObject({ nbformat: 4, cells: [] });
  });

  it("a new file and a new folder, too", async () => {
    const file = await drive.newUntitled({ path: "notebooks", type: "file", ext: "txt" });
    const folder = await drive.newUntitled({ path: "notebooks", type: "directory" });
    expect([file.path, folder.path]).toEqual(["notebooks/untitled.txt", "notebooks/Untitled Folder"]);
    expect((await drive.get("notebooks/Untitled Folder", { content: true })).content).toEqual([]);
  });

  it("a copy gets a number", async () => {
    const copy = await drive.copy(path, "notebooks");
    const again = await drive.copy(copy.path, "notebooks");
    expect([copy.name, again.name]).toEqual(["05-two-generals-Copy1.ipynb", "05-two-generals-Copy2.ipynb"]);
    expect((await get(copy.path)).content).toEqual((await get()).content);
  });

  it("a rename moves the file and its checkpoint, and overwrites nothing", async () => {
    await drive.createCheckpoint(path);
    const renamed = await drive.rename(path, "notebooks/05-generals.ipynb");
    expect(renamed).toMatchObject({ path: "notebooks/05-generals.ipynb" });
    expect(await drive.listCheckpoints(renamed.path)).toHaveLength(1);
    await expect(drive.rename(renamed.path, "notebooks/02-eight-fallacies.ipynb")).rejects.toThrow(/exists already/);
    await expect(drive.rename(renamed.path, "solutions/x.ipynb")).rejects.toThrow(/may not be written/);
  });

  it("a deleted file is put aside, a full folder stays", async () => {
    const before = onDisk();
    await drive.delete(path);
    const kept = readdirSync(course.path(".distlab/kept/notebooks"));
    expect(kept).toHaveLength(1);
    expect(onDisk(`.distlab/kept/notebooks/${kept[0]}`)).toBe(before);
    mkdirSync(course.path("notebooks/full"));
    course.write("notebooks/full/x.txt", "x");
    await expect(drive.delete("notebooks/full")).rejects.toThrow(/not empty/);
    await drive.delete("notebooks/full/x.txt");
    await drive.delete("notebooks/full");
    expect(existsSync(course.path("notebooks/full"))).toBe(false);
  });

  it("a checkpoint brings an older state back and puts the newer one aside", async () => {
    const { id } = await drive.createCheckpoint(path);
    await save(undefined);
    await drive.restoreCheckpoint(path, id);
    expect(parseNotebook(onDisk())).toEqual(chapter);
    expect(readdirSync(course.path(".distlab/kept/notebooks"))).toHaveLength(1);
    await drive.deleteCheckpoint(path, id);
    expect(await drive.listCheckpoints(path)).toEqual([]);
    await expect(drive.restoreCheckpoint(path, id)).rejects.toThrow(/no checkpoint/);
  });
});
