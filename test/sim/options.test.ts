/** Wrong options are refused before anything runs, with the option, its value and what is allowed. */
import { describe, expect, test } from "vitest";
import { always, canAlwaysReach } from "../../lib/protocol";
import type { Property } from "../../lib/protocol";
import { clock, crash, cutLinks, delay, drop, duplicate, latency, linkFault, loseSaves } from "../../lib/sim";
import { OptionError, partition, pause, restart, simulate, slow, tearSaves } from "../../lib/sim";
import type { Fault, Script, SimulateOptions } from "../../lib/sim";
import { ticker } from "./small";

let started = 0;
const protocol = {
  ...ticker,
  members: ["A", "B", "C"],
  start: () => {
    started += 1;
    return { ticks: 0 };
  },
};

function* idle(): ReturnType<Script> {}

/** What is said of options that are wrong; nothing may have run. */
function refusal(options: object): string {
  started = 0;
  try {
    simulate({ protocol, ...options } as SimulateOptions);
  } catch (error) {
    expect(error).toBeInstanceOf(OptionError);
    expect(started).toBe(0);
    return (error as Error).message;
  }
  return "nothing";
}

const of = <Value>(value: unknown): Value => value as Value;

describe("general options", () => {
  const wrong: readonly (readonly [object, string])[] = [
    [{ sead: 7 }, "sead is 7; allowed is nothing of this name, only protocol, nodes, seed,"],
    [protocol, 'options is "a protocol"; allowed is an object: simulate({ protocol, … })'],
    [{ protocol: undefined }, "protocol is undefined; allowed is a protocol, or one for each node"],
    [
      { protocol: { name: "x", start: () => 0 } },
      'protocol is {"name":"x"}; allowed is a protocol: { name, start, onMessage, … }',
    ],
    [{ protocol: { A: ticker, B: 5 } }, "protocol.B is 5; allowed is a protocol"],
    [
      { protocol: { ...protocol, members: undefined } },
      "nodes is undefined; allowed is a number or names: ticker does not say",
    ],
    [{ protocol: {} }, "nodes is []; allowed is at least one node"],
    [{ nodes: [] }, "nodes is []; allowed is a list of at least one"],
    [{ nodes: ["A", "A"] }, 'nodes is "A"; allowed is each name once'],
    [{ nodes: ["7"] }, 'nodes is "7"; allowed is names that do not look like integers'],
    [{ nodes: ["A->B"] }, 'nodes is "A->B"; allowed is names that'],
    [{ protocol: { A: ticker }, nodes: ["Z"] }, 'nodes is "Z"; allowed is the nodes that protocol has: A'],
    [{ seed: NaN }, "seed is NaN; allowed is a finite number or a text"],
    [{ untilMs: -1 }, "untilMs is -1; allowed is a number from 0"],
    [{ untilMs: "10" }, 'untilMs is "10"; allowed is a number from 0'],
    [{ untilMs: Infinity }, "untilMs is Infinity; allowed is a number from 0"],
    [{ until: true }, "until is true; allowed is (world) => boolean"],
    [{ maxEvents: 0 }, "maxEvents is 0; allowed is a whole number from 1"],
    [{ trace: "no" }, 'trace is "no"; allowed is true or false'],
    [{ onFailure: "ignore" }, 'onFailure is "ignore"; allowed is "throw" or "report"'],
    [{ clients: { A: idle } }, 'clients is "A"; allowed is names that are no node\'s already'],
    [{ clients: { bob: 5 } }, "clients.bob is 5; allowed is a generator"],
    [{ properties: [5] }, "properties[0] is 5; allowed is always("],
    [{ properties: always("x", () => true) }, "properties is"],
    [
      { properties: [canAlwaysReach("the end", () => true)] },
      'properties[0] is "canAlwaysReach: the end"; allowed is always or sometimes: one run cannot show',
    ],
    [
      { properties: [{ ...always("x", () => true), kind: "never" } as unknown as Property] },
      'properties[0].kind is "never"',
    ],
  ];
  for (const [options, message] of wrong) test(message, () => expect(refusal(options)).toContain(message));
});

