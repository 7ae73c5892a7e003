/**
 * Contract cards that run: a protocol's properties under its own assumptions, and again with each assumption switched
 * off, to see which property dies first, and how.
 */
import type { AnyProtocol, Contract } from "../../protocol";
import { explore } from "./explore";
import type { Exploration } from "./exploration";
import { howFar } from "./exploration";
import type { ExploreOptions, FaultBounds, Network, Time } from "./options";
import { propertiesOf, settingOf } from "./setting";

/** An assumption that a card can make. */
export type Assumption =
  | "time"
  | "no crashes"
  | "crashed for good"
  | "restarts"
  | "saves"
  | "no loss"
  | "no duplication"
  | "order";

/** How to run a contract card. Everything else is as for `explore`. */
export interface ContractOptions extends Omit<
  ExploreOptions,
  "protocol" | "time" | "network" | "faults" | "knockedOut"
> {
  /** The assumptions to switch off, one at a time. Default: all that the card makes. */
  readonly switchOff?: readonly Assumption[];
  /** How many of each fault may happen in a run, where it may happen at all. Default 1 of each. */
  readonly bounds?: { readonly crashes?: number; readonly drops?: number; readonly duplicates?: number };
}

/** What happened when one assumption was switched off. */
export interface SwitchedOff {
  readonly assumption: Assumption;
  /** What held before and what holds now, in words. */
  readonly text: string;
  readonly exploration: Exploration;
}

/** What became of each property when an assumption was switched off. */
export interface ContractReport {
  /** Whether every property held under the card's own assumptions. */
  readonly holds: boolean;
  readonly own: Exploration;
  readonly switchedOff: readonly SwitchedOff[];
  toString(): string;
}

interface World {
  readonly time: Time;
  readonly network: Network;
  readonly faults: FaultBounds;
}

interface Bounds {
  readonly crashes: number;
  readonly drops: number;
  readonly duplicates: number;
}

const defaultLimits = { milliseconds: 20_000 };

/**
 * Runs a protocol's contract card.
 *
 * A card's failures and links become bounded faults: a crash, its restart, a lost message, a duplicate. Where links may
 * do everything and time is asynchronous, the network is the persistent one, which contains all of that without bound.
 * @throws RangeError where the protocol has no card, or `switchOff` names what the card does not assume
 */
export function checkContract(protocol: ExploreOptions["protocol"], options: ContractOptions = {}): ContractReport {
  const { switchOff, bounds, ...rest } = options;
  const card = cardOf({ protocol, ...rest });
  const most: Bounds = { crashes: 1, drops: 1, duplicates: 1, ...bounds };
  const assumed = assumptionsOf(card);
  for (const assumption of switchOff ?? []) {
    if (assumed.includes(assumption)) continue;
    throw new RangeError(`switchOff names "${assumption}"; the card assumes ${assumed.join(", ") || "nothing"}`);
  }
  const run = (world: World): Exploration => explore({ limits: defaultLimits, ...rest, protocol, ...world });
  const own = run(worldOf(card, most));
  const switchedOff = (switchOff ?? assumed).map((assumption) => ({
    assumption,
    text: without[assumption],
    exploration: run(worldOf(card, most, assumption)),
  }));
  return new Report(own, switchedOff);
}

function cardOf(options: ExploreOptions): Contract {
  const setting = settingOf(options);
  const cards = setting.protocols.flatMap((protocol: AnyProtocol) => protocol.contract ?? []);
  if (!cards[0]) throw new RangeError("protocol has no contract; allowed is a protocol with a contract card");
  propertiesOf(options, setting);
  return cards[0];
}

function assumptionsOf({ time, failures, links }: Contract): readonly Assumption[] {
  const found: Assumption[] = [];
  if (time === "synchronous") found.push("time");
  if (failures === "none" || failures === "omission") found.push("no crashes");
  if (failures === "stop") found.push("crashed for good");
  if (failures === "recovery") found.push("restarts", "saves");
  if (!links.loss) found.push("no loss");
  if (!links.duplication) found.push("no duplication");
  if (!links.reordering) found.push("order");
  return found;
}

const without: { readonly [assumption in Assumption]: string } = {
  time: "in asynchronous time",
  "no crashes": "where a node may crash",
  "crashed for good": "where a node that crashed may start again",
  restarts: "where a node that crashed may stay down",
  saves: "where a crash may lose what was saved",
  "no loss": "where a message may be lost",
  "no duplication": "where a message may arrive twice",
  order: "where messages may overtake each other",
};

/** The card's world, with one assumption switched off. */
function worldOf(card: Contract, most: Bounds, off?: Assumption): World {
  const { failures, links } = card;
  const time: Time = card.time === "synchronous" && off !== "time" ? "synchronous" : "asynchronous";
  const mayCrash = failures === "stop" || failures === "recovery" || off === "no crashes";
  const mayRestart = (failures === "recovery" && off !== "restarts") || off === "crashed for good";
  const mayLose = links.loss || failures === "omission" || off === "no loss";
  const mayDuplicate = links.duplication || off === "no duplication";
  const mayReorder = links.reordering || off === "order";
  const crashing: FaultBounds = {
    ...(mayCrash ? { crashes: most.crashes } : {}),
    ...(mayCrash && mayRestart ? { restarts: most.crashes } : {}),
    ...(off === "saves" ? { lostSaves: most.crashes } : {}),
  };
  if (time === "asynchronous" && mayLose && mayDuplicate && mayReorder) {
    return { time, network: "persistent", faults: crashing };
  }
  const losing: FaultBounds = {
    ...(mayLose ? { drops: most.drops } : {}),
    ...(mayDuplicate ? { duplicates: most.duplicates } : {}),
  };
  return { time, network: mayReorder ? "unordered" : "ordered", faults: { ...crashing, ...losing } };
}

class Report implements ContractReport {
  constructor(
    readonly own: Exploration,
    readonly switchedOff: readonly SwitchedOff[],
  ) {}

  get holds(): boolean {
    return this.own.holds;
  }

  toString(): string {
    const own = [`Under its own assumptions: ${this.own.subject}`, `  ${fateOf(this.own)}`];
    const others = this.switchedOff.flatMap(({ text, exploration }) => [
      `${text[0]!.toUpperCase()}${text.slice(1)}`,
      `  ${fateOf(exploration)}`,
    ]);
    return [...own, ...others].join("\n");
  }

  /** What `console.log` and a notebook's cell print. */
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }
}

/** Which property dies first, and after how many steps; or that none does. */
export function fateOf(exploration: Exploration): string {
  const dead = exploration.verdicts.find((verdict) => verdict.outcome === "violated");
  if (dead) return `✗ "${dead.property}" is ${dead.text}`;
  if (exploration.failure) return `✗ ${exploration.failure.error.message}`;
  if (exploration.holds) return `✓ every property held: ${howFar(exploration)}`;
  return `? no property died: it ${howFar(exploration)}`;
}
