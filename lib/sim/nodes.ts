/** What the simulator keeps of one node: its state, its disk, its clock, its timers. */
import type { AnyProtocol, Data, Millis, NodeId } from "../protocol";
import type { Call, Script, Wish } from "./clients";
import type { Random } from "./random";
import { createRandom } from "./random";

export class SimulatedNode {
  state: Data = null;
  up = false;
  /** What is on its disk, and what was there before the last save. */
  saved: Data = null;
  savedBefore: Data = null;
  /** Saves are lost as long as this is above 0. */
  losesSaves = 0;
  /** Nothing is handled as long as this is above 0; what comes waits here. */
  pauses = 0;
  readonly waiting: number[] = [];
  /** Added before everything that it handles. */
  delayMs: Millis = 0;
  /** Each set timer's slot. */
  readonly timers = new Map<string, number>();
  /** How often its handlers have run. */
  steps = 0;
  /** The operation that it began last and that has not returned, as an index into the history; -1 if there is none. */
  openOperation = -1;
  script: ScriptState | undefined;
  private choiceStream: Random | undefined;
  private timerStream: Random | undefined;
  private clockAtMs: Millis = 0;
  private clockShows: Millis = 0;
  private clockRate = 1;

  constructor(
    readonly id: NodeId,
    readonly index: number,
    readonly protocol: AnyProtocol | undefined,
    private readonly seed: number | string,
  ) {}

  /** Its streams of chance are made when they are first drawn from: many nodes never do. */
  get choices(): Random {
    return (this.choiceStream ??= createRandom(this.seed, `choices ${this.id}`));
  }

  get timerDraws(): Random {
    return (this.timerStream ??= createRandom(this.seed, `timers ${this.id}`));
  }

  /** What its clock shows when the true time is `nowMs`. */
  clock(nowMs: Millis): Millis {
    return this.clockShows + (nowMs - this.clockAtMs) * this.clockRate;
  }

  setClock(nowMs: Millis, change: { skewMs?: Millis; driftPpm?: number; jumpMs?: Millis }): void {
    const shows = this.clock(nowMs);
    this.clockShows = (change.skewMs === undefined ? shows : nowMs + change.skewMs) + (change.jumpMs ?? 0);
    this.clockAtMs = nowMs;
    if (change.driftPpm !== undefined) this.clockRate = 1 + change.driftPpm / 1_000_000;
  }

  /** True milliseconds for a time that its own clock measures. */
  trueDuration(localMs: Millis): Millis {
    return localMs / this.clockRate;
  }
}

/** A script that is under way. */
export interface ScriptState {
  readonly generator: ReturnType<Script>;
  /** The call whose reply it waits for, with the slot of its time-out. */
  waitsFor: { readonly call: Call; readonly timeout: number; readonly operation: number } | undefined;
  last: Wish | undefined;
}
