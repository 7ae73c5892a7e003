/** How the shipped broken protocols are looked for: under seeds, and by the exhaustive checker. */
import { weather } from "distlab";
import type { BrokenProtocol, CheckSeedsOptions, ExploreOptions, NodeId } from "distlab";

export function nodesOf({ protocol }: BrokenProtocol): readonly NodeId[] {
  return "start" in protocol && typeof protocol.start === "function"
    ? (protocol as { readonly members: readonly NodeId[] }).members
    : Object.keys(protocol);
}

/** As bad a weather as it takes. */
export function underSeeds(broken: BrokenProtocol): CheckSeedsOptions {
  const { protocol, property, faults = {}, time } = broken;
  const options = {
    nodes: nodesOf(broken),
    crashes: faults.crashes ?? 0,
    restarts: faults.restarts !== undefined,
    duplication: faults.duplicates === undefined ? 0 : 0.5,
    ...(time === "synchronous" ? { latencyMs: [1, 20] as const, loss: 0 } : {}),
  };
  return {
    seeds: 4000,
    failuresMax: 3,
    properties: [property],
    run: (seed) => ({ protocol, untilMs: 3000, ...weather(seed, options) }),
  };
}

/** Within bounds in which the mistake can show. */
export function underExplore({ protocol, property, faults, time, firings }: BrokenProtocol): ExploreOptions {
  return {
    protocol,
    properties: [property],
    time,
    ...(faults ? { faults } : {}),
    ...(firings === undefined ? {} : { firings }),
  };
}

/** `vote counted twice` is `vote-counted-twice`. */
export function slug({ name }: BrokenProtocol): string {
  return name.replaceAll(" ", "-");
}
