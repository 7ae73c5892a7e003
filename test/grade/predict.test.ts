/** What `predict` asks, shows and refuses. */
import { describe, expect, test } from "vitest";
import { predictionDrawing } from "../../lib/grade/predict";

const question = { id: "05-two-generals/twice", question: "How often?", choices: ["never", "sometimes"] } as const;

describe("predict", () => {
  test("asks without an answer, and says how to give one", () => {
    expect(String(predictionDrawing(question))).toContain("1  never");
    expect(String(predictionDrawing(question))).toContain("mine: 1");
  });

  test("repeats an answer given by number or by words, with the confidence", () => {
    expect(String(predictionDrawing({ ...question, mine: 2, confidence: 60 }))).toContain(
      "You predicted: sometimes, 60 % sure.",
    );
    expect(String(predictionDrawing({ ...question, mine: "never" }))).toContain("▸ 1  never");
  });

  test("never says which answer is right: the next cell does", () => {
    expect(JSON.stringify(predictionDrawing(question).toMimeBundle())).not.toMatch(/right|correct|answer":/);
  });

  test("refuses an answer that is none of the choices, and a confidence that is none", () => {
    expect(() => predictionDrawing({ ...question, mine: 3 })).toThrow("mine is 3; allowed is 1 to 2");
    expect(() => predictionDrawing({ ...question, mine: "always" })).toThrow("one of: never · sometimes");
    expect(() => predictionDrawing({ ...question, confidence: 120 })).toThrow("confidence is 120");
    expect(() => predictionDrawing({ ...question, id: "5/x" })).toThrow("allowed is NN-slug/name");
  });
});
