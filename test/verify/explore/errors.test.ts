/** What is refused, and in which words. */
import { describe, expect, test } from "vitest";
import { always } from "../../../lib/protocol";
import type { AnyProtocol, Data, Protocol } from "../../../lib/protocol";
import { HandlerError } from "../../../lib/step";
import { snapshots } from "../../../lib/trace/replay";
import { explore, knockOut } from "../../../lib/verify/explore";
import type { Counterexample, ExploreModelOptions, ExploreOptions } from "../../../lib/verify/explore";
import { lonely, notes } from "./tiny";
import type { Note } from "./tiny";

const quiet = notes([]);

describe("options, before anything runs", () => {
  const wrong: readonly [message: string, options: Partial<ExploreOptions> & Record<string, unknown>][] = [
    ["nodes is 0; allowed is a whole number from 1 to 10000, or a list of names", { nodes: 0 }],
    ["nodes is empty; allowed is a list of at least one name", { nodes: [] }],
    ['nodes[1] is "7"; allowed is a name that is not a number', { nodes: ["A", "7"] }],
    ["nodes[2] is A, which is there already", { nodes: ["A", "B", "A"] }],
    [
      "protocol.B is undefined; allowed is a protocol, since nodes names B",
      { protocol: { A: quiet }, nodes: ["A", "B"] },
    ],
    ["protocol is null; allowed is a protocol, or a record with one for each node", { protocol: null as never }],
    ['time is "fast"; allowed are asynchronous, synchronous', { time: "fast" as never }],
    ['network is "tcp"; allowed are unordered, ordered, persistent', { network: "tcp" as never }],
    ["faults.crashes is -1; allowed is a whole number, 0 or more, or Infinity", { faults: { crashes: -1 } }],
    ["faults.crashes is 1.5; allowed is a whole number, 0 or more, or Infinity", { faults: { crashes: 1.5 } }],
    ["faults.drops is NaN; allowed is a whole number, 0 or more, or Infinity", { faults: { drops: Number.NaN } }],
    ["faults.crashes names the node Z; the nodes are A, B", { faults: { crashes: { Z: 1 } } }],
    ["faults.restarts.A is -2; allowed is a whole number, 0 or more, or Infinity", { faults: { restarts: { A: -2 } } }],
    ['faults.drops is {"A":1}; allowed is a number', { faults: { drops: { A: 1 } as never } }],
    [
      "faults.partitions is not a fault; allowed are crashes, restarts, lostSaves, drops, duplicates",
      { faults: { partitions: 1 } as never },
    ],
    [
      "faults.drops is 1; a persistent network neither loses nor copies: leave it out",
      { network: "persistent", faults: { drops: 1 } },
    ],
    ["firings is -1; allowed is a whole number, 0 or more, or Infinity", { firings: -1 }],
    ["limits.states is 0; allowed is a number above 0", { limits: { states: 0 } }],
    ["limits.milliseconds is NaN; allowed is a number above 0", { limits: { milliseconds: Number.NaN } }],
    ['limits is "seconds"; allowed are states, depth, milliseconds, megabytes', { limits: { seconds: 1 } as never }],
    ['order is "random"; allowed are breadth-first, depth-first', { order: "random" as never }],
    ['until is "dawn"; allowed are first violation, everything', { until: "dawn" as never }],
    ["symmetry names the node Z; the nodes are A, B", { symmetry: [["A", "Z"]] }],
    ["symmetry names A twice", { symmetry: [["A", "B"], ["A"]] }],
    [
      "faults.crashes names A, which symmetry says is like others; allowed is a number",
      { symmetry: true, faults: { crashes: { A: 1 } } },
    ],
    [
      'properties[0].kind is "never"; allowed are always, sometimes, canAlwaysReach',
      { properties: [{ kind: "never" as never, name: "x", holds: () => true }] },
    ],
  ];

  test.each(wrong)("%s", (message, options) => {
    let started = false;
    const protocol: typeof quiet = {
      ...quiet,
      start(self, saved, out) {
        started = true;
        return quiet.start(self, saved, out);
      },
    };
    expect(() => explore({ protocol, ...options })).toThrow(new RangeError(message));
    expect(started).toBe(false);
  });

  test("a protocol without members needs nodes", () => {
    const { members: _, ...anonymous } = quiet;
    expect(() => explore({ protocol: anonymous })).toThrow("nodes is missing, and the protocol names no members");
    expect(explore({ protocol: anonymous, nodes: 3 }).subject).toContain("3 nodes");
  });

  test("a guard that nobody meets is not one to knock out", () => {
    expect(() => knockOut({ protocol: quiet, properties: [], guards: ["g"] })).toThrow(
      'guards names "g"; within these bounds the handlers meet none',
    );
  });
});

