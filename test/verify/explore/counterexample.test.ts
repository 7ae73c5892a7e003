/** Counterexamples: real runs that replay, with every kind of event in its place. */
import { describe, expect, test } from "vitest";
import { always } from "../../../lib/protocol";
import type { AnyProtocol, Data, Envelope, NodeId, Operation, Property, Protocol, World } from "../../../lib/protocol";
import { threePhaseCommit, twoPhaseCommit, twoPhaseModel, twoPhaseSpecification } from "../../../lib/protocols";
import { snapshots } from "../../../lib/trace/replay";
import type { Traced } from "../../../lib/trace/replay";
import { explore } from "../../../lib/verify/explore";
import { checkLinearizable } from "../../../lib/verify/history";
import type { Counterexample, ExploreOptions } from "../../../lib/verify/explore";
import { careful, notes } from "./tiny";
import type { Note } from "./tiny";

/** The world at the end of a run, from its trace alone. */
function worldAtEnd(run: Traced, persistent = false): World {
  const { nodes, events } = run.trace;
  const saved = new Map<NodeId, Data>();
  const states = new Map<NodeId, Data>(snapshots(run).map(({ node, state }) => [node, state]));
  const onTheirWay = new Map<number, Envelope & { copies: number }>();
  const history: Operation[] = [];
  for (const event of events) {
    if (event.kind === "save") saved.set(event.node, event.saved);
    if (event.kind === "condition") saved.delete(event.node);
    if (event.kind === "send") {
      onTheirWay.set(event.id, { from: event.node, to: event.to, message: event.message, copies: 1 });
    }
    if (event.kind === "duplicate") onTheirWay.get(event.id)!.copies += 1;
    if ((event.kind === "deliver" && !persistent) || event.kind === "lose") onTheirWay.get(event.id)!.copies -= 1;
    if (event.kind === "invoke")
      history[event.op - 1] = { client: event.node, operation: event.operation, invoked: event.at };
    if (event.kind === "complete") {
      history[event.op - 1] = { ...history[event.op - 1]!, result: event.result, returned: event.at };
    }
  }
  return {
    nodes,
    state: (node) => states.get(node) ?? null,
    saved: (node) => saved.get(node) ?? null,
    messages: [...onTheirWay.values()].flatMap(({ copies, ...envelope }) =>
      Array.from({ length: copies }, () => envelope),
    ),
    history,
  };
}

/** The run ends where the property fails, and nowhere earlier. */
function expectReal(run: Counterexample, property: Property, persistent = false): void {
  expect(property.holds(worldAtEnd(run, persistent))).not.toBe(true);
  const { events } = run.trace;
  expect(events.at(-1)).toMatchObject({ kind: "violation", at: run.steps, what: run.sentence });
  const before = events.filter(({ at }) => at < run.steps);
  expect(property.holds(worldAtEnd({ ...run, trace: { ...run.trace, events: before } }, persistent))).toBe(true);
  expect(events.map(({ at }) => at)).toEqual(events.map(({ at }) => at).toSorted((one, other) => one - other));
}

describe("a counterexample replays from its trace alone", () => {
  const [agreement] = threePhaseCommit().contract!.safety;
  const counted = (world: World): number => (world.state("B") as { count: number } | null)?.count ?? -1;
  const wrong: readonly [name: string, property: Property, options: ExploreOptions][] = [
    ["a timer fires too early", agreement!, { protocol: threePhaseCommit({ participants: 2 }), time: "asynchronous" }],
    [
      "with choices",
      always("nobody votes no", (world) =>
        world.nodes.every((node) => (world.state(node) as { phase?: string } | null)?.phase !== "abort"),
      ),
      { protocol: twoPhaseCommit({ votes: "either" }), network: "ordered" },
    ],
    [
      "a crash between two effects, and a restart",
      always("B is not told before A has saved 2", (world) => {
        return !(world.state("A") !== null && world.saved("A") === 1 && counted(world) === 10);
      }),
      { protocol: careful(), faults: { crashes: 1, restarts: 1 } },
    ],
    [
      "a lost save",
      always("what is saved stays", (world) => !(world.saved("A") === null && counted(world) === 10)),
      { protocol: careful(), faults: { crashes: 1, lostSaves: 1 } },
    ],
    [
      "a message that arrives twice",
      always("once", (world) => (world.state("B") as { heard: string[] }).heard.length < 3),
      { protocol: notes(["a", "b"]), faults: { duplicates: 1 } },
    ],
    [
      "a lost message",
      always(
        "all arrive",
        (world) => world.messages.length + (world.state("B") as { heard: string[] }).heard.length === 2,
      ),
      { protocol: notes(["a", "b"]), faults: { drops: 1 } },
    ],
    [
      "a message to the dead",
      always("none is lost", (world) => world.messages.length > 0 || world.state("B") !== null),
      { protocol: notes(["a", "b"]), faults: { crashes: { B: 1 }, restarts: { A: 1 } } },
    ],
    [
      "a message to one who is down, and comes back",
      always(
        "none is lost",
        (world) => world.messages.length > 0 || (world.state("B") as { heard: string[] } | null)?.heard.length !== 0,
      ),
      { protocol: notes(["a"]), faults: { crashes: { B: 1 }, restarts: { B: 1 } } },
    ],
  ];

  test.each(wrong)("%s", (_name, property, options) => {
    const found = explore({ ...options, properties: [property] });
    expectReal(found.counterexample!, property);
  });

  test("on a persistent network, where a message arrives again and again", () => {
    const thrice = always("never thrice", (world) => (world.state("B") as { heard: string[] }).heard.length < 3);
    const found = explore({ protocol: notes(["a"]), network: "persistent", properties: [thrice] });
    expectReal(found.counterexample!, thrice, true);
    const told = found.counterexample!.trace.events.map((event) => `${event.at} ${event.kind}`);
    expect(told).toEqual([
      "0 start",
      "0 send",
      "0 start",
      "1 deliver",
      "2 duplicate",
      "2 deliver",
      "3 duplicate",
      "3 deliver",
      "3 violation",
    ]);
  });
});

