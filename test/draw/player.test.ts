/** The player's model and playback: what it shows at each step is what the run's nodes really were. */
import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { player, playerModel } from "../../lib/draw/player";
import { playerHtml, viewScript } from "../../lib/draw/player/html";
import type { PlayerModel } from "../../lib/draw/player/model";
import { playerMimeType, playerVersion, readModel } from "../../lib/draw/player/model";
import { advance, logUpTo, pixelsPerSecond, statesAt, stepAtHeight, timeOf } from "../../lib/draw/player/playback";
import { changes } from "../../lib/draw/space/story";
import { data } from "../../lib/draw/words";
import type { Traced } from "../../lib/trace/replay";
import { allOf, readMarkup } from "./markup";
import { election, randomRun, Scene } from "./scenes";

/** Steps at which a player shows another role or other fields than the run had, found by replaying the run. */
function wrongSteps(run: Traced, model: PlayerModel): readonly string[] {
  const found = new Map(changes(run).map((change) => [change.event, change]));
  const expected = new Map<string, { readonly role: string; readonly fields: readonly string[] }>();
  return model.steps.flatMap((step, index) => {
    const end = model.steps[index + 1]?.event ?? run.trace.events.length;
    for (let at = index === 0 ? 0 : step.event; at < end; at++) {
      const [event, change] = [run.trace.events[at]!, found.get(at)];
      if (change?.view) expected.set(change.node, { role: change.view.role ?? "", fields: fieldsOf(change.view) });
      if (event.kind === "crash") expected.set(event.node, { role: "", fields: [] });
    }
    return statesAt(model, index).flatMap((node) => {
      const name = model.layout.lanes[node.lane]!.name;
      const { role, fields } = expected.get(name) ?? { role: "", fields: [] };
      const shown = node.fields.map((field) => `${field.name} ${field.value}`);
      const right = node.role === role && shown.join() === fields.join();
      return right || !run.protocols[name] ? [] : [`${index}: ${name}`];
    });
  });
}

function fieldsOf(view: { readonly fields?: object; readonly decided?: unknown }): readonly string[] {
  const fields = Object.entries(view.fields ?? {}).map(([name, value]) => `${name} ${data(value, 72)}`);
  return view.decided === undefined ? fields : [...fields, `decided ${data(view.decided as string, 72)}`];
}

describe("states", () => {
  test("at each step are those that the run had", () => {
    expect(wrongSteps(election(), playerModel(election()))).toEqual([]);
    for (let seed = 1; seed <= 80; seed++) {
      expect(wrongSteps(randomRun(seed), playerModel(randomRun(seed))), `seed ${seed}`).toEqual([]);
    }
  });

  test("a model that has lost one change is caught", () => {
    const model = playerModel(election());
    const at = model.steps.findIndex((step) => step.changes.some((change) => change.role === "candidate"));
    const steps = model.steps.map((step, index) => (index === at ? { ...step, changes: [] } : step));
    expect(wrongSteps(election(), { ...model, steps }).length).toBeGreaterThan(0);
  });

  test("what a step changed is told from what it was", () => {
    const model = playerModel(election());
    const at = model.steps.findIndex(({ text }) => text === "timer election · C");
    const candidate = statesAt(model, at).find(({ lane }) => lane === 2)!;
    expect(candidate).toMatchObject({ role: "candidate", roleChanged: true, isCurrent: true, condition: "up" });
    expect(candidate.fields[0]).toEqual({ name: "term", value: "2", before: "1", isNew: true });
    expect(statesAt(model, at + 1).find(({ lane }) => lane === 2)!.fields[0]).toEqual({
      name: "term",
      value: "2",
      isNew: false,
    });
  });

  test("a crash takes all away, a pause nothing", () => {
    const model = playerModel(election());
    const crash = model.steps.findIndex(({ text }) => text === "A crashes");
    expect(statesAt(model, crash)[0]).toMatchObject({ condition: "down", role: "", fields: [], roleChanged: true });
    const pause = model.steps.findIndex(({ text }) => text === "D stops for a while");
    expect(statesAt(model, pause)[3]).toMatchObject({ condition: "paused", role: "follower" });
  });

  test("a scripted client shows what it waits for", () => {
    const model = playerModel(election());
    expect(statesAt(model, model.steps.length - 1)[4]!.fields.map(({ name, value }) => `${name}: ${value}`)).toContain(
      "calls: read",
    );
  });

  test("where a window begins, they are those of that moment", () => {
    const model = playerModel(election(), { window: { fromMs: 210, toMs: 240 } });
    const [a, , c] = statesAt(model, -1);
    expect(a!.condition).toBe("down");
    expect(c!.role).toBe("candidate");
  });
});

