/** Clients that are scripts, and clients that are protocols: one kind of history. */
import { describe, expect, test } from "vitest";
import type { Data, Protocol } from "../../lib/protocol";
import { crash, partition, simulate, SimulationFailure } from "../../lib/sim";
import type { Run, Script, SimulateOptions, Wish } from "../../lib/sim";
import { historyOf } from "../../lib/trace/history";
import { eventsOf } from "./small";

type Request = { kind: "Add"; id: number; amount: number };
type Reply = { kind: "Sum"; id: number; sum: number };

/** Adds up what it is asked to, and answers with the sum. */
const adder: Protocol<{ sum: number }, Request | Reply, never, { sum: number }> = {
  name: "adder",
  members: ["bank"],
  start: (_self, saved) => ({ sum: saved?.sum ?? 0 }),
  onMessage(state, message, from, out) {
    if (message.kind !== "Add") return;
    state.sum += message.amount;
    out.save({ sum: state.sum });
    out.send(from, { kind: "Sum", id: message.id, sum: state.sum });
  },
};

const network = { latencyMs: 10 };

function run(script: Script, options: Partial<SimulateOptions> = {}): Run {
  return simulate({ protocol: adder, network, clients: { bob: script }, ...options } as SimulateOptions);
}

describe("a script", () => {
  test("is handed the reply, and the operation is in the history", () => {
    const replies: Data[] = [];
    const { history, why, endedAtMs } = run(function* (client) {
      replies.push(yield client.call({ to: "bank", request: { kind: "Add", id: 1, amount: 30 } }));
      yield client.sleep(100);
      replies.push(yield client.call({ to: "bank", request: { kind: "Add", id: 2, amount: 5 } }));
    });
    expect(replies).toEqual([
      { kind: "Sum", id: 1, sum: 30 },
      { kind: "Sum", id: 2, sum: 35 },
    ]);
    expect(history).toEqual([
      { client: "bob", operation: { kind: "Add", id: 1, amount: 30 }, invoked: 0, result: replies[0], returned: 20 },
      { client: "bob", operation: { kind: "Add", id: 2, amount: 5 }, invoked: 120, result: replies[1], returned: 140 },
    ]);
    // The time-out of a call that was answered is nothing that is waited for.
    expect([why, endedAtMs]).toEqual(["quiet", 140]);
  });

  test("says what the history records", () => {
    const { history } = run(function* (client) {
      const request = { kind: "Add", id: 1, amount: 30 };
      yield client.call({ to: "bank", request, operation: "add 30", result: (reply) => (reply as Reply).sum });
    });
    expect(history).toMatchObject([{ operation: "add 30", result: 30 }]);
  });

  test("is handed null when no reply comes in time; the operation stays open", () => {
    const replies: Data[] = [];
    const cut = run(
      function* (client) {
        const request = { kind: "Add", id: 1, amount: 30 };
        replies.push(yield client.call({ to: "bank", request, timeoutMs: 50 }));
      },
      { faults: [partition([["bob"]], { atMs: 5 })] },
    );
    expect(replies).toEqual([null]);
    expect(cut.endedAtMs).toBe(50);
    expect(cut.history).toEqual([{ client: "bob", operation: { kind: "Add", id: 1, amount: 30 }, invoked: 0 }]);
    expect(cut.toString()).toContain("1 operation of clients, 1 without an answer");
  });

  test("takes no late reply for the answer to its next call", () => {
    const sums: Data[] = [];
    run(
      function* (client) {
        for (const id of [1, 2]) {
          const request = { kind: "Add", id, amount: id };
          sums.push(yield client.call({ to: "bank", request, timeoutMs: 15 + 10 * id, result: (reply) => reply }));
        }
      },
      { network: { latencyMs: 13 } },
    );
    expect(sums).toEqual([null, { kind: "Sum", id: 2, sum: 3 }]);
  });

  test("can say which message is the reply, whoever it is from", () => {
    const found: Data[] = [];
    run(function* (client) {
      const call = { to: "bank", request: { kind: "Add", id: 1, amount: 1 } };
      found.push(yield client.call({ ...call, matches: (_reply, from) => from === "elsewhere", timeoutMs: 30 }));
      found.push(yield client.call({ ...call, matches: (reply) => (reply as Reply).sum === 2, timeoutMs: 30 }));
    });
    expect(found).toEqual([null, { kind: "Sum", id: 1, sum: 2 }]);
  });

  test("can send without waiting, and wait for whatever comes", () => {
    const received: Data[] = [];
    const times: number[] = [];
    run(function* (client) {
      yield client.send("bank", { kind: "Add", id: 7, amount: 1 });
      times.push(client.nowMs);
      received.push(yield client.receive());
      times.push(client.nowMs);
      received.push(yield client.receive({ timeoutMs: 5 }));
      times.push(client.nowMs);
    });
    expect(received).toEqual([{ kind: "Sum", id: 7, sum: 1 }, null]);
    expect(times).toEqual([0, 20, 25]);
  });

  test("draws from a stream of its own", () => {
    const draws: number[] = [];
    const script: Script = function* (client) {
      draws.push(client.random.next());
      yield client.sleep(1);
    };
    run(script);
    run(script, { network: { latencyMs: [1, 99] } });
    simulate({ protocol: adder, clients: { ann: script } });
    expect(draws[1]).toBe(draws[0]);
    expect(draws[2]).not.toBe(draws[0]);
  });

  test("outlives the node that it calls", () => {
    const sums: Data[] = [];
    run(
      function* (client) {
        for (let id = 1; id <= 4; id++) {
          const request = { kind: "Add", id, amount: 10 };
          sums.push(yield client.call({ to: "bank", request, timeoutMs: 40, result: (reply) => (reply as Reply).sum }));
        }
      },
      { faults: [crash("bank", { atMs: 25, restartAtMs: 75 })] },
    );
    expect(sums.map((sum) => (sum as Reply | null)?.sum)).toEqual([10, undefined, undefined, 20]);
  });
});

