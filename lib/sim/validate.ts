/** Checks a simulation's options before anything runs. */
import type { AnyProtocol, NodeId, Property } from "../protocol";
import { members } from "../protocol";
import type { Script } from "./clients";
import { checkBoolean, checkCount, checkFields, checkList, checkOneOf, checkTime, OptionError } from "./option-error";
import type { CheckedOptions, SimulateOptions } from "./options";
import { checkFaults } from "./validate-faults";
import { checkNetwork } from "./validate-network";

const known: readonly (keyof SimulateOptions)[] = [
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
];

/** The options with their defaults. @throws OptionError naming the first that is wrong */
export function checkOptions(options: SimulateOptions): CheckedOptions {
  if (typeof options !== "object" || options === null) {
    throw new OptionError("options", options, "an object: simulate({ protocol, … })");
  }
  if (isProtocol(options)) throw new OptionError("options", "a protocol", "an object: simulate({ protocol, … })");
  checkFields("", options, known);
  const { seed = 1, untilMs = 10_000, trace = true, faults = [], network = {}, properties = [] } = options;
  const { onFailure = "throw", clients = {} } = options;
  const protocols = protocolsOf(options);
  const nodes = [...Object.keys(protocols), ...Object.keys(clients).filter((client) => !(client in protocols))];
  checkNames(nodes, protocols, clients);
  checkSeed(seed);
  checkTime("untilMs", untilMs);
  if (options.until !== undefined) checkFunction("until", options.until, "(world) => boolean");
  checkNetwork(network, nodes);
  checkFaults(faults, Object.keys(protocols), Object.keys(clients));
  checkProperties(properties);
  checkBoolean("trace", trace);
  if (options.maxEvents !== undefined && options.maxEvents !== Infinity) checkCount("maxEvents", options.maxEvents, 1);
  checkOneOf("onFailure", onFailure, ["throw", "report"]);
  const maxEvents = options.maxEvents ?? (trace ? 1_000_000 : Infinity);
  const { until } = options;
  return { nodes, protocols, clients, seed, untilMs, until, network, faults, properties, trace, maxEvents, onFailure };
}

function isProtocol(value: object): value is AnyProtocol {
  return typeof (value as AnyProtocol).start === "function";
}

function protocolsOf({ protocol, nodes }: SimulateOptions): { readonly [node: NodeId]: AnyProtocol } {
  if (typeof protocol !== "object" || protocol === null) {
    throw new OptionError("protocol", protocol, "a protocol, or one for each node");
  }
  if (nodes !== undefined && typeof nodes !== "number") checkList("nodes", nodes);
  if (isProtocol(protocol)) {
    checkProtocol("protocol", protocol);
    const names = nodes ?? protocol.members;
    if (names === undefined) {
      throw new OptionError("nodes", nodes, `a number or names: ${protocol.name} does not say its members`);
    }
    return Object.fromEntries(namesOf(names).map((name) => [name, protocol]));
  }
  for (const [name, each] of Object.entries(protocol)) checkProtocol(`protocol.${name}`, each);
  if (nodes === undefined) return protocol;
  const entries = namesOf(nodes).map((name) => [name, protocol[name]] as const);
  const missing = entries.find(([, each]) => each === undefined);
  if (missing)
    throw new OptionError("nodes", missing[0], `the nodes that protocol has: ${Object.keys(protocol).join(", ")}`);
  return Object.fromEntries(entries) as { readonly [node: NodeId]: AnyProtocol };
}

function checkProtocol(path: string, value: unknown): void {
  const { name, start, onMessage } = (value ?? {}) as Partial<AnyProtocol>;
  if (typeof name === "string" && typeof start === "function" && typeof onMessage === "function") return;
  throw new OptionError(path, value, "a protocol: { name, start, onMessage, … }");
}

function namesOf(nodes: number | readonly NodeId[]): readonly NodeId[] {
  const names = members(nodes);
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined) throw new OptionError("nodes", repeated, "each name once");
  return names;
}

function checkNames(nodes: readonly NodeId[], protocols: object, clients: { readonly [node: NodeId]: Script }): void {
  if (nodes.length === 0) throw new OptionError("nodes", nodes, "at least one node");
  for (const node of nodes) {
    if (typeof node !== "string" || node === "" || /^\d+$|->/.test(node)) {
      throw new OptionError("nodes", node, 'names that do not look like integers and have no "->" in them');
    }
  }
  for (const [name, script] of Object.entries(clients)) {
    if (name in protocols) throw new OptionError("clients", name, "names that are no node's already");
    checkFunction(`clients.${name}`, script, "a generator: function* (client) { … }");
  }
}

function checkSeed(seed: unknown): void {
  if (typeof seed === "string" || (typeof seed === "number" && Number.isFinite(seed))) return;
  throw new OptionError("seed", seed, "a finite number or a text");
}

function checkFunction(option: string, value: unknown, allowed: string): void {
  if (typeof value !== "function") throw new OptionError(option, value, allowed);
}

function checkProperties(properties: readonly Property[]): void {
  if (!Array.isArray(properties)) throw new OptionError("properties", properties, "a list: [always(…), sometimes(…)]");
  properties.forEach((property: Property | undefined, index) => {
    const path = `properties[${index}]`;
    if (typeof property?.holds !== "function" || typeof property.name !== "string") {
      throw new OptionError(path, property, 'always("a claim", (world) => …) or sometimes(…)');
    }
    if (property.kind === "canAlwaysReach") {
      throw new OptionError(
        path,
        `canAlwaysReach: ${property.name}`,
        "always or sometimes: one run cannot show what stays reachable; explore can",
      );
    }
    checkOneOf(`${path}.kind`, property.kind, ["always", "sometimes"]);
  });
}