test("messages are told as their senders wrote them, not with sorted fields", () => {
  const wordy: Protocol<{ heard: number }, { kind: "Z"; zebra: number; ant: number }> = {
    name: "wordy",
    members: ["A", "B"],
    start(self, _saved, out) {
      if (self === "A") out.send("B", { kind: "Z", zebra: 1, ant: 2 });
      return { heard: 0 };
    },
    onMessage: (state) => void (state.heard += 1),
  };
  const never = always("never", (world) => (world.state("B") as { heard: number }).heard === 0);
  const { counterexample } = explore({ protocol: wordy, properties: [never] });
  expect(counterexample!.lines).toEqual(["B receives Z zebra=1 ant=2 from A"]);
});

describe("clients' operations", () => {
  type Client = { answered: number };
  /** A and B each do two operations, one after the other, answered by their own timer. */
  const clients: Protocol<Client, Note, "answer"> = {
    name: "clients",
    members: ["A", "B"],
    start(self, _saved, out) {
      out.invoke({ write: self });
      out.setTimer("answer", [1, 1]);
      return { answered: 0 };
    },
    onMessage() {},
    onTimer(state, _timer, out) {
      out.complete("ok");
      state.answered += 1;
      if (state.answered === 2) return;
      out.invoke({ read: state.answered });
      out.setTimer("answer", [1, 1]);
    },
  };

  test("are part of the state, in their own time, and of the trace, in steps", () => {
    const bothDone = always(
      "not all done",
      (world) => world.history.filter(({ returned }) => returned !== undefined).length < 4,
    );
    const { counterexample } = explore({ protocol: clients, properties: [bothDone] });
    expectReal(counterexample!, bothDone);
    expect(worldAtEnd(counterexample!).history.map(({ invoked, returned }) => [invoked, returned])).toEqual([
      [0, 1],
      [0, 3],
      [1, 2],
      [3, 4],
    ]);
    expect(counterexample!.lines[0]).toBe("A's timer answer fires, is answered ok, begins {read: 1}");
  });

  test("histories that no judge can tell apart are one: what matters is what had returned before what was invoked", () => {
    const shapes = new Set<string>();
    const watch = always("watch", (world) => {
      const pairs = world.history.map((one) =>
        world.history.map((other) => (one.returned ?? Infinity) < other.invoked),
      );
      shapes.add(
        JSON.stringify([
          world.history.map(({ client, operation, returned }) => [client, operation, returned !== undefined]),
          pairs,
        ]),
      );
      return true;
    });
    const found = explore({ protocol: clients, properties: [watch] });
    expect(found.distinct).toBe(shapes.size);
    expect(found).toMatchObject({ complete: true, distinct: 17 });
  });

  test("an operation of a client that crashed stays open", () => {
    const open = always("a crashed client's operation returns", (world) => {
      return (
        world.state("A") !== null ||
        world.history.every(({ client, returned }) => client !== "A" || returned !== undefined)
      );
    });
    const { counterexample } = explore({ protocol: clients, faults: { crashes: { A: 1 } }, properties: [open] });
    expectReal(counterexample!, open);
    expect(counterexample!.lines).toEqual(["A crashes"]);
  });
});

