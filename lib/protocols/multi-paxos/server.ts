/** A Multi-Paxos server's beginnings: its options checked, its state at boot, and what it saves. */
import { members as namesOf } from "../../protocol";
import type { NodeId } from "../../protocol";
import type { Ballot } from "../paxos";
import { emptyMachine } from "../raft/key-value";
import type {
  MultiPaxosConfig,
  MultiPaxosHandlers,
  MultiPaxosOptions,
  MultiPaxosOut,
  MultiPaxosSaved,
  MultiPaxosState,
} from "./vocabulary";

export function start(
  self: NodeId,
  saved: MultiPaxosSaved | null,
  out: MultiPaxosOut,
  config: MultiPaxosConfig,
): MultiPaxosState {
  const { firstLeader } = config;
  const isFirstLeader = self === firstLeader && saved === null;
  const first: Ballot | null = firstLeader === null ? null : { round: 1, proposer: firstLeader };
  const round = saved?.round ?? (isFirstLeader ? 1 : 0);
  const state: MultiPaxosState = {
    self,
    role: isFirstLeader ? "leader" : "follower",
    leader: firstLeader,
    promised: saved?.promised ?? first,
    accepted: { ...saved?.accepted },
    ballot: round > 0 ? { round, proposer: self } : null,
    promises: {},
    proposed: {},
    nextSlot: 1,
    chosen: {},
    applied: 0,
    machine: emptyMachine(),
  };
  if (saved === null && first !== null) save(state, out);
  if (isFirstLeader) out.setTimer("heartbeat", [config.heartbeatMs, config.heartbeatMs]);
  else out.setTimer("election", config.electionTimeoutMs);
  return state;
}

export function configOf(options: MultiPaxosOptions, rules: MultiPaxosHandlers): MultiPaxosConfig {
  const { electionTimeoutMs = [150, 300], heartbeatMs = 50, firstLeader = null } = options;
  const members = namesOf(options.members ?? 3);
  const [shortest, longest] = electionTimeoutMs;
  if (!(shortest > 0 && longest >= shortest && longest < Infinity)) {
    throw new RangeError(
      `electionTimeoutMs is [${shortest}, ${longest}]; allowed is a range of times above 0, the shorter first`,
    );
  }
  if (!(heartbeatMs > 0 && heartbeatMs < Infinity)) {
    throw new RangeError(`heartbeatMs is ${heartbeatMs}; allowed is a time above 0`);
  }
  if (firstLeader !== null && !members.includes(firstLeader)) {
    throw new RangeError(`firstLeader is ${firstLeader}; allowed are the members, ${members.join(", ")}`);
  }
  const majority = Math.floor(members.length / 2) + 1;
  return { members, majority, electionTimeoutMs, heartbeatMs, firstLeader, rules };
}

export function save(state: MultiPaxosState, out: MultiPaxosOut): void {
  out.save({ promised: state.promised, accepted: state.accepted, round: state.ballot?.round ?? 0 });
}

export function roundOf(state: MultiPaxosState): number {
  return Math.max(state.ballot?.round ?? 0, state.promised?.round ?? 0);
}
