/**
 * How a cell's outputs grow with the kernel's messages: text of one stream is joined, a display with an id can be
 * updated later from any cell, and a clearing may wait for the next output so that an animation does not flicker.
 */
import type { JsonObject, Notebook, Output } from "./notebook";
import { isObject, joined, readBundle } from "./notebook";

export interface OutputState {
  readonly outputs: readonly Output[];
  /** True after `clear_output` with `wait`: the next output replaces all. */
  readonly clearBeforeNext: boolean;
}

export const noOutputs: OutputState = { outputs: [], clearBeforeNext: false };

/** A kernel message's type and content, as far as outputs care. */
export interface OutputMessage {
  readonly type: string;
  readonly content: unknown;
}

function transientId(content: JsonObject): string | undefined {
  const transient = content["transient"];
  const id = isObject(transient) ? transient["display_id"] : undefined;
  return typeof id === "string" ? id : undefined;
}

function toOutput(type: string, content: JsonObject): Output | null {
  const metadata = isObject(content["metadata"]) ? content["metadata"] : {};
  switch (type) {
    case "stream":
      return { kind: "stream", name: joined(content["name"]) || "stdout", text: joined(content["text"]) };
    case "display_data": {
      const displayId = transientId(content);
      return {
        kind: "display",
        data: readBundle(content["data"]),
        metadata,
        ...(displayId === undefined ? {} : { displayId }),
      };
    }
    case "execute_result": {
      const count = content["execution_count"];
      return {
        kind: "result",
        data: readBundle(content["data"]),
        metadata,
        executionCount: typeof count === "number" ? count : null,
      };
    }
    case "error":
      return {
        kind: "error",
        name: joined(content["ename"]),
        message: joined(content["evalue"]),
        traceback: Array.isArray(content["traceback"]) ? content["traceback"].map((line: unknown) => joined(line)) : [],
      };
    default:
      return null;
  }
}

function append(outputs: readonly Output[], next: Output): readonly Output[] {
  const last = outputs.at(-1);
  if (next.kind === "stream" && last?.kind === "stream" && last.name === next.name) {
    return outputs.with(outputs.length - 1, { ...last, text: last.text + next.text });
  }
  return [...outputs, next];
}

/** The outputs after one more message of the cell's run; messages that are no output change nothing. */
export function receive(state: OutputState, message: OutputMessage): OutputState {
  const content = isObject(message.content) ? message.content : {};
  if (message.type === "clear_output") {
    return content["wait"] === true ? { ...state, clearBeforeNext: true } : noOutputs;
  }
  const next = toOutput(message.type, content);
  if (next === null) return state;
  return { outputs: append(state.clearBeforeNext ? [] : state.outputs, next), clearBeforeNext: false };
}

/** Replaces the content of every display with the message's id, wherever in the notebook it stands. */
export function updateDisplay(notebook: Notebook, message: OutputMessage): Notebook {
  const content = isObject(message.content) ? message.content : {};
  const id = transientId(content);
  if (id === undefined) return notebook;
  const data = readBundle(content["data"]);
  const metadata = isObject(content["metadata"]) ? content["metadata"] : {};
  const matches = (output: Output): boolean => output.kind === "display" && output.displayId === id;
  return {
    ...notebook,
    cells: notebook.cells.map((cell) =>
      cell.outputs.some((output) => matches(output))
        ? {
            ...cell,
            outputs: cell.outputs.map((output) => (matches(output) ? { ...output, data, metadata } : output)),
          }
        : cell,
    ),
  };
}
