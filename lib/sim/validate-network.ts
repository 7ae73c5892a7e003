/** Checks what a simulation is told about its network. */
import type { NodeId } from "../protocol";
import { checkLatency } from "./latency";
import { checkBoolean, checkChance, checkFields, checkPositive, checkTime, OptionError } from "./option-error";
import type { LinkOptions, NetworkOptions } from "./options";

const linkOptions: { readonly [Name in keyof Required<LinkOptions>]: (option: string, value: unknown) => void } = {
  latencyMs: checkLatency,
  loss: checkChance,
  duplication: checkChance,
  corruption: checkChance,
  reordering: checkChance,
  reorderingMs: checkTime,
  ordered: checkBoolean,
  bandwidthBytesPerMs: (option, value) => {
    if (value !== Infinity) checkPositive(option, value);
  },
};

export function checkNetwork(network: NetworkOptions, nodes: readonly NodeId[]): void {
  if (typeof network !== "object" || network === null) {
    throw new OptionError("network", network, "an object: { latencyMs, loss, … }");
  }
  const { links = {}, countBytes = false, ...everywhere } = network;
  checkBoolean("network.countBytes", countBytes);
  checkLink(everywhere, "network", ["links", "countBytes"]);
  for (const [name, options] of Object.entries(links)) {
    const [from = "", to = "", ...rest] = name.split("->");
    if (rest.length > 0 || !nodes.includes(from) || !nodes.includes(to)) {
      throw new OptionError("network.links", name, `"FROM->TO" with two of the nodes ${nodes.join(", ")}`);
    }
    checkLink({ ...everywhere, ...options }, `network.links["${name}"]`);
  }
}

/** @param others names of further options that may stand beside it */
export function checkLink(link: LinkOptions, path: string, others: readonly string[] = []): void {
  checkFields(path, link, [...Object.keys(linkOptions), ...others]);
  for (const [name, value] of Object.entries(link)) {
    if (value !== undefined) linkOptions[name as keyof LinkOptions](`${path}.${name}`, value);
  }
  if (link.ordered === true && (link.reordering ?? 0) > 0) {
    throw new OptionError(
      `${path}.reordering`,
      link.reordering,
      "0 where ordered is true: the two contradict each other",
    );
  }
}
