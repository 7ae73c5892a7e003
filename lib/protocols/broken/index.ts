/**
 * Protocols with one mistake each, for whoever wants to see a checker find it: learners, tests and benchmarks. The
 * protocols that they are made from are right.
 */
import type { BrokenProtocol } from "./broken-protocol";
import * as commitment from "./commitment";
import * as consensus from "./consensus";
import * as elections from "./elections";
import * as services from "./services";

export type { BrokenProtocol } from "./broken-protocol";

/** All of them. */
export const brokenProtocols: readonly BrokenProtocol[] = [
  ...Object.values(elections),
  ...Object.values(consensus),
  ...Object.values(commitment),
  ...Object.values(services),
];
