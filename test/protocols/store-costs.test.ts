/** What operations cost in the replicated stores: the benchmark's exact figures are facts, and checked as such. */
import { expect, test } from "vitest";
import { storeCosts } from "../../bench/protocols/stores";

test("messages and round trips of every store's operations, with three replicas", () => {
  const lines = storeCosts().map(
    ({ store, operation, messages, roundTrips }) => `${store}, ${operation}: ${messages} messages, ${roundTrips} RTT`,
  );
  expect(lines).toMatchInlineSnapshot(`
    [
      "raft, write: 6 messages, 2 RTT",
      "raft, log, read: 6 messages, 2 RTT",
      "raft, read index, read: 6 messages, 2 RTT",
      "raft, lease, read: 2 messages, 1 RTT",
      "multi-paxos, write: 10 messages, 2 RTT",
      "multi-paxos, read: 10 messages, 2 RTT",
      "abd, write: 12 messages, 2 RTT",
      "abd, read: 12 messages, 2 RTT",
      "primary-backup, asynchronous, write: 6 messages, 1 RTT",
      "primary-backup, semi-synchronous, write: 6 messages, 2 RTT",
      "primary-backup, synchronous, write: 6 messages, 2 RTT",
      "primary-backup, asynchronous, read: 2 messages, 1 RTT",
      "quorum store, W 1 R 1, write: 6 messages, 1 RTT",
      "quorum store, W 1 R 1, read: 2 messages, 1 RTT",
      "quorum store, W 2 R 2, write: 6 messages, 1 RTT",
      "quorum store, W 2 R 2, read: 4 messages, 1 RTT",
      "quorum store, W 3 R 1, write: 6 messages, 1 RTT",
      "quorum store, W 3 R 1, read: 2 messages, 1 RTT",
      "multi-leader, write: 10 messages, 1 RTT",
      "multi-leader, read: 2 messages, 1 RTT",
    ]
  `);
});
