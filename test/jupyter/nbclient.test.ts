/** The course's kernel under Jupyter's own tools: found, executed by nbclient, interrupted, and judged rightly. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runner, useJupyter } from "./support";
import type { ExecutedCell } from "./support";

const jupyter = useJupyter();

/** Asks again and again until the answer is true; the test's own limit is the bound. */
async function eventually<X>(ask: () => X): Promise<X> {
  for (;;) {
    const answer = ask();
    if (answer) return answer;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** True for a process that is gone, or is a zombie that nobody waits for. */
function hasEnded(pid: number): boolean {
  try {
    return /^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return true;
  }
}

const text = ({ outputs }: ExecutedCell) =>
  outputs.map((output) => (output.output_type === "stream" ? output.text : "")).join("");
const kinds = ({ outputs }: ExecutedCell) => outputs.map((output) => output.output_type);

test("Jupyter lists the kernel under the name that notebooks ask for", async () => {
  const listed = JSON.parse(await jupyter.command("jupyter_client.kernelspecapp", "list", "--json")) as {
    readonly kernelspecs: { readonly [name: string]: { readonly spec: object } };
  };
  expect(listed.kernelspecs["tslab"]!.spec).toMatchObject({
    display_name: "TypeScript (distlab)",
    language: "typescript",
    interrupt_mode: "message",
  });
});

describe("nbclient", () => {
  test("executes a notebook from any folder, and gets every kind of output", async () => {
    const path = jupyter.write(
      "outputs.ipynb",
      'import * as distlab from "distlab";\nconst loaded = typeof distlab;',
      'console.log(loaded);\nconsole.error("note");',
      "await Promise.resolve({ n: [1, 2] })",
      'import { display } from "tslab";\ndisplay.svg("<svg/>");',
      '({ toMimeBundle: () => ({ "text/plain": "a chart", "image/svg+xml": "<svg/>" }) })',
    );
    const { cells, replies, raised } = await jupyter.execute(path);
    expect(raised).toBeNull();
    expect(replies).toEqual(["ok", "ok", "ok", "ok", "ok"]);
    expect(cells.map(({ executionCount }) => executionCount)).toEqual([1, 2, 3, 4, 5]);
    expect(cells.map(kinds)).toEqual([
      [],
      ["stream", "stream"],
      ["execute_result"],
      ["display_data"],
      ["execute_result"],
    ]);
    expect(text(cells[1]!)).toBe("object\nnote\n");
    expect(cells[2]!.outputs[0]).toMatchObject({ data: { "text/plain": "{ n: [ 1, 2 ] }" } });
    expect(cells[4]!.outputs[0]).toMatchObject({ data: { "text/plain": "a chart", "image/svg+xml": "<svg/>" } });
  });

  test("stops at the first cell that fails, and says why", async () => {
    const path = jupyter.write("stops.ipynb", "1", 'throw new RangeError("out of range")', "2");
    const { cells, raised, replies } = await jupyter.execute(path);
    expect(raised).toEqual({ ename: "RangeError", evalue: "out of range" });
    expect(replies).toContain("RangeError");
    expect(cells[1]!.outputs).toMatchObject([{ output_type: "error", ename: "RangeError" }]);
    expect(cells[2]).toMatchObject({ executionCount: null, outputs: [] });
  });

  test("sees a type error as an error", async () => {
    const path = jupyter.write("types.ipynb", 'const n: number = "one";');
    expect((await jupyter.execute(path)).raised).toMatchObject({ ename: "TypeScriptError" });
  });

  test("goes on after errors when it is told to, and skips no cell", async () => {
    const failing = Array.from({ length: 5 }, (_, n) => [`throw new Error("e${n}")`, `"after ${n}"`]).flat();
    const { cells, raised } = await jupyter.execute(jupyter.write("goes-on.ipynb", ...failing), "--allow-errors");
    expect(raised).toBeNull();
    expect(cells.map(({ executionCount }) => executionCount)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(cells.map((cell) => kinds(cell)[0])).toEqual(
      Array.from({ length: 5 }, () => ["error", "execute_result"]).flat(),
    );
  });

  test.each([
    ["an endless loop", "/* endless */ for (;;);"],
    ["a wait for what never comes", "/* endless */ await new Promise(() => undefined);"],
    ["an endless loop after an await", "/* endless */ await null; for (;;);"],
  ])("interrupts %s that takes too long, and the next cell has the variables", async (_what, code) => {
    const path = jupyter.write("interrupt.ipynb", "const kept = 42;", code, "kept");
    const { cells } = await jupyter.execute(path, "--timeout", "2", "--allow-errors");
    expect(cells[1]!.outputs).toMatchObject([{ output_type: "error", ename: "Interrupted" }]);
    expect(cells[2]!.outputs).toMatchObject([{ output_type: "execute_result", data: { "text/plain": "42" } }]);
  });

  test("gets a bounded output from a cell that prints 50 MB", async () => {
    const path = jupyter.write("prints.ipynb", 'for (let i = 0; i < 50; i += 1) console.log("x".repeat(1e6));', "1");
    const { cells, raised } = await jupyter.execute(path);
    expect(raised).toBeNull();
    expect(text(cells[0]!).length).toBeLessThan(1_000_300);
    expect(text(cells[0]!)).toMatch(/more than 1 MB; the rest is left out: 49 MB/);
  });

  test("survives a cell that tries to end the kernel", async () => {
    const path = jupyter.write("exit.ipynb", "process.exit(1)", "1 + 1");
    const { cells } = await jupyter.execute(path, "--allow-errors");
    expect(cells[0]!.outputs).toMatchObject([{ ename: "ProcessExit" }]);
    expect(cells[1]!.outputs).toMatchObject([{ data: { "text/plain": "2" } }]);
  });
});

test("what is checked here is wrong under stock tslab: values and errors are both only text", async () => {
  const path = jupyter.writeForStock("stock.ipynb", "1", 'throw new Error("lost")');
  const { cells } = await jupyter.execute(path, "--allow-errors");
  expect(cells.map(kinds)).toEqual([["stream"], ["stream"]]);
});

test("a kernel whose Jupyter is killed ends by itself", async () => {
  const file = join(jupyter.folder, "pid");
  const code = `require("node:fs").writeFileSync(${JSON.stringify(file)}, String(process.pid)); for (;;);`;
  const python = jupyter.python(runner, jupyter.write("killed.ipynb", code));
  const pid = await eventually(() => (existsSync(file) ? Number(readFileSync(file, "utf8")) : 0));
  python.kill("SIGKILL");
  await eventually(() => hasEnded(pid));
});

test("nbconvert executes a notebook and renders it", async () => {
  jupyter.write(
    "render.ipynb",
    '({ toMimeBundle: () => ({ "text/plain": "a chart", "image/svg+xml": "<svg id=\'drawn\'/>" }) })',
  );
  const path = join(jupyter.folder, "render.ipynb");
  const html = await jupyter.command(
    "jupyter",
    "nbconvert",
    "--execute",
    "--to",
    "html",
    "--template",
    "basic",
    "--stdout",
    path,
  );
  expect(html).toContain('<svg id="drawn">');
});
