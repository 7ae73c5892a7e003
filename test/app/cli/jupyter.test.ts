/** `distlab jupyter`: install, again, remove; the kernelspec itself is tested with the kernel. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { commandLine } from "./fakes";

function dataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "distlab-jupyter-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const type = (...args: string[]) => commandLine().type("jupyter", ...args);

test.each([["remove"], ["install", "--remove"]])("what install has written, %s takes away", async (...remove) => {
  const dir = dataFolder();
  const path = join(dir, "kernels/tslab/kernel.json");
  const first = await type("install", "--dir", dir);
  expect(first).toMatchObject({ exitCode: 0, error: "" });
  expect(first.out).toContain('Installed the kernel "tslab"');
  const { argv } = JSON.parse(readFileSync(path, "utf8")) as { argv: string[] };
  expect(argv[0]).toBe(process.execPath);
  expect((await type("install", "--dir", dir)).out).toContain("installed already");
  expect((await type(...remove, "--dir", dir)).out).toContain("Removed");
  expect(existsSync(path)).toBe(false);
});

test("a folder that cannot be written is one clear line and exit code 1", async () => {
  const dir = join(dataFolder(), "file");
  writeFileSync(dir, "");
  const { exitCode, out, error } = await type("install", "--dir", dir);
  expect({ exitCode, out }).toEqual({ exitCode: 1, out: "" });
  expect(error).toMatch(/^error: the kernel cannot be installed in .*\n$/);
});

test("somebody else's kernel is not removed", async () => {
  const dir = dataFolder();
  mkdirSync(join(dir, "kernels/tslab"), { recursive: true });
  writeFileSync(join(dir, "kernels/tslab/kernel.json"), '{"argv": ["tslab"]}');
  expect((await type("remove", "--dir", dir)).out).toContain("not ours");
  expect(existsSync(join(dir, "kernels/tslab/kernel.json"))).toBe(true);
});

test("jupyter alone, and with a word that it does not know, is wrong usage", async () => {
  expect(await type()).toEqual({
    exitCode: 2,
    out: "",
    error: "error: which of them: distlab jupyter install, distlab jupyter remove?\n",
  });
  expect(await type("instal")).toMatchObject({
    exitCode: 2,
    error: expect.stringContaining("Did you mean install?") as string,
  });
});
