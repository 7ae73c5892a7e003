/** How outputs grow, which type is shown, and how long texts are cut. */
import { describe, expect, test } from "vitest";
import { clip, displayOrder, preferred, wholeUpTo } from "../../../app/page/model/display";
import type { Notebook } from "../../../app/page/model/notebook";
import {
  noOutputs,
  receive,
  updateDisplay,
  type OutputMessage,
  type OutputState,
} from "../../../app/page/model/outputs";

const stream = (text: string, name = "stdout"): OutputMessage => ({ type: "stream", content: { name, text } });
const display = (text: string, id?: string): OutputMessage => ({
  type: "display_data",
  content: {
    data: { "text/plain": text },
    metadata: {},
    ...(id === undefined ? {} : { transient: { display_id: id } }),
  },
});
const after = (...messages: OutputMessage[]): OutputState => {
  let state = noOutputs;
  for (const message of messages) state = receive(state, message);
  return state;
};

describe("a cell's outputs", () => {
  test("join what one stream says, and keep the streams apart", () => {
    const { outputs } = after(stream("a"), stream("b\n"), stream("!", "stderr"), stream("c"));
    expect(outputs).toEqual([
      { kind: "stream", name: "stdout", text: "ab\n" },
      { kind: "stream", name: "stderr", text: "!" },
      { kind: "stream", name: "stdout", text: "c" },
    ]);
  });

  test("are cleared at once, or by the next output", () => {
    const clear = (wait: boolean): OutputMessage => ({ type: "clear_output", content: { wait } });
    expect(after(stream("a"), clear(false)).outputs).toEqual([]);
    expect(after(stream("a"), clear(true)).outputs).toHaveLength(1);
    expect(after(stream("a"), clear(true), stream("b")).outputs).toEqual([
      { kind: "stream", name: "stdout", text: "b" },
    ]);
  });

  test("ignore messages that are no output", () => {
    const state = after(stream("a"));
    expect(receive(state, { type: "status", content: { execution_state: "busy" } })).toBe(state);
    expect(receive(state, { type: "execute_input", content: null })).toBe(state);
  });

  test("keep an error's name, text and trace", () => {
    const error = { type: "error", content: { ename: "E", evalue: "v", traceback: ["x"] } };
    expect(after(error).outputs).toEqual([{ kind: "error", name: "E", message: "v", traceback: ["x"] }]);
  });

  test("that have an id are updated wherever they stand", () => {
    const { outputs } = after(display("one", "id"), display("two"));
    const cell = { id: "a", kind: "code", source: "", metadata: {}, outputs, executionCount: 1 } as const;
    const notebook: Notebook = { cells: [cell, { ...cell, id: "b", outputs: [] }], metadata: {}, formatMinor: 5 };
    const content = { data: { "text/plain": "new" }, metadata: {}, transient: { display_id: "id" } };
    const updated = updateDisplay(notebook, { type: "update_display_data", content });
    expect(updated.cells[0]!.outputs.map((output) => output.kind === "display" && output.data["text/plain"])).toEqual([
      "new",
      "two",
    ]);
    expect(updated.cells[1]).toBe(notebook.cells[1]);
  });
});

describe("of a bundle's types", () => {
  test("a chart goes before its picture, a picture before text", () => {
    expect(preferred({ "text/plain": "", "image/svg+xml": "", "application/vnd.vegalite.v5+json": {} })).toBe(
      "application/vnd.vegalite.v5+json",
    );
    expect(preferred({ "text/plain": "", "image/svg+xml": "" })).toBe("image/svg+xml");
    expect(preferred({ "application/javascript": "alert(1)" })).toBeNull();
  });

  test("none is one that runs as a script", () => {
    expect(displayOrder.filter((mime) => /javascript|ecmascript/.test(mime))).toEqual([]);
  });
});

describe("a long text", () => {
  const lines = (count: number): string => Array.from({ length: count }, (_, at) => `line ${at}`).join("\n");

  test("shows its beginning and its end, and counts what is between", () => {
    const { head, tail, hidden } = clip(`${lines(500)}\n`);
    expect(head.startsWith("line 0\n")).toBe(true);
    expect(tail.endsWith("line 499")).toBe(true);
    expect(head.split("\n").length + tail.split("\n").length + hidden).toBe(500);
  });

  test("that is not long is whole", () => {
    expect(clip(lines(wholeUpTo.lines))).toMatchObject({ head: lines(wholeUpTo.lines), hidden: 0 });
  });

  test("of one endless line is cut as well", () => {
    const { head, tail, hidden } = clip("x".repeat(1_000_000));
    expect(head.length + tail.length).toBeLessThan(2 * wholeUpTo.characters);
    expect(hidden).toBeGreaterThan(0);
  });
});
