/**
 * A lock that runs out, and the fencing token that makes it safe.
 *
 * A lock service lends a lock for a while (a *lease*), so that a holder who dies does not keep it for ever. But a
 * holder can also pause: garbage collection, a suspended machine, a slow disk. It checks its lease, pauses, wakes
 * after the lease has gone to somebody else, and writes. Checking again does not help; the pause can come between any
 * check and the write. So each lease carries a number that only grows, the *token*; a write carries it along; and the
 * storage refuses a token lower than one it has seen. The one who must check is the one who cannot be paused past it.
 *
 * Source: Gray and Cheriton, "Leases", SOSP 1989; Kleppmann, "How to do distributed locking", 2016 (tokens 33 and 34).
 * Simplified: one lock, and the lock service does not fail. The storage saves each write together with its token; a
 * holder saves nothing, and asks for the lock again when it comes back.
 */
import { always, sometimes } from "../protocol";
import type { Data, Millis, NodeId, Out, Property, Protocol, World } from "../protocol";

/** I want the lock. The answer is `Granted`, perhaps much later. */
export type Acquire = { kind: "Acquire" };
/** The lock is yours for `leaseMs`, under this token. */
export type Granted = { kind: "Granted"; token: number; leaseMs: Millis };
/** Please write `value`, which I hold this token for. */
export type Write = { kind: "Write"; token: number; value: Data };
/** Whether it was written; if not, the storage has seen a higher token. */
export type WriteReply = { kind: "WriteReply"; token: number; accepted: boolean };
/** What clients, the lease service and the storage say. */
export type LeaseMessage = Acquire | Granted | Write | WriteReply;

export type LockState = { role: "lock"; holder: NodeId | null; waiting: NodeId[]; nextToken: number };
export type HolderState = { role: "holder"; self: NodeId; token: number | null; writesLeft: number; refused: number };
export type StorageState = {
  role: "storage";
  highestToken: number;
  /** The tokens of the writes that took place, in order. */
  writes: { token: number; by: NodeId }[];
};
/** A node's state, whichever part it plays. */
export type LeaseState = LockState | HolderState | StorageState;
/** What survives a crash: the storage's writes, and the highest token among them. */
export type LeaseSaved = { highestToken: number; writes: StorageState["writes"] };

/** The lease, and whether the storage checks tokens. */
export interface FencedLeaseOptions {
  /** Who wants the lock. Default A and B. */
  readonly holders?: readonly NodeId[];
  /** Default 100 ms. */
  readonly leaseMs?: Millis;
  /** How often a holder writes before it is done. Default 2. */
  readonly writes?: number;
  /** Whether the storage checks tokens. Default true; without it the pause does its damage. */
  readonly fencing?: boolean;
  /** The first token. Default 33. */
  readonly firstToken?: number;
}

type Holder = Protocol<HolderState, LeaseMessage, "write">;
type Lock = Protocol<LockState, LeaseMessage, "expire">;
type Storage = Protocol<StorageState, LeaseMessage, never, LeaseSaved>;

/** One protocol for each node: the holders, `lock` and `storage`. */
export function fencedLease(options: FencedLeaseOptions = {}): { readonly [node: NodeId]: Holder | Lock | Storage } {
  const { holders = ["A", "B"], leaseMs = 100, writes = 2, fencing = true, firstToken = 33 } = options;
  const nodes: Record<NodeId, Holder | Lock | Storage> = {};
  for (const holder of holders) nodes[holder] = leaseHolder(writes, leaseMs);
  nodes["lock"] = lockService(leaseMs, firstToken);
  nodes["storage"] = fencedStorage(fencing);
  return nodes;
}

