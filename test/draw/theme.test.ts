/** The colours can be read on both grounds, and told apart by everybody. */
import { describe, expect, test } from "vitest";
import { colourValue, neutralColour, nodeColour, nodeColours, seriesColour, styleSheet } from "../../lib/draw/theme";
import { contrast, deficiencies, distance } from "./palette";

const indices = Array.from({ length: nodeColours }, (_, index) => index);
const pairs = indices.flatMap((one) => indices.slice(one + 1).map((other) => [one, other] as const));

describe.each(["light", "dark"] as const)("in the %s theme", (theme) => {
  const value = (index: number): string => colourValue(nodeColour(index), theme);

  test("nodes, text and signs have a contrast of 4.5 to the ground", () => {
    const all = [
      ...indices.map((index) => value(index)),
      ...(["ink", "soft", "accent", "bad", "good", "warn"] as const).map((name) => colourValue(name, theme)),
    ];
    for (const colour of all) expect(contrast(colour, colourValue("bg", theme)), colour).toBeGreaterThanOrEqual(4.5);
  });

  test.each(Object.entries(deficiencies))("the first five nodes can be told apart with %s", (_, matrix) => {
    for (const [one, other] of pairs.filter(([, last]) => last < 5)) {
      expect(distance(value(one), value(other), matrix), `${one} and ${other}`).toBeGreaterThan(5);
    }
  });

  test.each(Object.entries(deficiencies))("all eight nodes differ with %s", (_, matrix) => {
    for (const [one, other] of pairs) {
      expect(distance(value(one), value(other), matrix), `${one} and ${other}`).toBeGreaterThan(3);
    }
  });

  test("no node is as red as what went wrong", () => {
    for (const index of indices)
      expect(distance(value(index), colourValue("bad", theme), deficiencies["none"]!)).toBeGreaterThan(7.5);
  });
});

test("a red and a green of one lightness would not pass: the measure sees it", () => {
  expect(distance("#b05a3c", "#6f7d3c", deficiencies["deuteranopia"]!)).toBeLessThan(5);
  expect(contrast("#ffff00", "#fbfaf7")).toBeLessThan(1.2);
});

test("series have a contrast of 3 to white, to our grounds and to JupyterLab's dark one", () => {
  const grounds = ["#ffffff", "#fbfaf7", "#15171b", "#111111"];
  for (const colour of [...indices.map((index) => seriesColour(index)), neutralColour]) {
    for (const ground of grounds) expect(contrast(colour, ground), `${colour} on ${ground}`).toBeGreaterThanOrEqual(3);
  }
});

test.each(Object.entries(deficiencies))("the first five series can be told apart with %s", (_, matrix) => {
  for (const [one, other] of pairs.filter(([, last]) => last < 5)) {
    expect(distance(seriesColour(one), seriesColour(other), matrix), `${one} and ${other}`).toBeGreaterThan(5);
  }
});

test("what knows no variables gets the light theme", () => {
  expect(styleSheet(new Set(["n1"]))).toContain("fill:#0072b3;fill:var(--dl-n1)");
});
