/** What is shown of a wrong history does not depend on how fast the machine is that looks for it. */
import { afterEach, describe, expect, test, vi } from "vitest";
import type { Data, Operation } from "../../../lib/protocol";
import { checkCausal } from "../../../lib/verify/history/causal";
import { Steps } from "../../../lib/verify/history/effort";
import { fewest } from "../../../lib/verify/history/fewest";
import { checkLinearizable } from "../../../lib/verify/history/linearizable";
import { models } from "../../../lib/verify/history/models";
import { checkSequential } from "../../../lib/verify/history/sequential";
import { historyOf, read, write } from "./histories";

afterEach(() => vi.restoreAllMocks());

/** 40 clients' writes and reads of five keys, and in their midst one client that sees `x` go back. */
const registers = ((): readonly Operation[] => {
  const noise = Array.from({ length: 40 }, (_, at): readonly Operation[] => {
    const [key, client] = [`k${at % 5}`, `N${at}`];
    return historyOf(
      [client, write(at, key), null, 10 * at, 10 * at + 2],
      [client, read(key), at, 10 * at + 3, 10 * at + 5],
    );
  });
  const wrong = historyOf(
    ["A", write(1, "x"), null, 100, 105],
    ["A", write(2, "x"), null, 110, 115],
    ["B", read("x"), 2, 120, 125],
    ["B", read("x"), 1, 130, 135],
  );
  return [...noise.flat(), ...wrong].toSorted((a, b) => a.invoked - b.invoked);
})();

/** A queue in which two that were put in one after the other come out the wrong way round, among many that do not. */
const queue = ((): readonly Operation[] => {
  const put = (value: Data): Data => ({ kind: "enqueue", value });
  const take: Data = { kind: "dequeue" };
  const noise = Array.from({ length: 6 }, (_, at): readonly Operation[] =>
    historyOf([`N${at}`, put(at), "ok", 10 * at, 10 * at + 9], [`N${at}`, take, at, 10 * at + 3, 10 * at + 12]),
  );
  const wrong = historyOf(
    ["A", put("p"), "ok", 200, 201],
    ["A", put("q"), "ok", 202, 203],
    ["B", take, "q", 204, 205],
    ["B", take, "p", 206, 207],
  );
  return [...noise.flat(), ...wrong].toSorted((a, b) => a.invoked - b.invoked);
})();

const patient = { timeLimitMs: Infinity };

describe.each([
  ["linearizable", () => checkLinearizable(registers, models.keyValue(), patient)],
  ["linearizable, of a queue", () => checkLinearizable(queue, models.queue(), patient)],
  ["sequentially consistent", () => checkSequential(registers, models.keyValue(), patient)],
  ["sequentially consistent, of a queue", () => checkSequential(queue, models.queue(), patient)],
  ["causally consistent", () => checkCausal(registers, patient)],
])("%s", (_name, check) => {
  test("an hour between any two looks at the clock changes nothing", () => {
    const { verdict, why, wrong, origins } = check();
    expect(verdict).toBe("violation");
    let nowMs = 0;
    vi.spyOn(performance, "now").mockImplementation(() => (nowMs += 3_600_000));
    expect(check()).toMatchObject({ verdict, why, wrong, origins });
    expect(nowMs).toBeGreaterThan(0);
  });
});

test("steps of a part are spent of the whole too, and it ends with the whole", () => {
  const whole = new Steps(10);
  const [first, second] = [new Steps(4, whole), new Steps(100, whole)];
  first.spend(4);
  expect([first.isSpent, second.isSpent, whole.isSpent]).toEqual([true, false, false]);
  second.spend(6);
  expect([second.isSpent, whole.isSpent]).toEqual([true, true]);
});

test("with no step left nothing more is left out", () => {
  const items = [1, 2, 3, 4];
  const fails = (kept: readonly number[]): boolean => kept.includes(3);
  expect(fewest(items, fails, new Steps(1))).toEqual([3]);
  expect(fewest(items, fails, new Steps(0))).toEqual(items);
});
