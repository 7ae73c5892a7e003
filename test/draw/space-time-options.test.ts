/** What a space-time diagram can be asked to show: a part of the run, some of its nodes, other words. */
import { describe, expect, test } from "vitest";
import { planOf, spaceTime } from "../../lib/draw/space-time";
import { layoutOf } from "../../lib/draw/space/plan";
import type { Traced } from "../../lib/trace/replay";
import { election } from "./scenes";

describe("options", () => {
  test("a window shows what is within it", () => {
    const { arrows, ticks } = layoutOf(planOf(election(), { window: { fromMs: 200, toMs: 232 } }));
    expect(arrows.every(({ title }) => /at (?:20|21|22|23)\d/.test(title))).toBe(true);
    expect(ticks.every(({ text }) => Number(text) >= 200 && Number(text) <= 232)).toBe(true);
  });

  test("nodes are chosen and put in order", () => {
    const { lanes, arrows } = layoutOf(planOf(election(), { nodes: ["C", "A"] }));
    expect(lanes.map(({ name }) => name)).toEqual(["C", "A"]);
    expect(lanes.map(({ colour }) => colour)).toEqual([2, 0]);
    expect(arrows.every(({ from, to }) => from <= 1 && to <= 1)).toBe(true);
  });

  test("a drawing that is cut says so", () => {
    const picture = spaceTime(election(), { maxEvents: 5 });
    expect(picture.toSvg()).toContain("Cut at 154 ms, after 5 of 27 messages, marks and operations");
    expect(picture.toString()).toContain("raise maxEvents");
  });

  test("the end of a long run is drawn where that is wanted, with what the nodes had come to by then", () => {
    const whole = layoutOf(planOf(election(), {}));
    const plan = planOf(election(), { maxEvents: 5, part: "end" });
    const { arrows } = layoutOf(plan);
    expect(plan.notes[0]).toMatch(/^Begins at \d+(\.\d)? ms, with the last \d of 27 messages, marks and operations/);
    expect(arrows.length).toBeGreaterThan(0);
    expect(arrows.map(({ title }) => title)).toEqual(whole.arrows.slice(-arrows.length).map(({ title }) => title));
    expect(String(spaceTime(election(), { part: "end" }))).toBe(String(spaceTime(election())));
  });

  test("labels can say something else", () => {
    const { labels } = layoutOf(planOf(election(), { label: () => "psst" }));
    expect(labels.map(({ text }) => text)).toContain("psst");
    expect(labels.map(({ text }) => text)).not.toContain("RequestVote");
  });

  test("the current message is in the accent", () => {
    const run = election();
    const index = run.trace.events.findIndex((event) => event.kind === "deliver");
    expect(spaceTime(run, { highlight: index }).toSvg()).toContain('class="m c-accent now"');
  });

  test.each([
    [{ nodes: ["Z"] }, "nodes has Z; the run has A, B, C, D and bob"],
    [{ nodes: [] }, "nodes is an empty list; allowed is one node or more"],
    [{ window: { fromMs: 9, toMs: 3 } }, "window is 9 to 3; allowed is fromMs < toMs"],
    [{ part: "middle" as never }, "part is middle; allowed is beginning or end"],
    [{ width: 30 }, "width is 30; allowed is 240 to 2000"],
    [{ maxEvents: Number.NaN }, "maxEvents is NaN; allowed is 1 to 100000"],
    [{ highlight: -1 }, "highlight is -1; allowed is 0 to"],
  ])("%o is refused with a sentence", (options, message) => {
    expect(() => spaceTime(election(), options)).toThrow(message);
  });

  test("what is no run is refused", () => {
    expect(() => spaceTime({} as Traced)).toThrow("run has no trace");
  });
});
