/**
 * A remote call with retry and de-duplication.
 *
 * A client asks a server to do something that matters how often it is done: take a payment, insert a row. If no
 * reply comes, the request may be lost or only the reply may be: the client cannot tell, because its state is the
 * same in both cases. It can give up (*at most once*: perhaps never done), or ask again (*at least once*: perhaps
 * done twice). For an effect that happens *exactly once* the request carries an id, and the server remembers the
 * ids that it has served together with its answers. Together is the point: what it did and that it did it must
 * survive a crash in one piece.
 *
 * Source: Birrell and Nelson, "Implementing remote procedure calls", TOCS 2(1), 1984, section 3; Helland,
 * "Idempotence is not a medical condition", CACM 55(5), 2012.
 * Simplified: one call at a time, and answers are remembered for ever (a real server forgets those that the client
 * has acknowledged).
 */
import { always, canAlwaysReach } from "../protocol";
import type { Data, Millis, NodeId, Out, Property, Protocol, World } from "../protocol";

/** Please do `body`. A repeated call has the same id. */
export type Call = { kind: "Call"; id: number; body: Data };
/** Done; `result` counts how many things the server has done so far. */
export type Reply = { kind: "Reply"; id: number; result: number };
/** A request and its reply. */
export type RemoteCallMessage = Call | Reply;

/** The client's state. */
export type ClientState = {
  role: "client";
  server: NodeId;
  /** How many calls there are to make. */
  calls: number;
  /** How often the call that is under way has been sent. */
  attempts: number;
  /** One entry for each call that has ended; the call under way has their number as its id. */
  outcomes: ("done" | "unknown")[];
};

/** What the client's disk holds: after a crash it repeats the call that was under way, under the same id. */
export type ClientSaved = { outcomes: ClientState["outcomes"] };

/** The server's state. */
export type ServerState = {
  role: "server";
  /** What the server did, in order, with the id of the call that asked for it. */
  performed: { id: number; body: Data }[];
  /** The answers that it remembers. */
  answers: { id: number; result: number }[];
};

/** What the server's disk holds. `answers` stays empty unless it remembers on disk. */
export type ServerSaved = { performed: ServerState["performed"]; answers: ServerState["answers"] };

/** How often the client tries, and whether the server remembers. */
export interface RemoteCallOptions {
  /** What to ask for, one after the other. */
  readonly calls: readonly Data[];
  /** How often a call is sent before the client gives up; 1 means no retry. Default 10. */
  readonly attempts?: number;
  /** How long the client waits for a reply. Default 100 ms. */
  readonly timeoutMs?: Millis;
  /** Where the server remembers the ids it has served. Default "nowhere". */
  readonly remember?: "nowhere" | "in memory" | "on disk";
  /** Defaults: client and server. */
  readonly client?: NodeId;
  readonly server?: NodeId;
}

type ClientOut = Out<RemoteCallMessage, "retry", ClientSaved>;
export type RemoteCallClient = Protocol<ClientState, RemoteCallMessage, "retry", ClientSaved>;
export type RemoteCallServer = Protocol<ServerState, RemoteCallMessage, never, ServerSaved>;

/** One protocol for each of the two nodes, by name. */
export function remoteCall(options: RemoteCallOptions): {
  readonly [node: NodeId]: RemoteCallClient | RemoteCallServer;
} {
  const { client = "client", server = "server", attempts = 10 } = options;
  if (!Number.isInteger(attempts) || attempts < 1) {
    throw new RangeError(`attempts is ${attempts}; allowed is a whole number from 1`);
  }
  return { [client]: remoteCallClient({ ...options, server, attempts }), [server]: remoteCallServer(options) };
}

