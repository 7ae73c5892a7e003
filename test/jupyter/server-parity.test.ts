// The course's server beside Debian's jupyter-notebook 6.4: the same requests to both, and the answers compared, route
// by route. What differs on purpose is named where it is left out.
import { readFileSync } from "node:fs";
import { KernelConnection, ServerConnection } from "@jupyterlab/services";
import type { Kernel } from "@jupyterlab/services";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { chapter } from "../app/server/sample-course";
import { ask, comparable, normal, startJupyter, startOurs, token } from "./two-servers";
import type { Answer, Side } from "./two-servers";

const path = "notebooks/05-two-generals.ipynb";

let ours: Side;
let jupyter: Side;

beforeAll(async () => {
  for (const method of ["warn", "debug", "error"] as const) vi.spyOn(console, method).mockImplementation(() => {});
  [ours, jupyter] = await Promise.all([startOurs(), startJupyter()]);
  for (const side of [ours, jupyter]) side.course.write("notebooks/note.md", "# Nöte\n");
});
afterAll(async () => {
  await Promise.all([ours?.stop(), jupyter?.stop()]);
});

/** Asks both, and expects the same. */
async function same(method: string, route: string, body?: unknown): Promise<{ ours: Answer; jupyter: Answer }> {
  const [a, b] = await Promise.all([ask(ours, method, route, body), ask(jupyter, method, route, body)]);
  expect(comparable(a)).toEqual(comparable(b));
  return { ours: a, jupyter: b };
}

const sortedByName = (json: unknown): unknown[] =>
  (json as { content: { name: string }[] }).content.toSorted((a, b) => (a.name < b.name ? -1 : 1)).map(normal);

describe("reading files", () => {
  it.each([
    `api/contents/${path}`,
    `api/contents/${path}?content=0`,
    `api/contents/${path}?type=notebook`,
    `api/contents/${path}?type=file&format=text`,
    "api/contents/notebooks/note.md",
    "api/contents/notebooks/note.md?type=file&format=text",
    "api/contents/notebooks/note.md?type=file&format=base64",
    "api/contents/notebooks/note.md?content=0",
    `api/contents/notebooks?content=0`,
  ])("GET %s", async (route) => {
    const { ours: answer } = await same("GET", route);
    expect(answer.status).toBe(200);
  });

  it.each([
    ["api/contents/notebooks/nothing.ipynb", 404],
    [`api/contents/${path}?type=directory`, 400],
    ["api/contents/notebooks?type=notebook", 400],
    ["api/contents/notebooks?type=file", 400],
    ["api/contents/notebooks/note.md?type=notebook", 400],
    [`api/contents/${path}?type=picture`, 400],
    [`api/contents/${path}?type=file&format=utf-16`, 400],
    [`api/contents/${path}?content=2`, 400],
    ["api/contents/.git/config", 404],
    ["api/nothing", 404],
  ])("GET %s is refused alike: %i", async (route, status) => {
    const { ours: answer } = await same("GET", route);
    expect(answer.status).toBe(status);
  });

  it("GET of a folder lists the same entries", async () => {
    const [a, b] = await Promise.all([
      ask(ours, "GET", "api/contents/notebooks"),
      ask(jupyter, "GET", "api/contents/notebooks"),
    ]);
    expect(sortedByName(a.json)).toEqual(sortedByName(b.json));
    const rest = (answer: Answer): unknown => normal({ ...(answer.json as object), content: [] });
    expect(rest(a)).toEqual(rest(b));
  });
});