describe("steps", () => {
  const model = playerModel(election());

  test("tell in a few words what happens, each with what its node did", () => {
    const text = model.steps
      .map(({ at, text: words, log }) =>
        [
          `${at}  ${words}`,
          ...log.map((line) => `       ${line.lane < 0 ? "" : model.layout.lanes[line.lane]!.name} ${line.text}`),
        ].join("\n"),
      )
      .join("\n");
    return expect(`${text}\n`).toMatchFileSnapshot("snapshots/player-steps.txt");
  });

  test("begin in order, each at a place in the diagram", () => {
    for (const [index, step] of model.steps.entries()) {
      if (index > 0) expect(step.y).toBeGreaterThanOrEqual(model.steps[index - 1]!.y);
      expect(step.y).toBeLessThanOrEqual(model.layout.bottom);
    }
  });

  test("are what arrows, marks and labels point to", () => {
    const last = model.steps.length - 1;
    const { arrows, marks, labels, walls, bars } = model.layout;
    for (const { sent, ended } of arrows) {
      expect(sent).toBeLessThanOrEqual(last);
      if (ended >= 0) expect(ended).toBeGreaterThanOrEqual(sent);
    }
    for (const { event } of [...marks, ...labels, ...walls, ...bars]) expect(event).toBeLessThanOrEqual(last);
    const delivered = arrows.find(({ end, to }) => end === "head" && to === 1)!;
    expect(model.steps[delivered.ended]!.text).toBe("Heartbeat · A → B");
  });

  test("the first one shown is the last, the beginning, or the highlighted event", () => {
    expect(model.first).toBe(model.steps.length - 1);
    expect(playerModel(election(), { begin: "start" }).first).toBe(0);
    const crash = election().trace.events.findIndex(({ kind }) => kind === "crash");
    const highlighted = playerModel(election(), { highlight: crash });
    expect(highlighted.steps[highlighted.first]!.text).toBe("A crashes");
  });
});

describe("playing", () => {
  const model = playerModel(election());

  test("reaches every step in order, and ends", () => {
    let at = { y: model.steps[0]!.y, index: 0, ended: false };
    const seen = new Set([0]);
    for (let frame = 0; frame < 100_000 && !at.ended; frame++) {
      const next = advance(model, at, 1 / 60, 1);
      expect(next.index).toBeGreaterThanOrEqual(at.index);
      at = next;
      seen.add(at.index);
    }
    expect(at).toMatchObject({ index: model.steps.length - 1, ended: true });
    expect(seen.size).toBeGreaterThan(20);
  });

  test("twice as fast takes half the time", () => {
    const start = { y: 100, index: 0 };
    expect(advance(model, start, 1, 2).y - 100).toBeCloseTo(2 * pixelsPerSecond, 9);
    expect(advance(model, start, 1, 2)).toEqual(advance(model, start, 2, 1));
  });

  test("a place in the diagram is the step above it", () => {
    expect(stepAtHeight(model, 0)).toBe(-1);
    expect(stepAtHeight(model, model.steps[5]!.y + 0.01)).toBeGreaterThanOrEqual(5);
    expect(stepAtHeight(model, 1e9)).toBe(model.steps.length - 1);
  });

  test("the log ends at the step, and can be one node's", () => {
    const at = model.steps.findIndex(({ text }) => text === "A crashes");
    const lines = logUpTo(model, at, undefined, 6);
    expect(lines).toHaveLength(6);
    expect(lines.at(-1)).toMatchObject({ lane: 0, text: "crashes", bad: true, step: at });
    expect(logUpTo(model, at, 1, 50).every(({ lane }) => lane === 1 || lane < 0)).toBe(true);
  });

  test("times are told in the run's own unit", () => {
    expect(timeOf(model, model.steps.length - 1)).toBe("249 ms");
    expect(timeOf(playerModel(new Scene(["A", "B"], "steps").say(3, "A", "B", "hi", { arrives: [4] }).run()), 1)).toBe(
      "step 4",
    );
  });
});

