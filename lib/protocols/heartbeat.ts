/**
 * A failure detector of heartbeats: "is it dead, or only slow?", answered by a time limit.
 *
 * Every node tells every other, once a period, that it is there. Whoever has not been heard of for a while is
 * suspected. A short time limit finds the dead soon and suspects the slow; a long one does neither. A crashed node is
 * always suspected in the end (*completeness*), since it sends nothing more. That nobody who lives is suspected
 * (*accuracy*) is true only where messages are known to take less than the time limit leaves them.
 *
 * Where there is a bound and nobody knows it, the detector can find it: when a suspect is heard of again, the
 * suspicion was false, and its time limit grows. It can be too short only so often, so that mistakes come to an end:
 * that is the *eventually perfect* detector, ◇P.
 *
 * Source: Chandra and Toueg, "Unreliable failure detectors for reliable distributed systems", JACM 43(2), 1996,
 * sections 2.2 and 5.3 (figure 10). Simplified: nodes are named in advance, and heartbeats carry nothing.
 */
import { always, canAlwaysReach, members as namesOf, sometimes } from "../protocol";
import type { Contract, Millis, NodeId, Out, Property, Protocol, World } from "../protocol";

/** I am there. */
export type HeartbeatMessage = { kind: "Heartbeat" };
/** `beat`: time to send. `silence of B`: nothing has come from B for as long as its time limit. */
export type HeartbeatTimer = "beat" | `silence of ${NodeId}`;

/** A node's state. */
export type HeartbeatState = {
  self: NodeId;
  /** The nodes that it takes for dead. */
  suspected: NodeId[];
  /** How long each other node may be silent. */
  timeoutsMs: { [node: NodeId]: Millis };
  /** How many suspicions turned out to be false, since the suspect was heard of again. */
  falseAlarms: number;
};

/** What survives a crash: the time limits that it has learned. */
export type HeartbeatSaved = { timeoutsMs: { [node: NodeId]: Millis } };

/** The options with their defaults filled in, as handlers see them. */
export interface HeartbeatConfig {
  readonly members: readonly NodeId[];
  readonly periodMs: Millis;
  readonly timeoutMs: Millis;
  readonly growthMs: Millis;
}

/** Who watches each other, how often they speak, and how long they wait. */
export interface HeartbeatOptions {
  /** How many nodes, or their names. Default 3. */
  readonly members?: number | readonly NodeId[];
  /** How often each node sends a heartbeat. Default 100 ms. */
  readonly periodMs?: Millis;
  /** How long a node may be silent before it is suspected, at first. Default two and a half periods. */
  readonly timeoutMs?: Millis;
  /** How much longer a node may be silent after each false suspicion of it. Default 0: the time limit is fixed. */
  readonly growthMs?: Millis;
}

/** The recorder that handlers get. */
export type HeartbeatOut = Out<HeartbeatMessage, HeartbeatTimer, HeartbeatSaved>;
export type HeartbeatDetector = Protocol<HeartbeatState, HeartbeatMessage, HeartbeatTimer, HeartbeatSaved>;

/** The rules that can be replaced one by one. */
export interface HeartbeatHandlers {
  /** A heartbeat of `from` has come. */
  readonly heartbeat: (state: HeartbeatState, from: NodeId, out: HeartbeatOut, config: HeartbeatConfig) => void;
  /** Nothing has come from `node` for as long as its time limit. */
  readonly silence: (state: HeartbeatState, node: NodeId, out: HeartbeatOut, config: HeartbeatConfig) => void;
}

/** Whoever is heard of lives. If it was suspected, the time limit was too short. */
function heartbeat(state: HeartbeatState, from: NodeId, out: HeartbeatOut, config: HeartbeatConfig): void {
  if (state.suspected.includes(from)) {
    state.suspected = state.suspected.filter((node) => node !== from);
    state.falseAlarms += 1;
    if (config.growthMs > 0) {
      state.timeoutsMs[from] = state.timeoutsMs[from]! + config.growthMs;
      out.save({ timeoutsMs: state.timeoutsMs });
    }
  }
  waitFor(from, state, out);
}

function silence(state: HeartbeatState, node: NodeId): void {
  if (!state.suspected.includes(node)) state.suspected.push(node);
}

function waitFor(node: NodeId, state: HeartbeatState, out: HeartbeatOut): void {
  const timeoutMs = state.timeoutsMs[node]!;
  out.setTimer(`silence of ${node}`, [timeoutMs, timeoutMs]);
}

function beat(self: NodeId, out: HeartbeatOut, config: HeartbeatConfig): void {
  for (const peer of config.members) if (peer !== self) out.send(peer, { kind: "Heartbeat" });
  out.setTimer("beat", [config.periodMs, config.periodMs]);
}

/** The detector's rules. */
export const heartbeatHandlers: HeartbeatHandlers = { heartbeat, silence };

