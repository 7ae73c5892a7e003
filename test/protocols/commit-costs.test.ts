/**
 * What commit protocols cost when nothing fails, beside the figures of Mohan, Lindsay and Obermarck 1986, section 3.
 *
 * Counted are messages between different nodes until the coordinator has forgotten, and records: what a node writes
 * into its log before it goes on, an empty log (`nothing`) not counted. Every record is forced here; the paper's
 * unforced end record is the coordinator's return to `nothing`. Where the model differs from the paper, it says so.
 */
import { describe, expect, test } from "vitest";
import { simulate, traceText, twoPhaseCommit } from "distlab";
import type { Run, TwoPhaseCommitOptions } from "distlab";

interface Cost {
  readonly coordinator: number;
  readonly participants: number;
  readonly messages: number;
}

function records(run: Run, nodes: readonly string[]): number {
  const written = new RegExp(`^ *\\S+  (${nodes.join("|")}) saves \\{record: (begun|prepared|commit|abort)\\}`, "gm");
  return traceText(run.trace).match(written)?.length ?? 0;
}

function costOf(options: TwoPhaseCommitOptions): Cost {
  const protocol = twoPhaseCommit(options);
  const run = simulate({ protocol, network: { latencyMs: 10 } });
  const [coordinator, ...participants] = protocol.members!;
  return {
    coordinator: records(run, [coordinator!]),
    participants: records(run, participants),
    messages: run.counts.sent,
  };
}

describe.each([1, 2, 3, 5, 8])("with %i participants", (N) => {
  test("a commit takes prepare, vote, outcome and acknowledgement: 4N messages, 2N records of participants", () => {
    // Presuming nothing, the coordinator writes that it has begun as well, which the paper's two-phase commit does not.
    expect(costOf({ participants: N, presume: "nothing" })).toEqual({
      coordinator: 2,
      participants: 2 * N,
      messages: 4 * N,
    });
    expect(costOf({ participants: N, presume: "abort" })).toEqual({
      coordinator: 1,
      participants: 2 * N,
      messages: 4 * N,
    });
  });

  test("an abort by one of them: presuming abort saves the coordinator's records and every acknowledgement", () => {
    // Who votes no writes one record, the others two. It is told the outcome as well: the paper spares it that message,
    // and its acknowledgement. The paper does not force a participant's abort where an abort is presumed.
    const votes = { [`P${N}`]: "no" } as const;
    const nothing = costOf({ participants: N, presume: "nothing", votes });
    const abort = costOf({ participants: N, presume: "abort", votes });
    expect(nothing).toEqual({ coordinator: 2, participants: 2 * N - 1, messages: 4 * N });
    expect(abort).toEqual({ coordinator: 0, participants: 2 * N - 1, messages: 3 * N });
  });
});
