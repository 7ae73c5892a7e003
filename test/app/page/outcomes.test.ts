/** What a chapter holds back until its reader has predicted it. */
import { expect, test } from "vitest";
import { heldBack } from "../../../app/page/model/outcomes";
import type { Cell } from "../../../app/page/model/notebook";

const text = (id: string, source = "Some words."): Cell => ({ ...code(id), kind: "markdown", source });

function code(id: string, asks?: string, mine?: string): Cell {
  const data = {
    "application/vnd.distlab.predict+json": {
      id: asks ?? "",
      question: "?",
      choices: ["a", "b"],
      ...(mine ? { mine } : {}),
    },
  };
  const outputs: Cell["outputs"] = asks === undefined ? [] : [{ kind: "display", data, metadata: {} }];
  return { id, kind: "code", source: "1", metadata: {}, outputs, executionCount: null };
}

const exercise = (id: string): Cell => ({ ...code(id), metadata: { distlab: { exercise: "05-two-generals/x" } } });

const held = (cells: readonly Cell[], answered: readonly string[] = []): Record<string, string> =>
  Object.fromEntries(heldBack(cells, (question) => question.mine === null && !answered.includes(question.id)));

const chapter = [
  text("head", "## A section"),
  code("ask", "one"),
  code("run"),
  text("why"),
  code("ask-again", "two"),
  text("last"),
  text("next", "### What it means"),
  text("after"),
];

test("the rest of the section, also the questions in it", () => {
  expect(held(chapter)).toEqual({ run: "ask", why: "ask", "ask-again": "ask", last: "ask" });
});

test("an answer lets go of what comes before the next question", () => {
  expect(held(chapter, ["one"])).toEqual({ last: "ask-again" });
  expect(held(chapter, ["one", "two"])).toEqual({});
});

test("an exercise is never held back, nor what comes after it", () => {
  expect(held([code("ask", "one"), text("story"), exercise("exercise"), text("more")])).toEqual({ story: "ask" });
});

test("a question that the cell answers itself, or that was never run, holds nothing", () => {
  expect(held([code("ask", "one", "a"), text("story")])).toEqual({});
  expect(held([code("ask"), text("story")])).toEqual({});
});