describe("linearizability, of every history that can happen", () => {
  type Message =
    | { kind: "Write"; value: number }
    | { kind: "Copy"; value: number }
    | { kind: "Copied" }
    | { kind: "Read" }
    | { kind: "Answer"; value: number | null };
  type Replica = { value: number | null };

  /** P takes writes and copies them to B. It answers at once, or waits until B has the value too. */
  function replica(waits: boolean): Protocol<Replica, Message> {
    return {
      name: "replica",
      start: () => ({ value: null }),
      onMessage(state, message, from, out) {
        switch (message.kind) {
          case "Write":
            state.value = message.value;
            out.send("B", { kind: "Copy", value: message.value });
            if (!waits) out.send("W", { kind: "Answer", value: null });
            return;
          case "Copy":
            state.value = message.value;
            return out.send("P", { kind: "Copied" });
          case "Copied":
            return waits ? out.send("W", { kind: "Answer", value: null }) : undefined;
          case "Read":
            return out.send(from, { kind: "Answer", value: state.value });
          case "Answer":
        }
      },
    };
  }

  function client(to: NodeId, operation: Data, request: Message): Protocol<Record<string, never>, Message, "go"> {
    return {
      name: "client",
      start(_self, _saved, out) {
        out.setTimer("go", [1, 1]);
        return {};
      },
      onMessage: (_state, message, _from, out) => out.complete(message.kind === "Answer" ? message.value : null),
      onTimer(_state, _timer, out) {
        out.invoke(operation);
        out.send(to, request);
      },
    };
  }

  /** W writes to P, R reads from B. */
  function protocols(waits: boolean): Record<NodeId, AnyProtocol> {
    const server = replica(waits);
    const writer = client("P", { kind: "write", value: 1 }, { kind: "Write", value: 1 });
    const reader = client("B", { kind: "read" }, { kind: "Read" });
    return { P: server, B: server, W: writer, R: reader };
  }

  const linearizable = always("linearizable", (world) => {
    const verdict = checkLinearizable(world.history);
    return verdict.verdict === "linearizable" || verdict.why;
  });

  test("an answer before the copy has arrived is found out, in the fewest steps", () => {
    const found = explore({ protocol: protocols(false), properties: [linearizable] });
    expectReal(found.counterexample!, linearizable);
    expect(found.counterexample!.lines).toEqual([
      "W's timer go fires, begins {kind: write, value: 1}, sends Write value=1 to P",
      "P receives Write value=1 from W, sends Copy value=1 to B, sends Answer value=null to W",
      "W receives Answer value=null from P, is answered null",
      "R's timer go fires, begins {kind: read}, sends Read to B",
      "B receives Read from R, sends Answer value=null to R",
      "R receives Answer value=null from B, is answered null",
    ]);
  });

  test("and an answer after it is right in every history", () => {
    const found = explore({ protocol: protocols(true), properties: [linearizable] });
    expect(found).toMatchObject({ holds: true, complete: true });
    expect(found.distinct).toBeGreaterThan(20);
  });
});

describe("plain models", () => {
  test("a run is a trace of one node, whose timers are the actions, and replays", () => {
    const never = {
      kind: "always" as const,
      name: "nobody commits",
      holds: (s: { tmState: string }) => s.tmState !== "committed",
    };
    const { counterexample } = explore({ model: twoPhaseModel({ resourceManagers: 2 }), properties: [never] });
    const last = snapshots(counterexample!).at(-1)!;
    expect(last).toMatchObject({ node: "TwoPhase", state: { tmState: "committed", order: "commit" } });
    expect(counterexample!.trace.events.map((event) => (event.kind === "timer" ? event.timer : event.kind))).toEqual([
      "start",
      "RMPrepare(R1)",
      "TMRcvPrepared(R1)",
      "RMPrepare(R2)",
      "TMRcvPrepared(R2)",
      "TMCommit",
      "violation",
    ]);
  });
});

test("the same exploration twice gives the same run", () => {
  const protocol = threePhaseCommit({ participants: 2 });
  const options = { protocol, time: "asynchronous" as const };
  expect(String(explore(options).counterexample)).toBe(String(explore(options).counterexample));
});

test("a specification whose counterexample needs a choice of beginnings begins with it", () => {
  const model = {
    initial: [{ n: 0 }, { n: 5 }],
    next: ({ n }: { n: number }) => [{ action: "add", state: { n: n + 1 } }],
  };
  const found = explore({ model, properties: [{ kind: "always", name: "below 6", holds: ({ n }) => n < 6 }] });
  expect(found.counterexample!.trace.events[0]).toMatchObject({ kind: "start", choices: [1] });
  expect(snapshots(found.counterexample!).map(({ state }) => state)).toEqual([{ n: 5 }, { n: 6 }]);
});

test("protocols of a run are by node, so that a drawing can show their states", () => {
  const protocol = twoPhaseSpecification({ resourceManagers: 2 });
  const found = explore({ protocol, network: "persistent" });
  expect(Object.keys(found.verdicts[1]!.run!.protocols)).toEqual(["TM", "R1", "R2"]);
});
