/** Simulations of all sorts, drawn from a number: every distribution, every fault, protocols and scripts as clients. */
import type { NodeId } from "../../lib/protocol";
import {
  clock,
  crash,
  createRandom,
  cutLinks,
  delay,
  drop,
  duplicate,
  latency,
  linkFault,
  loseSaves,
  partition,
  pause,
  randomFaults,
  slow,
  tearSaves,
} from "../../lib/sim";
import type { Distribution, Fault, LinkOptions, Random, Script, SimulateOptions } from "../../lib/sim";
import { chatter } from "./chatter";

const names = ["A", "B", "C", "D", "E"];

export function randomOptions(number: number): SimulateOptions {
  const random = createRandom(number, "options");
  const nodes = names.slice(0, 1 + random.index(5));
  const clients: { readonly [node: NodeId]: Script } = random.chance(0.4) ? { bob: asker(nodes) } : {};
  const all = [...nodes, ...Object.keys(clients)];
  const from = random.pick(all);
  const to = random.pick(all);
  return {
    protocol: chatter(nodes),
    seed: random.chance(0.5) ? number : `run ${number}`,
    untilMs: random.between(100, 500),
    network: {
      ...randomLink(random),
      ...(random.chance(0.3) ? { links: { [`${from}->${to}`]: { latencyMs: random.between(0, 90) } } } : {}),
    },
    faults: random.chance(0.8) ? [...weather(random, nodes, number), ...singleFaults(random, nodes, all)] : [],
    clients,
    onFailure: "report",
  };
}

function randomLink(random: Random): LinkOptions {
  const some = (chance: number, link: LinkOptions): LinkOptions => (random.chance(chance) ? link : {});
  const ordered = random.chance(0.2);
  return {
    ...some(0.9, { latencyMs: randomDistribution(random) }),
    ...some(0.5, { loss: random.between(0, 0.3) }),
    ...some(0.5, { duplication: random.between(0, 0.3) }),
    ...some(0.3, { corruption: random.between(0, 0.2) }),
    ...some(0.3, { bandwidthBytesPerMs: random.between(5, 500) }),
    ...(ordered ? { ordered } : some(0.5, { reordering: random.next(), reorderingMs: random.between(0, 100) })),
  };
}

function randomDistribution(random: Random): Distribution {
  return random.pick([
    latency.fixed(random.between(0, 20)),
    latency.uniform(1, random.between(2, 50)),
    latency.exponential(random.between(1, 20), 2),
    latency.normal(20, random.between(0, 10)),
    latency.logNormal(10, 0.8),
    latency.pareto(3, random.between(1.1, 4)),
    latency.empirical([1, 2, 3, 50]),
    latency.mixture([
      [9, latency.uniform(1, 5)],
      [1, latency.pareto(20, 1.5)],
    ]),
  ]);
}

function weather(random: Random, nodes: readonly NodeId[], seed: number): readonly Fault[] {
  const count = (): number => random.index(3);
  return randomFaults({
    nodes,
    seed,
    untilMs: 400,
    crashes: count(),
    pauses: count(),
    slowdowns: count(),
    partitions: count(),
    clocks: count(),
    downMax: 1,
  });
}

function singleFaults(random: Random, nodes: readonly NodeId[], all: readonly NodeId[]): readonly Fault[] {
  const atMs = random.between(0, 300);
  const window = { atMs, untilMs: atMs + random.between(1, 200) };
  const node = random.pick(nodes);
  const link = { from: random.pick(all), to: random.pick(all) };
  const saved = random.pick(["kept", "previous", "torn", "lost"] as const);
  const some = (fault: Fault): readonly Fault[] => (random.chance(0.3) ? [fault] : []);
  return [
    ...some(crash(node, { event: 1 + random.index(40), effects: random.index(4), restartAfterMs: 50, saved })),
    ...some(pause("leader", window)),
    ...some(slow(node, { ...window, busyMs: random.between(0.1, 5) })),
    ...some(partition([["leader"]], { atMs, healAtMs: window.untilMs })),
    ...(link.from === link.to ? [] : some(cutLinks([link.from], [link.to], { atMs }))),
    ...some(clock("leader", { atMs, skewMs: random.between(-50, 50) })),
    ...some(loseSaves(node, window)),
    ...some(tearSaves(random.pick(nodes), window)),
    ...some(linkFault(link.from, [...all], { ...window, loss: 0.5, duplication: 0.5 })),
    ...some(drop({ ...link, nth: 1 + random.index(5) })),
    ...some(delay({ ...link, nth: 6 + random.index(5), byMs: 77 })),
    ...some(duplicate({ ...link, nth: 1, message: "Echo" })),
  ];
}

/** A client that asks the nodes in turn, and sometimes only tells them something. */
function asker(nodes: readonly NodeId[]): Script {
  return function* (client) {
    for (let number = 1; ; number++) {
      const to = nodes[number % nodes.length]!;
      const request = { kind: "Chat", id: 1000 + number, topic: { text: "well?", weight: 0 }, hops: 5 };
      const reply = yield client.call({ to, request, timeoutMs: 60, result: (echo) => ({ echo }) });
      if (reply === null) yield client.send(client.random.pick(nodes), { ...request, id: 0, hops: 0 });
      yield client.sleep(client.random.between(5, 50));
    }
  };
}
