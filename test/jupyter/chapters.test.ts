/** Every chapter under nbclient and the course's kernel: no cell fails, none is skipped. Copies, so that the source stays. */
import { copyFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { courseRoot } from "../../app/kernel/paths";
import { useJupyter } from "./support";

const jupyter = useJupyter();
const folder = join(courseRoot(), "notebooks");
const chapters = readdirSync(folder).filter((name) => name.endsWith(".ipynb"));

test("every chapter runs in Jupyter", { timeout: 600_000 }, async () => {
  expect(chapters.length).toBeGreaterThan(0);
  for (const name of chapters) {
    const copy = join(jupyter.folder, name);
    copyFileSync(join(folder, name), copy);
    const { cells, raised } = await jupyter.execute(copy);
    expect({ name, raised }).toEqual({ name, raised: null });
    const written = cells.filter(({ source }) => source.trim() !== "");
    expect(written.map(({ executionCount }) => executionCount)).toEqual(written.map((_, at) => at + 1));
    const failed = written.filter(({ outputs }) => outputs.some((output) => output.output_type === "error"));
    expect({ name, failed }).toEqual({ name, failed: [] });
  }
});
