/** Interchangeable nodes of a protocol: exchanging two of them exchanges their cells, and their names everywhere. */
import { canonical } from "../../data";
import type { Data } from "../../data";
import type { NodeId } from "../../protocol";
import type { Effect, Input } from "../../step";
import { down } from "./cells";
import type { Call, Outcome } from "./handlers";
import type { ProtocolSystem } from "./protocol-system";
import type { Claim } from "./search";
import { Canonicaliser, fingerprint, mix } from "./symmetry";
import type { Exchangeable } from "./symmetry";
import { PairMap } from "./tables";
import { renameIn } from "./values";
import type { Renaming } from "./values";

/** Roles of names in a fingerprint; those in the n-th group that play no part are `others` + n. */
const self = 1;
const owner = 2;
const others = 3;

/** So many rows have their properties judged twice, and after them one in `sampled`. */
const checkedAtFirst = 500;
const sampled = 256;

/**
 * What replaces the current row by the one that stands for its orbit.
 * @throws RangeError where a bound on faults names one of the interchangeable nodes
 */
export function protocolSymmetry(
  system: ProtocolSystem,
  groups: readonly (readonly NodeId[])[],
  claims: readonly Claim[],
  within: (() => boolean) | undefined,
): () => void {
  refuseNamedBounds(system, groups);
  const nodes = new ExchangeableNodes(system, groups);
  const canonicaliser = new Canonicaliser(nodes, groups);
  const generators = groups.flatMap((group) => canonicaliser.renamings.generators(group));
  system.words.handlers.onLearned = (call, outcomes) => checkHandler(system, generators, call, outcomes);
  const judges = claims.map((claim) => ({ name: claim.name, holds: () => claim.judge() === true }));
  if (within) judges.push({ name: "within", holds: within });
  let rows = 0;
  return () => {
    if (rows++ < checkedAtFirst || rows % sampled === 0) checkClaims(nodes, generators, judges);
    canonicaliser.run();
  };
}

function refuseNamedBounds(system: ProtocolSystem, groups: readonly (readonly NodeId[])[]): void {
  for (const [fault, bound] of Object.entries(system.words.setting.faults)) {
    const named = typeof bound === "object" ? groups.flat().find((node) => node in bound) : undefined;
    if (named !== undefined) {
      throw new RangeError(`faults.${fault} names ${named}, which symmetry says is like others; allowed is a number`);
    }
  }
}

class ExchangeableNodes implements Exchangeable {
  readonly states: ProtocolSystem["states"];
  private readonly groupOf = new Map<NodeId, number>();
  private readonly weights: readonly PairMap[];
  private readonly renamedCells: readonly PairMap[];
  private readonly renamedSurroundings = new PairMap();

  constructor(
    readonly system: ProtocolSystem,
    groups: readonly (readonly NodeId[])[],
  ) {
    this.states = system.states;
    groups.forEach((group, number) => group.forEach((node) => this.groupOf.set(node, number)));
    this.weights = system.nodes.map(() => new PairMap());
    this.renamedCells = system.nodes.map(() => new PairMap());
  }

  weight(name: NodeId): number {
    const { nodes } = this.system.words.setting;
    const place = nodes.indexOf(name);
    let sum = this.partInHistory(name);
    for (let node = 0; node < nodes.length; node++) {
      const part = this.partInCell(node, this.states.get(node), place);
      const group = this.groupOf.get(nodes[node]!);
      const whose = node === place ? -1 : group === undefined ? 1000 + node : group;
      sum = (sum + mix(whose, part)) | 0;
    }
    return sum;
  }

  /** The part that the node at `place` plays in a cell of `node`. */
  private partInCell(node: number, cell: number, place: number): number {
    const known = this.weights[node]!.get(cell, place);
    if (known >= 0) return known;
    const { words } = this.system;
    const name = words.setting.nodes[place]!;
    const home = words.setting.nodes[node]!;
    const part = fingerprint(this.contents(node, cell), (text) => {
      if (text === name) return self;
      const group = this.groupOf.get(text);
      return group === undefined ? undefined : text === home ? owner : others + group;
    });
    this.weights[node]!.set(cell, place, part);
    return part;
  }

  private partInHistory(name: NodeId): number {
    const { words, surroundings, surroundingsColumn } = this.system;
    const history = surroundings.right(this.states.get(surroundingsColumn));
    if (history === words.histories.empty) return 0;
    const text = words.histories.operations(history) as unknown as Data;
    return fingerprint(text, (word) => {
      if (word === name) return self;
      const group = this.groupOf.get(word);
      return group === undefined ? undefined : others + group;
    });
  }

  /** All that a cell holds, as one value. Messages on their way come in no order, but for those of one ordered link. */
  private contents(node: number, cell: number): Data {
    const { words, nodes } = this.system;
    const { cells } = nodes[node]!;
    const links: { [from: NodeId]: Data } = {};
    for (const message of words.inboxes.contents(cells.inbox(cell))) {
      const { from, message: contents } = words.envelope(message, node);
      const count = links[from] as Data[] | undefined;
      links[from] = [...(count ?? []), contents];
    }
    if (words.setting.network !== "ordered") {
      for (const [from, list] of Object.entries(links))
        links[from] = countedByShape(list as readonly Data[], this.groupOf);
    }
    const { state, saved, timers } = cells.partsOf(cell);
    const { values } = words;
    return [state === down ? "down" : values.value(state), values.value(saved), values.value(timers), links];
  }

