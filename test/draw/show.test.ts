/** `show` sends every form of a drawing to the kernel that it runs in, and prints the text where there is none. */
import { inspect } from "node:util";
import { createRequire } from "node:module";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { Drawing } from "../../lib/draw/drawing";
import { show } from "../../lib/draw/show";
import { spaceTime } from "../../lib/draw/space-time";
import { table } from "../../lib/draw/table";
import { election } from "./scenes";

const { cache } = createRequire(__filename);
/** Where a tslab that is installed for all users might be. */
const elsewhere = "/opt/tools/node_modules/tslab/dist/jupyter.js";

afterEach(() => {
  delete cache[elsewhere];
  vi.restoreAllMocks();
});

describe("show", () => {
  test("gives a running tslab the whole bundle, wherever it is installed", () => {
    const written: unknown[] = [];
    const exports = { lastWriteDisplayData: (...given: readonly unknown[]) => written.push(given) };
    cache[elsewhere] = { exports } as unknown as NodeJS.Module;
    const drawing = spaceTime(election());
    show(drawing);
    expect(written).toEqual([[{ data: drawing.toMimeBundle(), metadata: {}, transient: {} }, false]]);
    expect(Object.keys(drawing.toMimeBundle())).toEqual(["image/svg+xml", "text/plain"]);
  });

  test("prints the text outside a kernel, and before a tslab has run a cell", () => {
    cache[elsewhere] = { exports: { lastWriteDisplayData: null } } as unknown as NodeJS.Module;
    const log = vi.spyOn(console, "log").mockImplementation(() => undefined);
    show(table([{ node: "A" }]));
    expect(log.mock.calls).toEqual([["node\n────\nA"]]);
  });

  test.each([
    [{ trace: {} }, "show got an object with trace"],
    [undefined, "show got undefined"],
    [[1], "show got a list"],
  ])("refuses %o", (what, message) => {
    expect(() => show(what as unknown as Drawing)).toThrow(message);
  });
});

test("console.log of a drawing prints its text form", () => {
  expect(inspect(table([{ node: "A" }]))).toBe("node\n────\nA");
});
