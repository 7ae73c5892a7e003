/**
 * PBFT: a replicated log among n = 3f + 1 replicas, f of which may lie.
 *
 * A primary gives each request a number and says so (*pre-prepare*). Since it may say different things to different
 * replicas, they tell each other what they heard (*prepare*): whoever holds equal words of 2f + 1 knows that no other
 * request can get as many under this number in this view, because two such quorums share f + 1 replicas, one of which
 * is honest. Then they tell each other that they know it (*commit*): whoever holds 2f + 1 of these knows that it will
 * survive a change of the primary, and executes. A silent primary is voted out; everybody brings along what it had
 * prepared, and the next primary must propose it again.
 *
 * Source: Castro and Liskov, "Practical Byzantine fault tolerance", OSDI 1999, section 4. Simplified: requests are given
 * to all replicas when they boot, and there are no clients; signatures are names that a traitor does not forge; nothing
 * is collected, so there are no checkpoints; quorums are n - f, which is 2f + 1 where n is 3f + 1. Nothing is saved:
 * a replica that crashes counts among the f, and stays away.
 */
import { sameData } from "../data";
import { always, members as namesOf, sometimes } from "../protocol";
import type { Data, Millis, NodeId, Out, Property, Protocol } from "../protocol";

/** "In this view this number is for this request"; null is a request that does nothing. */
export type PbftPhase = {
  kind: "PrePrepare" | "Prepare" | "Commit";
  view: number;
  sequence: number;
  request: Data;
};
/** What a replica had prepared, and in which view: the certificate, whose 2f + 1 names are `by`. */
export type PreparedCertificate = { view: number; sequence: number; request: Data; by: NodeId[] };
export type ViewChange = { kind: "ViewChange"; view: number; prepared: PreparedCertificate[] };
/** The new primary's proof: a quorum of view changes. What it must propose follows from them. */
export type NewView = { kind: "NewView"; view: number; changes: { [from: NodeId]: PreparedCertificate[] } };
/** All that replicas say to each other. */
export type PbftMessage = PbftPhase | ViewChange | NewView;

/** What one replica has heard about a number in a view: who said which request. */
type Words = { request: Data; by: NodeId[] }[];
export type PbftSlot = {
  view: number;
  sequence: number;
  /** The request that the primary named to this replica. */
  proposed: { request: Data } | null;
  prepares: Words;
  commits: Words;
  prepared: boolean;
};
/** A replica while it is up. */
export type PbftState = {
  self: NodeId;
  view: number;
  /** False from a view change until the new view. */
  active: boolean;
  slots: { [viewAndSequence: string]: PbftSlot };
  changes: { [view: string]: { [from: NodeId]: PreparedCertificate[] } };
  decided: { [sequence: string]: { request: Data } };
  /** Executed in this order. */
  executed: Data[];
};

/** Who takes part, what is to be executed, and how patient replicas are. */
export interface PbftOptions {
  /** How many replicas, or their names. The primary of view v is number v modulo n. Default 4. */
  readonly members?: number | readonly NodeId[];
  /** f, how many of them may lie. Default 1. */
  readonly faulty?: number;
  /** What all replicas have been asked for. Default one request, `x`. */
  readonly requests?: readonly Data[];
  /** How many equal words are believed. Default n - f, which is 2f + 1 where n is 3f + 1. */
  readonly quorum?: number;
  /** How long a replica waits for its requests to be executed before it wants another primary. Default 200 ms. */
  readonly patienceMs?: Millis;
}

interface Config {
  readonly members: readonly NodeId[];
  readonly quorum: number;
  readonly faulty: number;
  readonly requests: readonly Data[];
  readonly patienceMs: Millis;
}
export type PbftOut = Out<PbftMessage, "patience">;
/** What `pbft` returns. */
export type Pbft = Protocol<PbftState, PbftMessage, "patience">;

function primaryOf(view: number, { members }: Config): NodeId {
  return members[view % members.length]!;
}

function slotOf(state: PbftState, view: number, sequence: number): PbftSlot {
  return (state.slots[`${view}/${sequence}`] ??= {
    view,
    sequence,
    proposed: null,
    prepares: [],
    commits: [],
    prepared: false,
  });
}

/** By view and number, in whichever order they came. */
function slotsInOrder({ slots }: PbftState): PbftSlot[] {
  return Object.values(slots).toSorted((one, other) => one.view - other.view || one.sequence - other.sequence);
}

/** Everybody has one word a phase. Names are kept in order: who spoke first does not matter. */
function hear(words: Words, request: Data, from: NodeId): void {
  if (words.some(({ by }) => by.includes(from))) return;
  const same = words.find((one) => sameData(one.request, request));
  if (same === undefined) words.push({ request, by: [from] });
  else same.by = [...same.by, from].toSorted();
}