  renamedRow(renaming: Renaming): readonly number[] {
    const { words, surroundingsColumn } = this.system;
    const row: number[] = [];
    for (const [node, name] of words.setting.nodes.entries()) {
      const to = renaming.names.get(name);
      row[to === undefined ? node : words.place(to)] = this.renamedCell(node, this.states.get(node), renaming);
    }
    row[surroundingsColumn] = this.renamedHistory(this.states.get(surroundingsColumn), renaming);
    return row;
  }

  private renamedCell(node: number, cell: number, renaming: Renaming): number {
    const known = this.renamedCells[node]!.get(cell, renaming.number);
    if (known >= 0) return known;
    const { words, nodes } = this.system;
    const home = nodes[node]!.cells;
    const away = nodes[this.placeOf(node, renaming)]!.cells;
    const { values, inboxes } = words;
    const messages = inboxes.contents(home.inbox(cell)).map((message) => {
      const from = this.placeOf(words.sender(message), renaming);
      return words.message(from, values.renamed(words.contents(message), renaming));
    });
    const { state, saved, timers } = home.partsOf(cell);
    const slot = away.slot({
      state: state === down ? down : values.renamed(state, renaming),
      saved: values.renamed(saved, renaming),
      timers: values.renamed(timers, renaming),
    });
    const renamed = away.cell(slot, inboxes.of(messages));
    this.renamedCells[node]!.set(cell, renaming.number, renamed);
    return renamed;
  }

  private placeOf(node: number, renaming: Renaming): number {
    const { words } = this.system;
    const to = renaming.names.get(words.setting.nodes[node]!);
    return to === undefined ? node : words.place(to);
  }

  private renamedHistory(number: number, renaming: Renaming): number {
    const { words, surroundings } = this.system;
    const history = surroundings.right(number);
    if (history === words.histories.empty) return number;
    const known = this.renamedSurroundings.get(number, renaming.number);
    if (known >= 0) return known;
    const renamed = surroundings.intern(
      surroundings.left(number),
      words.histories.renamed(
        history,
        (node) => this.placeOf(node, renaming),
        (data) => renameIn(data, renaming.names),
      ),
    );
    this.renamedSurroundings.set(number, renaming.number, renamed);
    return renamed;
  }
}

/** A list as a record of counts by a shape that does not change when names are exchanged: its order does not count. */
function countedByShape(list: readonly Data[], groupOf: ReadonlyMap<NodeId, number>): Data {
  if (list.length < 2) return list;
  const sorted = list.map((item) => ({
    item,
    shape: fingerprint(item, (text) => (groupOf.has(text) ? others : undefined)),
  }));
  sorted.sort((one, other) => one.shape - other.shape);
  return sorted.some(({ shape }, place) => place > 0 && sorted[place - 1]!.shape === shape)
    ? sorted.map(({ shape }) => shape)
    : sorted.map(({ item }) => item);
}

/** A handler of an interchangeable node must do the same as that of another, but for the names. */
function checkHandler(
  system: ProtocolSystem,
  generators: readonly Renaming[],
  call: Call,
  outcomes: readonly Outcome[],
): void {
  const { words } = system;
  const strictly = words.handlers.orderMatters;
  for (const renaming of generators) {
    const to = renaming.names.get(words.setting.nodes[call.node]!);
    const renamedCall: Call = {
      node: to === undefined ? call.node : words.place(to),
      state: words.values.renamed(call.state, renaming),
      input: renamedInput(call.input, renaming),
    };
    const expected = outcomes.map(({ state, effects }) =>
      outcomeText(words.values.renamed(state, renaming), effects, renaming.names, strictly),
    );
    const found = words.handlers
      .runOnce(renamedCall, false)
      .map(({ state, effects }) => outcomeText(state, effects, new Map(), strictly));
    if (expected.toSorted().join("\n") === found.toSorted().join("\n")) continue;
    const exchange = [...renaming.names].map(([from, other]) => `${from} becomes ${other}`).join(", ");
    throw words.handlers.error(
      call,
      `is not symmetric, though symmetry says that these nodes are interchangeable: where ${exchange}, it does something ` +
        "else. Keep a set of nodes as a record ({ A: true }), whose order does not count, and do not compare names" +
        (strictly ? "; a node that crashes while it sends to one after the other also tells them apart" : ""),
    );
  }
}

function renamedInput(input: Input, { names }: Renaming): Input {
  if (input.kind === "message") {
    return { ...input, from: names.get(input.from) ?? input.from, message: renameIn(input.message, names) };
  }
  if (input.kind === "start") return { ...input, saved: renameIn(input.saved, names) };
  return { ...input, timer: names.get(input.timer) ?? input.timer };
}

function outcomeText(
  state: number,
  effects: readonly Effect[],
  names: ReadonlyMap<string, string>,
  strictly: boolean,
): string {
  const texts = effects.map((effect) => canonical(renameIn(effect as unknown as Data, names)));
  return `${state} ${(strictly ? texts : texts.toSorted()).join(" ")}`;
}

/** A property must say the same of a row and of the row with names exchanged. */
function checkClaims(
  nodes: ExchangeableNodes,
  generators: readonly Renaming[],
  judges: readonly { readonly name: string; holds(): boolean }[],
): void {
  const { states } = nodes;
  const row = Array.from({ length: states.width }, (_, column) => states.get(column));
  const before = judges.map((judge) => judge.holds());
  for (const renaming of generators) {
    nodes.renamedRow(renaming).forEach((entry, column) => states.set(column, entry));
    const different = judges.find((judge, place) => judge.holds() !== before[place]);
    row.forEach((entry, column) => states.set(column, entry));
    if (!different) continue;
    throw new RangeError(
      `symmetry says that nodes are interchangeable, but "${different.name}" tells them apart: leave symmetry out, or ` +
        "ask the property of all nodes alike",
    );
  }
}
