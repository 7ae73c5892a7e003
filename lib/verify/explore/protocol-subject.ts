/** A protocol as a subject of exploration. */
import { sameData } from "../../data";
import type { Property } from "../../protocol";
import { snapshots } from "../../trace/replay";
import type { Traced } from "../../trace/replay";
import type { TraceEvent } from "../../trace/trace";
import type { Counterexample } from "./exploration";
import { withoutGuards } from "./knocked-out";
import type { Bound, ExploreOptions, FaultBounds } from "./options";
import { follow } from "./paths";
import { ProtocolSystem } from "./protocol-system";
import type { Event } from "./protocol-system";
import { failedEvent, tell } from "./protocol-trace";
import type { Claim } from "./search";
import { checkSearchOptions, groupsOf, propertiesOf, settingOf } from "./setting";
import { claimOf, endingEvents, Run } from "./subject";
import type { Ending, Subject } from "./subject";
import { protocolSymmetry } from "./protocol-symmetry";
import type { Setting } from "./vocabulary";
import { RowWorld } from "./world";

export class ProtocolSubject implements Subject {
  readonly system: ProtocolSystem;
  readonly claims: readonly Claim[];
  readonly within: (() => boolean) | undefined;
  readonly canonicalise: (() => void) | undefined;
  readonly text: string;
  private readonly world: RowWorld;
  private readonly properties: readonly Property[];

  constructor(options: ExploreOptions) {
    checkSearchOptions(options);
    const setting = settingOf(options);
    this.properties = propertiesOf(options, setting);
    const groups = groupsOf(options, setting.nodes);
    this.system = new ProtocolSystem(setting);
    this.world = new RowWorld(this.system);
    this.claims = this.properties.map((property) => claimOf(property, () => property.holds(this.world)));
    const { within } = options;
    if (within) this.within = () => within(this.world);
    if (groups.length > 0) this.canonicalise = protocolSymmetry(this.system, groups, this.claims, this.within);
    this.text = textOf(setting, groups);
  }

  get guards(): readonly string[] {
    return [...this.system.words.handlers.guards].toSorted();
  }

  run(path: readonly number[], endingHere: () => Ending): Counterexample {
    const { system } = this;
    let boots: readonly Event[] = [];
    const followed = follow(system, path, this.canonicalise, (isBeginning) => {
      if (isBeginning) boots = system.boots();
      return isBeginning ? boots[0]! : system.event();
    });
    const told = tell(system, boots, followed);
    if (followed.states.length > 0) system.states.load(followed.states.at(-1)!);
    const ending = endingHere();
    const events: TraceEvent[] = [...told.events];
    let at = Math.max(0, path.length - 1);
    let node = at === 0 ? undefined : system.words.setting.nodes[followed.events[at]!.node];
    const lines = [...told.lines];
    if (ending.error) {
      at += path.length === 0 ? 0 : 1;
      node = ending.error.node;
      events.push(failedEvent(ending.error, at, told.idOf(ending.error)));
      if (path.length > 0) lines.push(ending.error.message);
    }
    events.push(...endingEvents(ending, at, node));
    const { nodes, protocols, knockedOut } = system.words.setting;
    const traced: Traced = {
      trace: { nodes, time: "steps", events, origin: `found by explore: ${this.text}` },
      protocols: Object.fromEntries(nodes.map((name, place) => [name, withoutGuards(protocols[place]!, knockedOut)])),
    };
    const run = new Run(traced, ending, lines);
    if (followed.states.length > 0) this.confirm(run, followed.states.at(-1)!);
    return run;
  }

  /** Runs the counterexample again from its trace alone, and compares where each node ends. */
  private confirm(run: Traced, last: number): void {
    this.system.states.load(last);
    for (const node of this.world.nodes) {
      const replayed = snapshots(run).findLast((snapshot) => snapshot.node === node)?.state ?? null;
      if (sameData(replayed, this.world.state(node))) continue;
      throw new Error(
        `the run does not repeat itself: ${node} ends in ${JSON.stringify(replayed)} instead of ` +
          `${JSON.stringify(this.world.state(node))}; its protocol is not a pure function of what it is given`,
      );
    }
  }
}

/** What is explored, in a line. */
function textOf(setting: Setting, groups: readonly (readonly string[])[]): string {
  const names = [...new Set(setting.protocols.map((protocol) => protocol.name))].join(" + ");
  const count = setting.nodes.length;
  const parts = [`${names}, ${count} ${count === 1 ? "node" : "nodes"}`, `${setting.time} time`];
  parts.push(`${setting.network} network`);
  for (const [fault, bound] of Object.entries(setting.faults) as [keyof FaultBounds, Bound | undefined][]) {
    if (bound !== undefined && bound !== 0) parts.push(boundText(bound, faultWords[fault]));
  }
  if (setting.firings !== Infinity) parts.push(countText(setting.firings, ["timer firing", "timer firings"]));
  if (setting.knockedOut.size > 0)
    parts.push(`without ${[...setting.knockedOut].map((name) => `"${name}"`).join(", ")}`);
  for (const group of groups) parts.push(`${group.join(", ")} interchangeable`);
  return parts.join("; ");
}

type Word = readonly [one: string, many: string];

const faultWords: { readonly [fault in keyof Required<FaultBounds>]: Word } = {
  crashes: ["crash", "crashes"],
  restarts: ["restart", "restarts"],
  lostSaves: ["lost save", "lost saves"],
  drops: ["lost message", "lost messages"],
  duplicates: ["duplicate", "duplicates"],
};

function boundText(bound: Bound, word: Word): string {
  if (typeof bound === "number") return countText(bound, word);
  return Object.entries(bound)
    .map(([node, most]) => `${countText(most, word)} of ${node}`)
    .join(", ");
}

function countText(most: number, [one, many]: Word): string {
  if (most === Infinity) return `any number of ${many}`;
  return `at most ${most} ${most === 1 ? one : many}`;
}
