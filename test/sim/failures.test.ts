/** Handlers that throw, change their messages, or do what they may not: named, with node, event and seed. */
import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import type { AnyProtocol, Data, Out } from "../../lib/protocol";
import { HandlerError } from "../../lib/step";
import { simulate, SimulationFailure } from "../../lib/sim";
import type { Run } from "../../lib/sim";
import { eventsOf } from "./small";

type AnyOut = Out<Data, string, Data>;
type Handlers = Partial<Pick<AnyProtocol, "start" | "onMessage" | "onTimer">>;

/** A sends `message` to B as soon as it is up; what else happens is up to the test. */
function protocolWith(handlers: Handlers, message: Data = { kind: "Vote", term: 3, log: [{ term: 1 }] }): AnyProtocol {
  return {
    name: "bad",
    members: ["A", "B"],
    start(self, _saved, out) {
      if (self === "A") out.send("B", message);
      return { count: 0 };
    },
    onMessage() {},
    ...handlers,
  };
}

function failureOf(handlers: Handlers, message?: Data): SimulationFailure {
  const protocol = protocolWith(handlers, message);
  try {
    simulate({ protocol, seed: 7, network: { latencyMs: 3 } });
  } catch (error) {
    expect(error).toBeInstanceOf(SimulationFailure);
    return error as SimulationFailure;
  }
  throw new Error("nothing failed");
}

/** A handler as a notebook's cell has it: in sloppy mode a write to something frozen does nothing. */
// oxlint-disable-next-line no-implied-eval -- there is no other way to have sloppy mode in a module
const sloppy = (body: string): NonNullable<AnyProtocol["onMessage"]> =>
  new Function("state", "message", "from", "out", body) as AnyProtocol["onMessage"];

describe("a failure", () => {
  const failure = failureOf({
    onMessage() {
      throw new RangeError("out of range");
    },
  });

  test("names protocol, handler, message and node, and says when, with which seed, and how to see it", () => {
    expect(failure.message).toBe(
      [
        "bad: onMessage(Vote from A) on node B threw RangeError: out of range (at 3 ms, seed 7)",
        'to see the run: simulate({ …, seed: 7, onFailure: "report" })',
      ].join("\n"),
    );
    expect(failure).toBeInstanceOf(HandlerError);
    expect([failure.protocol, failure.node]).toEqual(["bad", "B"]);
    expect(failure.input).toEqual({
      kind: "message",
      from: "A",
      message: { kind: "Vote", term: 3, log: [{ term: 1 }] },
    });
    expect(failure.cause).toBeInstanceOf(RangeError);
  });

  test("has the run up to there, and does not print all of it", () => {
    expect(failure.run.why).toBe("failure");
    expect(failure.run.trace.events.at(-1)).toMatchObject({ kind: "fail", at: 3, node: "B" });
    expect(inspect(failure, { depth: 8 })).not.toContain("events");
  });

  test("can be reported instead of thrown", () => {
    const protocol = protocolWith({
      onMessage() {
        throw new Error("no");
      },
    });
    const run: Run = simulate({ protocol, onFailure: "report" });
    expect(run.why).toBe("failure");
    expect(run.failure!.message).toContain("bad: onMessage(Vote from A) on node B threw Error: no");
    expect(run.toString()).toContain(run.failure!.message);
    expect(simulate({ protocol: protocolWith({}) }).failure).toBeUndefined();
  });

  test("in start or a timer is named too", () => {
    const boot = failureOf({
      start() {
        throw new Error("no disk");
      },
    });
    expect(boot.message).toContain("bad: start(first boot) on node A threw Error: no disk (at 0 ms");
    const timer = failureOf({
      start(_self, _saved, out) {
        out.setTimer("tick", [5, 5]);
        return null;
      },
      onTimer() {
        throw new Error("late");
      },
    });
    expect(timer.message).toContain("bad: onTimer(tick) on node A threw Error: late (at 5 ms");
  });
});