/** Whatever nbformat treats in its own way. */
const difficult = {
  nbformat: 4,
  nbformat_minor: 5,
  metadata: { ...chapter.metadata, kernelspec: { display_name: "TypeScript", language: "typescript", name: "tslab" } },
  cells: [
    { id: "empty", cell_type: "markdown", metadata: {}, source: "" },
    { id: "lines", cell_type: "markdown", metadata: { tags: ["a"] }, source: "a\nb\r\nc\u2028d\u000be\n\n" },
    { id: "raw", cell_type: "raw", metadata: {}, source: 'ü 😀 \u007f "quoted" \\ \t' },
    {
      id: "attached",
      cell_type: "markdown",
      metadata: {},
      source: "![](attachment:x.png)",
      attachments: { "x.png": { "image/png": "iVBORw0KGgo=\n" } },
    },
    {
      id: "code",
      cell_type: "code",
      execution_count: 3,
      metadata: { trusted: true, collapsed: false },
      source: "const x = 1;\nx",
      outputs: [
        { output_type: "stream", name: "stdout", text: "one\ntwo" },
        {
          output_type: "display_data",
          metadata: {},
          data: { "text/plain": "a\nb", "image/svg+xml": "<svg>\n</svg>", "image/png": "iVBO\nRw0K" },
        },
        {
          output_type: "execute_result",
          execution_count: 3,
          metadata: { "application/vnd.vegalite.v5+json": { width: 1.5 } },
          data: {
            "application/vnd.vegalite.v5+json": { "10": 1, "9": [1, 2.5, -3e7], b: {}, a: [] },
            "application/json": ["x\ny"],
          },
        },
        { output_type: "error", ename: "E", evalue: "v", traceback: ["\u001b[31mE\u001b[39m", "  at x"] },
      ],
    },
  ],
};

describe("saving files", () => {
  it("a notebook: the same answer, and the same bytes on the disk", async () => {
    const body = { type: "notebook", format: "json", content: difficult };
    await same("PUT", `api/contents/${path}`, body);
    const [a, b] = [ours, jupyter].map((side) => readFileSync(side.course.path(path), "utf8"));
    expect(a).toBe(b);
    await same("GET", `api/contents/${path}`);
  });

  it("new files and folders", async () => {
    expect(
      (await same("PUT", "api/contents/notebooks/new.txt", { type: "file", format: "text", content: "ü" })).ours.status,
    ).toBe(201);
    expect(
      (await same("PUT", "api/contents/notebooks/new.txt", { type: "file", format: "text", content: "v" })).ours.status,
    ).toBe(200);
    await same("PUT", "api/contents/notebooks/new.bin", { type: "file", format: "base64", content: "iVD/" });
    await same("GET", "api/contents/notebooks/new.bin");
    await same("PUT", "api/contents/notebooks/new", { type: "directory" });
    await same("GET", "api/contents/notebooks/new");
  });

  it.each([
    [{ type: "file", format: "utf-16", content: "x" }, 400],
    [{ type: "picture", format: "text", content: "x" }, 400],
    [{ copy_from: path }, 400],
  ])("PUT %j is refused alike: %i", async (body, status) => {
    const { ours: answer, jupyter: theirs } = await same("PUT", "api/contents/notebooks/new.txt", { ...body });
    expect([answer.status, theirs.status]).toEqual([status, status]);
  });

  it("names that the server chooses", async () => {
    for (const body of [
      { type: "notebook" },
      { type: "notebook" },
      { type: "file", ext: ".txt" },
      { type: "directory" },
      { type: "directory" },
      { ext: ".ipynb" },
      {},
    ]) {
      expect((await same("POST", "api/contents/notebooks", body)).ours.status).toBe(201);
    }
    await same("GET", "api/contents/notebooks/Untitled.ipynb?content=0");
    for (const from of [path, path, "notebooks/05-two-generals-Copy1.ipynb", "notebooks/new.txt"]) {
      expect((await same("POST", "api/contents/notebooks", { copy_from: from })).ours.status).toBe(201);
    }
    expect((await same("POST", `api/contents/${path}`, {})).ours.status).toBe(400);
    expect((await same("POST", "api/contents/notebooks/nowhere", {})).ours.status).toBe(404);
  });

  it("renaming", async () => {
    expect((await same("PATCH", "api/contents/notebooks/new.bin", { path: "notebooks/newer.bin" })).ours.status).toBe(
      200,
    );
    expect((await same("PATCH", "api/contents/notebooks/newer.bin", { path: "notebooks/new.txt" })).ours.status).toBe(
      409,
    );
    expect((await same("PATCH", "api/contents/notebooks/newer.bin", { path: "notebooks/newer.bin" })).ours.status).toBe(
      200,
    );
    await same("GET", "api/contents/notebooks/new.bin");
  });

  it("checkpoints", async () => {
    const route = `api/contents/${path}/checkpoints`;
    await same("GET", route);
    expect((await same("POST", route)).ours.status).toBe(201);
    await same("GET", route);
    expect((await same("POST", `${route}/checkpoint`)).ours.status).toBe(204);
    expect((await same("DELETE", `${route}/checkpoint`)).ours.status).toBe(204);
    expect((await same("DELETE", `${route}/checkpoint`)).ours.status).toBe(404);
    await same("GET", route);
  });

  it("deleting", async () => {
    expect((await same("DELETE", "api/contents/notebooks/new.txt")).ours.status).toBe(204);
    expect((await same("DELETE", "api/contents/notebooks/new")).ours.status).toBe(204);
    expect((await same("GET", "api/contents/notebooks/new.txt")).ours.status).toBe(404);
    // Jupyter 6.4 answers 400 to a file that is gone, later ones 404; what matters is that neither says it was deleted.
    expect((await ask(jupyter, "DELETE", "api/contents/notebooks/new.txt")).status).toBeGreaterThanOrEqual(400);
    expect((await ask(ours, "DELETE", "api/contents/notebooks/new.txt")).status).toBe(404);
  });
});

