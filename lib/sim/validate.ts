/** Checks a simulation's options before anything runs. */
import type { AnyProtocol, NodeId } from "../protocol";
import { members } from "../protocol";
import type { Fault } from "./faults";
import { distributionOf, faultOfDistribution } from "./latency";
import type { CheckedOptions, LinkOptions, NetworkOptions, ProtocolOrProtocols, SimulateOptions } from "./options";
import { OptionError } from "./options";

/** The roles that a fault may name instead of a node. */
const roles = ["leader", "candidate", "follower", "coordinator", "primary"];

const known = new Set<keyof SimulateOptions>([
  "protocol",
  "nodes",
  "seed",
  "untilMs",
  "until",
  "network",
  "faults",
  "clients",
  "properties",
  "trace",
  "maxEvents",
  "onFailure",
]);

/** The options with their defaults. @throws OptionError naming the first that is wrong */
export function checkOptions(options: SimulateOptions): CheckedOptions {
  for (const name of Object.keys(options)) {
    if (!known.has(name as keyof SimulateOptions)) {
      throw new OptionError(
        name,
        (options as unknown as Record<string, unknown>)[name],
        `one of ${[...known].join(", ")}`,
      );
    }
  }
  const { seed = 1, untilMs = 10_000, trace = true, faults = [], network = {}, clients = {} } = options;
  const protocols = protocolsOf(options);
  const nodes = [...Object.keys(protocols), ...Object.keys(clients).filter((client) => !(client in protocols))];
  checkNames(nodes, protocols, clients);
  checkTime("untilMs", untilMs);
  const maxEvents = options.maxEvents ?? (trace ? 1_000_000 : Infinity);
  if (!(maxEvents >= 1)) throw new OptionError("maxEvents", maxEvents, "a number from 1");
  checkNetwork(network, nodes);
  faults.forEach((fault, index) => checkFault(fault, `faults[${index}]`, nodes));
  return {
    nodes,
    protocols,
    clients,
    seed,
    untilMs,
    until: options.until,
    network,
    faults,
    properties: options.properties ?? [],
    trace,
    maxEvents,
    onFailure: options.onFailure ?? "throw",
  };
}

function isProtocol(value: ProtocolOrProtocols): value is AnyProtocol {
  return typeof (value as AnyProtocol).start === "function";
}

function protocolsOf({ protocol, nodes }: SimulateOptions): { readonly [node: NodeId]: AnyProtocol } {
  if (typeof protocol !== "object" || protocol === null)
    throw new OptionError("protocol", protocol, "a protocol, or one for each node");
  if (!isProtocol(protocol)) {
    if (nodes === undefined) return protocol;
    const names = members(nodes);
    const missing = names.find((name) => !(name in protocol));
    if (missing !== undefined)
      throw new OptionError("nodes", missing, `the nodes that protocol has: ${Object.keys(protocol).join(", ")}`);
    return Object.fromEntries(names.map((name) => [name, protocol[name]!]));
  }
  const names = nodes ?? protocol.members;
  if (names === undefined)
    throw new OptionError("nodes", nodes, "a number or names: the protocol does not say its members");
  return Object.fromEntries(members(names).map((name) => [name, protocol]));
}

function checkNames(nodes: readonly NodeId[], protocols: object, clients: object): void {
  if (nodes.length === 0) throw new OptionError("nodes", nodes, "at least one node");
  for (const node of nodes) {
    if (/^\d+$/.test(node) || node === "") throw new OptionError("nodes", node, "names that do not look like integers");
    if (node in protocols && node in clients)
      throw new OptionError("clients", node, "names that are no nodes' already");
  }
}

function checkTime(option: string, value: number): void {
  if (!(value >= 0 && value < Infinity)) throw new OptionError(option, value, "a time in milliseconds from 0");
}

function checkChance(option: string, value: number | undefined): void {
  if (value === undefined || (value >= 0 && value <= 1)) return;
  throw new OptionError(option, value, "a chance from 0 to 1");
}

function checkNetwork(network: NetworkOptions, nodes: readonly NodeId[]): void {
  const { links = {}, ...everywhere } = network;
  checkLink(everywhere, "network");
  for (const [name, options] of Object.entries(links)) {
    const [from = "", to = "", ...rest] = name.split("->");
    if (rest.length > 0 || !nodes.includes(from) || !nodes.includes(to)) {
      throw new OptionError("network.links", name, `FROM->TO with two of the nodes ${nodes.join(", ")}`);
    }
    checkLink(options, `network.links["${name}"]`);
  }
}

const linkOptions = new Set<keyof LinkOptions>([
  "latencyMs",
  "loss",
  "duplication",
  "corruption",
  "reordering",
  "reorderingMs",
  "ordered",
  "bandwidthBytesPerMs",
]);

