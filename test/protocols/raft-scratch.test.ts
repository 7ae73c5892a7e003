import { test } from "vitest";
import { raft, raftClient, checkLinearizable, electionSafety, createRandom } from "distlab";
import { leaderCompleteness, logMatching, stateMachineSafety } from "../../lib/protocols/raft";
import { inStorm } from "./storm";
test("x", () => {
  const everything = { crashes: true, partitions: true, pauses: true, skew: true };
  const t = performance.now();
  let open = 0,
    all = 0,
    bad = 0,
    ms = 0,
    sn = 0;
  for (let seed = 1; seed <= 200; seed++) {
    const random = createRandom(seed, "ops");
    const servers = ["A", "B", "C", "D", "E"];
    const p = raft({
      members: 5,
      preVote: seed % 2 === 0,
      snapshotAfter: seed % 3 ? 5 : Infinity,
      reads: seed % 5 ? "read index" : "log",
    });
    const protocol: Record<string, any> = Object.fromEntries(servers.map((m) => [m, p]));
    for (let c = 0; c < 3; c++)
      protocol[`client${c}`] = raftClient({
        servers,
        timeoutMs: 200,
        attempts: 6,
        pauseMs: [0, 100],
        operations: Array.from({ length: 30 }, (_, i) => {
          const key = "xy"[random.index(2)]!;
          const value = `${c}.${i}`;
          const kinds = [
            { kind: "get", key },
            { kind: "put", key, value },
            { kind: "append", key, value },
            { kind: "compareAndSet", key, expected: value, value },
          ] as const;
          return kinds[random.index(4)]!;
        }),
      });
    const run = inStorm(
      seed,
      { protocol },
      [electionSafety, logMatching, leaderCompleteness, stateMachineSafety],
      everything,
    );
    if (run.violation || run.failure) {
      bad++;
      console.log(seed, run.violation?.what, run.failure?.message);
    }
    all += run.history.length;
    open += run.history.filter((o) => o.returned === undefined).length;
    const t2 = performance.now();
    const v = checkLinearizable(run.history);
    ms += performance.now() - t2;
    if (v.verdict !== "linearizable") {
      bad++;
      console.log(seed, JSON.stringify(v).slice(0, 600));
    }
    if (bad > 4) break;
    sn += Object.values(run.states).filter((s: any) => s?.snapshot?.index > 0).length;
  }
  console.log({ all, open, bad, ms, sn, total: performance.now() - t });
}, 60000);
