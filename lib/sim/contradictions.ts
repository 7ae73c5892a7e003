/** Faults that cannot both be meant: a node that crashes while it is down, a message that is dropped and delayed. */
import type { Millis, NodeId } from "../protocol";
import type { CrashFault, Fault, MessageFault, RestartFault } from "./faults";
import { OptionError } from "./option-error";

type Placed<Of extends Fault> = { readonly fault: Of; readonly path: string };

/**
 * @param nodes the names of nodes; any other name is a role, and whom it will befall is not known
 * @throws OptionError naming the later one of the first two faults that contradict each other
 */
export function checkContradictions(faults: readonly Fault[], nodes: readonly NodeId[]): void {
  const placed = faults.map((fault, index) => ({ fault, path: `faults[${index}]` }));
  for (const node of nodes) checkCrashes(node, placed.filter(isCrashOrRestart), mayCrashOtherwise(node, nodes, faults));
  const seen = new Map<string, string>();
  for (const { fault, path } of placed) {
    const claim = claimOf(fault);
    const other = claim?.keys.map((key) => seen.get(key)).find((found) => found !== undefined);
    if (claim && other !== undefined) {
      throw new OptionError(`${path}.${claim.field}`, claim.value, `${claim.allowed}, and ${other} is one`);
    }
    for (const key of claim?.keys ?? []) seen.set(key, path);
  }
}

function isCrashOrRestart(placed: Placed<Fault>): placed is Placed<CrashFault | RestartFault> {
  return placed.fault.kind === "crash" || placed.fault.kind === "restart";
}

/** Whether it cannot be known before the run when a node is down: it may crash in a step, or because of its role. */
function mayCrashOtherwise(node: NodeId, nodes: readonly NodeId[], faults: readonly Fault[]): boolean {
  return faults.some(
    (fault) =>
      (fault.kind === "crashInStep" && fault.node === node) || (fault.kind === "crash" && !nodes.includes(fault.node)),
  );
}

/** Goes through a node's crashes and restarts in the order of their times. */
function checkCrashes(node: NodeId, placed: readonly Placed<CrashFault | RestartFault>[], unsure: boolean): void {
  const own = placed.filter(({ fault }) => fault.node === node);
  let crashedBy = "";
  let downUntilMs: Millis = -1;
  for (const { fault, path } of own.toSorted((left, right) => left.fault.atMs - right.fault.atMs)) {
    const isDown = fault.atMs < downUntilMs;
    if (fault.kind === "crash") {
      if (isDown)
        throw new OptionError(
          `${path}.atMs`,
          fault.atMs,
          `a time at which ${node} is up, and ${crashedBy} has crashed it`,
        );
      crashedBy = path;
      downUntilMs = fault.restartAtMs ?? Infinity;
    } else {
      if (!isDown && !unsure) throw new OptionError(`${path}.atMs`, fault.atMs, `a time at which ${node} is down`);
      downUntilMs = -1;
    }
  }
}

interface Claim {
  /** What only one fault of a schedule may lay claim to. */
  readonly keys: readonly string[];
  readonly field: string;
  readonly value: unknown;
  readonly allowed: string;
}

function claimOf(fault: Fault): Claim | undefined {
  switch (fault.kind) {
    case "drop":
    case "delay":
    case "duplicate":
      return messageClaim(fault);
    case "crashInStep": {
      const { node, event } = fault;
      return {
        keys: [`crash ${node} ${event}`],
        field: "event",
        value: event,
        allowed: `one crash in an event of ${node}`,
      };
    }
    case "clock": {
      const { node, atMs } = fault;
      return {
        keys: [`clock ${node} ${atMs}`],
        field: "atMs",
        value: atMs,
        allowed: `one change of ${node}'s clock at a time`,
      };
    }
    default:
      return undefined;
  }
}

/** A message can be delayed and duplicated, but not dropped as well. */
function messageClaim({ kind, from, to, nth, message = "" }: MessageFault): Claim {
  const claimed = kind === "drop" ? ["delay", "duplicate"] : [kind];
  const keys = claimed.map((what) => `${what} ${from}->${to} ${nth} ${message}`);
  return { keys, field: "nth", value: nth, allowed: `one such fault for a message from ${from} to ${to}` };
}
