/** The simulator's public names. */
export { createRandom } from "./random";
export type { Random } from "./random";
export { latency, sampler } from "./latency";
export type { Distribution, Latency } from "./latency";
export {
  clock,
  crash,
  cutLinks,
  delay,
  drop,
  duplicate,
  linkFault,
  loseSaves,
  partition,
  pause,
  restart,
  slow,
  tearSaves,
} from "./faults";
export type * from "./faults";
export { randomFaults } from "./random-faults";
export type { RandomFaultsOptions } from "./random-faults";
export { faultText } from "./fault-text";
export { messageBytes } from "./bytes";
export { OptionError } from "./option-error";
export type { LinkOptions, NetworkOptions, ProtocolOrProtocols, SimulateOptions } from "./options";
export type { Call as ClientCall, Script, ScriptContext, Wish } from "./clients";
export { simulate } from "./simulate";
export type { Run } from "./simulate";
export { SimulationFailure } from "./failure";
export type { Ending } from "./engine";
export type { Violation } from "./claims";
export type { Counts } from "./recording";
export { sweep } from "./sweep";
export type { Grid, Settings, SweepRow } from "./sweep";
