/** Session guarantees: what a client may expect of a replicated store, whichever replicas it happens to talk to. */
import type { Data, Operation } from "../../protocol";
import { accessesOf, describedAccess, inSession, isEarlier, sourcesOf } from "./accesses";
import type { Access, Source } from "./accesses";
import { judgedOf, limitsOf } from "./options";
import type { HistoryOptions } from "./options";
import { atTime } from "./sentences";
import type { TimeUnit } from "./sentences";
import { verdictOf } from "./verdict";
import type { HistoryVerdict } from "./verdict";

/**
 * - `read your writes`: a client that has written reads this, or something newer.
 * - `monotonic reads`: a client that has read something reads this, or something newer, from then on.
 * - `monotonic writes`: who has read a client's write also sees, from then on, what that client wrote before.
 * - `writes follow reads`: who has read a client's write also sees, from then on, what that client had read before.
 */
export type SessionGuarantee = "read your writes" | "monotonic reads" | "monotonic writes" | "writes follow reads";

/** The names of the session guarantees. */
export const sessionGuarantees: readonly SessionGuarantee[] = [
  "read your writes",
  "monotonic reads",
  "monotonic writes",
  "writes follow reads",
];

/** Whether a history keeps a session guarantee. */
export type SessionVerdict = HistoryVerdict<SessionGuarantee>;

/** Which guarantees are checked. */
export interface SessionOptions extends HistoryOptions {
  /** What every key holds before the first write. Default null. */
  readonly initial?: Data;
}

/**
 * Whether a history of reads and writes keeps a session guarantee.
 *
 * A value is older than another of the same key where its write had returned before the other's was called, or where
 * it was there at the beginning. Of two writes at the same time neither is older: there the store has the benefit of
 * the doubt, and so it has where one value was written more than once.
 *
 * Source: Terry and others, "Session guarantees for weakly consistent replicated data", PDIS 1994; judged here by what
 * clients see, because replicas cannot be looked into.
 * @throws RangeError where an operation is neither a read nor a write, or the guarantee is not one of the four
 */
export function checkSession(
  history: readonly Operation[],
  guarantee: SessionGuarantee,
  options: SessionOptions = {},
): SessionVerdict {
  const started = performance.now();
  const { unit } = limitsOf(options);
  if (!sessionGuarantees.includes(guarantee)) {
    throw new RangeError(`guarantee is ${String(guarantee)}; allowed are ${sessionGuarantees.join(", ")}`);
  }
  const accesses = accessesOf("checkSession", history, judgedOf(history));
  const store = new Store(accesses, options.initial ?? null);
  const reads = accesses.filter(({ isWrite }) => !isWrite).toSorted((a, b) => returnOf(a) - returnOf(b));
  let found: Broken | undefined;
  for (const read of reads) found ??= brokenBy(store, guarantee, read);
  return verdictOf({
    checked: guarantee,
    noun: true,
    ...(found
      ? { verdict: "violation", ...explained(found, unit) }
      : { verdict: guarantee, why: "no client saw it broken" }),
    history,
    describe: (index) => describedAccess(history[index]!),
    operations: accesses.length,
    explored: reads.length,
    ms: performance.now() - started,
  });
}

function returnOf({ operation }: Access): number {
  return operation.returned ?? Infinity;
}

/** A read that is older than it may be. */
interface Broken {
  readonly read: Access;
  readonly source: Source;
  /** What it should have seen, or something newer: a write, or what an earlier read had seen. */
  readonly expected: Access;
  /** What the client did before, for which it should have seen that: its own write, or a read. */
  readonly own: Access;
  /** The write that `own` read, and what its client had done before it. */
  readonly other?: { readonly write: Access; readonly before: Access };
}

class Store {
  readonly writes: readonly Access[];
  readonly #sources = new Map<Access, readonly Source[]>();
  readonly #sessions = new Map<string, Access[]>();

  constructor(accesses: readonly Access[], initial: Data) {
    this.writes = accesses.filter(({ isWrite }) => isWrite);
    for (const access of accesses) {
      if (!access.isWrite) this.#sources.set(access, sourcesOf(access, this.writes, initial));
      const { client } = access.operation;
      const session = this.#sessions.get(client);
      if (session) session.push(access);
      else this.#sessions.set(client, [access]);
    }
  }

