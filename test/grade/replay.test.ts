/** The cell that feedback prints for a failing run is one that can be pasted: it runs, and shows that run. */
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { KernelClient } from "../../app/kernel/client";
import { replayText } from "../../lib/grade/replay-text";

const repository = fileURLToPath(new URL("../..", import.meta.url));
const id = "05-two-generals/idempotent-receiver";
const wrong = join(repository, `test/mutants/${id}/id-alone.ts`);

const root = mkdtempSync(join(tmpdir(), "distlab-replay-"));
let kernel: KernelClient;

/** A course of one exercise, whose answer is wrong. */
beforeAll(async () => {
  for (const name of ["lib", "node_modules", "package.json"]) symlinkSync(join(repository, name), join(root, name));
  mkdirSync(join(root, "notebooks"));
  cpSync(join(repository, "test/exercises/05-two-generals"), join(root, "test/exercises/05-two-generals"), {
    recursive: true,
  });
  mkdirSync(join(root, "exercises/05-two-generals"), { recursive: true });
  copyFileSync(wrong, join(root, `exercises/${id}.ts`));
  kernel = await KernelClient.start({ cwd: root });
});
afterAll(async () => {
  await kernel.shutdown();
  rmSync(root, { recursive: true, force: true });
});

interface Shown {
  readonly text: string;
  readonly types: readonly string[];
}

async function shownBy(code: string): Promise<Shown> {
  const { status, outputs } = await kernel.execute(code);
  const data = outputs.flatMap((output) => ("data" in output ? [output.data] : []));
  const text = data.map((bundle) => String(bundle["text/plain"] ?? "")).join("\n");
  expect([status, outputs.filter(({ output_type: type }) => type === "error")]).toEqual(["ok", []]);
  return { text, types: data.flatMap((bundle) => Object.keys(bundle)) };
}

/** The cell among the words of a check. */
function cellIn(text: string): string {
  const [, rest = ""] = text.split("To see it again in a notebook's cell:\n");
  const lines = rest.split("\n");
  const cell = lines.slice(0, lines.indexOf("")).map((line) => line.trim());
  return cell.join("\n");
}

const last = /3\. ann receives Reply id=0 result=1 from replica/;

describe("the cell that is printed", () => {
  test("for an answer in its file shows the same run, whole, with its diagram", async () => {
    const checked = await shownBy(`import { check } from "distlab";\nawait check("${id}");`);
    const again = await shownBy(cellIn(checked.text));
    expect(checked.text).toMatch(last);
    expect(again.text).toMatch(last);
    expect(again.types).toEqual(expect.arrayContaining(["image/svg+xml"]));
    expect(again.text).not.toContain("To see it again");
  });

  test("for an answer in a cell names what is declared there", async () => {
    const answer = readFileSync(wrong, "utf8").replace(/^export /gm, "");
    const checked = await shownBy(`${answer}\nimport { check } from "distlab";\nawait check("${id}", { receive });`);
    expect(cellIn(checked.text)).toContain("implementation: { receive }");
    expect((await shownBy(cellIn(checked.text))).text).toMatch(last);
  });

  test("for other seeds shows a run of these seeds", async () => {
    const cell = replayText({ id, number: 5, seedOffset: 12_345, place: "file", exports: ["receive"] });
    expect((await shownBy(cell)).text).toMatch(/The smallest run that shows it, \d+ events/);
  });

  test("says that a check passes, and which checks there are", async () => {
    expect((await shownBy(`import { replay } from "distlab";\nawait replay("${id}", 1);`)).text).toMatch(/✓ a request/);
    const { outputs } = await kernel.execute(`await replay("${id}", 9);`);
    expect(JSON.stringify(outputs)).toContain("allowed is a whole number from 1 to 6");
  });
});