describe("the network", () => {
  const wrong: readonly (readonly [object, string])[] = [
    [{ loss: 1.5 }, "network.loss is 1.5; allowed is a chance from 0 to 1"],
    [{ loss: NaN }, "network.loss is NaN; allowed is a chance from 0 to 1"],
    [{ duplication: -0.1 }, "network.duplication is -0.1; allowed is a chance from 0 to 1"],
    [{ latencyMs: -5 }, "network.latencyMs is -5; allowed is a number from 0"],
    [{ latencyMs: latency.uniform(9, 5) }, "network.latencyMs is [9, 5]; allowed is [min, max] with min <= max"],
    [{ latency: 5 }, "network.latency is 5; allowed is nothing of this name, only latencyMs, loss,"],
    [{ reorderingMs: -1 }, "network.reorderingMs is -1; allowed is a number from 0"],
    [{ bandwidthBytesPerMs: 0 }, "network.bandwidthBytesPerMs is 0; allowed is a number above 0"],
    [{ ordered: 1 }, "network.ordered is 1; allowed is true or false"],
    [{ ordered: true, reordering: 0.1 }, "network.reordering is 0.1; allowed is 0 where ordered is true"],
    [{ links: { "A->Z": {} } }, 'network.links is "A->Z"; allowed is "FROM->TO" with two of the nodes A, B, C'],
    [{ links: { AB: {} } }, 'network.links is "AB"; allowed is "FROM->TO"'],
    [{ links: { "A->B": { loss: 2 } } }, 'network.links["A->B"].loss is 2; allowed is a chance from 0 to 1'],
    [{ countBytes: 1 }, "network.countBytes is 1; allowed is true or false"],
  ];
  for (const [network, message] of wrong) test(message, () => expect(refusal({ network })).toContain(message));
});

describe("a fault", () => {
  const at = { atMs: 100, untilMs: 200 };
  const wrong: readonly (readonly [Fault, string])[] = [
    [
      crash("Z", { atMs: 5 }),
      'faults[0].node is "Z"; allowed is one of the nodes A, B, C or a role such as leader, candidate',
    ],
    [
      crash("bob", { atMs: 5 }),
      'faults[0].node is "bob"; allowed is one of the nodes A, B, C, and not a scripted client,',
    ],
    [crash("A", { atMs: -1 }), "faults[0].atMs is -1; allowed is a number from 0"],
    [crash("A", { atMs: NaN }), "faults[0].atMs is NaN; allowed is a number from 0"],
    [
      crash("A", of({ at: 5 })),
      "faults[0].at is 5; allowed is nothing of this name, only kind, node, atMs, restartAtMs, saved",
    ],
    [crash("A", of({})), "faults[0].atMs is undefined; allowed is a number from 0"],
    [
      crash("A", { atMs: 100, restartAtMs: 100 }),
      "faults[0].restartAtMs is 100; allowed is a time after atMs, which is 100",
    ],
    [
      crash("A", of({ atMs: 1, saved: "half" })),
      'faults[0].saved is "half"; allowed is "kept" or "previous" or "torn" or "lost"',
    ],
    [crash("leader", { event: 1, effects: 0 }), 'faults[0].node is "leader"; allowed is one of the nodes A, B, C'],
    [crash("A", { event: 0, effects: 0 }), "faults[0].event is 0; allowed is a whole number from 1"],
    [crash("A", { event: 1, effects: 1.5 }), "faults[0].effects is 1.5; allowed is a whole number from 0"],
    [restart("A", { atMs: 5 }), "faults[0].atMs is 5; allowed is a time at which A is down"],
    [pause("A", { atMs: 5, untilMs: 4 }), "faults[0].untilMs is 4; allowed is a time after atMs, which is 5"],
    [pause("A", of({ atMs: 5 })), "faults[0].untilMs is undefined; allowed is a number from 0"],
    [slow("A", at), "faults[0] is {"],
    [slow("A", { ...at, delayMs: -1 }), "faults[0].delayMs is -1; allowed is a number from 0"],
    [
      partition([["A"], ["B"]], { atMs: 200, healAtMs: 100 }),
      "faults[0].healAtMs is 100; allowed is a time after atMs, which is 200",
    ],
    [partition([["A"], ["A", "B"]], { atMs: 1 }), "allowed is groups that share nobody: A is there twice"],
    [partition([["Z"]], { atMs: 1 }), 'faults[0].groups[0][0] is "Z"; allowed is one of the nodes A, B, C, bob'],
    [partition(of("AB"), { atMs: 1 }), 'faults[0].groups is "AB"; allowed is a list of at least one'],
    [cutLinks([], ["B"], { atMs: 1 }), "faults[0].from is []; allowed is a list of at least one"],
    [cutLinks(["A"], ["A"], { atMs: 1 }), 'faults[0].to is ["A"]; allowed is somebody else than A'],
    [clock("A", {}), "faults[0] is {"],
    [clock("A", { skewMs: Infinity }), "faults[0].skewMs is Infinity; allowed is a finite number"],
    [clock("A", { driftPpm: -1_000_000 }), "faults[0].driftPpm is -1000000; allowed is more than -1000000"],
    [loseSaves("A", { atMs: 5, untilMs: 5 }), "faults[0].untilMs is 5; allowed is a time after atMs, which is 5"],
    [tearSaves("Z", at), 'faults[0].node is "Z"'],
    [linkFault("A", "B", { ...at, loss: 7 }), "faults[0].options.loss is 7; allowed is a chance from 0 to 1"],
    [linkFault("A", "Z", at), 'faults[0].to[0] is "Z"; allowed is one of the nodes A, B, C, bob'],
    [drop({ from: "A", to: "B", nth: 0 }), "faults[0].nth is 0; allowed is a whole number from 1"],
    [drop({ from: "A", to: "leader", nth: 1 }), 'faults[0].to is "leader"; allowed is one of the nodes A, B, C, bob'],
    [delay(of({ from: "A", to: "B", nth: 1 })), "faults[0].byMs is undefined; allowed is a number from 0"],
    [duplicate({ from: "A", to: "B", nth: 1, message: of(5) }), "faults[0].message is 5; allowed is a message's kind"],
    [
      of({ kind: "explode" }),
      'faults[0] is {"kind":"explode"}; allowed is what crash, pause, partition and the like make',
    ],
    [of(null), "faults[0] is null; allowed is what crash,"],
  ];
  for (const [fault, message] of wrong) {
    test(message, () => expect(refusal({ faults: [fault], clients: { bob: idle } })).toContain(message));
  }
});

