/** The words of a step: what a node is given, what it asks for, who supplies what, and how it fails. */
import type { Data } from "../data";
import type { Millis, NodeId } from "../protocol";

/** What happens to a node. */
export type Input =
  | { readonly kind: "start"; readonly saved: Data }
  | { readonly kind: "message"; readonly from: NodeId; readonly message: Data }
  | { readonly kind: "timer"; readonly timer: string };

/** What a node asks for. A crash keeps a prefix of a step's effects. */
export type Effect =
  | { readonly kind: "send"; readonly to: NodeId; readonly message: Data }
  | { readonly kind: "setTimer"; readonly timer: string; readonly minMs: Millis; readonly maxMs: Millis }
  | { readonly kind: "cancelTimer"; readonly timer: string }
  | { readonly kind: "save"; readonly saved: Data }
  | { readonly kind: "invoke"; readonly operation: Data }
  | { readonly kind: "complete"; readonly result: Data };

/** What a host supplies to a step. */
export interface Environment {
  /** The node's own clock. A host that has none throws. */
  localTime(): Millis;
  /** An index from 0 to `options` − 1. */
  choose(options: number): number;
  /** Guards that are out of force, by name; the name `save` makes every save a no-op. */
  readonly knockedOut?: ReadonlySet<string>;
}

/**
 * Takes a step's effects as the handler asks for them. What it is given is frozen. It may throw a Refusal, whose
 * message becomes the reason of a HandlerError.
 */
export interface EffectSink {
  send(to: NodeId, message: Data): void;
  setTimer(timer: string, minMs: Millis, maxMs: Millis): void;
  cancelTimer(timer: string): void;
  save(saved: Data): void;
  invoke(operation: Data): void;
  complete(result: Data): void;
}

/** A host cannot do what a handler asks for. The message goes on after "called": `send: to is Z; the nodes are A, B`. */
export class Refusal extends Error {
  override readonly name = "Refusal";
}

/** A handler threw, changed a message, or did something that a protocol may not do. */
export class HandlerError extends Error {
  override readonly name = "HandlerError";
  constructor(
    readonly protocol: string,
    readonly node: NodeId,
    readonly input: Input,
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(`${protocol}: ${handlerName(input)} on node ${node} ${reason}`, options);
  }
}

/** `onMessage(RequestVote from A)`, `onTimer(election)` or `start(reboot)`. */
export function handlerName(input: Input): string {
  switch (input.kind) {
    case "start":
      return input.saved === null ? "start(first boot)" : "start(reboot)";
    case "timer":
      return `onTimer(${input.timer})`;
    case "message":
      return `onMessage(${kindOf(input.message)} from ${input.from})`;
  }
}

/** A message's `kind` where it has one, a short form of it elsewhere. */
export function kindOf(message: Data): string {
  if (typeof message === "object" && message !== null && !Array.isArray(message)) {
    const kind = (message as { readonly kind?: unknown }).kind;
    if (typeof kind === "string") return kind;
  }
  const text = JSON.stringify(message);
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
