/**
 * A snapshot of a running system: a picture of many places, taken by those who are in it, without stopping anybody.
 *
 * Nobody can look at all nodes at once. Asked one after the other, they tell a story that never was: money that moved
 * from one to the other in between is counted twice, or not at all. So each node records its own state at some moment,
 * and at once sends a *marker* on every link. Links keep the order: what comes before a marker was sent before its
 * sender's record, what comes after it later. Whoever receives its first marker records as well, before it handles
 * anything else. What arrives on a link between a node's own record and the marker was on its way, and is recorded as
 * the link's.
 *
 * The picture may show a state in which the system never was, but could have been: the same events in another order,
 * with no effect before its cause, lead through it. So what is true for good once it is true (an end, a deadlock, a
 * sum) and is true in the picture, is true now.
 *
 * Source: Chandy and Lamport, "Distributed snapshots: determining global states of distributed systems", TOCS 3(1),
 * 1985, section 3 (the two marker rules) and section 4 (what the picture means). Simplified: everybody has a link to
 * everybody, a run has one snapshot (which several may begin), and its parts stay where they were recorded. Nobody
 * crashes, so nothing is saved: a system that is to survive a crash by its snapshot would have to write the parts down.
 */
import { always, canAlwaysReach, members as namesOf, sometimes } from "../protocol";
import type { Millis, NodeId, Out, Property, Protocol, World } from "../protocol";

/** Money on its way. */
export type Payment = { kind: "Payment"; amount: number };
/** I have recorded my state: what you got before this belongs before it. */
export type Marker = { kind: "Marker" };
/** What nodes send each other. */
export type SnapshotMessage = Payment | Marker;
/** `pay`: time for a payment. `record`: this node begins a snapshot. */
export type SnapshotTimer = "pay" | "record";

/** A node's part of the snapshot. */
export type RecordedPart = {
  money: number;
  /** The payments that were on their way to this node, by sender. */
  links: { [from: NodeId]: number[] };
  /** From whom no marker has come yet. */
  awaiting: NodeId[];
};

/** A node's state. */
export type ChandyLamportState = {
  self: NodeId;
  money: number;
  paymentsLeft: number;
  recorded: RecordedPart | null;
};

/** Who has how much, how often they pay each other, and who begins the snapshot when. */
export interface ChandyLamportOptions {
  /** How many nodes, or their names. Default 3. */
  readonly members?: number | readonly NodeId[];
  /** What each has at first. Default 100. */
  readonly money?: number;
  /** How much a payment is, as long as that much is there. Default 10. */
  readonly amount?: number;
  /** How many payments each makes, to somebody by chance. Default 10. */
  readonly payments?: number;
  /** The time from one payment to the next. Default 5 to 15 ms. */
  readonly payEveryMs?: readonly [min: Millis, max: Millis];
  /** Who begins the snapshot. Default: the first. */
  readonly initiators?: readonly NodeId[];
  /** When they begin. Default 50 ms. */
  readonly recordAtMs?: Millis;
}

/** The options with their defaults filled in, as handlers see them. */
export type ChandyLamportConfig = Required<Omit<ChandyLamportOptions, "members">> & {
  readonly members: readonly NodeId[];
};
/** The recorder that handlers get. */
export type ChandyLamportOut = Out<SnapshotMessage, SnapshotTimer>;
/** What `chandyLamport` returns. */
export type ChandyLamport = Protocol<ChandyLamportState, SnapshotMessage, SnapshotTimer>;

/** The rules that can be replaced one by one. */
export interface ChandyLamportHandlers {
  /** Records this node's state, and sends the markers: the paper's marker-sending rule. */
  readonly record: (state: ChandyLamportState, out: ChandyLamportOut, config: ChandyLamportConfig) => void;
  /** A marker has come, and this node has recorded, now or before: the paper's marker-receiving rule. */
  readonly marker: (
    state: ChandyLamportState,
    from: NodeId,
    out: ChandyLamportOut,
    config: ChandyLamportConfig,
  ) => void;
  /** Money has come. */
  readonly payment: (state: ChandyLamportState, amount: number, from: NodeId, out: ChandyLamportOut) => void;
}

function record(state: ChandyLamportState, out: ChandyLamportOut, config: ChandyLamportConfig): void {
  const others = othersOf(state.self, config);
  state.recorded = {
    money: state.money,
    links: Object.fromEntries(others.map((node): [NodeId, number[]] => [node, []])),
    awaiting: [...others],
  };
  // Before anything else goes out: whatever follows a marker was sent after the record.
  for (const node of others) out.send(node, { kind: "Marker" });
}

function marker(state: ChandyLamportState, from: NodeId): void {
  // What came on this link since the record was on its way; from now on nothing is that belongs to the snapshot.
  state.recorded!.awaiting = state.recorded!.awaiting.filter((node) => node !== from);
}

function payment(state: ChandyLamportState, amount: number, from: NodeId, out: ChandyLamportOut): void {
  state.money += amount;
  const { recorded } = state;
  if (recorded === null) return;
  if (out.guard("records what was sent before the marker", recorded.awaiting.includes(from))) {
    recorded.links[from]!.push(amount);
  }
}

function othersOf(self: NodeId, config: ChandyLamportConfig): readonly NodeId[] {
  return config.members.filter((node) => node !== self);
}