function support(words: Words, request: Data): NodeId[] {
  return words.find((one) => sameData(one.request, request))?.by ?? [];
}

function phase(state: PbftState, message: PbftPhase, from: NodeId, out: PbftOut, config: Config): void {
  const { view, sequence, request } = message;
  // Whoever wants another primary has done with this one's view: what it had prepared there, it has told.
  if (view < state.view) return;
  const slot = slotOf(state, view, sequence);
  if (message.kind === "Commit") hear(slot.commits, request, from);
  else if (message.kind === "Prepare") hear(slot.prepares, request, from);
  else if (from !== primaryOf(view, config) || slot.proposed !== null) return;
  else slot.proposed = { request };
  advance(state, slot, out, config);
}

/** A pre-prepare is its primary's prepare. Whoever has a quorum of them commits; whoever has one of commits executes. */
function advance(state: PbftState, slot: PbftSlot, out: PbftOut, config: Config): void {
  const { view, sequence, proposed } = slot;
  if (proposed === null || view !== state.view || !state.active) return;
  const { request } = proposed;
  if (!support(slot.prepares, request).includes(state.self)) {
    hear(slot.prepares, request, primaryOf(view, config));
    hear(slot.prepares, request, state.self);
    if (state.self !== primaryOf(view, config)) tell({ kind: "Prepare", view, sequence, request }, state, out, config);
  }
  if (!slot.prepared && support(slot.prepares, request).length >= config.quorum) {
    slot.prepared = true;
    hear(slot.commits, request, state.self);
    tell({ kind: "Commit", view, sequence, request }, state, out, config);
  }
  if (!slot.prepared || support(slot.commits, request).length < config.quorum) return;
  state.decided[sequence] ??= { request };
  execute(state, out, config);
}

function execute(state: PbftState, out: PbftOut, config: Config): void {
  for (let next = state.decided[state.executed.length + 1]; next !== undefined;) {
    state.executed.push(next.request);
    next = state.decided[state.executed.length + 1];
  }
  const isDone = config.requests.every((request) => state.executed.some((one) => sameData(one, request)));
  if (isDone) out.cancelTimer("patience");
}

function tell(message: PbftMessage, state: PbftState, out: PbftOut, config: Config): void {
  for (const member of config.members) if (member !== state.self) out.send(member, message);
}

function propose(state: PbftState, sequence: number, request: Data, out: PbftOut, config: Config): void {
  const slot = slotOf(state, state.view, sequence);
  slot.proposed = { request };
  tell({ kind: "PrePrepare", view: state.view, sequence, request }, state, out, config);
  advance(state, slot, out, config);
}

/** The primary is silent, or a liar: everybody brings along what it had prepared. */
function changeView(state: PbftState, view: number, out: PbftOut, config: Config): void {
  state.view = view;
  state.active = false;
  const prepared: PreparedCertificate[] = [];
  for (const slot of slotsInOrder(state)) {
    if (!slot.prepared || slot.view >= view) continue;
    const { request } = slot.proposed!;
    prepared.push({ view: slot.view, sequence: slot.sequence, request, by: support(slot.prepares, request) });
  }
  tell({ kind: "ViewChange", view, prepared }, state, out, config);
  viewChange(state, { kind: "ViewChange", view, prepared }, state.self, out, config);
  out.setTimer("patience", [config.patienceMs * (view + 1), config.patienceMs * (view + 1)]);
}

/** Each certificate has a quorum's names. */
function areProven(certificates: readonly PreparedCertificate[], { quorum }: Config): boolean {
  return certificates.every(({ by }) => new Set(by).size >= quorum);
}

function viewChange(state: PbftState, message: ViewChange, from: NodeId, out: PbftOut, config: Config): void {
  const { view, prepared } = message;
  if (!areProven(prepared, config)) return;
  const changes = (state.changes[view] ??= {});
  changes[from] ??= prepared;
  const count = Object.keys(changes).length;
  // One of f + 1 is honest: there is a reason to change.
  if (view > state.view && count > config.faulty) changeView(state, view, out, config);
  if (view !== state.view || state.active || primaryOf(view, config) !== state.self || count < config.quorum) return;
  tell({ kind: "NewView", view, changes }, state, out, config);
  enter(state, view, out, config);
  const known = bound(state, view, out);
  const open = config.requests.filter((request) => !Object.values(known).some((one) => sameData(one, request)));
  let sequence = Math.max(0, ...Object.keys(known).map(Number));
  for (const request of open) propose(state, (sequence += 1), request, out, config);
}

