/** Space-time diagrams: what they show, that their labels never overlap, and that they are always the same. */
import { describe, expect, test } from "vitest";
import { textWidth } from "../../lib/draw/measure";
import { planOf, spaceTime } from "../../lib/draw/space-time";
import type { Box } from "../../lib/draw/space/labels";
import { overlaps, placeLabels, touches } from "../../lib/draw/space/labels";
import type { Label, Layout } from "../../lib/draw/space/layout";
import { layoutOf } from "../../lib/draw/space/plan";
import { boxOfMark } from "../../lib/draw/space/plan-labels";
import type { Traced } from "../../lib/trace/replay";
import { allOf, readMarkup } from "./markup";
import { election, numbers, randomRun, Scene } from "./scenes";

const layout = (run: Traced): Layout => layoutOf(planOf(run, {}));

/** The box of a label's letters. */
function boxOf(label: Label): Box {
  return { x: label.x, y: label.y - 10, width: textWidth(label.text, 11.5, label.bold === true), height: 12 };
}

/** Pairs of labels, and labels with marks, that lie on each other. */
function overlapping({ labels, marks }: Pick<Layout, "labels" | "marks">): readonly string[] {
  const boxes = labels.map((label) => ({ name: label.text, box: boxOf(label) }));
  const obstacles = marks
    .filter((mark) => mark.kind !== "role" && mark.kind !== "more")
    .map((mark) => ({ name: mark.title, box: boxOfMark(mark) }));
  return boxes.flatMap(({ name, box }, index) =>
    [...boxes.slice(index + 1), ...obstacles]
      .filter((other) => overlaps(box, other.box))
      .map((other) => `${name} on ${other.name}`),
  );
}

describe("labels", () => {
  test("never overlap each other or a mark, in 150 random runs", () => {
    for (let seed = 1; seed <= 150; seed++) expect(overlapping(layout(randomRun(seed))), `seed ${seed}`).toEqual([]);
  });

  test("would overlap if each simply stood beside what it names: the check sees it", () => {
    const naive = (drawn: Layout): Layout => {
      const marks = new Map(drawn.marks.map((mark) => [mark.event, mark]));
      const arrows = new Map(drawn.arrows.map((arrow) => [arrow.sent, arrow]));
      const labels = drawn.labels.map((label) => {
        const [mark, arrow] = [marks.get(label.event), arrows.get(label.event)];
        return { ...label, x: (mark?.x ?? arrow?.x1 ?? label.x) + 11, y: mark?.y ?? arrow?.y1 ?? label.y };
      });
      return { ...drawn, labels };
    };
    const wrong = Array.from({ length: 40 }, (_, index) => naive(layout(randomRun(index + 1)))).filter(
      (drawn) => overlapping(drawn).length > 0,
    );
    expect(wrong.length).toBeGreaterThan(20);
  });

  test("stay within the drawing, in 150 random runs", () => {
    for (let seed = 1; seed <= 150; seed++) {
      const { labels, width, height } = layout(randomRun(seed));
      for (const box of labels.map((label) => boxOf(label))) {
        expect(box.x, `seed ${seed}`).toBeGreaterThanOrEqual(0);
        expect(box.x + box.width, `seed ${seed}`).toBeLessThanOrEqual(width);
        expect(box.y + box.height, `seed ${seed}`).toBeLessThanOrEqual(height);
      }
    }
  });

  test("that fit nowhere become a dot with a tooltip", () => {
    const scene = new Scene(["A", "B"]);
    for (let index = 0; index < 40; index++)
      scene.say(10 + index / 10, "A", "B", { kind: `Message${index}` }, { arrives: [11 + index / 10] });
    const { labels, marks } = layoutOf(planOf(scene.run(), { heightMax: 300 }));
    const dots = marks.filter((mark) => mark.kind === "more");
    expect(dots.length).toBeGreaterThan(0);
    expect(labels.length + dots.length).toBe(40);
    expect(dots.every((dot) => /^Message\d+ · A → B at/.test(dot.title))).toBe(true);
  });

  test("a kind that a node says over and over is written once", () => {
    const scene = new Scene(["A", "B", "C"]);
    for (const at of [10, 60, 110])
      for (const to of ["B", "C"]) scene.say(at, "A", to, { kind: "Heartbeat" }, { arrives: [at + 9] });
    expect(layout(scene.run()).labels.filter((label) => label.text === "Heartbeat")).toHaveLength(1);
  });
});

