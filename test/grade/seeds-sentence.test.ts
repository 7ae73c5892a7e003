/** What a check by seeds says of a run must be true of the run that it shows. */
import { expect, test } from "vitest";
import { seeds } from "../../lib/grade/checks";
import type { SeedsOptions } from "../../lib/grade/checks";
import { directAnswer } from "../../lib/grade/direct";
import type { Check } from "../../lib/grade/exercise";
import { heartbeatDetector } from "../../lib/protocols/heartbeat";
import type { Run } from "../../lib/sim";

/** Wrong as soon as one message is lost; says how many were. */
const nothingIsLost = ({ counts }: Run): true | string => counts.lost === 0 || `${counts.lost} lost`;

/** @param wrongAtMs when a run went wrong, where the check knows */
const checkOf = (wrongAtMs?: SeedsOptions["wrongAtMs"]): Check =>
  seeds({
    name: "nothing is lost",
    points: 1,
    seeds: 3,
    simulate: () => ({
      run: (seed) => ({ protocol: heartbeatDetector({ members: 3 }), network: { loss: 0.5 }, untilMs: 1000, seed }),
      check: nothingIsLost,
    }),
    ...(wrongAtMs ? { wrongAtMs } : {}),
  });

test("a run that was made smaller is described by its own figures, not by those of the first that failed", () => {
  const outcome = checkOf().run(directAnswer({}), { seedOffset: 0 });
  const shown = outcome.run?.traced as Run;
  expect(shown.counts.lost).toBe(1);
  expect(outcome.message).toBe(nothingIsLost(shown));
  expect(outcome.run!.size).toBe(outcome.run!.lines.length);
});

test("a run whose check knows when it went wrong is shown up to then, and its lines are counted", () => {
  const check = checkOf(({ trace }) => trace.events.find(({ kind }) => kind === "lose")?.at);
  const { run } = check.run(directAnswer({}), { seedOffset: 0 });
  const { events } = run!.traced.trace;
  expect(events.at(-1)!.at).toBe(events.find(({ kind }) => kind === "lose")!.at);
  expect(events.at(-1)!.at).toBeLessThan(500);
  expect(run!.size).toBe(run!.lines.length);
});
