/** The states around a violation, whoever found it. */
import { aroundViolation, brokenProtocols, checkSeeds, explore, raftElection, simulate } from "distlab";
import { describe, expect, it } from "vitest";
import { underExplore, underSeeds } from "../broken/settings";

const broken = brokenProtocols.find(({ name }) => name === "second vote")!;

describe("aroundViolation", () => {
  it("shows what the last event of a shrunk run changed", () => {
    const { smallest } = checkSeeds(underSeeds(broken));
    const around = aroundViolation(smallest!);
    const winner = /and ([ABC]) both lead/.exec(around.what)![1]!;
    const role = around.rows.filter(({ field }) => field === "role");
    expect(role.filter(({ changed }) => changed)).toHaveLength(1);
    expect(role.find(({ changed }) => changed)).toMatchObject({ before: "candidate", after: "leader" });
    expect(role.find(({ node }) => node === winner)!.after).toBe("leader");
    expect(String(around)).toContain("role: candidate → leader");
  });

  it("shows the same for a run of the exhaustive checker", () => {
    const { counterexample } = explore(underExplore(broken));
    const around = aroundViolation(counterexample!);
    expect(around.event).toMatch(/^[ABC] ← [ABC] {2}RequestVoteReply/);
    expect(around.rows.filter(({ field, changed }) => field === "role" && changed)).toHaveLength(1);
  });

  it("refuses a run in which nothing went wrong", () => {
    const run = simulate({ protocol: raftElection({ members: 3 }), untilMs: 10 });
    expect(() => aroundViolation(run)).toThrow(/^run has no violation among its \d+ events/);
  });
});