function checkLink(link: LinkOptions, path: string): void {
  for (const name of Object.keys(link)) {
    if (!linkOptions.has(name as keyof LinkOptions)) {
      throw new OptionError(
        `${path}.${name}`,
        (link as Record<string, unknown>)[name],
        `one of ${[...linkOptions].join(", ")}`,
      );
    }
  }
  if (link.latencyMs !== undefined) {
    const fault = faultOfDistribution(distributionOf(link.latencyMs));
    if (fault !== undefined) throw new OptionError(`${path}.latencyMs`, link.latencyMs, `not this: ${fault}`);
  }
  checkChance(`${path}.loss`, link.loss);
  checkChance(`${path}.duplication`, link.duplication);
  checkChance(`${path}.corruption`, link.corruption);
  checkChance(`${path}.reordering`, link.reordering);
  if (link.reorderingMs !== undefined) checkTime(`${path}.reorderingMs`, link.reorderingMs);
  const bandwidth = link.bandwidthBytesPerMs;
  if (bandwidth !== undefined && !(bandwidth > 0)) {
    throw new OptionError(`${path}.bandwidthBytesPerMs`, bandwidth, "a number above 0");
  }
}

function checkFault(fault: Fault, path: string, nodes: readonly NodeId[]): void {
  const checkNode = (field: string, node: NodeId, roleAllowed = false): void => {
    if (nodes.includes(node) || (roleAllowed && roles.includes(node))) return;
    throw new OptionError(
      `${path}.${field}`,
      node,
      `one of the nodes ${nodes.join(", ")}${roleAllowed ? `, or a role: ${roles.join(", ")}` : ""}`,
    );
  };
  const checkWindow = (end: string, from: number, until: number | undefined): void => {
    checkTime(`${path}.atMs`, from);
    if (until !== undefined && !(until > from))
      throw new OptionError(`${path}.${end}`, until, `a time after atMs, ${from}`);
  };
  switch (fault.kind) {
    case "crash":
      checkNode("node", fault.node, true);
      return checkWindow("restartAtMs", fault.atMs, fault.restartAtMs);
    case "crashInStep":
      checkNode("node", fault.node);
      checkCount(`${path}.step`, fault.step, 1);
      checkCount(`${path}.effects`, fault.effects, 0);
      if (fault.restartAfterMs !== undefined) checkTime(`${path}.restartAfterMs`, fault.restartAfterMs);
      return;
    case "pause":
    case "loseSaves":
    case "slow":
      checkNode("node", fault.node, true);
      if (fault.kind === "slow") checkTime(`${path}.delayMs`, fault.delayMs);
      return checkWindow("untilMs", fault.atMs, fault.untilMs);
    case "partition":
      checkGroups(fault.groups, path, nodes);
      return checkWindow("healAtMs", fault.atMs, fault.healAtMs);
    case "cut":
      for (const node of fault.from) checkNode("from", node);
      for (const node of fault.to) checkNode("to", node);
      return checkWindow("healAtMs", fault.atMs, fault.healAtMs);
    case "clock":
      checkNode("node", fault.node, true);
      return checkClock(fault, path);
    case "link":
      checkNode("from", fault.from);
      checkNode("to", fault.to);
      checkLink(fault.options, `${path}.options`);
      return checkWindow("untilMs", fault.atMs, fault.untilMs);
    case "drop":
    case "delay":
    case "duplicate":
      checkNode("from", fault.from);
      checkNode("to", fault.to);
      checkCount(`${path}.nth`, fault.nth, 1);
      if (fault.kind === "delay") checkTime(`${path}.byMs`, fault.byMs);
      if (fault.kind === "duplicate") checkTime(`${path}.afterMs`, fault.afterMs);
      return;
    default:
      throw new OptionError(
        `${path}.kind`,
        (fault as { kind?: unknown }).kind,
        "a kind of fault: see the constructors crash, pause, partition, …",
      );
  }
}

function checkCount(option: string, value: number, least: number): void {
  if (!(Number.isInteger(value) && value >= least))
    throw new OptionError(option, value, `a whole number from ${least}`);
}

function checkGroups(groups: readonly (readonly NodeId[])[], path: string, nodes: readonly NodeId[]): void {
  const seen = new Set<NodeId>();
  for (const node of groups.flat()) {
    if (!nodes.includes(node)) throw new OptionError(`${path}.groups`, node, `of the nodes ${nodes.join(", ")}`);
    if (seen.has(node)) throw new OptionError(`${path}.groups`, node, "each node in one group at most");
    seen.add(node);
  }
}

function checkClock(fault: Extract<Fault, { kind: "clock" }>, path: string): void {
  checkTime(`${path}.atMs`, fault.atMs);
  for (const field of ["skewMs", "driftPpm", "jumpMs"] as const) {
    const value = fault[field];
    if (value !== undefined && !Number.isFinite(value))
      throw new OptionError(`${path}.${field}`, value, "a finite number");
  }
  if ((fault.driftPpm ?? 0) <= -1_000_000) {
    throw new OptionError(
      `${path}.driftPpm`,
      fault.driftPpm,
      "more than -1000000: a clock does not stand still or run back",
    );
  }
}