describe("the forms", () => {
  const bundle = player(election()).toMimeBundle();

  test("are the model, HTML that stands alone, a picture and text", () => {
    expect(Object.keys(bundle)).toEqual([playerMimeType, "text/html", "image/svg+xml", "text/plain"]);
  });

  test("are the same bytes each time", () => {
    expect(JSON.stringify(player(election()).toMimeBundle())).toBe(JSON.stringify(bundle));
  });

  test("the model is plain JSON and survives the way through a notebook's file", () => {
    const model = bundle[playerMimeType];
    expect(JSON.parse(JSON.stringify(model))).toEqual(model);
    expect(readModel(model)).toBe(model);
  });

  test("are small: a run of about 60 messages takes less than 200 kB in all", () => {
    const scene = new Scene(["A", "B", "C", "D", "E"]);
    for (const at of [0, 50, 100, 150, 200, 250]) {
      for (const to of ["B", "C", "D", "E"]) {
        scene.say(at, "A", to, { kind: "AppendEntries", term: 3, entries: [] }, { arrives: [at + 5] });
        scene.say(at + 5, to, "A", { kind: "AppendEntriesReply", term: 3, success: true }, { arrives: [at + 10] });
      }
    }
    expect(JSON.stringify(player(scene.run()).toMimeBundle()).length).toBeLessThan(200_000);
  });

  test("load nothing: no address but the name space of SVG", () => {
    const addresses = String(bundle["text/html"]).match(/(?:https?:)?\/\/[\w.-]+\.\w+/g) ?? [];
    expect(new Set(addresses)).toEqual(new Set(["http://www.w3.org"]));
  });

  test("show the picture where scripts are taken out", () => {
    const html = String(bundle["text/html"]).replace(/<script>.*<\/script>/s, "");
    const image = allOf(readMarkup(html.replace(/<img([^>]*)>/, "<img$1/>"))).find(({ tag }) => tag === "img")!;
    expect(image.attributes["alt"]).toContain("A crashes at 200 ms");
    const svg = decodeURIComponent(image.attributes["src"]!.replace("data:image/svg+xml,", ""));
    const elements = allOf(readMarkup(svg));
    expect(elements.filter(({ tag }) => tag === "path").length).toBeGreaterThan(40);
    // An image shows no tooltips: they would only be carried along.
    expect(elements.filter(({ tag }) => tag === "title").map(({ text }) => text)).toEqual([
      "Space-time diagram of A, B, C, D and bob from 0 to 249 ms",
    ]);
  });

  test("keep what a message says out of the script", () => {
    const evil = "</script><script>alert(1)</script><!--\u2028";
    const run = new Scene(["A", "B"]).say(1, "A", "B", { kind: evil }, { arrives: [5] }).run();
    const html = String(player(run).toMimeBundle()["text/html"]);
    expect(html.match(/<\/script>/g)).toHaveLength(1);
    expect(html.match(/<script>/g)).toHaveLength(1);
    const body = /<script>(.*)<\/script>/s.exec(html)![1]!;
    expect(() =>
      runInNewContext(
        `(() => { ${body.replace(/^\(\(\)=>\{|\}\)\(\)$/g, "").replace("distlabPlayer.mountAll", "void ")} })`,
      ),
    ).not.toThrow();
  });

  test("the view's script parses, defines one name and does nothing until it is asked", () => {
    const found: unknown = runInNewContext(`${viewScript()}; typeof distlabPlayer.mountAll`);
    expect(found).toBe("function");
  });

  test("two different runs have different names in a page", () => {
    const name = (run: Traced): string =>
      /data-distlab-player="(\w+)"/.exec(playerHtml(playerModel(run), "<svg/>", ""))![1]!;
    expect(name(randomRun(1))).not.toBe(name(randomRun(2)));
    expect(name(randomRun(1))).toBe(name(randomRun(1)));
  });
});

describe("a model that cannot be shown", () => {
  test.each([
    [null, "This is not the recording of a run."],
    [{ steps: [] }, "This is not the recording of a run."],
    [
      { ...playerModel(election()), version: playerVersion + 1 },
      "This run was recorded by a newer version of the course.",
    ],
    [{ ...playerModel(election()), steps: [] }, "This run has no events."],
  ])("is named by a sentence", (value, sentence) => {
    expect(readModel(value)).toBe(sentence);
  });
});

test("an option that is not allowed is refused with a sentence", () => {
  expect(() => player(election(), { begin: "middle" as "end" })).toThrow("begin is middle; allowed is start or end");
  expect(() => player(election(), { nodes: ["Z"] })).toThrow("nodes has Z");
});

test("150 random runs can be played to their end", () => {
  for (let seed = 1; seed <= 150; seed++) {
    const run = randomRun(seed);
    const model = playerModel(run);
    expect(readModel(model), `seed ${seed}`).toBe(model);
    expect(statesAt(model, model.steps.length - 1)).toHaveLength(run.trace.nodes.length);
    expect(JSON.stringify(model)).not.toContain("null,null");
  }
});