const keys = (value: unknown): string[] => Object.keys(value as object).toSorted();

describe("what the server says of itself", () => {
  it("has the same fields", async () => {
    for (const route of ["api", "api/status"]) {
      const [a, b] = await Promise.all([ask(ours, "GET", route), ask(jupyter, "GET", route)]);
      expect([a.status, keys(a.json)]).toEqual([b.status, keys(b.json)]);
    }
  });

  it("offers a kernel in the same form", async () => {
    const [a, b] = await Promise.all([
      ask(ours, "GET", "api/kernelspecs/tslab"),
      ask(jupyter, "GET", "api/kernelspecs/tslab"),
    ]);
    expect([a.status, keys(a.json)]).toEqual([b.status, keys(b.json)]);
    const spec = (answer: Answer): Record<string, unknown> => (answer.json as { spec: Record<string, unknown> }).spec;
    expect(keys(spec(a))).toEqual(keys(spec(b)));
    for (const field of ["display_name", "language", "interrupt_mode"]) expect(spec(a)[field]).toBe(spec(b)[field]);
    expect((await same("GET", "api/kernelspecs/nothing")).ours.status).toBe(404);
  });
});

async function withoutToken(side: Side, route: string): Promise<number> {
  return (await fetch(`${side.baseUrl}${route}`, { redirect: "manual" })).status;
}

describe("who is let in", () => {
  it.each(["api/status", "api/contents", "api/kernels", "api/sessions"])(
    "GET %s without the token is refused alike",
    async (route) => {
      expect(await withoutToken(ours, route)).toBe(await withoutToken(jupyter, route));
    },
  );

  it("another site's request is refused alike, and one under a foreign name", async () => {
    const status = async (side: Side, headers: Record<string, string>): Promise<number> =>
      (
        await fetch(`${side.baseUrl}api/sessions`, {
          method: "POST",
          headers: { Authorization: `token ${token}`, ...headers },
          body: "{}",
        })
      ).status;
    const foreign = { Origin: "http://evil.example" };
    expect(await status(ours, foreign)).toBe(403);
    // With the token in the header Jupyter lets every origin in; without it, neither does.
    expect(await status(jupyter, { ...foreign, Authorization: "" })).toBe(403);
    expect(await status(ours, { ...foreign, Authorization: "" })).toBe(403);
  });
});