function messageOf(
  protocol: AnyProtocol | Protocol<Data, Note, "t", Data>,
  options: Partial<ExploreOptions> = {},
): string {
  try {
    explore({ protocol: protocol as AnyProtocol, properties: [], ...options });
  } catch (error) {
    expect(error).toBeInstanceOf(HandlerError);
    return (error as Error).message;
  }
  return "nothing was thrown";
}

describe("handlers that break a rule of the house are named, with what they did", () => {
  test("reading the clock", () => {
    expect(messageOf(lonely((out) => ({ now: out.localTime })))).toBe(
      "lonely: start(first boot) on node A read its clock (out.localTime); the checker has none: use timers",
    );
  });

  test("chance that is not out.choose", () => {
    let calls = 0;
    const fickle = lonely<"t">(
      (out) => {
        out.setTimer("t", [1, 1]);
        return { value: 0 };
      },
      (state) => void ((state as { value: number }).value = ++calls),
    );
    expect(messageOf(fickle)).toMatch(
      /^lonely: onTimer\(t\) on node A is not deterministic: run twice on the same state it gave \[\{"value":1\},\[\]\] and then /,
    );
  });

  test("a memory outside of the state, even if it shows only later", () => {
    let lateness = 0;
    const late: Protocol<{ n: number }, Note, "t"> = {
      name: "late",
      members: ["A"],
      start(_self, _saved, out) {
        out.setTimer("t", [1, 1]);
        return { n: 0 };
      },
      onMessage() {},
      onTimer(state, _timer, out) {
        if (state.n < 50) out.setTimer("t", [1, 1]);
        // Right twice for each state: only the last look finds it out.
        lateness = Math.max(lateness, state.n);
        state.n += state.n === 3 && lateness > 10 ? 2 : 1;
      },
    };
    expect(messageOf(late)).toMatch(/^late: onTimer\(t\) on node A is not deterministic/);
  });

  test("depending on the order of an object's fields", () => {
    const ordering = lonely<"t">(
      (out) => {
        out.setTimer("t", [1, 1]);
        return { votes: { B: true, C: true }, first: "" };
      },
      (draft) => {
        const state = draft as { votes: Record<string, true>; first: string };
        state.first = Object.keys(state.votes)[0]!;
      },
    );
    expect(messageOf(ordering)).toMatch(
      /^lonely: onTimer\(t\) on node A depends on the order of an object's fields: two equal states behave differently\./,
    );
  });

  test("sending in the order of an object's fields matters only where a node can crash in between", () => {
    const telling = lonely<"t">(
      (out) => {
        out.setTimer("t", [1, 1]);
        return { votes: { B: true, C: true } };
      },
      (state, _timer, out) => {
        for (const text of Object.keys((state as { votes: object }).votes)) out.send("A", { kind: "Note", text });
      },
    );
    expect(messageOf(telling)).toBe("nothing was thrown");
    expect(messageOf(telling, { faults: { crashes: 1 } })).toContain("depends on the order of an object's fields");
  });

  test("changing a message", () => {
    const meddler: typeof quiet = {
      ...notes(["a"]),
      onMessage: (_state, note) => void (note.text = "b"),
    };
    expect(messageOf(meddler)).toBe(
      'notes: onMessage(Note from A) on node B changed message.text from "a" to "b"; what it receives is shared: copy it first',
    );
  });

  test("a state that is not plain data", () => {
    const holder = lonely<"t">(
      (out) => {
        out.setTimer("t", [1, 1]);
        return { value: 0 };
      },
      (state) => void ((state as { value: unknown }).value = new Map()),
    );
    expect(messageOf(holder)).toBe(
      "lonely: onTimer(t) on node A left something in its state that is not plain data: state.value is a Map; allowed are " +
        "null, booleans, finite numbers, strings, and arrays and objects of these",
    );
  });

  test("sending to nobody", () => {
    const stray = lonely((out) => {
      out.send("B", { kind: "Note", text: "" });
      return {};
    });
    expect(messageOf(stray)).toBe(
      "lonely: start(first boot) on node A called send(B): there is no node of that name; the nodes are A",
    );
  });

  test("completing what was not begun", () => {
    const hasty = lonely<"t">(
      (out) => {
        out.setTimer("t", [1, 1]);
        return {};
      },
      (_state, _timer, out) => out.complete("done"),
    );
    expect(messageOf(hasty)).toBe(
      "lonely: onTimer(t) on node A called complete, but no operation that it began is open",
    );
    expect(messageOf(lonely((out) => (out.complete(1), {})))).toContain("start(first boot) on node A called complete");
  });

  test("being async", () => {
    const waiting: AnyProtocol = { ...notes(["a"]), onMessage: async () => {} };
    expect(messageOf(waiting)).toContain("onMessage(Note from A) on node B is async");
  });
});

