/** Charts: what is drawn is what the rows say, in all three forms, and the same bytes each time. */
import { createRequire } from "node:module";
import { describe, expect, test } from "vitest";
import { chart } from "../../lib/draw/chart";
import { figureOf } from "../../lib/draw/chart/build";
import { logTicks } from "../../lib/draw/chart/channels";
import { positionOf, valueAt } from "../../lib/draw/chart/domain";
import { endLabels, spread } from "../../lib/draw/chart/labels";
import type { ChartOptions } from "../../lib/draw/chart/options";
import { recoloured } from "../../lib/draw/chart/recolour";
import { colourValue } from "../../lib/draw/theme";
import type { Read } from "./markup";
import { allOf, readMarkup } from "./markup";
import { numbers } from "./scenes";

const vegaLite = "application/vnd.vegalite.v5+json";

/** Attacks by number of acknowledgements and loss: 200 runs a point. */
const next = numbers(7);
const attacks = [0, 1, 2, 5, 10].flatMap((acks) =>
  Array.from({ length: 400 }, (_, index) => ({
    acks,
    seed: index + 1,
    loss: index % 2 === 0 ? "30 %" : "10 %",
    alone: next() < (index % 2 === 0 ? 0.3 : 0.1),
  })),
);
const line: ChartOptions = {
  x: { field: "acks", title: "acknowledgements" },
  y: { field: "alone", title: "attacks made by one general alone", percent: true },
  series: "loss",
  limits: true,
  published: [{ acks: 5, alone: 0.31, loss: "30 %" }],
  caption: "Two generals.",
};
const elections = ["150 ms", "155 ms"].flatMap((range, at) =>
  Array.from({ length: 500 }, (_, index) => ({
    range,
    electionMs: 150 + next() * (at === 0 ? 2000 : 200),
    seed: index + 1,
  })),
);
const pictures = {
  line: () => chart.line(attacks, line),
  points: () => chart.points(attacks.slice(0, 90), { x: "seed", y: "acks", series: "loss" }),
  bar: () =>
    chart.bar(
      [
        { box: "proxy", latencyMs: 0.52 },
        { box: "cache", latencyMs: 1.2 },
        { box: "database", latencyMs: 8.4 },
      ],
      { x: "box", y: "latencyMs", published: [{ box: "cache", latencyMs: 1.5, label: "Dean 2012" }] },
    ),
  groups: () =>
    chart.bar(
      [
        { what: "main memory reference, again and again and again", ns: 100, who: "now" },
        { what: "a round trip within one and the same data centre", ns: 500, who: "now" },
        { what: "main memory reference, again and again and again", ns: 90, who: "2012" },
      ],
      { x: "what", y: "ns", series: "who" },
    ),
  histogram: () =>
    chart.histogram(
      attacks.map((_, index) => ({ paid: 1 + (index % 7) * (index % 3), seed: index })),
      { x: { field: "paid", title: "times Bob paid" }, published: [{ paid: 4, label: "expected" }] },
    ),
  cdf: () =>
    chart.cdf(elections, {
      x: { field: "electionMs", scale: "log", title: "time without a leader", unit: "ms" },
      series: "range",
      published: [{ electionMs: 287, share: 0.5, range: "155 ms" }],
    }),
  log: () =>
    chart.line(
      [1, 2, 4, 8, 16, 32].map((nodes) => ({ nodes, messages: nodes * nodes })),
      { x: { field: "nodes", scale: "log" }, y: { field: "messages", scale: "log" }, title: "Messages of an election" },
    ),
} as const;
const kinds = Object.keys(pictures) as (keyof typeof pictures)[];

test("vega is not loaded before a picture is asked for", () => {
  const { cache } = createRequire(__filename);
  const loaded = (): boolean => Object.keys(cache).some((path) => /[\\/]node_modules[\\/]vega[\\/]/.test(path));
  const picture = pictures.line();
  picture.toString();
  expect(loaded()).toBe(false);
  picture.toSvg();
  expect(loaded()).toBe(true);
});