/**
 * A failure detector of heartbeats. Throws a RangeError for an option out of range.
 * @example
 * const run = simulate({ protocol: heartbeatDetector(), faults: [crash("C", { atMs: 1000 })], untilMs: 2000 });
 * run.states["A"]; // → { falseAlarms: 0, self: "A", suspected: ["C"], timeoutsMs: { B: 250, C: 250 } }
 */
export function heartbeatDetector(options: HeartbeatOptions = {}): HeartbeatDetector {
  return heartbeatDetectorWith({})(options);
}

/** The detector with some of its rules replaced: `heartbeatDetectorWith({ silence: mine })({ members: 3 })`. */
export function heartbeatDetectorWith(
  replaced: Partial<HeartbeatHandlers>,
): (options?: HeartbeatOptions) => HeartbeatDetector {
  const handlers: HeartbeatHandlers = { ...heartbeatHandlers, ...replaced };
  return (options = {}) => build(handlers, configOf(options));
}

function build(handlers: HeartbeatHandlers, config: HeartbeatConfig): HeartbeatDetector {
  return {
    name: "heartbeat",
    members: config.members,
    start(self, saved, out) {
      const others = config.members.filter((node) => node !== self);
      const timeoutsMs = Object.fromEntries(
        others.map((node) => [node, saved?.timeoutsMs[node] ?? config.timeoutMs] as const),
      );
      const state: HeartbeatState = { self, suspected: [], timeoutsMs, falseAlarms: 0 };
      beat(self, out, config);
      for (const node of others) waitFor(node, state, out);
      return state;
    },
    onMessage: (state, _message, from, out) => handlers.heartbeat(state, from, out, config),
    onTimer(state, timer, out) {
      if (timer === "beat") beat(state.self, out, config);
      else handlers.silence(state, timer.slice("silence of ".length), out, config);
    },
    view: (state) => ({
      role: "member",
      fields: { suspects: state.suspected, "false alarms": state.falseAlarms },
    }),
    contract: contractOf(config),
  };
}

/** A fixed time limit needs a known bound; one that grows only needs that there is one. */
function contractOf(config: HeartbeatConfig): Contract {
  const grows = config.growthMs > 0;
  return {
    time: grows ? "partially synchronous" : "synchronous",
    failures: "stop",
    // A lost heartbeat is a late one, as long as the next ones come: a growing time limit gets over it.
    links: { loss: grows, duplication: true, reordering: true },
    safety: grows ? [someoneIsSuspected] : [nobodyAliveIsSuspected],
    liveness: grows ? [deadAreSuspected, livingAreTrusted] : [deadAreSuspected],
    source: "Chandra and Toueg 1996, sections 2.2 and 5.3",
  };
}

function configOf(options: HeartbeatOptions): HeartbeatConfig {
  const { members = 3, periodMs = 100, timeoutMs = 2.5 * periodMs, growthMs = 0 } = options;
  for (const [name, value] of Object.entries({ periodMs, timeoutMs })) {
    if (!(value > 0 && value < Infinity)) throw new RangeError(`${name} is ${value}; allowed is a time above 0`);
  }
  if (!(growthMs >= 0 && growthMs < Infinity)) {
    throw new RangeError(`growthMs is ${growthMs}; allowed is 0 or a time above`);
  }
  return { members: namesOf(members), periodMs, timeoutMs, growthMs };
}

/** The pairs (who judges, about whom) in which `judged` is dead or alive, as asked, and who judges lives. */
function judgements(
  world: World<HeartbeatState>,
  about: "dead" | "alive",
): readonly (readonly [NodeId, NodeId, boolean])[] {
  return world.nodes.flatMap((node) => {
    const state = world.state(node);
    if (state === null) return [];
    const judged = world.nodes.filter(
      (other) => other !== node && (world.state(other) === null) === (about === "dead"),
    );
    return judged.map((other) => [node, other, state.suspected.includes(other)] as const);
  });
}

/** Strong accuracy: true only where time is synchronous. */
export const nobodyAliveIsSuspected: Property = always<HeartbeatState>("nobody who lives is suspected", (world) => {
  const mistake = judgements(world, "alive").find(([, , suspected]) => suspected);
  return mistake === undefined || `${mistake[0]} suspects ${mistake[1]}, which lives`;
});

/** Strong completeness, as far as the checker can say it: the way there always stays open. */
export const deadAreSuspected: Property = canAlwaysReach<HeartbeatState>(
  "whoever has crashed is suspected by all who live",
  (world) => judgements(world, "dead").every(([, , suspected]) => suspected),
);

/** Eventual accuracy, as far as the checker can say it: no suspicion of somebody who lives is for good. */
export const livingAreTrusted: Property = canAlwaysReach<HeartbeatState>(
  "whoever lives can be trusted again by all who live",
  (world) => judgements(world, "alive").every(([, , suspected]) => !suspected),
);

export const someoneIsSuspected: Property = sometimes<HeartbeatState>("somebody is suspected", (world) =>
  world.nodes.some((node) => (world.state(node)?.suspected.length ?? 0) > 0),
);
