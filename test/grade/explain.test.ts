/** What a learner reads of a failing check: words that are true of the run, and not more of them than anybody reads. */
import { grading } from "distlab";
import { describe, expect, test } from "vitest";

const run = (size: number): grading.ShownRun => ({
  sentence: "it goes wrong",
  lines: Array.from({ length: size }, (_, index) => `event ${index + 1} happens`),
  size,
  diagram: "",
  bundle: {},
});

function told(
  check: Partial<grading.CheckResult>,
  options?: grading.ExplainOptions,
  problems: readonly string[] = [],
): string {
  const failing: grading.CheckResult = {
    name: "nothing is lost",
    kind: "seeds",
    points: 0,
    maxPoints: 2,
    passed: false,
    message: "something is lost",
    ...check,
  };
  const rest = { typeErrors: [], problems, printed: [], milliseconds: 1 };
  const head = { id: "00-sample/sum", title: "Sum", score: 0, maxScore: 2, passed: false };
  return grading.explainResult({ ...head, ...rest, checks: [failing] }, options);
}

describe("the run that shows it", () => {
  test("of no event at all is told in words, and one event is no events", () => {
    expect(told({ run: run(0) })).toContain("It goes wrong as the nodes start, before any message arrives");
    expect(told({ run: run(0) })).not.toContain("0 events");
    expect(told({ run: run(1) })).toContain("The smallest run that shows it, 1 event:");
  });

  test("is the learner's own where a schedule was handed in", () => {
    const text = told({ kind: "schedule", run: run(4) });
    expect(text).toContain("Your schedule as it was played, 4 events:");
    expect(text).not.toContain("The smallest run");
  });

  test("is told by its beginning and its end where it is long, with what shows all", () => {
    const text = told({ run: run(220) });
    expect(text).toContain(" 25. event 25 happens\n");
    expect(text).toContain("… 180 lines like these … (distlab check 00-sample/sum --full shows all)\n");
    expect(text).not.toMatch(/event (26|205) happens/);
    expect(text).toContain("206. event 206 happens\n");
    expect(text).toContain("220. event 220 happens");
  });

  test("is whole where it is wanted whole, or where almost nothing would be left out", () => {
    expect(told({ run: run(220) }, { full: true })).toContain("100. event 100 happens");
    expect(told({ run: run(44) })).not.toContain("like these");
    expect(told({ run: run(45) })).toContain("… 5 lines like these …");
  });

  test("has a diagram that is cut in the same way", () => {
    const diagram = Array.from({ length: 60 }, (_, row) => `row ${row + 1}.`).join("\n");
    const text = told({ run: { ...run(3), diagram } });
    expect(text).toContain("… 20 lines like these …");
    expect([text.includes("row 25."), text.includes("row 26."), text.includes("row 46.")]).toEqual([true, false, true]);
  });
});

test("what was found before the time was up is told, and what was never run is not told twice", () => {
  const late = "the checks did not come to an end within 30 seconds";
  expect(told({ hint: "the last of them" }, {}, [late])).toContain(
    "something is lost\n\n  Where to look: the last of them",
  );
  expect(told({ message: late, hint: "the last of them" }, {}, [late])).not.toContain("Where to look");
});

test("what the sentence says already is not said again", () => {
  const text = told({ message: "the sum: expected 3, got 2", expected: "3", happened: "2" });
  expect(text).not.toMatch(/expected: |happened: /);
  expect(told({ expected: "3", happened: "2" })).toMatch(/expected: 3\n {2}happened: 2/);
});
