/** The compiler in a kernel's long life: crashes, and files that appear, change and go while it runs. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { BrokenTwice, Renewed } from "../../../app/kernel/renewed";
import { errorOf, useKernel, valueText } from "./support";

describe("something that breaks", () => {
  const broken = (failures: (Error | undefined)[], hidden: (Error | undefined)[] = []) => {
    const log: string[] = [];
    let made = 0;
    const renewed = new Renewed<number>({
      create: () => {
        made += 1;
        log.push(`made ${made}`);
        return made;
      },
      close: (thing) => log.push(`closed ${thing}`),
      hiddenFailure: () => hidden.shift(),
    });
    const ask = () =>
      renewed.ask((thing) => {
        const failure = failures.shift();
        if (failure !== undefined) throw failure;
        return `answer of ${thing}`;
      });
    return { ask, log };
  };

  test("is made anew once, and asked again", () => {
    const { ask, log } = broken([new Error("crash")]);
    expect(ask()).toBe("answer of 2");
    expect(log).toEqual(["made 1", "closed 1", "made 2"]);
  });

  test("is not believed when its answer hides a failure", () => {
    const { ask } = broken([], [new Error("stale")]);
    expect(ask()).toBe("answer of 2");
  });

  test("gives up after the second time, and is whole again for the next question", () => {
    const { ask } = broken([new Error("first"), new Error("second")]);
    expect(ask).toThrow(new BrokenTwice("second"));
    expect(ask()).toBe("answer of 3");
  });
});

describe("a file that cells import", () => {
  const cwd = mkdtempSync(join(tmpdir(), "distlab-test-"));
  afterAll(() => rmSync(cwd, { recursive: true }));
  const kernel = useKernel({ cwd });
  const run = (code: string) => kernel().execute(code);
  const write = (name: string, text: string) => writeFileSync(join(cwd, name), text);

  test("can be made after a cell has looked for it, and be changed: no cell sees what it was before", async () => {
    const cell = 'import { late } from "./late";\nlate;';
    expect(errorOf(await run(cell)).evalue).toContain("Cannot find module './late'");
    write("late.ts", "export const late = 5;\n");
    expect(valueText(await run("1"))).toBe("1");
    expect(valueText(await run(cell))).toBe("5");
    for (const late of [6, 70, 800]) {
      write("late.ts", `export const late = ${late};\n`);
      expect(valueText(await run(cell))).toBe(String(late));
    }
  });

  test("can go, and come back", async () => {
    const cell = 'import { here } from "./here";\nhere;';
    write("here.ts", "export const here = 1;\n");
    expect(valueText(await run(cell))).toBe("1");
    rmSync(join(cwd, "here.ts"));
    expect(errorOf(await run(cell)).evalue).toContain("Cannot find module './here'");
    write("here.ts", "export const here = 2;\n");
    expect(valueText(await run(cell))).toBe("2");
  });

  test("is checked like a cell", async () => {
    write("wrong.ts", "\nexport const wrong: number = 'text';\n");
    const error = errorOf(await run('import { wrong } from "./wrong";\nwrong;'));
    expect(error.evalue).toContain("wrong.ts 2:14 - Type 'string' is not assignable to type 'number'.");
    expect(error.traceback.join("\n")).toContain("export const wrong: number = 'text';");
  });

  test("can be a cell, made after another has looked for it, and made again", async () => {
    const cell = 'import { made } from "./made";\nmade;';
    expect(errorOf(await run(cell)).evalue).toContain("Cannot find module './made'");
    await run("/** @module made */\nexport const made = 1;");
    expect(valueText(await run(cell))).toBe("1");
    await run("/** @module made */\nexport const made = 2;");
    expect(valueText(await run(cell))).toBe("2");
  });

  test("and variables survive all of this", async () => {
    await run("const kept = { n: 42 };");
    expect(errorOf(await run('import { x } from "./later";\nx;')).ename).toBe("TypeScriptError");
    write("later.ts", "export const x = 1;\n");
    expect(valueText(await run('import { x } from "./later";\nkept.n + x'))).toBe("43");
  });
});