function pay(state: ChandyLamportState, out: ChandyLamportOut, config: ChandyLamportConfig): void {
  if (state.money >= config.amount) {
    state.money -= config.amount;
    out.send(out.choose(othersOf(state.self, config)), { kind: "Payment", amount: config.amount });
  }
  state.paymentsLeft -= 1;
  if (state.paymentsLeft > 0) out.setTimer("pay", config.payEveryMs);
}

/** The snapshot's rules. */
export const chandyLamportHandlers: ChandyLamportHandlers = { record, marker, payment };

/**
 * Nodes that pay each other, and a snapshot of them. Its links must be ordered. Throws a RangeError for an option out
 * of range.
 * @example
 * const run = simulate({ protocol: chandyLamport({ members: 5 }), network: { ordered: true } });
 * snapshotTotal(Object.values(run.states).map((state) => state?.recorded ?? null)); // → 500
 */
export function chandyLamport(options: ChandyLamportOptions = {}): ChandyLamport {
  return chandyLamportWith({})(options);
}

/** The snapshot with some of its rules replaced: `chandyLamportWith({ marker: mine })({ members: 3 })`. */
export function chandyLamportWith(
  replaced: Partial<ChandyLamportHandlers>,
): (options?: ChandyLamportOptions) => ChandyLamport {
  return (options = {}) => build({ ...chandyLamportHandlers, ...replaced }, configOf(options));
}

function build(handlers: ChandyLamportHandlers, config: ChandyLamportConfig): ChandyLamport {
  return {
    name: "chandy-lamport",
    members: config.members,
    start(self, _saved, out) {
      if (config.payments > 0) out.setTimer("pay", config.payEveryMs);
      if (config.initiators.includes(self)) out.setTimer("record", [config.recordAtMs, config.recordAtMs]);
      return { self, money: config.money, paymentsLeft: config.payments, recorded: null };
    },
    onMessage(state, message, from, out) {
      if (message.kind === "Payment") return handlers.payment(state, message.amount, from, out);
      // The first marker: the state is recorded before anything else comes in.
      if (state.recorded === null) handlers.record(state, out, config);
      handlers.marker(state, from, out, config);
    },
    onTimer(state, timer, out) {
      if (timer === "pay") pay(state, out, config);
      else if (state.recorded === null) handlers.record(state, out, config);
    },
    view: ({ money, recorded }) => ({
      role: "member",
      fields: { money, recorded: recorded === null ? "–" : recorded.money, links: recorded?.links ?? {} },
      ...(recorded?.awaiting.length === 0 ? { decided: recorded.money } : {}),
    }),
    contract: {
      time: "asynchronous",
      failures: "none",
      links: { loss: false, duplication: false, reordering: false },
      safety: [snapshotConserves(config), moneyWasOnItsWay],
      liveness: [snapshotEnds],
      source: "Chandy and Lamport 1985, sections 3 and 4",
    },
  };
}

function configOf(options: ChandyLamportOptions): ChandyLamportConfig {
  const members = namesOf(options.members ?? 3);
  const { money = 100, amount = 10, payments = 10, payEveryMs = [5, 15], recordAtMs = 50 } = options;
  const { initiators = members.slice(0, 1) } = options;
  for (const [name, value] of Object.entries({ money, amount, payments })) {
    if (!(Number.isInteger(value) && value >= 0)) {
      throw new RangeError(`${name} is ${value}; allowed is a whole number from 0`);
    }
  }
  const stranger = initiators.find((node) => !members.includes(node));
  if (stranger !== undefined) {
    throw new RangeError(`initiators names ${stranger}; allowed are ${members.join(", ")}`);
  }
  if (members.length < 2) throw new RangeError(`members is ${members.length}; allowed are two or more`);
  return { members, money, amount, payments, payEveryMs, initiators, recordAtMs };
}

/** The money in a snapshot, at the nodes and on the links; null as long as a part is missing. */
export function snapshotTotal(parts: readonly (RecordedPart | null)[]): number | null {
  let total = 0;
  for (const part of parts) {
    if (part === null || part.awaiting.length > 0) return null;
    total +=
      part.money +
      Object.values(part.links)
        .flat()
        .reduce((sum, amount) => sum + amount, 0);
  }
  return total;
}

const partsOf = (world: World<ChandyLamportState>): readonly (RecordedPart | null)[] =>
  world.nodes.map((node) => world.state(node)?.recorded ?? null);

/** What is true of every state between payments is true of the snapshot: no money is made or lost. */
function snapshotConserves({ members, money }: ChandyLamportConfig): Property {
  return always<ChandyLamportState>("a complete snapshot holds all the money", (world) => {
    const total = snapshotTotal(partsOf(world));
    const expected = members.length * money;
    return total === null || total === expected || `the snapshot holds ${total}, and there is ${expected}`;
  });
}

export const moneyWasOnItsWay: Property = sometimes<ChandyLamportState>("a payment is caught on its way", (world) => {
  const parts = partsOf(world);
  return snapshotTotal(parts) !== null && parts.some((part) => Object.values(part!.links).flat().length > 0);
});

export const snapshotEnds: Property = canAlwaysReach<ChandyLamportState>(
  "the snapshot can be completed",
  (world) => snapshotTotal(partsOf(world)) !== null,
);
