/** What the simulator keeps of one node: its state, its disk, its clock, its timers, what holds it up. */
import type { AnyProtocol, Data, Millis, NodeId } from "../protocol";
import type { Delivery, TimerFiring, Boot } from "./agenda";
import type { Script } from "./clients";
import { Clock } from "./clock";
import { Disk } from "./disk";
import type { Fault } from "./faults";
import type { Link } from "./links";
import type { Random } from "./random";
import { createRandom } from "./random";
import type { ScriptState } from "./script-driver";

export class SimulatedNode {
  state: Data = null;
  up = false;
  /** How often it has crashed. */
  incarnation = 0;
  readonly disk = new Disk();
  readonly clock = new Clock();
  /** Links to others, by their names, as far as they have been used. */
  readonly links = new Map<NodeId, Link>();
  /** Each set timer's slot in the agenda. */
  readonly timers = new Map<string, number>();
  /** Whether it has booted, or crashed before it could. */
  started = false;
  /** The slot of its next boot; -1 where none is planned. */
  boot = -1;
  /** How often its handlers have run. */
  steps = 0;
  /** The operation that it began last and that has not returned, as an index into the history; -1 if there is none. */
  openOperation = -1;
  /** How often each kind of message has been compared before and after its handler: see `watching.ts`. */
  readonly seen: { readonly kind: unknown; count: number }[] = [];
  script: ScriptState | undefined;

  /** Whether what comes may have to wait: while it is paused or slow, and until it has caught up. */
  gated = false;
  readonly pausedBy = new Set<Fault>();
  readonly waiting: (Delivery | TimerFiring | Boot)[] = [];
  /** How much later everything is handled, and for how long it keeps the node busy. */
  delayMs: Millis = 0;
  busyMs: Millis = 0;
  /** When a slow node will have handled what it has. */
  caughtUpMs: Millis = 0;

  private choiceStream: Random | undefined;
  private timerStream: Random | undefined;

  constructor(
    readonly id: NodeId,
    readonly index: number,
    readonly protocol: AnyProtocol | undefined,
    /** What it runs instead of a protocol. */
    readonly plays: Script | undefined,
    private readonly seed: number | string,
  ) {}

  /** What it draws its choices from, and its timers' durations. */
  get choices(): Random {
    return (this.choiceStream ??= createRandom(this.seed, `choices ${this.id}`));
  }

  get durations(): Random {
    return (this.timerStream ??= createRandom(this.seed, `timers ${this.id}`));
  }
}
