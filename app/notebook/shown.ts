/**
 * What a reader with only a terminal sees of a cell's outputs: streams, the text of values and drawings, and errors
 * without colours.
 */
import { stripVTControlCharacters } from "node:util";
import { isObject } from "../course/notebook";
import type { Json, JsonObject } from "../course/notebook";
import { text } from "./canonical";

/** The text of one output; for a bundle without text, its types in brackets. */
export function outputText(output: JsonObject): string {
  switch (output["output_type"]) {
    case "stream":
      return text(output["text"]);
    case "error":
      return `${text(output["ename"])}: ${text(output["evalue"])}`;
    default: {
      const data = isObject(output["data"]) ? output["data"] : {};
      return data["text/plain"] === undefined ? `[${Object.keys(data).join(", ")}]` : text(data["text/plain"]);
    }
  }
}

/** The text of all outputs of a cell, one below the other. */
export function shownText(outputs: Json | undefined): string {
  const all: readonly Json[] = Array.isArray(outputs) ? outputs : [];
  const parts = all.filter(isObject).map((output) => stripVTControlCharacters(outputText(output)).replace(/\s+$/, ""));
  return parts.filter((part) => part !== "").join("\n");
}