describe("two faults that contradict each other", () => {
  const link = { from: "A", to: "B", nth: 3 };
  const wrong: readonly (readonly [string, readonly Fault[]])[] = [
    [
      "faults[1].atMs is 200; allowed is a time at which A is up, and faults[0] has crashed it",
      [crash("A", { atMs: 100, restartAtMs: 300 }), crash("A", { atMs: 200 })],
    ],
    [
      "faults[0].atMs is 200; allowed is a time at which A is up, and faults[1] has crashed it",
      [crash("A", { atMs: 200, restartAtMs: 900 }), crash("A", { atMs: 100 })],
    ],
    [
      "faults[2].atMs is 400; allowed is a time at which A is down",
      [crash("A", { atMs: 100 }), restart("A", { atMs: 300 }), restart("A", { atMs: 400 })],
    ],
    [
      "faults[1].nth is 3; allowed is one such fault for a message from A to B",
      [drop(link), delay({ ...link, byMs: 5 })],
    ],
    ["faults[1].nth is 3; allowed is one such fault", [delay({ ...link, byMs: 5 }), delay({ ...link, byMs: 9 })]],
    [
      "faults[1].event is 2; allowed is one crash in an event of A",
      [crash("A", { event: 2, effects: 0 }), crash("A", { event: 2, effects: 1 })],
    ],
    [
      "faults[1].atMs is 0; allowed is one change of A's clock at a time",
      [clock("A", { skewMs: 1 }), clock("A", { skewMs: 2 })],
    ],
  ];
  for (const [message, faults] of wrong) test(message, () => expect(refusal({ faults })).toContain(message));
});

describe("what only looks like a contradiction is let in", () => {
  const link = { from: "A", to: "B", nth: 3 };
  const right: { readonly [what: string]: readonly Fault[] } = {
    "a crash at the moment of a restart": [crash("A", { atMs: 1, restartAtMs: 2 }), crash("A", { atMs: 2 })],
    "a restart after a crash in a step": [crash("A", { event: 2, effects: 0 }), restart("A", { atMs: 400 })],
    "a restart after the leader's crash": [crash("leader", { atMs: 1 }), restart("A", { atMs: 400 })],
    "two crashes of whoever leads": [crash("leader", { atMs: 1 }), crash("leader", { atMs: 2 })],
    "a message that is late, and twice": [delay({ ...link, byMs: 5 }), duplicate(link)],
    "the third message, and the third Vote": [drop(link), drop({ ...link, message: "Vote" })],
    "two partitions at once": [partition([["A"]], { atMs: 1 }), partition([["B"]], { atMs: 1 })],
  };
  for (const [what, faults] of Object.entries(right)) test(what, () => expect(refusal({ faults })).toBe("nothing"));
});