function remoteCallClient(options: RemoteCallOptions & { server: NodeId; attempts: number }): RemoteCallClient {
  const { calls, attempts, timeoutMs = 100, server } = options;

  function ask(state: ClientState, out: ClientOut): void {
    const id = state.outcomes.length;
    state.attempts += 1;
    out.send(state.server, { kind: "Call", id, body: calls[id]! });
    out.setTimer("retry", [timeoutMs, timeoutMs]);
  }

  function begin(state: ClientState, out: ClientOut): void {
    if (state.outcomes.length === state.calls) return;
    state.attempts = 0;
    out.invoke(calls[state.outcomes.length]!);
    ask(state, out);
  }

  function end(state: ClientState, outcome: "done" | "unknown", out: ClientOut): void {
    state.outcomes.push(outcome);
    out.save({ outcomes: state.outcomes });
    begin(state, out);
  }

  return {
    name: "remote-call client",
    start(_self, saved, out) {
      const outcomes = [...(saved?.outcomes ?? [])];
      const state: ClientState = { role: "client", server, calls: calls.length, attempts: 0, outcomes };
      begin(state, out);
      return state;
    },
    onMessage(state, message, _from, out) {
      if (message.kind !== "Reply" || message.id !== state.outcomes.length) return;
      out.cancelTimer("retry");
      out.complete(message.result);
      end(state, "done", out);
    },
    onTimer(state, _timer, out) {
      if (state.attempts < attempts) ask(state, out);
      // Not "failed": the client will never know. The operation stays open in the history.
      else end(state, "unknown", out);
    },
    view: (state) => ({
      role: "client",
      fields: { attempts: state.attempts, outcomes: state.outcomes },
    }),
  };
}

function remoteCallServer(options: RemoteCallOptions): RemoteCallServer {
  const { remember = "nowhere" } = options;
  return {
    name: "remote-call server",
    start: (_self, saved) => ({
      role: "server",
      performed: [...(saved?.performed ?? [])],
      answers: [...(saved?.answers ?? [])],
    }),
    onMessage(state, message, from, out) {
      if (message.kind !== "Call") return;
      const { id, body } = message;
      const known = remember === "nowhere" ? undefined : state.answers.find((answer) => answer.id === id);
      if (known) return out.send(from, { kind: "Reply", id, result: known.result });
      state.performed.push({ id, body });
      const result = state.performed.length;
      state.answers.push({ id, result });
      // One save for both: a crash between "done" and "remembered" would do it twice.
      out.save({ performed: state.performed, answers: remember === "on disk" ? state.answers : [] });
      out.send(from, { kind: "Reply", id, result });
    },
    view: (state) => ({ role: "server", fields: { performed: state.performed.map((done) => done.body) } }),
    // The card of a server that remembers on disk. The other two carry it, too, so that a checker shows what they break.
    contract: {
      time: "asynchronous",
      failures: "recovery",
      links: { loss: true, duplication: true, reordering: true },
      safety: [atMostOnce, noLie],
      liveness: [everyCallEnds],
      source: "Birrell and Nelson 1984, section 3",
    },
  };
}

type AnySaved = ClientSaved | ServerSaved;
type CallWorld = World<ClientState | ServerState, RemoteCallMessage, AnySaved>;

/** What was done: in the server's memory, or on its disk while it is down. */
function performedBy(world: CallWorld): readonly { id: number; body: Data }[] {
  return world.nodes.flatMap((node) => {
    const state = world.state(node);
    if (state !== null) return state.role === "server" ? state.performed : [];
    const saved = world.saved(node);
    return saved !== null && "performed" in saved ? saved.performed : [];
  });
}

/** Needs de-duplication, on disk if the server may crash. */
export const atMostOnce: Property = always<ClientState | ServerState, RemoteCallMessage, AnySaved>(
  "no call is performed twice",
  (world) => {
    const counts = new Map<number, number>();
    for (const { id } of performedBy(world)) counts.set(id, (counts.get(id) ?? 0) + 1);
    const twice = [...counts].find(([, count]) => count > 1);
    return twice === undefined || `call ${twice[0]} was performed ${twice[1]} times`;
  },
);

/** A reply means that it was done. */
export const noLie: Property = always<ClientState | ServerState, RemoteCallMessage, AnySaved>(
  "what was answered was performed",
  (world) => {
    const performed = new Set(performedBy(world).map(({ id }) => id));
    for (const node of world.nodes) {
      const state = world.state(node);
      if (state?.role !== "client") continue;
      const lie = state.outcomes.findIndex((outcome, id) => outcome === "done" && !performed.has(id));
      if (lie >= 0) return `${node} was told that call ${lie} is done, and it is not`;
    }
    return true;
  },
);

/** The client never hangs: it learns the result or gives up. */
export const everyCallEnds: Property = canAlwaysReach<ClientState | ServerState, RemoteCallMessage, AnySaved>(
  "every call can end",
  (world) =>
    world.nodes.every((node) => {
      const state = world.state(node);
      return state !== null && (state.role !== "client" || state.outcomes.length === state.calls);
    }),
);
