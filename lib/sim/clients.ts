/**
 * Clients as scripts: a generator that yields what it wants to do next and is handed what came of it.
 *
 *     function* bob(client) {
 *       const reply = yield client.call({ to: "bank", request: { kind: "Pay", amount: 30 }, timeoutMs: 500 });
 *       yield client.sleep(1000);
 *     }
 *
 * A call is one operation of the history. If no reply comes in time the script is handed null, and the operation
 * stays open: nobody knows whether it took place.
 */
import type { Data, Millis, NodeId } from "../protocol";
import type { Random } from "./random";

export interface Call {
  readonly kind: "call";
  readonly to: NodeId;
  readonly request: Data;
  /** What the history records. Default: the request. */
  readonly operation?: Data;
  /** Default 1000 ms. */
  readonly timeoutMs?: Millis;
  /** Which message is the reply. Default: the next one from `to` that has the request's `id`, if it has one. */
  readonly matches?: (reply: Data) => boolean;
  /** What the history records as the result. Default: the reply. */
  readonly result?: (reply: Data) => Data;
}

export type Wish =
  | Call
  | { readonly kind: "send"; readonly to: NodeId; readonly message: Data }
  | { readonly kind: "sleep"; readonly ms: Millis };

export interface ScriptContext {
  readonly self: NodeId;
  /** A stream of chance of the client's own. */
  readonly random: Random;
  call(call: Omit<Call, "kind">): Call;
  send(to: NodeId, message: Data): Wish;
  sleep(ms: Millis): Wish;
}

export type Script = (client: ScriptContext) => Generator<Wish, void, Data>;

export function scriptContext(self: NodeId, random: Random): ScriptContext {
  return {
    self,
    random,
    call: (call) => ({ kind: "call", ...call }),
    send: (to, message) => ({ kind: "send", to, message }),
    sleep: (ms) => ({ kind: "sleep", ms }),
  };
}

/** Whether `reply` answers `call`. */
export function isReply(call: Call, reply: Data): boolean {
  if (call.matches) return call.matches(reply);
  const asked = idOf(call.request);
  return asked === undefined || idOf(reply) === asked;
}

function idOf(message: Data): unknown {
  return typeof message === "object" && message !== null && !Array.isArray(message)
    ? (message as { readonly id?: Data }).id
    : undefined;
}
