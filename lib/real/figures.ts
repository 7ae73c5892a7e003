/** What a run of Raft shows about itself, read from its trace: the same reading for simulated and for real runs. */
import type { Data, Millis, NodeId } from "../protocol";
import type { SendEvent, Trace, TraceEvent } from "../trace/trace";

/** A leader's crash and what followed. */
export interface FailOver {
  /** The leader that crashed, and who led next. */
  readonly from: NodeId;
  readonly to: NodeId;
  /** From the crash until somebody else, in a higher term, sends as the leader. */
  readonly leaderMs: Millis;
  /** From the crash until the first operation afterwards is answered; null where none was. */
  readonly answerMs: Millis | null;
}

/** What `clusterFigures` reads from a run. All times are milliseconds, virtual or real. */
export interface ClusterFigures {
  readonly failOvers: readonly FailOver[];
  /** Operations that were answered before the first crash, and how long each took. */
  readonly operations: number;
  readonly operationMs: readonly Millis[];
  /** Messages of all nodes, heartbeats too, for each of those operations. */
  readonly messagesPerOperation: number;
  /** Messages that carry an operation, or an answer to one, for each of those: what does not depend on the load. */
  readonly entryMessagesPerOperation: number;
  /**
   * A sample of hops: from what the sender handled last until the receiver handles the message. That is the way, the
   * disk where a save comes first, and waiting for a processor.
   */
  readonly hopMs: readonly Millis[];
}

const hopsMax = 2000;

/**
 * Reads a trace of Raft and its clients. Crashes of others than the leader, and those after which nobody led until the
 * next crash, are left out.
 * @throws RangeError where the trace counts steps instead of milliseconds, or nothing was answered before a crash
 */
export function clusterFigures(trace: Trace): ClusterFigures {
  if (trace.time !== "ms") throw new RangeError(`trace.time is ${trace.time}; allowed is ms`);
  const { events } = trace;
  const crashed = events.findIndex(({ kind }) => kind === "crash");
  return { failOvers: failOversOf(events), ...calmFigures(crashed < 0 ? events : events.slice(0, crashed)) };
}

type Fields = { readonly kind?: Data; readonly term?: Data; readonly entries?: Data; readonly matchIndex?: Data };

const fieldsOf = (message: Data): Fields => (message ?? {}) as Fields;

/** Who leads, and in which term, as far as a message shows it. */
function leadershipOf(event: TraceEvent): number | undefined {
  if (event.kind !== "send") return undefined;
  const { kind, term } = fieldsOf(event.message);
  return kind === "AppendEntries" && typeof term === "number" ? term : undefined;
}

function failOversOf(events: readonly TraceEvent[]): readonly FailOver[] {
  const found: { -readonly [Field in keyof FailOver]: FailOver[Field] }[] = [];
  let leader: NodeId | undefined;
  let highest = 0;
  /** The crash after which nobody leads yet, and the fail-over after which nobody was answered yet. */
  let open: { readonly at: number; readonly from: NodeId } | undefined;
  let silent: { readonly at: number; readonly index: number } | undefined;
  for (const event of events) {
    const term = leadershipOf(event);
    if (event.kind === "crash" && event.node === leader) {
      open = { at: event.at, from: event.node };
      silent = undefined;
      leader = undefined;
    } else if (event.kind === "send" && term !== undefined && term > highest) {
      highest = term;
      leader = event.node;
      if (open === undefined) continue;
      found.push({ from: open.from, to: leader, leaderMs: rounded(event.at - open.at), answerMs: null });
      silent = { at: open.at, index: found.length - 1 };
      open = undefined;
    } else if (event.kind === "complete" && silent !== undefined) {
      found[silent.index]!.answerMs = rounded(event.at - silent.at);
      silent = undefined;
    }
  }
  return found;
}

function calmFigures(events: readonly TraceEvent[]): Omit<ClusterFigures, "failOvers"> {
  const invoked = new Map<number, number>();
  const operationMs: number[] = [];
  let last = -1;
  for (const [index, event] of events.entries()) {
    if (event.kind === "invoke") invoked.set(event.op, event.at);
    if (event.kind !== "complete") continue;
    operationMs.push(rounded(event.at - invoked.get(event.op)!));
    last = index;
  }
  const first = events.findIndex(({ kind }) => kind === "invoke");
  if (last < 0) throw new RangeError("trace has no operation that was answered before a crash; allowed is one or more");
  const within = events.slice(first, last + 1);
  const sent = within.filter((event) => event.kind === "send");
  return {
    operations: operationMs.length,
    operationMs,
    messagesPerOperation: rounded(sent.length / operationMs.length),
    entryMessagesPerOperation: rounded(carriers(sent) / operationMs.length),
    hopMs: hopsOf(within),
  };
}

/** Requests and answers of clients, and AppendEntries with entries, each with the reply that it gets. */
function carriers(sent: readonly SendEvent[]): number {
  return sent.reduce((count, { message }) => {
    const { kind, entries } = fieldsOf(message);
    if (kind === "ClientRequest" || kind === "ClientReply") return count + 1;
    return kind === "AppendEntries" && Array.isArray(entries) && entries.length > 0 ? count + 2 : count;
  }, 0);
}

/** Evenly spread over the run, so that a long run does not make a long list. */
function hopsOf(events: readonly TraceEvent[]): readonly Millis[] {
  const handledAt = new Map<NodeId, number>();
  const decidedAt = new Map<number, number>();
  const hops: number[] = [];
  for (const event of events) {
    if (event.kind === "send") decidedAt.set(event.id, handledAt.get(event.node) ?? event.at);
    if (event.kind === "deliver") {
      const decided = decidedAt.get(event.id);
      if (decided !== undefined) hops.push(rounded(event.at - decided));
    }
    if (event.kind === "deliver" || event.kind === "timer" || event.kind === "start")
      handledAt.set(event.node, event.at);
  }
  const stride = Math.ceil(hops.length / hopsMax) || 1;
  return hops.filter((_, index) => index % stride === 0);
}

const rounded = (value: number): number => Math.round(value * 1000) / 1000;
