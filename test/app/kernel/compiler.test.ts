/** Crashes of the compiler: none of them may be the end of a kernel. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { BrokenTwice, Renewed } from "../../../app/kernel/renewed";
import type { KernelClient } from "../../../app/kernel/client";
import { errorOf, printed, useKernel, valueText } from "./support";

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

/** A folder to import from, and a file in it that a cell looks for before it is there. */
function useFolder() {
  const cwd = mkdtempSync(join(tmpdir(), "distlab-test-"));
  afterAll(() => rmSync(cwd, { recursive: true }));
  const write = (name: string, text: string) => writeFileSync(join(cwd, name), text);
  return { cwd, write };
}

/** Runs cells until one ends as wanted; the file system tells of a change when it likes. */
async function until(kernel: KernelClient, code: string, wanted: (text: string) => boolean): Promise<string> {
  for (;;) {
    const result = await kernel.execute(code);
    const text = result.status === "ok" ? String(valueText(result)) : `${errorOf(result).evalue}\n${printed(result)}`;
    if (wanted(text)) return text;
  }
}

describe("a file that appears after a cell has looked for it", () => {
  describe("under stock tslab", () => {
    const { cwd, write } = useFolder();
    const kernel = useKernel({ kernel: "stock", cwd });

    test("is the end of every later cell (tslab's issue 87)", async () => {
      await kernel().execute('import { late } from "./late";\nlate;');
      write("late.ts", "export const late = 5;\n");
      await until(kernel(), "1", (text) => text.includes("Unexpected pending rebuildTimer"));
      expect(printed(await kernel().execute("1"))).toContain("Unexpected pending rebuildTimer");
    });
  });

  describe("under the course's kernel", () => {
    const { cwd, write } = useFolder();
    const kernel = useKernel({ cwd });

    test("can be imported, changed and imported again", async () => {
      const cell = 'import { late } from "./late";\nlate;';
      expect(errorOf(await kernel().execute(cell)).evalue).toContain("Cannot find module './late'");
      write("late.ts", "export const late = 5;\n");
      expect(await until(kernel(), cell, (text) => !text.includes("Cannot find"))).toBe("5");
      write("late.ts", "export const late = 6;\n");
      expect(await until(kernel(), cell, (text) => text !== "5")).toBe("6");
    });

    test("is checked like a cell", async () => {
      write("wrong.ts", "\nexport const wrong: number = 'text';\n");
      const cell = 'import { wrong } from "./wrong";\nwrong;';
      const text = await until(kernel(), cell, (said) => !said.includes("Cannot find"));
      expect(text).toContain("wrong.ts 2:14 - Type 'string' is not assignable to type 'number'.");
    });
  });
});