describe("the placer", () => {
  const frame = { x: 0, y: 0, width: 300, height: 300 };
  const random = (seed: number): { places: Box[]; importance: number }[] => {
    const next = numbers(seed);
    return Array.from({ length: 40 }, () => ({
      places: Array.from({ length: 5 }, () => ({
        x: next() * 250,
        y: next() * 280,
        width: 20 + next() * 60,
        height: 14,
      })),
      importance: Math.floor(next() * 4),
    }));
  };

  test("gives no two labels the same room, and none outside the frame", () => {
    for (let seed = 1; seed <= 200; seed++) {
      const wishes = random(seed);
      const chosen = placeLabels(wishes, { boxes: [], segments: [], frame });
      const boxes = chosen.flatMap((at, index) => (at < 0 ? [] : [wishes[index]!.places[at]!]));
      expect(boxes.length).toBeGreaterThan(5);
      for (const [index, box] of boxes.entries()) {
        expect(boxes.slice(index + 1).some((other) => overlaps(box, other))).toBe(false);
        expect(box.x + box.width).toBeLessThanOrEqual(300);
      }
    }
  });

  test("what matters more is placed first", () => {
    const place = { x: 10, y: 10, width: 50, height: 14 };
    const wishes = [
      { places: [place], importance: 1 },
      { places: [place], importance: 2 },
    ];
    expect(placeLabels(wishes, { boxes: [], segments: [], frame })).toEqual([-1, 0]);
  });

  test("prefers a later place to one on a line", () => {
    const places = [
      { x: 10, y: 10, width: 50, height: 14 },
      { x: 10, y: 40, width: 50, height: 14 },
    ];
    const line = { x1: 0, y1: 17, x2: 300, y2: 17 };
    expect(placeLabels([{ places, importance: 1 }], { boxes: [], segments: [line], frame })).toEqual([1]);
  });

  test("knows whether a line goes through a box", () => {
    const box = { x: 10, y: 10, width: 10, height: 10 };
    expect(touches({ x1: 0, y1: 0, x2: 30, y2: 30 }, box)).toBe(true);
    expect(touches({ x1: 0, y1: 15, x2: 9, y2: 15 }, box)).toBe(false);
    expect(touches({ x1: 0, y1: 25, x2: 25, y2: 25 }, box)).toBe(false);
    expect(touches({ x1: 15, y1: 0, x2: 15, y2: 30 }, box)).toBe(true);
  });
});

