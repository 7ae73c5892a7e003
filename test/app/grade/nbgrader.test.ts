/** Assignments for nbgrader carry its metadata, and score right under the course's kernel. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { assignmentNotebook } from "../../../app/grade/nbgrader";
import { KernelClient } from "../../../app/kernel/client";
import { parseNotebook } from "../../../app/course/notebook";
import { exerciseIds } from "../../../lib/grade/loader";
import type { Cell, JsonObject } from "../../../app/course/notebook";
import { schemaFaults } from "./formats/schemas";

const root = join(import.meta.dirname, "../../..");
const id = "05-two-generals/idempotent-receiver";
const checks = [{ points: 11 }] as never;
const exercise = { id, title: "The replica", exports: ["receive"], checks };

const notebook = (answer: string): readonly Cell[] =>
  parseNotebook(assignmentNotebook("05-two-generals", [{ exercise, answer }])).cells;
const read = (path: string): string => readFileSync(join(root, path), "utf8");
const metadata = (cell: Cell): JsonObject => cell.metadata["nbgrader"] as JsonObject;

/** nbgrader's own rule for a graded cell of code: an error or words on stderr are 0, a number is that, otherwise all. */
function nbgraderScore(outputs: readonly JsonObject[], most: number): number {
  for (const output of outputs) {
    if (output["output_type"] === "error" || output["name"] === "stderr") return 0;
    if (output["output_type"] === "execute_result") {
      const value = Number((output["data"] as JsonObject)["text/plain"]);
      if (!Number.isNaN(value)) return value;
    }
  }
  return most;
}

describe("the notebook", () => {
  it("has nbgrader's metadata on every cell, as its schema demands", () => {
    const cells = notebook(read(`test/exercises/${id}.ts`));
    const ids = cells.map((cell) => String(metadata(cell)["grade_id"]));
    expect(new Set(ids).size).toBe(cells.length);
    for (const cell of cells) {
      const { grade, solution, points, cell_type: kind } = metadata(cell);
      expect(schemaFaults("nbgrader", metadata(cell))).toEqual([]);
      expect(schemaFaults("nbgrader", { ...metadata(cell), schema_version: 2 })).not.toEqual([]);
      expect(grade === true ? points : 11).toBe(11);
      expect(kind).toBe(cell.cell_type);
      if (cell.cell_type === "markdown") expect([grade, solution]).toEqual([false, false]);
    }
  });

  it("tells the task in words and tags the answer's cell for distlab grade", () => {
    const [, task, answer] = notebook(read(`test/exercises/${id}.ts`));
    expect(String(task!.source)).toContain("two clients may use the same id".replace("two", "Two"));
    expect(answer!.metadata["tags"]).toEqual([id]);
    expect(String(answer!.source)).not.toContain("export ");
  });
});

describe("under the course's kernel", () => {
  let kernel: KernelClient;
  beforeAll(async () => {
    kernel = await KernelClient.start();
  });
  afterAll(() => kernel.shutdown());

  async function scored(answer: string): Promise<number> {
    let score = Number.NaN;
    for (const cell of notebook(answer).filter((one) => one.cell_type === "code")) {
      const { outputs } = await kernel.execute(String(cell.source));
      if (metadata(cell)["grade"] === true) score = nbgraderScore(outputs as unknown as readonly JsonObject[], 11);
    }
    return score;
  }

  it(
    "every reference answer compiles and runs as a cell, whichever cells came before it",
    { timeout: 240_000 },
    async () => {
      const ids = exerciseIds(root);
      expect(ids.length).toBeGreaterThan(50);
      for (const one of ids) {
        const cells = parseNotebook(
          assignmentNotebook("all", [{ exercise: { ...exercise, id: one }, answer: read(`solutions/${one}.ts`) }]),
        ).cells;
        const { status, outputs } = await kernel.execute(String(cells[2]!.source));
        expect({ id: one, status, outputs }).toEqual({ id: one, status: "ok", outputs: [] });
      }
    },
  );

  it("the stub gets nothing, the solution all, an answer that is half right a part", async () => {
    const scores = [
      await scored(read(`test/exercises/${id}.ts`)),
      await scored(read(`solutions/${id}.ts`)),
      await scored(read(`test/mutants/${id}/id-alone.ts`)),
    ];
    expect(scores[0]).toBe(0);
    expect(scores[1]).toBe(11);
    expect(scores[2]).toBeGreaterThan(0);
    expect(scores[2]).toBeLessThan(11);
  });
});
