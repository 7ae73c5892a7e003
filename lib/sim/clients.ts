/**
 * Clients as scripts: a generator that yields what it wants to do next and is handed what came of it.
 *
 *     function* bob(client: ScriptContext): ReturnType<Script> {
 *       const reply = yield client.call({ to: "bank", request: { kind: "Pay", id: 1, amount: 30 }, timeoutMs: 500 });
 *       yield client.sleep(1000);
 *     }
 *
 * A call is one operation of the history. If no reply comes in time the script is handed null, and the operation
 * stays open: nobody knows whether it took place.
 */
import type { Data, Millis, NodeId } from "../protocol";
import type { Random } from "./random";

/** A request to a node, and how its reply is known. */
export interface Call {
  readonly kind: "call";
  readonly to: NodeId;
  readonly request: Data;
  /** What the history records. Default: the request. */
  readonly operation?: Data;
  /** Default 1000 ms. */
  readonly timeoutMs?: Millis;
  /**
   * Which message is the reply. Default: if the request has an `id`, the next message with the same, from whomever;
   * if not, the next message from `to`.
   */
  readonly matches?: (reply: Data, from: NodeId) => boolean;
  /** What the history records as the result. Default: the reply. */
  readonly result?: (reply: Data) => Data;
}

/** What a script may yield. */
export type Wish =
  | Call
  | { readonly kind: "send"; readonly to: NodeId; readonly message: Data }
  | { readonly kind: "receive"; readonly timeoutMs: Millis }
  | { readonly kind: "sleep"; readonly ms: Millis };

/** What a script is given. */
export interface ScriptContext {
  /** Its own name. */
  readonly self: NodeId;
  /** The true time, in virtual milliseconds. */
  readonly nowMs: Millis;
  /** A stream of chance of the client's own. */
  readonly random: Random;
  /** Yield it to ask and wait; the yield gives the reply, or null if none came in time. */
  call(call: Omit<Call, "kind">): Call;
  /** Yield it to send without waiting. */
  send(to: NodeId, message: Data): Wish;
  /** Yield it to wait for the next message, whatever it is; null if none comes in time. Default 1000 ms. */
  receive(options?: { readonly timeoutMs?: Millis }): Wish;
  /** Yield it to wait. */
  sleep(ms: Millis): Wish;
}

/** A client's script: a generator that yields calls and pauses. */
export type Script = (client: ScriptContext) => Generator<Wish, void, Data>;

/** What a script is given, by a host with this clock. */
export function scriptContext(self: NodeId, random: Random, now: () => Millis = () => 0): ScriptContext {
  return {
    self,
    random,
    get nowMs() {
      return now();
    },
    call: (call) => ({ kind: "call", ...call }),
    send: (to, message) => ({ kind: "send", to, message }),
    receive: ({ timeoutMs = 1000 } = {}) => ({ kind: "receive", timeoutMs }),
    sleep: (ms) => ({ kind: "sleep", ms }),
  };
}

/** Whether `reply`, which came from `from`, answers `call`. */
export function isReply(call: Call, reply: Data, from: NodeId): boolean {
  if (call.matches) return call.matches(reply, from);
  const asked = idOf(call.request);
  return asked === undefined ? from === call.to : idOf(reply) === asked;
}

function idOf(message: Data): unknown {
  return typeof message === "object" && message !== null && !Array.isArray(message)
    ? (message as { readonly id?: Data }).id
    : undefined;
}