describe("a handler that throws", () => {
  const throwing: Protocol<{ seen: number }, Note> = {
    name: "notes",
    members: ["A", "B"],
    start(self, _saved, out) {
      if (self === "A") for (const text of ["a", "b"]) out.send("B", { kind: "Note", text });
      return { seen: 0 };
    },
    onMessage(state, note) {
      if (state.seen === 1 && note.text === "a") throw new TypeError("b came first");
      state.seen += 1;
    },
  };
  const text = "notes: onMessage(Note from A) on node B threw TypeError: b came first";

  function expectRun(run: Counterexample): void {
    expect(run.lines).toEqual(["B receives Note text=b from A", text]);
    expect(run.trace.events.slice(-2)).toMatchObject([
      { kind: "deliver", node: "B", from: "A", id: 1, at: 2, effectsKept: 0 },
      { kind: "fail", node: "B", at: 2, what: text },
    ]);
    expect(snapshots(run).at(-1)).toMatchObject({ node: "B", state: { seen: 1 } });
  }

  test("is thrown, with the shortest run that leads there", () => {
    try {
      explore({ protocol: throwing, properties: [] });
      expect.unreachable();
    } catch (error) {
      expect((error as Error).message).toBe(text);
      expectRun((error as HandlerError & { run: Counterexample }).run);
    }
  });

  test("or reported", () => {
    const found = explore({ protocol: throwing, properties: [always("true", () => true)], onFailure: "report" });
    expect(found).toMatchObject({ holds: false, complete: false });
    expectRun(found.failure!.run!);
    expect(found.counterexample).toBe(found.failure!.run);
    expect(found.verdicts[0]!.outcome).toBe("unknown");
    expect(String(found)).toContain(`✗ ${text}`);
  });

  test("at the start as well", () => {
    const dead = lonely(() => {
      throw new Error("no");
    });
    const found = explore({ protocol: dead, properties: [], onFailure: "report" });
    expect(found.failure?.error.message).toBe("lonely: start(first boot) on node A threw Error: no");
    expect(found.failure?.run?.trace.events.map(({ kind }) => kind)).toEqual(["start", "fail"]);
  });
});

describe("plain models that break a rule", () => {
  type Model = ExploreModelOptions<{ n: number }>["model"];
  const from = (model: Partial<Model>): (() => unknown) => {
    return () => explore({ model: { initial: [{ n: 0 }], next: () => [], ...model } });
  };

  test("no beginning, or one without fields", () => {
    expect(from({ initial: [] })).toThrow("initial is empty; allowed is a list of at least one state");
    expect(from({ initial: [{} as never] })).toThrow("initial[0] has no fields; a state is an object with fields");
  });

  test("other fields than in the beginning", () => {
    const next = (): never => [{ action: "grow", state: { n: 0, m: 1 } }] as never;
    expect(from({ next })).toThrow("grow leads to a state with the fields m, n; allowed are exactly n");
  });

  test("a state that is not plain data", () => {
    const next = (): never => [{ action: "spoil", state: { n: undefined } }] as never;
    expect(from({ next })).toThrow("spoil leads to a state that is not plain data: state.n is undefined");
  });

  test("chance", () => {
    let calls = 0;
    expect(from({ next: ({ n }) => (n > 0 ? [] : [{ action: "draw", state: { n: ++calls } }]) })).toThrow(
      'next is not deterministic: called twice on {"n":0} it gave other steps',
    );
  });

  test("throwing", () => {
    const next = (): never => {
      throw new Error("no");
    };
    expect(from({ next })).toThrow('next threw Error: no in the state {"n":0}');
  });

  test("changing the state that it is given", () => {
    const nested = (): unknown =>
      explore({
        model: {
          initial: [{ list: [1] as number[] }],
          next(state) {
            if (!Object.isFrozen(state.list)) state.list.push(2);
            return [];
          },
        },
      });
    expect(nested).toThrow("next changed the state that it was given");
  });
});