  sources(read: Access): readonly Source[] {
    return this.#sources.get(read)!;
  }

  /** What the same client did before, the latest first. */
  before(access: Access): readonly Access[] {
    const session = this.#sessions.get(access.operation.client)!;
    return session
      .filter((other) => inSession(other, access))
      .toSorted((a, b) => b.operation.invoked - a.operation.invoked);
  }

  /** One of the writes, if whichever of them it was, the read has seen something older. */
  missedBy(read: Access, writes: readonly Source[]): Access | undefined {
    const [first] = writes;
    if (first === undefined || first === "initial") return undefined;
    return writes.every((write) => write !== "initial" && this.isOlder(read, write)) ? first : undefined;
  }

  /** Whether all that the read may have seen is older than the write. */
  isOlder(read: Access, write: Access): boolean {
    const sources = this.sources(read);
    return sources.length > 0 && sources.every((source) => source === "initial" || isEarlier(source, write));
  }
}

function brokenBy(store: Store, guarantee: SessionGuarantee, read: Access): Broken | undefined {
  switch (guarantee) {
    case "read your writes":
      return ownWrite(store, read);
    case "monotonic reads":
      return ownRead(store, read);
    default:
      return otherSession(store, guarantee, read);
  }
}

function ownWrite(store: Store, read: Access): Broken | undefined {
  const own = store.before(read).find((each) => each.isWrite && each.key === read.key && store.isOlder(read, each));
  return own && { read, source: store.sources(read)[0]!, expected: own, own };
}

function ownRead(store: Store, read: Access): Broken | undefined {
  for (const own of store.before(read)) {
    if (own.isWrite || own.key !== read.key) continue;
    const expected = store.missedBy(read, store.sources(own));
    if (expected) return { read, source: store.sources(read)[0]!, expected, own };
  }
  return undefined;
}

/** Another client's write was read before, and what that client had done before the write must be seen now. */
function otherSession(store: Store, guarantee: SessionGuarantee, read: Access): Broken | undefined {
  for (const own of store.before(read)) {
    if (own.isWrite) continue;
    const writes = store.sources(own);
    const implied = writes.map((write) => (write === "initial" ? undefined : implies(store, guarantee, write, read)));
    const [first] = implied;
    if (first === undefined || implied.includes(undefined)) continue;
    const other = { write: writes[0] as Access, before: first.before };
    return { read, source: store.sources(read)[0]!, expected: first.expected, own, other };
  }
  return undefined;
}

interface Implied {
  /** The write that must be seen. */
  readonly expected: Access;
  /** What the other client did before its write: that write, or the read that saw it. */
  readonly before: Access;
}

function implies(store: Store, guarantee: SessionGuarantee, write: Access, read: Access): Implied | undefined {
  for (const before of store.before(write)) {
    if (before.key !== read.key || before.isWrite !== (guarantee === "monotonic writes")) continue;
    const expected = store.missedBy(read, before.isWrite ? [before] : store.sources(before));
    if (expected) return { expected, before };
  }
  return undefined;
}

function explained(
  { read, source, expected, own, other }: Broken,
  unit: TimeUnit,
): Pick<SessionVerdict, "why" | "wrong" | "origins"> {
  const said = (access: Access): string => describedAccess(access.operation);
  const time = (access: Access): string => atTime(access.operation.returned!, unit);
  const ownTime = time(own) === "" ? "" : `,${time(own)}`;
  const theirs = other
    ? `, and ${other.write.operation.client} ${said(other.before)} before it ${said(other.write)}`
    : "";
  const because = [own, ...(other ? [other.write, other.before] : [])];
  const needed = new Set([...because, read]);
  const sources = [source, expected].filter((each): each is Access => each !== "initial" && !needed.has(each));
  const indices = (accesses: Iterable<Access>): readonly number[] =>
    [...new Set([...accesses].map(({ index }) => index))].toSorted((a, b) => a - b);
  return {
    why: `${read.operation.client} ${said(read)}${time(read)}, an older value, although it ${said(own)} before${ownTime}${theirs}`,
    wrong: indices([...needed, ...sources]),
    origins: indices(sources),
  };
}
