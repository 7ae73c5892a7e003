/** Why runs end, what properties see, and what a run says of itself. */
import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { always, sometimes } from "../../lib/protocol";
import type { Property, Protocol, World } from "../../lib/protocol";
import { crash, simulate } from "../../lib/sim";
import type { Run, SimulateOptions } from "../../lib/sim";
import { atBoot, eventsOf, ticker } from "./small";
import type { Note, TickSaved, TickState } from "./small";

const network = { latencyMs: 3 };

function ticks(options: Partial<SimulateOptions<TickState, Note, TickSaved>> = {}): Run<TickState, TickSaved> {
  return simulate({ protocol: ticker, network, untilMs: 100, ...options });
}

describe("a run ends", () => {
  test("when its time is up; what happens at that very moment still does", () => {
    const run = ticks();
    expect([run.why, run.endedAtMs, run.counts.timers]).toEqual(["time", 100, 10]);
  });

  test("when nothing is left to happen, at the time of the last event", () => {
    const run = simulate({ protocol: atBoot((out) => out.send("B", "hello")), network });
    expect([run.why, run.endedAtMs]).toEqual(["quiet", 3]);
  });

  test("when what it waits for has happened", () => {
    const run = ticks({ until: (world) => (world.state("A")?.ticks ?? 0) >= 4 });
    expect([run.why, run.endedAtMs, run.states["A"]]).toEqual(["until", 40, { ticks: 4 }]);
  });

  test("after so many events", () => {
    const run = ticks({ maxEvents: 10 });
    expect([run.why, run.events]).toEqual(["events", 10]);
  });

  test("with a million events without time passing, and says so", () => {
    const loop: Protocol<null, "again"> = {
      name: "loop",
      members: ["A"],
      start(_self, _saved, out) {
        out.send("A", "again");
        return null;
      },
      onMessage: (_state, _message, _from, out) => out.send("A", "again"),
    };
    const run = simulate({ protocol: loop, trace: false });
    expect([run.why, run.endedAtMs]).toEqual(["events", 0]);
    expect(run.notes[0]).toContain("1000000 events took place at 0 ms, without time passing");
  });

  test("not at a timer that was cancelled or set again, nor do such timers pile up", () => {
    const resetting: Protocol<null, "ping", "idle"> = {
      name: "resetting",
      members: ["A", "B"],
      start(self, _saved, out) {
        if (self === "A") out.send("B", "ping");
        return null;
      },
      onMessage(_state, _message, from, out) {
        out.setTimer("idle", [5000, 5000]);
        if (out.localTime < 1000) out.send(from, "ping");
        else out.cancelTimer("idle");
      },
      onTimer() {},
    };
    const run = simulate({ protocol: resetting, network: { latencyMs: 0.01 }, trace: false });
    expect(run.events).toBeGreaterThan(90_000);
    // The one that pinged last still has its timer set.
    expect([run.why, Math.round(run.endedAtMs)]).toEqual(["quiet", 6000]);
  });
});

describe("properties", () => {
  test("the first always that fails ends the run, at the event after which it failed", () => {
    const few = always<TickState>("A ticks three times at most", (world) => (world.state("A")?.ticks ?? 0) <= 3);
    const run = ticks({ properties: [always("B never ticks", () => true), few] });
    expect(run.why).toBe("violation");
    expect(run.violation).toEqual({ property: "A ticks three times at most", what: "it does not hold", atMs: 40 });
    expect(run.trace.events.at(-1)).toMatchObject({ kind: "violation", at: 40 });
    expect(run.toString()).toContain("violated at 40 ms: A ticks three times at most: it does not hold");
    expect(run.toString()).toContain("to see it again: simulate({ …, seed: 1 })");
  });

  test("a sentence says what is wrong", () => {
    const run = ticks({
      properties: [always<TickState>("few", (world) => (world.state("A")!.ticks > 1 ? "A ticked twice" : true))],
    });
    expect(run.violation!.what).toBe("A ticked twice");
  });

  test("a sometimes that never held is named", () => {
    const reaches = (count: number): Property =>
      sometimes<TickState>(`A ticks ${count} times`, (world) => world.state("A")?.ticks === count);
    const run = ticks({ properties: [reaches(3), reaches(50)] });
    expect(run.neverHeld).toEqual(["A ticks 50 times"]);
    expect(run.toString()).toContain("never held: A ticks 50 times");
  });

  test("are looked at once every node has booted, and after a crash too", () => {
    const seen: (readonly unknown[])[] = [];
    const look = always<TickState>("look", (world) => {
      seen.push(world.nodes.map((node) => world.state(node)?.ticks ?? null));
      return true;
    });
    ticks({ properties: [look], faults: [crash("A", { atMs: 15, restartAtMs: 18 })], untilMs: 18 });
    expect(seen[0]).toEqual([0, 0]);
    expect(seen.at(-2)).toEqual([null, 0]);
    expect(seen.at(-1)).toEqual([1, 0]);
  });

  test("see states, disks, messages on their way in the order of sending, and the history", () => {
    let moment: object = {};
    const protocol = atBoot((out) => {
      out.save("on disk");
      out.invoke("begun");
      out.send("B", "slowly");
      out.send("B", "too");
    });
    const look = (world: World): boolean => {
      const { nodes, messages, history } = world;
      moment = { nodes, messages, history, saved: world.saved("A"), state: world.state("B") };
      return true;
    };
    simulate({ protocol, network: { latencyMs: [5, 50] }, until: look, clients: { *bob() {} } });
    expect(moment).toEqual({
      nodes: ["A", "B"],
      messages: [
        { from: "A", to: "B", message: "slowly" },
        { from: "A", to: "B", message: "too" },
      ],
      history: [{ client: "A", operation: "begun", invoked: 0 }],
      saved: "on disk",
      state: { got: [] },
    });
  });

  test("that throw are named, and so is when", () => {
    const broken = always("all is well", () => {
      throw new TypeError("no such field");
    });
    expect(() => ticks({ properties: [broken], seed: 7 })).toThrow(
      '"all is well" threw TypeError: no such field (at 0 ms, seed 7)',
    );
    expect(() => ticks({ until: (world) => world.state("Z") === null })).toThrow(
      '"until" threw RangeError: there is no node Z; the nodes are A, B',
    );
  });
});

describe("a run", () => {
  test("says what happened in a few lines", () => {
    expect(ticks({ untilMs: 25, seed: "seven" }).toString()).toBe(
      [
        "seed seven: 2 nodes, 6 events in 25 ms; ended because its time was up",
        "2 messages sent, 2 delivered, 2 timers fired, 2 saves",
      ].join("\n"),
    );
  });

  test("prints as its text, and not as everything that it holds", () => {
    const run = ticks();
    expect(inspect(run)).toBe(run.toString());
  });

  test("can be had again from its options", () => {
    const run = ticks({ seed: 42, network: { latencyMs: [1, 9], loss: 0.3 } });
    expect(simulate(run.options).trace.events).toEqual(run.trace.events);
    expect(run.seed).toBe(42);
  });

  test("without a trace has no events, and the rest as it was", () => {
    const run = ticks({ trace: false });
    expect(run.trace.events).toEqual([]);
    expect(eventsOf(run, "send")).toEqual([]);
    expect(run.states).toEqual(ticks().states);
  });

  test("another seed is another run", () => {
    const times = (seed: number): readonly number[] => ticks({ seed, network: {} }).trace.events.map(({ at }) => at);
    expect(times(1)).not.toEqual(times(2));
  });
});
