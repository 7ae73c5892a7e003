/** What answers to the exercises of chapter 12 look like. */
import type { Data, NodeId, Out } from "../../protocol";
import type { BullyMessage, BullyState } from "../../protocols/bully";
import type { Move } from "../../seeds";

/** What nodes of a ring say to the next one. */
export type RingMessage = { kind: "Candidate"; number: number } | { kind: "Elected"; number: number };

/** A node of a ring. Both functions return what it sends to the next one, in order. */
export interface RingNode {
  begin(): RingMessage[];
  receive(message: RingMessage): RingMessage[];
  /** The number that it takes for the leader's, as soon as it knows. */
  leader(): number | null;
}

/** An answer to `12-leader-election/chang-roberts`. */
export interface ChangRobertsAnswer {
  createNode(number: number): RingNode;
}

/** The recorder that the rules of the bully get. */
export type BullyRulesOut = Out<BullyMessage, "begin" | "answer" | "coordinator">;

/** An answer to `12-leader-election/bully`. */
export interface BullyRules {
  heard(state: BullyState, message: BullyMessage, from: NodeId, members: NodeId[], out: BullyRulesOut): void;
  timedOut(state: BullyState, timer: "begin" | "answer" | "coordinator", members: NodeId[], out: BullyRulesOut): void;
}

/** What the lock service remembers, and saves. */
export type TokenLock = { lastToken: number };

/** What the storage remembers, and saves. */
export type TokenStorage = { highest: number; value: Data };

/** An answer to `12-leader-election/fencing`. */
export interface FencingRules {
  /** The lock is lent to this client. */
  grant(lock: TokenLock, client: NodeId, out: Out<{ kind: "Granted"; token: number }, never, TokenLock>): void;
  /** A client writes. */
  write(
    storage: TokenStorage,
    request: { token: number; value: Data },
    client: NodeId,
    out: Out<{ kind: "WriteReply"; token: number; accepted: boolean }, never, TokenStorage>,
  ): void;
}

/** An answer to `12-leader-election/split-brain`. */
export interface SplitBrain {
  /** What happens, in order. */
  readonly schedule: readonly Move[];
}
