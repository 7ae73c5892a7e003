/**
 * A failure detector of heartbeats that learns how long a silence is usual, and says how surprising the present one is.
 *
 * A fixed time limit must be chosen by somebody who knows the network, and is wrong as soon as that changes. Here each
 * node remembers when heartbeats came, and suspects another when a silence as long as the present one would be too
 * unlikely: at phi 8, one in 10⁸. On a quiet network that is soon after a missed heartbeat; on a restless one the
 * detector waits for longer by itself. It is right about the odds only if arrivals are distributed as it thinks.
 *
 * A heartbeat says which of its sender's boots it belongs to, and its number: a copy, or one that was overtaken, says
 * nothing new, and a late one would even bring the dead back to life. The silence between two boots is no interval.
 *
 * Source: Hayashibara, Défago, Yared and Katayama, "The phi accrual failure detector", SRDS 2004, sections 3 and 4.
 * Simplified: one threshold instead of one for each application; nodes are named in advance. Added: the boot's number.
 * The detector reads the clock, which the checker refuses: its properties are judged in simulations.
 */
import { members as namesOf } from "../protocol";
import type { Contract, Millis, NodeId, Out, Protocol } from "../protocol";
import { createPhiDetector, phi, recordHeartbeat } from "../structures/phi-accrual";
import type { PhiDetector } from "../structures/phi-accrual";
import { deadAreSuspected, livingAreTrusted, someoneIsSuspected } from "./heartbeat";

/** I am there: the `sequence`-th time since my `boot`-th start. */
export type PhiHeartbeat = { kind: "Heartbeat"; boot: number; sequence: number };
/** `beat`: time to send. `judge`: time to look at who is silent. */
export type PhiTimer = "beat" | "judge";

/** What a node knows of another: its newest heartbeat, and the times between them. */
export type PhiHistory = { boot: number; sequence: number; detector: PhiDetector };

/** A node's state. */
export type PhiDetectorState = {
  self: NodeId;
  /** How often this node has started, and how many heartbeats it has sent since. */
  boot: number;
  sequence: number;
  heard: { [node: NodeId]: PhiHistory };
  /** The nodes that it takes for dead. */
  suspected: NodeId[];
  /** How many suspicions turned out to be false, since the suspect was heard of again. */
  falseAlarms: number;
};

/** What survives a crash: how often the node has started. */
export type PhiDetectorSaved = { boot: number };

/** Who watches each other, and how surprising a silence must be. */
export interface PhiDetectorOptions {
  /** How many nodes, or their names. Default 3. */
  readonly members?: number | readonly NodeId[];
  /** How often each node sends a heartbeat. Default 100 ms. */
  readonly periodMs?: Millis;
  /** How often each node looks at who is silent. Default a tenth of a period. */
  readonly judgeMs?: Millis;
  /** From which phi on a node is suspected: at phi, one silence in 10^phi is thought to be as long. Default 8. */
  readonly threshold?: number;
  /** How many intervals are remembered of each node. Default 200. */
  readonly window?: number;
  /** The intervals' standard deviation is taken to be at least this. Default a tenth of a period. */
  readonly minStdDevMs?: Millis;
}

/** The options with their defaults filled in, as handlers see them. */
export type PhiDetectorConfig = Required<Omit<PhiDetectorOptions, "members">> & { readonly members: readonly NodeId[] };
/** The recorder that handlers get. */
export type PhiDetectorOut = Out<PhiHeartbeat, PhiTimer, PhiDetectorSaved>;
/** What `phiDetector` returns. */
export type PhiDetectorProtocol = Protocol<PhiDetectorState, PhiHeartbeat, PhiTimer, PhiDetectorSaved>;

/** The rules that can be replaced one by one. */
export interface PhiDetectorHandlers {
  /** A heartbeat of `from` has come, or a copy of one. */
  readonly heartbeat: (
    state: PhiDetectorState,
    message: PhiHeartbeat,
    from: NodeId,
    out: PhiDetectorOut,
    config: PhiDetectorConfig,
  ) => void;
  /** Suspects `node` if its silence has become too surprising. */
  readonly judge: (state: PhiDetectorState, node: NodeId, out: PhiDetectorOut, config: PhiDetectorConfig) => void;
}

function heartbeat(
  state: PhiDetectorState,
  { boot, sequence }: PhiHeartbeat,
  from: NodeId,
  out: PhiDetectorOut,
  config: PhiDetectorConfig,
): void {
  const known = state.heard[from]!;
  const isNew = boot > known.boot || (boot === known.boot && sequence > known.sequence);
  if (!out.guard("counts each heartbeat once", isNew)) return;
  // The silence that ends here may have been too long since anybody looked.
  judge(state, from, out, config);
  if (state.suspected.includes(from)) {
    state.suspected = state.suspected.filter((node) => node !== from);
    state.falseAlarms += 1;
  }
  // Nobody sends while it is down: the first heartbeat after a boot ends no interval.
  const detector = boot > known.boot ? { ...known.detector, lastHeartbeatMs: null } : known.detector;
  state.heard[from] = { boot, sequence, detector: recordHeartbeat(detector, out.localTime) };
}