describe("what is drawn", () => {
  const drawn = layout(election());

  test("the whole picture is as it was reviewed", async () => {
    await expect(`${spaceTime(election()).toSvg().replaceAll("><", ">\n<")}\n`).toMatchFileSnapshot(
      "snapshots/election.svg",
    );
  });

  test("the text form is as it was reviewed", async () => {
    await expect(`${String(spaceTime(election()))}\n`).toMatchFileSnapshot("snapshots/election.txt");
  });

  test("a leader's line is thick, a candidate's dashed, a follower's thin, a dead node's hatched", () => {
    const weights = (lane: number): readonly string[] =>
      drawn.lines.filter((line) => line.lane === lane).map((line) => line.weight);
    expect(weights(0)).toEqual(["thin", "thick", "down", "thin"]);
    expect(weights(1)).toEqual(["thin"]);
    expect(weights(2)).toEqual(["thin", "dashed", "thick"]);
    expect(weights(3)).toEqual(["thin", "paused", "thin"]);
  });

  test("an arrow ends as its message did", () => {
    const ends = drawn.arrows.map(({ end }) => end);
    expect(ends.filter((end) => end === "lost")).toHaveLength(3);
    expect(ends.filter((end) => end === "jagged")).toHaveLength(1);
    expect(ends.filter((end) => end === "open")).toHaveLength(1);
    expect(drawn.arrows.filter(({ copy }) => copy)).toHaveLength(1);
  });

  test("a message that arrives later falls further", () => {
    const falls = (to: number): number => {
      const arrow = drawn.arrows.find(({ from, to: lane, end }) => from === 2 && lane === to && end === "head")!;
      return arrow.y2 - arrow.y1;
    };
    expect(falls(3)).toBeGreaterThan(falls(1));
  });

  test("a message that a partition stops ends at its wall", () => {
    const [wall] = drawn.walls;
    expect(drawn.walls).toHaveLength(1);
    expect(wall!.x).toBe((drawn.lanes[2]!.x + drawn.lanes[3]!.x) / 2);
    expect(drawn.arrows.some(({ end, x2 }) => end === "lost" && x2 === wall!.x)).toBe(true);
  });

  test("marks stand for crash, restart, timers, roles, decisions, a torn save, conditions and violations", () => {
    const kinds = new Set(drawn.marks.map(({ kind }) => kind));
    for (const kind of ["crash", "restart", "timer", "role", "decided", "save", "condition", "violation"])
      expect(kinds).toContain(kind);
  });

  test("what went wrong is said in full under the drawing, however long it is", () => {
    const what = `two leaders in term 2: ${"A and C both believe that they lead, ".repeat(6)}and so nobody does`;
    const { notes, labels } = layout(new Scene(["A"]).add({ kind: "violation", at: 3, node: "A", what }).run());
    const wrong = notes.filter(({ bad }) => bad);
    expect(wrong.length).toBeGreaterThan(1);
    expect(wrong.map(({ text }) => text).join(" ")).toBe(what);
    expect(labels).toEqual([]);
  });

  test("what a node tells itself at once is not drawn, and what takes time is a loop", () => {
    const scene = new Scene(["A", "B"])
      .say(1, "A", "A", "now", { arrives: [1] })
      .say(2, "A", "A", "later", { arrives: [9] });
    expect(layout(scene.run()).arrows.map(({ from, to, title }) => [from, to, title.includes("later")])).toEqual([
      [0, 0, true],
    ]);
  });

  test("an operation is a bar beside its client, open where it never returned", () => {
    expect(drawn.bars.map(({ open }) => open)).toEqual([false, true]);
    expect(drawn.labels.map(({ text }) => text)).toContain("write 3 → ok");
  });

  test.each([
    ["a link that is cut one way: one wall, one way", ["A", "B"], [["A", "B"]], [[0, "right", false]]],
    ["one link of many: a thin wall where it passes", ["A", "B", "C"], [["A", "C"]], [[0, "right", true]]],
    [
      "nobody hears C: a wall before it",
      ["A", "B", "C"],
      [
        ["C", "A"],
        ["C", "B"],
      ],
      [[1, "left", false]],
    ],
    [
      "A can talk to nobody, both ways",
      ["A", "B", "C"],
      [
        ["A", "B"],
        ["B", "A"],
        ["A", "C"],
        ["C", "A"],
      ],
      [[0, "both", false]],
    ],
  ] as const)("%s", (_, nodes, links, expected) => {
    const scene = new Scene(nodes)
      .add({ kind: "cut", at: 1, id: 1, links })
      .say(2, "B", "A", "hello", { arrives: [9] });
    const { walls, lanes } = layout(scene.run());
    const gapOf = (x: number): number => lanes.findLastIndex((lane) => lane.x < x);
    expect(walls.map(({ x, ways, partial }) => [gapOf(x), ways, partial === true])).toEqual(expected);
  });

  test("a cut is healed when it is, and still there where the run ends before", () => {
    const links = [["A", "B"]] as const;
    const scene = new Scene(["A", "B"]).add({ kind: "cut", at: 1, id: 1, links });
    const [open, healed] = [scene.run(), scene.add({ kind: "heal", at: 7, id: 1, links }).run()];
    expect([open, healed].map((run) => layout(run).walls[0]!.title)).toEqual([
      "1 ms to the end · 1 link cut: A→B",
      "1 ms to 7 ms · 1 link cut: A→B",
    ]);
    expect(String(spaceTime(open))).toMatch(/══ cut: A→B[^]*══ still cut: A→B/);
    expect(String(spaceTime(healed))).toMatch(/══ cut: A→B[^]*══ healed: A→B/);
  });

  test("very many nodes are drawn, with names that do not touch", () => {
    const nodes = Array.from({ length: 100 }, (_, index) => `N${index + 1}`);
    const { lanes, width } = layout(new Scene(nodes).say(1, "N1", "N100", "hello", { arrives: [9] }).run());
    expect(width).toBe(2000);
    const named = lanes.filter(({ name }) => name !== "");
    expect(named.length).toBeGreaterThan(40);
    for (const [index, lane] of named.entries()) {
      const before = named[index - 1];
      if (before)
        expect(lane.x - before.x).toBeGreaterThan(
          (textWidth(lane.name, 14, true) + textWidth(before.name, 14, true)) / 2,
        );
    }
  });

  test("a handler that threw is marked, and drawing does not throw again", () => {
    const run = new Scene(["A"])
      .add(
        { kind: "start", at: 0, node: "A", saved: null },
        { kind: "timer", at: 5, node: "A", timer: "election" },
        { kind: "fail", at: 5, node: "A", what: "threw Error: no" },
      )
      .run();
    const throwing: Traced = {
      ...run,
      protocols: {
        A: {
          ...run.protocols["A"]!,
          onTimer: () => {
            throw new Error("no");
          },
        },
      },
    };
    expect(layout(throwing).marks.map(({ kind }) => kind)).toContain("fail");
  });

  test("quiet time is cut short and says how long it was", () => {
    expect(drawn.cuts.map(({ text }) => text)).toContain("110 ms");
    expect(layoutOf(planOf(election(), { quiet: "keep" })).cuts).toEqual([]);
  });

  test("the checker's steps are evenly apart", () => {
    const scene = new Scene(["A", "B"], "steps");
    for (let at = 1; at <= 6; at++) scene.say(at, "A", "B", { kind: `M${at}` }, { arrives: [at + 1] });
    const heights = layout(scene.run()).arrows.map(({ y1, y2 }) => Math.round(y2 - y1));
    expect(new Set(heights)).toEqual(new Set([36]));
  });
});

