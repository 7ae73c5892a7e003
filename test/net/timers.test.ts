/** Real timers: never early, each once, whatever clocks do. */
import { afterEach, expect, test, vi } from "vitest";
import { Clock } from "../../lib/net/clock";
import { Timers } from "../../lib/net/timers";
import type { Later } from "../../lib/net/timers";

afterEach(() => void vi.useRealTimers());

/** A clock and a way to wait that the test moves by hand, each on its own. */
function byHand(): { source: { ms: number }; timers: Timers; fired: string[]; wake: (afterMs: number) => void } {
  const source = { ms: 1000 };
  const fired: string[] = [];
  let pending: { back: () => void; afterMs: number }[] = [];
  const later: Later = (back, afterMs) => {
    const entry = { back, afterMs };
    pending.push(entry);
    return () => (pending = pending.filter((one) => one !== entry));
  };
  const clock = new Clock(1000, () => source.ms);
  const timers = new Timers({ clock, random: () => 0.5, onTimer: (timer) => fired.push(timer), later });
  const wake = (afterMs: number): void => {
    const due = pending.filter((entry) => entry.afterMs <= afterMs);
    pending = pending.filter((entry) => entry.afterMs > afterMs);
    for (const { back } of due) back();
  };
  return { source, timers, fired, wake };
}

test("a timer fires after a time from its range, once", () => {
  const { source, timers, fired, wake } = byHand();
  timers.set("election", 100, 200);
  source.ms += 149;
  wake(150);
  expect(fired).toEqual([]);
  source.ms += 1;
  wake(1);
  wake(1000);
  expect(fired).toEqual(["election"]);
});

test("a timer that is set again is replaced; one that is cancelled does not fire", () => {
  const { source, timers, fired, wake } = byHand();
  timers.set("a", 10, 10);
  timers.set("a", 50, 50);
  timers.set("b", 10, 10);
  timers.cancel("b");
  source.ms += 20;
  wake(20);
  expect(fired).toEqual([]);
  source.ms += 30;
  wake(50);
  expect(fired).toEqual(["a"]);
});

test("a process that stood still fires each timer once when it goes on", () => {
  const { source, timers, fired, wake } = byHand();
  timers.set("heartbeat", 10, 10);
  source.ms += 100_000;
  wake(10);
  wake(100_000);
  expect(fired).toEqual(["heartbeat"]);
});

test("a source that jumps back neither turns the clock back nor fires a timer early", () => {
  const { source, timers, fired, wake } = byHand();
  const clock = new Clock(1000, () => source.ms);
  source.ms = 5000;
  expect(clock.nowMs()).toBe(4000);
  timers.set("a", 10, 10);
  source.ms = 200;
  expect(clock.nowMs()).toBe(4000);
  wake(10);
  expect(fired).toEqual([]);
  source.ms = 5011;
  wake(10);
  expect([clock.nowMs(), fired]).toEqual([4011, ["a"]]);
});

test("the clock on the wall may jump: timers and the node's clock do not notice", async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  const clock = new Clock();
  const before = clock.nowMs();
  const fired = new Promise<number>((resolve) => {
    const timers = new Timers({ clock, random: () => 0, onTimer: () => resolve(clock.nowMs()) });
    timers.set("a", 30, 30);
  });
  vi.setSystemTime(Date.now() + 86_400_000);
  expect(clock.nowMs() - before).toBeLessThan(86_400_000);
  vi.setSystemTime(0);
  expect((await fired) - before).toBeGreaterThanOrEqual(30);
});

test("a duration longer than setTimeout takes does not fire at once", () => {
  const { timers, fired, wake } = byHand();
  timers.set("a", 2 ** 40, 2 ** 40);
  wake(2 ** 31);
  expect(fired).toEqual([]);
});