function judge(state: PhiDetectorState, node: NodeId, out: PhiDetectorOut, config: PhiDetectorConfig): void {
  if (state.suspected.includes(node)) return;
  if (phi(state.heard[node]!.detector, out.localTime) > config.threshold) state.suspected.push(node);
}

/** The detector's rules. */
export const phiDetectorHandlers: PhiDetectorHandlers = { heartbeat, judge };

/**
 * A failure detector that suspects by phi. Throws a RangeError for an option out of range.
 * @example
 * const run = simulate({ protocol: phiDetector(), faults: [crash("C", { atMs: 5000 })], untilMs: 6000 });
 * run.states["A"]?.suspected; // → ["C"]
 */
export function phiDetector(options: PhiDetectorOptions = {}): PhiDetectorProtocol {
  return phiDetectorWith({})(options);
}

/** The detector with some of its rules replaced: `phiDetectorWith({ heartbeat: mine })({ members: 3 })`. */
export function phiDetectorWith(
  replaced: Partial<PhiDetectorHandlers>,
): (options?: PhiDetectorOptions) => PhiDetectorProtocol {
  return (options = {}) => build({ ...phiDetectorHandlers, ...replaced }, configOf(options));
}

function build(handlers: PhiDetectorHandlers, config: PhiDetectorConfig): PhiDetectorProtocol {
  const others = (self: NodeId): readonly NodeId[] => config.members.filter((node) => node !== self);
  function beat(state: PhiDetectorState, out: PhiDetectorOut): void {
    state.sequence += 1;
    const { boot, sequence } = state;
    for (const node of others(state.self)) out.send(node, { kind: "Heartbeat", boot, sequence });
    out.setTimer("beat", [config.periodMs, config.periodMs]);
  }
  return {
    name: "phi-detector",
    members: config.members,
    start(self, saved, out) {
      const boot = (saved?.boot ?? 0) + 1;
      out.save({ boot });
      const heard = Object.fromEntries(
        others(self).map((node): [NodeId, PhiHistory] => [node, unheard(out.localTime, config)]),
      );
      const state: PhiDetectorState = { self, boot, sequence: 0, heard, suspected: [], falseAlarms: 0 };
      beat(state, out);
      out.setTimer("judge", [config.judgeMs, config.judgeMs]);
      return state;
    },
    onMessage: (state, message, from, out) => handlers.heartbeat(state, message, from, out, config),
    onTimer(state, timer, out) {
      if (timer === "beat") return beat(state, out);
      for (const node of others(state.self)) handlers.judge(state, node, out, config);
      out.setTimer("judge", [config.judgeMs, config.judgeMs]);
    },
    view: (state) => ({
      role: "member",
      fields: { suspects: state.suspected, "false alarms": state.falseAlarms },
    }),
    contract,
  };
}

/** As if a heartbeat had come just now: who is dead from the beginning is to be found, too. */
function unheard(nowMs: Millis, { periodMs, window, minStdDevMs }: PhiDetectorConfig): PhiHistory {
  const detector = createPhiDetector({ window, minStdDevMs, firstIntervalMs: periodMs });
  return { boot: 0, sequence: 0, detector: recordHeartbeat(detector, nowMs) };
}

function configOf(options: PhiDetectorOptions): PhiDetectorConfig {
  const { members = 3, periodMs = 100, judgeMs = 0.1 * periodMs, threshold = 8, window = 200 } = options;
  const { minStdDevMs = 0.1 * periodMs } = options;
  for (const [name, value] of Object.entries({ periodMs, judgeMs, minStdDevMs })) {
    if (!(value > 0 && value < Infinity)) throw new RangeError(`${name} is ${value}; allowed is a time above 0`);
  }
  if (!(threshold > 0 && threshold < Infinity)) {
    throw new RangeError(`threshold is ${threshold}; allowed is a number above 0`);
  }
  if (!(Number.isInteger(window) && window >= 1)) {
    throw new RangeError(`window is ${window}; allowed is a whole number from 1`);
  }
  return { members: namesOf(members), periodMs, judgeMs, threshold, window, minStdDevMs };
}

const contract: Contract = {
  time: "partially synchronous",
  failures: "recovery",
  links: { loss: true, duplication: true, reordering: true },
  safety: [someoneIsSuspected],
  liveness: [deadAreSuspected, livingAreTrusted],
  source: "Hayashibara, Défago, Yared and Katayama 2004, sections 3 and 4",
};