function leaseHolder(writes: number, leaseMs: Millis): Holder {
  return {
    name: "lease holder",
    start(self, _saved, out) {
      out.send("lock", { kind: "Acquire" });
      return { role: "holder", self, token: null, writesLeft: writes, refused: 0 };
    },
    onMessage(state, message, _from, out) {
      if (message.kind === "WriteReply" && !message.accepted) state.refused += 1;
      if (message.kind !== "Granted") return;
      state.token = message.token;
      out.setTimer("write", [leaseMs / 4, leaseMs / 4]);
    },
    onTimer(state, _timer, out) {
      if (state.token === null || state.writesLeft === 0) return;
      // The holder believes that its lease still runs: it has no way to know how long it was paused before this line.
      state.writesLeft -= 1;
      out.send("storage", { kind: "Write", token: state.token, value: state.self });
      if (state.writesLeft > 0) out.setTimer("write", [leaseMs / 4, leaseMs / 4]);
    },
    view: (state) => ({ role: "holder", fields: { token: state.token, refused: state.refused } }),
  };
}

function lockService(leaseMs: Millis, firstToken: number): Lock {
  function grant(state: LockState, out: Out<LeaseMessage, "expire">): void {
    const [next, ...waiting] = state.waiting;
    state.waiting = waiting;
    state.holder = next ?? null;
    if (next === undefined) return;
    out.send(next, { kind: "Granted", token: state.nextToken, leaseMs });
    out.setTimer("expire", [leaseMs, leaseMs]);
    state.nextToken += 1;
  }
  return {
    name: "lock service",
    start: () => ({ role: "lock", holder: null, waiting: [], nextToken: firstToken }),
    onMessage(state, message, from, out) {
      if (message.kind !== "Acquire" || state.waiting.includes(from)) return;
      state.waiting.push(from);
      if (state.holder === null) grant(state, out);
    },
    onTimer: (state, _timer, out) => grant(state, out),
    view: (state) => ({ role: "lock", fields: { holder: state.holder, next: state.nextToken } }),
  };
}

function fencedStorage(fencing: boolean): Storage {
  return {
    name: "fenced storage",
    start: (_self, saved) => ({
      role: "storage",
      highestToken: saved?.highestToken ?? 0,
      writes: [...(saved?.writes ?? [])],
    }),
    onMessage(state, message, from, out) {
      if (message.kind !== "Write") return;
      // Equal is fine: the same holder may write again.
      const accepted = !fencing || out.guard("refuses lower tokens", message.token >= state.highestToken);
      if (accepted) {
        state.highestToken = Math.max(state.highestToken, message.token);
        state.writes.push({ token: message.token, by: from });
        out.save({ highestToken: state.highestToken, writes: state.writes });
      }
      out.send(from, { kind: "WriteReply", token: message.token, accepted });
    },
    view: (state) => ({
      role: "storage",
      fields: { highest: state.highestToken, writes: state.writes.map(({ by, token }) => `${by}:${token}`) },
    }),
    // The card of a storage that looks at tokens. One that does not carries it, too, so that a checker shows what breaks.
    contract: {
      time: "asynchronous",
      failures: "recovery",
      links: { loss: true, duplication: true, reordering: true },
      safety: [noWriteByAnOldHolder, bothHoldersWrite],
      liveness: [],
      source: "Gray and Cheriton 1989; Kleppmann 2016",
    },
  };
}

function writesOf(world: World<LeaseState, LeaseMessage, LeaseSaved>): StorageState["writes"] {
  const state = world.state("storage");
  return state?.role === "storage" ? state.writes : (world.saved("storage")?.writes ?? []);
}

export const noWriteByAnOldHolder: Property = always<LeaseState, LeaseMessage, LeaseSaved>(
  "no write after a newer holder's",
  (world) => {
    const writes = writesOf(world);
    const late = writes.findIndex((write, index) => index > 0 && write.token < writes[index - 1]!.token);
    if (late < 0) return true;
    return `${writes[late]!.by} wrote with token ${writes[late]!.token} after ${writes[late - 1]!.by} had with ${writes[late - 1]!.token}`;
  },
);

export const bothHoldersWrite: Property = sometimes<LeaseState, LeaseMessage, LeaseSaved>(
  "two holders write, one after the other",
  (world) => new Set(writesOf(world).map(({ by }) => by)).size > 1,
);
