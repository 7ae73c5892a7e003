/** Checks the options of `explore` before anything runs, and fills in what was left out. */
import { members } from "../../protocol";
import type { AnyProtocol, NodeId, Property } from "../../protocol";
import type { Bound, ExploreOptions, FaultBounds, Limits, Network, SearchOptions, Time } from "./options";
import type { Setting } from "./vocabulary";

const times: readonly Time[] = ["asynchronous", "synchronous"];
const networks: readonly Network[] = ["unordered", "ordered", "persistent"];
const perNode: readonly (keyof FaultBounds)[] = ["crashes", "restarts", "lostSaves"];
const inAll: readonly (keyof FaultBounds)[] = ["drops", "duplicates"];

/** @throws RangeError that names the option, its value and what is allowed */
export function settingOf(options: ExploreOptions): Setting {
  const nodes = nodesOf(options);
  const protocols = nodes.map((node) => protocolOf(options, node));
  const network = options.network ?? "unordered";
  requireOneOf("network", network, networks);
  const time = options.time ?? timeOf(protocols);
  requireOneOf("time", time, times);
  const faults = options.faults ?? {};
  checkFaults(faults, network, nodes);
  const firings = options.firings ?? Infinity;
  requireCount("firings", firings);
  return { nodes, protocols, time, network, faults, firings, knockedOut: new Set(options.knockedOut) };
}

function isProtocol(protocol: ExploreOptions["protocol"]): protocol is AnyProtocol {
  return typeof (protocol as Partial<AnyProtocol>).onMessage === "function";
}

function nodesOf({ protocol, nodes }: ExploreOptions): readonly NodeId[] {
  if (typeof protocol !== "object" || protocol === null) {
    throw new RangeError(`protocol is ${String(protocol)}; allowed is a protocol, or a record with one for each node`);
  }
  const own = isProtocol(protocol) ? protocol.members : Object.keys(protocol);
  const given = nodes === undefined ? own : members(nodes);
  if (given === undefined) {
    throw new RangeError("nodes is missing, and the protocol names no members; allowed is a number or a list of names");
  }
  if (given.length === 0) throw new RangeError("nodes is empty; allowed is a list of at least one name");
  for (const [place, node] of given.entries()) {
    if (typeof node !== "string" || node === "" || /^\d+$/.test(node)) {
      throw new RangeError(`nodes[${place}] is ${JSON.stringify(node)}; allowed is a name that is not a number`);
    }
    if (given.indexOf(node) !== place) throw new RangeError(`nodes[${place}] is ${node}, which is there already`);
  }
  return given;
}

function protocolOf({ protocol }: ExploreOptions, node: NodeId): AnyProtocol {
  const found = isProtocol(protocol) ? protocol : protocol[node];
  if (found !== undefined && isProtocol(found)) return found;
  throw new RangeError(`protocol.${node} is ${String(found)}; allowed is a protocol, since nodes names ${node}`);
}

/** Every protocol must be made for synchronous time, or it is explored in asynchronous time. */
function timeOf(protocols: readonly AnyProtocol[]): Time {
  const cards = protocols.flatMap((protocol) => protocol.contract ?? []);
  const synchronous = cards.length > 0 && cards.every((card) => card.time === "synchronous");
  return synchronous ? "synchronous" : "asynchronous";
}

/** The properties of the protocols' cards, each once. */
export function propertiesOf(options: ExploreOptions, setting: Setting): readonly Property[] {
  const cards = [...new Set(setting.protocols)].flatMap((protocol) => protocol.contract ?? []);
  const properties = options.properties ?? [...new Set(cards.flatMap((card) => [...card.safety, ...card.liveness]))];
  checkProperties(properties);
  return properties;
}

export function checkProperties(properties: readonly { readonly kind: string; readonly name: string }[]): void {
  properties.forEach((property, place) => {
    requireOneOf(`properties[${place}].kind`, property?.kind, ["always", "sometimes", "canAlwaysReach"]);
  });
  if (properties.filter((property) => property.kind === "canAlwaysReach").length > 30) {
    throw new RangeError("properties has more than 30 of the kind canAlwaysReach; allowed are 30");
  }
}

function checkFaults(faults: FaultBounds, network: Network, nodes: readonly NodeId[]): void {
  for (const [fault, bound] of Object.entries(faults) as [keyof FaultBounds, Bound | undefined][]) {
    const known = perNode.includes(fault) || inAll.includes(fault);
    if (!known)
      throw new RangeError(`faults.${fault} is not a fault; allowed are ${[...perNode, ...inAll].join(", ")}`);
    if (bound === undefined) continue;
    if (typeof bound === "number") requireCount(`faults.${fault}`, bound);
    else checkBounds(fault, bound, nodes);
    if (network === "persistent" && inAll.includes(fault) && bound !== 0) {
      throw new RangeError(
        `faults.${fault} is ${JSON.stringify(bound)}; a persistent network neither loses nor copies: leave it out`,
      );
    }
  }
}

function checkBounds(fault: keyof FaultBounds, bound: Exclude<Bound, number>, nodes: readonly NodeId[]): void {
  if (!perNode.includes(fault)) {
    throw new RangeError(`faults.${fault} is ${JSON.stringify(bound)}; allowed is a number`);
  }
  for (const [node, most] of Object.entries(bound)) {
    if (!nodes.includes(node)) {
      throw new RangeError(`faults.${fault} names the node ${node}; the nodes are ${nodes.join(", ")}`);
    }
    requireCount(`faults.${fault}.${node}`, most);
  }
}

function requireCount(option: string, value: number): void {
  if (value === Infinity || (Number.isInteger(value) && value >= 0)) return;
  throw new RangeError(`${option} is ${String(value)}; allowed is a whole number, 0 or more, or Infinity`);
}

function requireOneOf(option: string, value: string, allowed: readonly string[]): void {
  if (allowed.includes(value)) return;
  throw new RangeError(`${option} is ${JSON.stringify(value)}; allowed are ${allowed.join(", ")}`);
}

/** Checks what protocols and plain models have in common. */
export function checkSearchOptions(options: SearchOptions): void {
  requireOneOf("order", options.order ?? "breadth-first", ["breadth-first", "depth-first"]);
  requireOneOf("until", options.until ?? "first violation", ["first violation", "everything"]);
  const allowed: readonly (keyof Limits)[] = ["states", "depth", "milliseconds", "megabytes"];
  for (const [limit, value] of Object.entries(options.limits ?? {}) as [keyof Limits, number | undefined][]) {
    requireOneOf("limits", limit, allowed);
    if (value !== undefined && !(value > 0)) {
      throw new RangeError(`limits.${limit} is ${String(value)}; allowed is a number above 0`);
    }
  }
}

/** The groups of interchangeable names. */
export function groupsOf(options: SearchOptions, names: readonly string[] | undefined): readonly (readonly string[])[] {
  const { symmetry = false } = options;
  if (symmetry === false) return [];
  const groups = symmetry === true ? [names ?? []] : symmetry;
  if (symmetry === true && names === undefined) {
    throw new RangeError("symmetry is true; allowed for a plain model are lists of the names that are interchangeable");
  }
  const all = groups.flat();
  all.forEach((name, place) => {
    if (all.indexOf(name) !== place) throw new RangeError(`symmetry names ${name} twice`);
    if (names && !names.includes(name)) {
      throw new RangeError(`symmetry names the node ${name}; the nodes are ${names.join(", ")}`);
    }
  });
  return groups.filter((group) => group.length > 1);
}