describe.each(kinds)("a %s chart", (kind) => {
  test("is as it was reviewed, in a terminal", async () => {
    await expect(`${String(pictures[kind]())}\n`).toMatchFileSnapshot(`snapshots/chart-${kind}.txt`);
  });

  test("is as it was reviewed, as a picture", async () => {
    await expect(`${pictures[kind]().toSvg().replaceAll("><", ">\n<")}\n`).toMatchFileSnapshot(
      `snapshots/chart-${kind}.svg`,
    );
  });

  test("is the same bytes each time, also after others were drawn", () => {
    const first = JSON.stringify(pictures[kind]().toMimeBundle());
    for (const other of kinds) pictures[other]().toSvg();
    expect(JSON.stringify(pictures[kind]().toMimeBundle())).toBe(first);
  });

  test("is well formed, with no references and no digits that differ between machines", () => {
    const svg = pictures[kind]().toSvg();
    expect(() => readMarkup(svg)).not.toThrow();
    expect(svg).not.toMatch(/url\(|\sid="|NaN|undefined|\d\.\d{3}/);
  });

  test("has both themes, and every colour in it follows them", () => {
    const svg = pictures[kind]().toSvg();
    expect(svg).toContain("prefers-color-scheme:dark");
    const style = /<style>(.*?)<\/style>/s.exec(svg)![1]!;
    const colours = new Set(
      [...svg.replace(/<style>.*?<\/style>/s, "").matchAll(/ (fill|stroke)="(#\w+|black|white)"/g)].map(
        ([, property, colour]) => `[${property}="${colour}"]`,
      ),
    );
    expect(colours.size).toBeGreaterThan(1);
    for (const selector of colours) expect(style).toContain(selector);
  });

  test("is a Vega-Lite 5 specification beside a picture and a text, and no HTML, which Jupyter would prefer", () => {
    const bundle = pictures[kind]().toMimeBundle();
    expect(Object.keys(bundle)).toEqual([vegaLite, "image/svg+xml", "text/plain"]);
    expect((bundle[vegaLite] as { $schema: string }).$schema).toBe("https://vega.github.io/schema/vega-lite/v5.json");
  });
});

describe("what is drawn", () => {
  const texts = (svg: string): readonly Read[] => allOf(readMarkup(svg)).filter(({ tag }) => tag === "text");

  test("axes say their units, and the caption the seeds and the number of runs", () => {
    const words = texts(pictures.cdf().toSvg()).map(({ text }) => text);
    expect(words).toContain("time without a leader (ms)");
    expect(words).toContain("share of runs");
    expect(words).toContain("1000 runs, seeds 1 to 500");
    expect(String(pictures.line())).toContain("Two generals · mean and 95 % interval · 2000 runs, seeds 1 to 400");
  });

  test("series are named at their lines and not in a legend", () => {
    const svg = pictures.line().toSvg();
    expect(texts(svg).map(({ text }) => text)).toEqual(expect.arrayContaining(["30 %", "10 %"]));
    expect(svg).not.toContain("legend");
  });

  test("a series' name stands where vega draws the end of its line", () => {
    const root = readMarkup(
      chart
        .line(
          [
            { x: 1, y: 3, s: "one" },
            { x: 9, y: 7, s: "one" },
          ],
          { x: "x", y: "y", series: "s" },
        )
        .toSvg(),
    );
    const path = allOf(root).find(({ tag, attributes }) => tag === "path" && attributes["stroke-width"] === "2.2")!;
    const [, endX, endY] = /L(-?[\d.]+),(-?[\d.]+)$/.exec(path.attributes["d"]!)!;
    const name = allOf(root).find(({ text }) => text === "one")!;
    const [, x, y] = /translate\((-?[\d.]+),(-?[\d.]+)\)/.exec(name.attributes["transform"]!)!;
    expect(Number(x) - Number(endX)).toBeCloseTo(8, 1);
    expect(Math.abs(Number(y) - Number(endY))).toBeLessThan(6);
  });

  test("published values are there, named, and beside the measured ones in the text", () => {
    expect(texts(pictures.line().toSvg()).map(({ text }) => text)).toContain("published");
    expect(String(pictures.line())).toMatch(/ 5 {2}.*31 %\n/);
    expect(String(pictures.bar())).toContain("1.2  (published 1.5)");
    expect(String(pictures.histogram())).toContain("expected: 4");
  });

  test("bars lie down where their names would not fit under them", () => {
    const spec = (name: "bar" | "groups"): { layer: { encoding: { x: { type: string } } }[] } =>
      pictures[name]().toMimeBundle()[vegaLite] as never;
    expect(spec("bar").layer[0]!.encoding.x.type).toBe("nominal");
    expect(spec("groups").layer[0]!.encoding.x.type).toBe("quantitative");
  });

  test("a page's theme takes the place of the series' colours", () => {
    const text = JSON.stringify(
      recoloured(pictures.line().toMimeBundle()[vegaLite] as never, (colour) => colourValue(colour, "dark")),
    );
    expect(text).toContain(colourValue("n1", "dark"));
    expect(text).not.toContain("#2296d6");
  });

  test("a sentence says what there is to see", () => {
    const { attributes } = readMarkup(pictures.log().toSvg());
    expect(attributes["aria-label"]).toBe("Line chart of messages by nodes. from 1 at 1 to 1024 at 32.");
  });

  test("true and false are 1 and 0, and null is no value", () => {
    const { series } = figureOf(
      "line",
      [
        { x: 1, y: true },
        { x: 1, y: false },
        { x: 2, y: null },
      ],
      { x: "x", y: "y" },
    );
    expect(series[0]!.points).toEqual([{ x: 1, y: 0.5 }]);
  });

  test("rows of limits can be given ready", () => {
    const { series, limits } = figureOf("line", [{ x: 1, y: 5, from: 4, to: 7 }], {
      x: "x",
      y: "y",
      limits: ["from", "to"],
    });
    expect(series[0]!.points).toEqual([{ x: 1, y: 5, low: 4, high: 7 }]);
    expect(limits).toBe(true);
  });

  test("bins on a logarithmic axis are of equal width there, and hold every value", () => {
    const values = [0.3, 1, 2, 9, 50, 51, 700].map((ms) => ({ ms }));
    const { points } = figureOf("histogram", values, { x: { field: "ms", scale: "log" }, bins: 8 }).series[0]!;
    expect(points.reduce((sum, { y }) => sum + y, 0)).toBe(7);
    const widths = points.map(({ x, x2 }) => Math.round(1000 * Math.log10(x2! / Number(x))));
    expect(new Set(widths).size).toBe(1);
  });

  test("a distribution of very many values keeps its extremes and few points", () => {
    const values = Array.from({ length: 20_000 }, (_, index) => ({ ms: index }));
    const points = figureOf("cdf", values, { x: "ms" }).series[0]!.points;
    expect(points.length).toBeLessThan(200);
    expect([points[0]!.x, points.at(-1)!.x]).toEqual([0, 19_999]);
  });
});

describe("options", () => {
  const rows = [{ nodes: 3, messages: 9 }];
  test.each([
    [
      "a field that is not there",
      () => chart.line(rows, { x: "node", y: "messages" }),
      'x is "node"; the rows have nodes and messages',
    ],
    [
      "a default field that is not there",
      () => chart.line(rows, { x: "nodes" }),
      'y is "value"; the rows have nodes and messages',
    ],
    [
      "a series that is not there",
      () => chart.bar(rows, { x: "nodes", y: "messages", series: "who" }),
      'series is "who"',
    ],
    [
      "published values without the field",
      () => chart.line(rows, { x: "nodes", y: "messages", published: [{ nodes: 3 }] }),
      'published: y is "messages"; the rows have nodes',
    ],
    ["no rows", () => chart.line([], { x: "nodes" }), "rows is an empty list"],
    ["rows that are none", () => chart.line([7] as unknown as object[], { x: "nodes" }), "rows[0] is 7"],
    [
      "a text where a number belongs",
      () => chart.line([{ x: 1, y: "many" }], { x: "x", y: "y" }),
      'y: y is "many" in a row',
    ],
    [
      "a logarithm of nothing",
      () => chart.line(rows, { x: { field: "nodes", scale: "log", domain: [0, 9] }, y: "messages" }),
      "x.domain is [0, 9]; allowed is [least, most] above 0, least first",
    ],
    [
      "another scale",
      () => chart.line(rows, { x: { field: "nodes", scale: "pow" as "log" }, y: "messages" }),
      "x.scale is pow; allowed is linear or log",
    ],
    ["a size", () => chart.line(rows, { x: "nodes", y: "messages", width: 1 }), "width is 1; allowed is 160 to 1600"],
  ])("%s is refused with a sentence", (_, draw, message) => {
    expect(draw).toThrow(message);
  });
});

describe("axes", () => {
  const axis = (scale: "linear" | "log", low: number, high: number) => ({
    title: "",
    scale,
    domain: [low, high] as const,
    categories: [],
    percent: false,
  });

  test("a place is the inverse of a value", () => {
    for (const [scale, value] of [
      ["linear", 37],
      ["log", 37],
    ] as const) {
      expect(valueAt(axis(scale, 1, 1000), positionOf(axis(scale, 1, 1000), value, 280), 280)).toBeCloseTo(value, 9);
    }
  });

  test.each([
    [
      [1, 10],
      [1, 2, 5, 10],
    ],
    [
      [1, 1000],
      [1, 3, 10, 30, 100, 300, 1000],
    ],
    [
      [0.001, 1000],
      [0.001, 0.01, 0.1, 1, 10, 100, 1000],
    ],
  ] as const)("logarithmic ticks of %o", (domain, ticks) => {
    expect(logTicks(domain)).toEqual(ticks);
  });

  test.each([
    [
      [0, 100],
      [0, 100],
    ],
    [[0, 3], [3 / 2 - 7, 3 / 2 + 7].map((at) => Math.max(0, at))],
  ])("labels at %o keep apart", (wanted) => {
    const places = spread(wanted, 14, 280);
    expect(places[1]! - places[0]!).toBeGreaterThanOrEqual(14 - 1e-9);
    expect(places[0]).toBeGreaterThanOrEqual(0);
  });

  test("names at the ends of 200 random charts never overlap", () => {
    for (let seed = 1; seed <= 200; seed++) {
      const random = numbers(seed);
      const rows = Array.from({ length: 8 }, (_, index) =>
        [1, 2].map((x) => ({ x, y: random(), s: `series ${index}` })),
      ).flat();
      const figure = figureOf("line", rows, { x: "x", y: "y", series: "s" });
      const heights = endLabels(figure)
        .map(({ y }) => positionOf(figure.y, y, figure.height))
        .toSorted((one, other) => one - other);
      for (const [index, height] of heights.entries())
        if (index > 0) expect(height - heights[index - 1]!).toBeGreaterThanOrEqual(13.99);
    }
  });

  test("names that simply stood at their ends would overlap: the measure sees it", () => {
    const random = numbers(3);
    const heights = Array.from({ length: 8 }, () => random() * 280).toSorted((one, other) => one - other);
    expect(heights.some((height, index) => index > 0 && height - heights[index - 1]! < 14)).toBe(true);
  });
});
