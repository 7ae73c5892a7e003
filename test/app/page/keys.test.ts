/** Jupyter's keys: what each press means. */
import { describe, expect, test } from "vitest";
import { bindings, nameOf, press, type Press } from "../../../app/page/keys";

const key = (name: string, held: Partial<Press> = {}): string =>
  nameOf({ key: name, shift: false, mod: false, alt: false, ...held });

describe("keys", () => {
  test("are named alike, whatever the caps lock does", () => {
    expect(key("A")).toBe("a");
    expect(key("Z", { shift: true })).toBe("Shift-z");
    expect(key("Enter", { shift: true })).toBe("Shift-Enter");
    expect(key("s", { mod: true })).toBe("Mod-s");
    expect(key("?", { shift: true })).toBe("?");
    expect(key(" ", { shift: true })).toBe("Shift- ");
  });

  test("that act twice need both presses in a row", () => {
    const first = press(null, "d");
    expect(first).toEqual({ command: null, pending: "d" });
    expect(press(first.pending, "d")).toEqual({ command: "delete", pending: null });
    expect(press(first.pending, "j")).toEqual({ command: "next", pending: null });
    expect(press(first.pending, "0")).toEqual({ command: null, pending: "0" });
  });

  test("that mean nothing do nothing", () => {
    expect(press(null, "q")).toEqual({ command: null, pending: null });
    expect(press(null, "Mod-c")).toEqual({ command: null, pending: null });
  });

  test("do Jupyter's things", () => {
    const jupyter: Record<string, string> = {
      "Shift-Enter": "run-and-next",
      "Mod-Enter": "run",
      "Alt-Enter": "run-and-insert",
      Enter: "edit",
      a: "insert-above",
      b: "insert-below",
      m: "to-text",
      y: "to-code",
      ArrowUp: "previous",
      ArrowDown: "next",
      z: "undo",
      x: "cut",
      c: "copy",
      v: "paste-below",
    };
    for (const [name, command] of Object.entries(jupyter)) expect(press(null, name).command).toBe(command);
    for (const [name, command] of [
      ["i", "interrupt"],
      ["0", "restart"],
      ["d", "delete"],
    ] as const) {
      expect(press(name, name).command).toBe(command);
    }
  });

  test("are each bound once, and each is explained", () => {
    const all = bindings.flatMap(({ keys }) => keys);
    expect(new Set(all).size).toBe(all.length);
    for (const { does } of bindings) expect(does).not.toBe("");
  });
});
