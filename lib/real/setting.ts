/**
 * The store that is measured and predicted: one description, run by the simulator and as real processes alike, so that
 * what differs between the two is the world and not the protocol.
 */
import type { Millis, NodeId } from "../protocol";
import { raft } from "../protocols/raft";
import type { Raft } from "../protocols/raft";
import { raftClient } from "../protocols/raft-client";
import type { RaftClient } from "../protocols/raft-client";
import type { KeyValueOperation } from "../protocols/raft/key-value";

/** The timeouts of the Raft paper's own experiments: Ongaro and Ousterhout 2014, section 9.3. In milliseconds. */
export const paperTimeouts: {
  readonly electionTimeoutMs: readonly [min: Millis, max: Millis];
  readonly heartbeatMs: Millis;
} = { electionTimeoutMs: [150, 300], heartbeatMs: 75 };

/** From one operation of a client to its next, drawn anew each time. */
export const measuredPauseMs: readonly [min: Millis, max: Millis] = [10, 30];

/** A server of the store that is measured. */
export function measuredRaft(members: number): Raft {
  return raft({ ...paperTimeouts, members, snapshotAfter: 1000 });
}

/** A client of the store that is measured: it asks another server after 100 ms without an answer. */
export function measuredClient(
  servers: readonly NodeId[],
  operations: readonly KeyValueOperation[],
  pauseMs: readonly [min: Millis, max: Millis],
): RaftClient {
  return raftClient({ servers, operations, pauseMs, timeoutMs: 100 });
}
