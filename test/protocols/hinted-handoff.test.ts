/** Hints of the quorum store: what a stand-in has taken is held until its owner holds it, whatever happens. */
import { describe, expect, test } from "vitest";
import { always, explore, isNewerVersion, quorumStore } from "distlab";
import type {
  ExploreOptions,
  QuorumClientState,
  QuorumOperation,
  QuorumReplicaState,
  QuorumState,
  QuorumStoreOptions,
  Run,
} from "distlab";
import type { QuorumReplica, QuorumSaved } from "../../lib/protocols/quorum-store/vocabulary";
import { expectTrace } from "../traces";
import { failingSeeds, inStorm } from "./storm";

const write = (value: string): QuorumOperation => ({ kind: "write", value });
const owners = ["A", "B", "C"];

/** For W of the owners, what is acknowledged or something newer is held: by themselves, or in a hint for them. */
const heldOrHinted = always<QuorumState, never, QuorumSaved>(
  "W copies of what is acknowledged, hints included",
  (world) => {
    const onDisk = (node: string): Omit<QuorumReplicaState, "role"> =>
      ((world.state(node) ?? world.saved(node)) as QuorumReplicaState | null) ?? { held: null, hints: {} };
    for (const node of world.nodes) {
      const { role, acknowledged } = (world.state(node) ?? {}) as Partial<QuorumClientState>;
      if (role !== "client" || !acknowledged) continue;
      const holding = owners.filter((owner) =>
        [onDisk(owner).held, onDisk("D").hints[owner] ?? null].some((held) => !isNewerVersion(acknowledged, held)),
      );
      if (holding.length < 2)
        return `${JSON.stringify(acknowledged.value)} is held for ${holding.join(", ") || "nobody"}`;
    }
    return true;
  },
);

function sloppy(options: Partial<QuorumStoreOptions> = {}): ReturnType<typeof quorumStore> {
  return quorumStore({ replicas: 3, standIns: ["D"], clients: { Ann: [write("red")] }, ...options });
}

/** A stand-in that has done with a hint as soon as it has sent it. */
function forgetful(nodes: ReturnType<typeof quorumStore>): ReturnType<typeof quorumStore> {
  const good = nodes["D"] as QuorumReplica;
  const onTimer: NonNullable<QuorumReplica["onTimer"]> = (state, timer, out) => {
    good.onTimer!(state, timer, out);
    state.hints = {};
    out.save({ held: state.held, hints: {} });
  };
  return { ...nodes, D: { ...good, onTimer } };
}

describe("hinted handoff (Dynamo 2007, section 4.6)", () => {
  const bounds = { properties: [heldOrHinted], firings: 3, network: "ordered" } satisfies Partial<ExploreOptions>;

  test("in every run of a write, with a stand-in that crashes and comes back: held for W owners", () => {
    const found = explore({ protocol: sloppy(), ...bounds, faults: { crashes: { D: 1 }, restarts: { D: 1 } } });
    expect([found.holds, found.complete, found.distinct]).toEqual([true, true, 125_771]);
  });

  test("a broken twin that forgets a hint as soon as it has sent it is caught", () => {
    const { counterexample } = explore({ protocol: forgetful(sloppy()), ...bounds });
    expect(counterexample?.property).toBe(heldOrHinted.name);
    expectTrace(counterexample!.trace, "quorum-store-that-forgets-its-hints");
  });

  test("1,000 seeds of loss, copies, reordering, crashes, partitions, pauses and skew: held for W owners, and in the end no hint is left", () => {
    const clients = { Ann: [write("a1"), write("a2")], Ben: [write("b1"), { kind: "read" }, write("b2")] } as const;
    const weather = { crashes: true, partitions: true, pauses: true, skew: true, untilMs: 1000 };
    const storm = (seed: number): Run => {
      const protocol = sloppy({ clients, pauseMs: [10, 200] });
      const run = inStorm(seed, { protocol, untilMs: 6000 }, [heldOrHinted], weather);
      expect(run.failure?.message, `seed ${seed}`).toBeUndefined();
      if (!run.violation) expect((run.states["D"] as QuorumReplicaState).hints, `seed ${seed}`).toEqual({});
      return run;
    };
    expect(failingSeeds(1000, storm)).toEqual([]);
  });
});