describe("kernels and sessions", () => {
  const idOf = (answer: Answer): string => (answer.json as { id: string }).id;
  const bothIds = ({ ours: a, jupyter: b }: { ours: Answer; jupyter: Answer }): [string, string] => [idOf(a), idOf(b)];

  /** The same request to both, about each one's own kernel or session. */
  async function sameFor(
    ids: [string, string],
    method: string,
    route: (id: string) => string,
    body?: unknown,
  ): Promise<Answer> {
    const [a, b] = await Promise.all([
      ask(ours, method, route(ids[0]), body),
      ask(jupyter, method, route(ids[1]), body),
    ]);
    expect(comparable(a)).toEqual(comparable(b));
    return a;
  }

  it("a session from its beginning to its end", async () => {
    const body = { path, name: "05", type: "notebook", kernel: { name: "tslab" } };
    const ids = bothIds(await same("POST", "api/sessions", body));
    expect((await same("POST", "api/sessions", body)).ours.status).toBe(201);
    const session = (id: string): string => `api/sessions/${id}`;
    await sameFor(ids, "PATCH", session, { path: "notebooks/renamed.ipynb" });
    await sameFor(ids, "GET", session);
    const list = await same("GET", "api/sessions");
    expect(list.ours.json).toHaveLength(1);
    await sameFor(ids, "DELETE", session);
    await sameFor(ids, "GET", session);
    await sameFor(ids, "DELETE", session);
    expect((await same("GET", "api/kernels")).ours.json).toEqual([]);
  });

  it.each([
    [{ type: "notebook", kernel: { name: "tslab" } }, 400],
    [{ path, kernel: { name: "tslab" } }, 400],
    [{ path, type: "notebook", kernel: { name: "cobol" } }, 501],
  ])("a session with %j is refused alike: %i", async (body, status) => {
    expect((await same("POST", "api/sessions", body)).ours.status).toBe(status);
  });

  it("a kernel from its beginning to its end, and what it says when it runs a cell", async () => {
    const ids = bothIds(await same("POST", "api/kernels", { name: "tslab" }));
    const kernel = (id: string): string => `api/kernels/${id}`;
    const said = await Promise.all([conversation(ours, ids[0]), conversation(jupyter, ids[1])]);
    expect(said[0]).toEqual(said[1]);
    expect((await sameFor(ids, "POST", (id) => `${kernel(id)}/interrupt`)).status).toBe(204);
    const restarted = await Promise.all([
      ask(ours, "POST", `${kernel(ids[0])}/restart`),
      ask(jupyter, "POST", `${kernel(ids[1])}/restart`),
    ]);
    expect(restarted.map((answer) => [answer.status, keys(answer.json)])).toEqual([
      [200, keys(restarted[1]!.json)],
      [200, keys(restarted[1]!.json)],
    ]);
    expect((await sameFor(ids, "DELETE", kernel)).status).toBe(204);
    expect((await sameFor(ids, "GET", kernel)).status).toBe(404);
    expect((await sameFor(ids, "DELETE", kernel)).status).toBe(404);
  });
});

/** The messages that belong to three cells, as Jupyter's own client gets them from a server. */
async function conversation(side: Side, id: string): Promise<string[]> {
  const serverSettings = ServerConnection.makeSettings({ baseUrl: side.baseUrl, token });
  const kernel: Kernel.IKernelConnection = new KernelConnection({ model: { id, name: "tslab" }, serverSettings });
  await kernel.info;
  const said: string[] = [];
  for (const code of ["1 + 1", 'console.log("a"); throw new RangeError("b")', "const unused = 1;"]) {
    const future = kernel.requestExecute({ code });
    future.onIOPub = ({ header, content }) => {
      const { execution_state: state, ename, text, data } = content as Record<string, unknown>;
      said.push(
        [header.msg_type, state, ename, text, JSON.stringify(data)].filter((part) => part !== undefined).join(" "),
      );
    };
    said.push(`reply ${(await future.done).content.status}`);
  }
  kernel.dispose();
  return said;
}
