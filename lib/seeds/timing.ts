/**
 * Whether an order of events is possible in the time that the simulation keeps: messages take as long as their link
 * allows, timers fire within their range. Each such fact bounds the time between two moves; a system of such bounds
 * can be kept if, and only if, the longest path through it is finite.
 *
 * Source: Dechter, Meiri and Pearl, "Temporal constraint networks", Artificial Intelligence 49, 1991, section 3.
 */
import type { Millis, NodeId } from "../protocol";
import type { Fault, LinkOptions, SimulateOptions } from "../sim";
import { distributionOf } from "../sim/latency";
import type { Distribution } from "../sim";

/** The time from one move to another lies in this range. */
export interface Bound {
  readonly from: number;
  readonly to: number;
  readonly minMs: Millis;
  /** Infinity where there is no limit. */
  readonly maxMs: Millis;
}

export type Range = readonly [minMs: Millis, maxMs: Millis];

/** What a simulation promises about time. */
export interface Timing {
  /** How long messages may take on this link. */
  latencyOf(from: NodeId, to: NodeId): Range;
  /** Whether the node handles at once what reaches it, by a clock that is right. */
  isPunctual(node: NodeId): boolean;
}

/**
 * The least times at which moves 0 to `last` can happen, in their order and within the bounds; undefined if they cannot.
 * @param apartMs how far two moves are to be apart at least
 */
export function leastTimes(last: number, bounds: readonly Bound[], apartMs: Millis = 0): readonly Millis[] | undefined {
  const times: Millis[] = Array.from({ length: last + 1 }, () => 0);
  for (let pass = 0; pass <= last + 1; pass++) {
    let changed = false;
    for (let move = 1; move <= last; move++) {
      if (times[move]! >= times[move - 1]! + apartMs - tolerance) continue;
      times[move] = times[move - 1]! + apartMs;
      changed = true;
    }
    for (const { from, to, minMs, maxMs } of bounds) {
      if (times[to]! < times[from]! + minMs - tolerance) {
        times[to] = times[from]! + minMs;
        changed = true;
      }
      if (times[from]! < times[to]! - maxMs - tolerance) {
        times[from] = times[to]! - maxMs;
        changed = true;
      }
    }
    if (!changed) return times;
    // Nothing comes before the boot.
    if (times[0]! > 0) return undefined;
  }
  return undefined;
}

/** Sums of fractions are never quite equal. */
const tolerance = 1e-6;

/** What a simulation's network and faults allow. */
export function timingOf({ network = {}, faults = [] }: SimulateOptions, nodes: readonly NodeId[]): Timing {
  const { links = {}, ...common } = network;
  return {
    latencyOf(from, to) {
      if (faults.some((fault) => delays(fault, from, to, nodes))) return [0, Infinity];
      const own = links[`${from}->${to}`];
      if (from === to && own === undefined) return [0, 0];
      return linkRange({ ...common, ...own });
    },
    isPunctual: (node) => !faults.some((fault) => holdsUp(fault, node, nodes)),
  };
}

/** Whether the fault may change how long messages take on this link. A name that is no node's is a role: anybody's. */
function delays(fault: Fault, from: NodeId, to: NodeId, nodes: readonly NodeId[]): boolean {
  if (fault.kind === "delay") return fault.from === from && fault.to === to;
  if (fault.kind !== "link") return false;
  const touches = (named: readonly NodeId[], node: NodeId): boolean =>
    named.some((name) => name === node || !nodes.includes(name));
  return touches(fault.from, from) && touches(fault.to, to);
}

function holdsUp(fault: Fault, node: NodeId, nodes: readonly NodeId[]): boolean {
  if (fault.kind !== "pause" && fault.kind !== "slow" && fault.kind !== "clock") return false;
  return fault.node === node || !nodes.includes(fault.node);
}

function linkRange(link: LinkOptions): Range {
  const [minMs, maxMs] = support(distributionOf(link.latencyMs ?? [5, 15]));
  if (link.ordered || link.bandwidthBytesPerMs !== undefined) return [minMs, Infinity];
  return [minMs, maxMs + ((link.reordering ?? 0) > 0 ? (link.reorderingMs ?? 50) : 0)];
}

/** The range from which a distribution draws. */
function support(distribution: Distribution): Range {
  switch (distribution.kind) {
    case "fixed":
      return [distribution.ms, distribution.ms];
    case "uniform":
    case "exponential":
    case "pareto":
      return [distribution.minMs, distribution.kind === "uniform" ? distribution.maxMs : Infinity];
    case "normal":
    case "logNormal":
      return [0, Infinity];
    case "mixture": {
      const parts = distribution.parts.map((part) => support(part.of));
      return [Math.min(...parts.map(([minMs]) => minMs)), Math.max(...parts.map(([, maxMs]) => maxMs))];
    }
    case "empirical":
      return [Math.min(...distribution.valuesMs), Math.max(...distribution.valuesMs)];
  }
}