describe("a script that goes wrong is a failure that names the client", () => {
  const failure = (script: Script): string => {
    try {
      run(script);
    } catch (error) {
      expect(error).toBeInstanceOf(SimulationFailure);
      return (error as SimulationFailure).message;
    }
    return "nothing";
  };
  const wrong: readonly (readonly [string, Script])[] = [
    [
      "client bob: its script threw RangeError: no money (at 3 ms, seed 1)",
      function* (client) {
        yield client.sleep(3);
        throw new RangeError("no money");
      },
    ],
    [
      "client bob: its script threw OptionError: what it yielded is 5; allowed is client.call(…)",
      function* () {
        yield 5 as unknown as Wish;
      },
    ],
    [
      "client bob: its script threw OptionError: sleep(ms): ms is -1; allowed is a number from 0",
      function* (client) {
        yield client.sleep(-1);
      },
    ],
    [
      "client bob: its script threw OptionError: call: timeoutMs is NaN; allowed is a number from 0",
      function* (client) {
        yield client.call({ to: "bank", request: null, timeoutMs: NaN });
      },
    ],
    [
      "client bob: its script threw Refusal: send: to is shop; the nodes are bank, bob",
      function* (client) {
        yield client.call({ to: "shop", request: null });
      },
    ],
    [
      "client bob: its script threw PlainDataError: message.when is a Date",
      function* (client) {
        yield client.send("bank", { when: new Date() as unknown as Data });
      },
    ],
    [
      "client bob: its script threw RangeError: sent 100000 messages without time passing",
      function* (client) {
        for (;;) yield client.send("bank", { kind: "Add", id: 0, amount: 0 });
      },
    ],
    [
      "client bob: its script threw TypeError: not now",
      function* (client) {
        const matches = (): boolean => {
          throw new TypeError("not now");
        };
        yield client.call({ to: "bank", request: { kind: "Add", id: 1, amount: 1 }, matches });
      },
    ],
  ];
  for (const [message, script] of wrong) test(message, () => expect(failure(script)).toContain(message));
});

describe("histories", () => {
  /** A client that is a protocol: asks once, and again after each answer. */
  const asker: Protocol<{ asked: number }, Request | Reply> = {
    name: "asker",
    start(_self, _saved, out) {
      out.invoke({ amount: 1 });
      out.send("bank", { kind: "Add", id: 1, amount: 1 });
      return { asked: 1 };
    },
    onMessage(state, reply, from, out) {
      if (reply.kind !== "Sum") return;
      out.complete(reply.sum);
      if (state.asked === 3) return;
      state.asked += 1;
      out.invoke({ amount: state.asked });
      out.send(from, { kind: "Add", id: state.asked, amount: state.asked });
    },
  };

  test("a client that is a protocol gives the same kind of history", () => {
    const { history } = simulate({ protocol: { bank: adder, ann: asker }, network });
    expect(history).toEqual([
      { client: "ann", operation: { amount: 1 }, invoked: 0, result: 1, returned: 20 },
      { client: "ann", operation: { amount: 2 }, invoked: 20, result: 3, returned: 40 },
      { client: "ann", operation: { amount: 3 }, invoked: 40, result: 6, returned: 60 },
    ]);
  });

  test("the trace has the same history as the run", () => {
    const both = simulate({
      protocol: { bank: adder, ann: asker },
      network: { loss: 0.2 },
      clients: {
        *bob(client) {
          for (let id = 1; id < 20; id++) {
            yield client.call({ to: "bank", request: { kind: "Add", id, amount: id }, timeoutMs: 30 });
          }
        },
      },
    });
    expect(both.history.length).toBeGreaterThan(10);
    expect(historyOf(both.trace)).toEqual(both.history);
    expect(eventsOf(both, "invoke")).toHaveLength(both.history.length);
  });
});