describe("what a handler may not do", () => {
  const wrong: readonly (readonly [string, Handlers, Data?])[] = [
    [
      "onMessage(Vote from A) on node B changed message.term from 3 to 4; what it receives is shared: copy it first",
      { onMessage: sloppy("message.term += 1") },
    ],
    ["on node B changed message.log[0].term from 1 to 9", { onMessage: sloppy("message.log[0].term = 9") }],
    ["on node B changed message.log[1] from undefined to 5", { onMessage: sloppy("message.log.push(5)") }],
    [
      "onMessage(Vote from A) on node B is async; a handler runs at once",
      { onMessage: (async () => Promise.reject(new Error("later"))) as unknown as AnyProtocol["onMessage"] },
    ],
    [
      "called send: message.voters is a Set; allowed are null, booleans, finite numbers",
      {
        onMessage: (_state, _message, from, out) =>
          out.send(from, { kind: "Set", voters: new Set(["A"]) as unknown as Data }),
      },
    ],
    [
      "called send: message.term is NaN;",
      { onMessage: (_state, _message, from, out) => out.send(from, { term: NaN }) },
    ],
    ["called send: to is C; the nodes are A, B", { onMessage: (_state, _message, _from, out) => out.send("C", 1) }],
    [
      "called send: to is undefined; it must be a node's name",
      { onMessage: (_state, _message, _from, out) => out.send(undefined as unknown as string, 1) },
    ],
    [
      "called save: saved.at is undefined;",
      { onMessage: (_state, _message, _from, out) => out.save({ at: undefined } as unknown as Data) },
    ],
    [
      "called setTimer(t): after is [5, 2]; allowed is [min, max] in milliseconds with 0 <= min <= max",
      { onMessage: (_state, _message, _from, out) => out.setTimer("t", [5, 2]) },
    ],
    [
      "called setTimer(t): after is 5; allowed is [min, max]",
      { onMessage: (_state, _message, _from, out) => out.setTimer("t", 5 as unknown as [number, number]) },
    ],
    ["called choose with no options", { onMessage: (_state, _message, _from, out) => void out.choose([]) }],
    [
      "called complete: no operation of this node is open",
      { onMessage: (_state, _message, _from, out) => out.complete(1) },
    ],
    [
      "left behind what is not plain data: state.seen is a Map",
      { onMessage: (state) => void ((state as { seen?: unknown }).seen = new Map()) },
    ],
    ["start(first boot) on node A returned nothing", { start: (() => undefined) as unknown as AnyProtocol["start"] }],
    [
      "start(first boot) on node A left behind what is not plain data: state.at is Infinity",
      { start: () => ({ at: Infinity }) },
    ],
    [
      "onTimer(t) on node A was called, but the protocol has no onTimer",
      {
        start(_self, _saved, out) {
          out.setTimer("t", [1, 1]);
          return null;
        },
      },
    ],
    [
      "wrote to something that it shares with others (Cannot assign to read only property 'term'",
      {
        start(self, _saved, out) {
          for (let copy = 0; copy < 3; copy++) if (self === "A") out.send("B", { kind: "Vote", term: 3, copy });
          return null;
        },
        // The first messages are watched, and may be written to; the third is not.
        onMessage(_state, message) {
          if ((message as { copy: number }).copy === 2) Object.assign(Object.freeze(message as object), { term: 4 });
        },
      },
    ],
  ];
  for (const [message, handlers, sent] of wrong) {
    test(message, () => expect(failureOf(handlers, sent).message).toContain(message));
  }

  test("keep its out and call it later", () => {
    let kept: AnyOut | undefined;
    simulate({ protocol: protocolWith({ onMessage: (_state, _message, _from, out) => void (kept = out) }) });
    expect(() => kept!.send("A", 1)).toThrow("out.send was called after its handler had returned");
    expect(() => kept!.localTime).toThrow("out.localTime was called after its handler had returned");
  });
});

describe("messages are watched", () => {
  /** B is sent `count` messages of a kind and changes the last one. */
  function changesThe(nth: number, kinds: number): boolean {
    const protocol: AnyProtocol = {
      name: "watched",
      members: ["A", "B"],
      start(self, _saved, out) {
        for (let number = 1; number <= (self === "A" ? nth : 0); number++) {
          for (let kind = 0; kind < kinds; kind++) out.send("B", { kind: `K${kind}`, number });
        }
        return null;
      },
      onMessage: sloppy(`if (message.number === ${nth}) message.number = 0`),
    };
    return simulate({ protocol, network: { latencyMs: 1, ordered: true }, onFailure: "report" }).why === "failure";
  }

  test("the first four of each kind, then ever more rarely", () => {
    const caught = Array.from({ length: 40 }, (_, index) => index + 1).filter((nth) => changesThe(nth, 5));
    expect(caught).toEqual([1, 2, 3, 4, 8, 16, 32]);
  });

  test("a write that is not seen changes nothing: what is delivered is frozen", () => {
    const protocol = protocolWith({
      start(self, _saved, out) {
        for (let number = 0; number < (self === "A" ? 7 : 0); number++) out.send("B", { kind: "Vote", number });
        return { last: -1 };
      },
      onMessage: sloppy("if (message.number === 6) { message.number = 99; state.last = message.number; }"),
    });
    const run = simulate({ protocol, network: { latencyMs: 1 } });
    expect(run.states["B"]).toEqual({ last: 6 });
    expect(eventsOf(run, "deliver").at(-1)!.message).toEqual({ kind: "Vote", number: 6 });
  });
});
