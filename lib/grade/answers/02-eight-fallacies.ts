/** What answers to the exercises of chapter 02 look like. */
import type { Data } from "../../data";
import type { Millis, NodeId, Protocol } from "../../protocol";
import type { Move } from "../../seeds";

/** Please take so many bicycles out of the store. */
export type TakeBikes = { kind: "Take"; id: number; bikes: number };
/** They are taken; so many were left then. */
export type BikesTaken = { kind: "Taken"; id: number; left: number };
/** All that crosses the network between a till and the store. */
export type TakeMessage = TakeBikes | BikesTaken;
/** The till's state. */
export type TakingTill = {
  /** One entry for each sale that has ended, in order: how many were left, or null where no answer came. */
  outcomes: (number | null)[];
  /** Whatever else it wants to remember. */
  memory: { [key: string]: Data };
};
/** The store's state. */
export type TakingStore = {
  /** How many bicycles there are. */
  left: number;
  /** Whatever else it wants to remember. */
  memory: { [key: string]: Data };
};
/** What a till is to sell, and how patient it is. */
export interface TakingTillOptions {
  readonly store: NodeId;
  /** How many bicycles each sale takes, one sale after the other. */
  readonly sales: readonly number[];
  /** How long to wait for an answer. */
  readonly timeoutMs: Millis;
  /** How often to ask at the most for one sale. */
  readonly attempts: number;
}

/** An answer to `02-eight-fallacies/reliable-call`. */
export interface ReliableCall {
  till(options: TakingTillOptions): Protocol<TakingTill, TakeMessage, "timeout">;
  store(bikes: number): Protocol<TakingStore, TakeMessage>;
}

/** A message that is to be sealed. Each sender numbers its messages, and no number comes twice. */
export type Unsealed = { from: NodeId; to: NodeId; number: number; body: Data };
/** The same with a code that only those who know the key can make. */
export type SealedMessage = Unsealed & { code: string };
/** The highest number that has been accepted from each sender; missing where none has. */
export type LastNumbers = { readonly [from: NodeId]: number };

/** An answer to `02-eight-fallacies/signed-message`. */
export interface SignedMessage {
  seal(key: string, message: Unsealed): SealedMessage;
  /** Whether `self` may act on what has arrived, and the last numbers after that. */
  open(key: string, self: NodeId, last: LastNumbers, arrived: SealedMessage): { accepted: boolean; last: LastNumbers };
}

/** An answer to `02-eight-fallacies/eight-ways`: for each fallacy, a run that breaks the program that believes it. */
export interface EightWays {
  readonly reliable: readonly Move[];
  readonly latency: readonly Move[];
  readonly bandwidth: readonly Move[];
  readonly secure: readonly Move[];
  readonly topology: readonly Move[];
  readonly administrator: readonly Move[];
  readonly cost: readonly Move[];
  readonly homogeneous: readonly Move[];
}
