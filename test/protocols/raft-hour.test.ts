/** An hour in the life of a Raft cluster: seven servers, ten clients, and something breaks every ten seconds. */
import { expect, test } from "vitest";
import { checkLinearizable, models } from "distlab";
import { raftHour } from "../../bench/protocols/raft-hour";

test("an hour with a fault every ten seconds: 100 operations a second, over 95 % answered, all linearizable", () => {
  const { counts, history, why } = raftHour();
  const answered = history.filter(({ returned }) => returned !== undefined).length;
  expect(why).toBe("time");
  expect(history.length).toBeGreaterThan(360_000);
  expect(answered / history.length).toBeGreaterThan(0.95);
  // What was lost by the network or found its receiver down: the troubles did something.
  expect(counts.lost).toBeGreaterThan(10_000);
  // The limit is there for a search that never ends; a machine that is busy must not turn a right history into an unknown one.
  expect(checkLinearizable(history, models.keyValue(), { timeLimitMs: 240_000 }).verdict).toBe("linearizable");
}, 300_000);