/** By number, what view changes oblige the new primary to: the request of the highest view, or nothing in a gap. */
function bound(state: PbftState, view: number, out: PbftOut): { [sequence: string]: Data } {
  const changes = state.changes[view] ?? {};
  const certificates = Object.keys(changes)
    .toSorted()
    .flatMap((from) => changes[from]!);
  if (out.guard("a new view begins with what was prepared", certificates.length === 0)) return {};
  const highest: { [sequence: string]: PreparedCertificate } = {};
  for (const one of certificates) {
    if (one.view > (highest[one.sequence]?.view ?? -1)) highest[one.sequence] = one;
  }
  const last = Math.max(...certificates.map(({ sequence }) => sequence));
  const numbers = Array.from({ length: last }, (_, place) => place + 1);
  return Object.fromEntries(numbers.map((sequence) => [sequence, highest[sequence]?.request ?? null]));
}

function newView(state: PbftState, message: NewView, from: NodeId, out: PbftOut, config: Config): void {
  const { view, changes } = message;
  if (from !== primaryOf(view, config) || view < state.view || (view === state.view && state.active)) return;
  if (Object.keys(changes).length < config.quorum || !areProven(Object.values(changes).flat(), config)) return;
  state.changes[view] = { ...changes };
  enter(state, view, out, config);
}

function enter(state: PbftState, view: number, out: PbftOut, config: Config): void {
  state.view = view;
  state.active = true;
  for (const [sequence, request] of Object.entries(bound(state, view, out))) {
    const slot = slotOf(state, view, Number(sequence));
    // Its pre-prepare may have come before the proof. It stays where it says the same: what is proven counts.
    const guard = "a new primary proposes again what was prepared";
    const isAsProven = slot.proposed !== null && out.guard(guard, sameData(slot.proposed.request, request));
    if (!isAsProven) slot.proposed = { request };
  }
  for (const slot of slotsInOrder(state)) if (slot.view === view) advance(state, slot, out, config);
  out.setTimer("patience", [config.patienceMs * (view + 1), config.patienceMs * (view + 1)]);
  execute(state, out, config);
}

/**
 * PBFT for one list of requests.
 * @throws RangeError where an option is not allowed
 */
export function pbft(options: PbftOptions = {}): Pbft {
  const { faulty = 1, requests = ["x"], patienceMs = 200 } = options;
  const members = namesOf(options.members ?? 4);
  const quorum = options.quorum ?? members.length - faulty;
  if (!Number.isInteger(quorum) || quorum < 1 || quorum > members.length) {
    throw new RangeError(`quorum is ${quorum}; allowed is a whole number from 1 to ${members.length}`);
  }
  const config: Config = { members, quorum, faulty, requests, patienceMs };
  return {
    name: "pbft",
    members,
    start(self, _saved, out) {
      const state: PbftState = { self, view: 0, active: true, slots: {}, changes: {}, decided: {}, executed: [] };
      out.setTimer("patience", [patienceMs, patienceMs]);
      if (self === members[0]) requests.forEach((request, place) => propose(state, place + 1, request, out, config));
      return state;
    },
    onMessage(state, message, from, out) {
      if (message.kind === "ViewChange") viewChange(state, message, from, out, config);
      else if (message.kind === "NewView") newView(state, message, from, out, config);
      else phase(state, message, from, out, config);
    },
    onTimer: (state, _timer, out) => changeView(state, state.view + 1, out, config),
    view: (state) => ({
      role: state.self === primaryOf(state.view, config) ? "primary" : "replica",
      fields: { view: state.view, executed: state.executed },
      ...(state.executed.length === 0 ? {} : { decided: state.executed[0]! }),
    }),
    contract: {
      time: "partially synchronous",
      failures: "Byzantine",
      links: { loss: false, duplication: true, reordering: true },
      safety: [sameOrder, somethingIsExecuted],
      liveness: [],
      source: "Castro and Liskov 1999, section 4",
    },
  };
}

/** No two honest replicas execute different requests under one number. Traitors have states of another shape. */
export const sameOrder: Property = always<PbftState>("honest replicas execute the same in the same order", (world) => {
  const honest = world.nodes.flatMap((node) => world.state(node) ?? []).filter((state) => state.executed !== undefined);
  for (const one of honest) {
    for (const other of honest) {
      const place = one.executed.findIndex(
        (request, at) => at < other.executed.length && !sameData(request, other.executed[at]),
      );
      if (place >= 0) return `number ${place + 1} is different at ${one.self} and at ${other.self}`;
    }
  }
  return true;
});

export const somethingIsExecuted: Property = sometimes<PbftState>("a request is executed", (world) =>
  world.nodes.some((node) => (world.state(node)?.executed ?? []).length > 0),
);