describe("the picture", () => {
  test("is well formed for 60 random runs, and uses no references that another picture on the page could catch", () => {
    for (let seed = 1; seed <= 60; seed++) {
      const svg = spaceTime(randomRun(seed)).toSvg();
      const elements = allOf(readMarkup(svg));
      expect(
        elements.every(({ attributes }) => attributes["id"] === undefined),
        `seed ${seed}`,
      ).toBe(true);
      expect(svg).not.toContain("url(");
      expect(svg).not.toMatch(/NaN|undefined|Infinity/);
    }
  });

  test("is well formed whatever messages say", () => {
    const scene = new Scene(["A", "B"]).say(
      1,
      "A",
      "B",
      { kind: '</svg><script>alert("&")</script>\u0000\ud800' },
      { arrives: [5] },
    );
    expect(allOf(readMarkup(spaceTime(scene.run()).toSvg())).some(({ tag }) => tag === "script")).toBe(false);
  });

  test("markup that is not well formed is noticed", () => {
    expect(() => readMarkup("<a><b></a>")).toThrow("</a> closes <b>");
    expect(() => readMarkup('<a b="&"/>')).toThrow("a bare &");
    expect(() => readMarkup("<a/><a/>")).toThrow("not one element");
  });

  test("has a sentence for those who cannot see it", () => {
    const { attributes, children } = readMarkup(spaceTime(election()).toSvg());
    expect(attributes["role"]).toBe("img");
    expect(children.find(({ tag }) => tag === "title")?.text).toBe(
      "Space-time diagram of A, B, C, D and bob from 0 to 249 ms",
    );
    expect(children.find(({ tag }) => tag === "desc")?.text).toContain(
      "A crashes at 200 ms; C becomes leader · term 2 at 226 ms",
    );
  });

  test("is the same bytes each time, also after others were drawn", () => {
    const first = JSON.stringify(spaceTime(election()).toMimeBundle());
    for (let seed = 1; seed < 20; seed++) spaceTime(randomRun(seed)).toSvg();
    expect(JSON.stringify(spaceTime(election()).toMimeBundle())).toBe(first);
  });

  test("an empty run can be drawn", () => {
    expect(() => readMarkup(spaceTime(new Scene(["A"]).run()).toSvg())).not.toThrow();
  });
});
