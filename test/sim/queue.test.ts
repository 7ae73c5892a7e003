/** The event queue against a sorted list. */
import { expect, test } from "vitest";
import { createRandom } from "../../lib/sim";
import { EventQueue } from "../../lib/sim/queue";

/** Pushes and pops at random, as a list that is sorted each time would. */
function play(seed: number, steps: number, distinctTimes: number): void {
  const random = createRandom(seed, "queue");
  const queue = new EventQueue();
  const expected: { time: number; sequence: number; slot: number }[] = [];
  const free: number[] = [];
  for (let sequence = 0, used = 0; sequence < steps; sequence++) {
    if (expected.length > 0 && random.chance(0.45)) {
      expected.sort((left, right) => left.time - right.time || left.sequence - right.sequence);
      const { time, slot } = expected.shift()!;
      expect([queue.nextTime, queue.pop()]).toEqual([time, slot]);
      free.push(slot);
    } else {
      const slot = free.pop() ?? used++;
      const time = random.index(distinctTimes);
      queue.push(time, slot);
      expected.push({ time, sequence, slot });
    }
    if (sequence % 97 === 96) {
      const wanted = (slot: number): boolean => slot % 3 !== 0;
      queue.retain(wanted);
      expected.splice(0, Infinity, ...expected.filter(({ slot }) => wanted(slot)));
      free.length = 0;
      used = steps + sequence * steps;
    }
  }
  expect(queue.length).toBe(expected.length);
}

test("what was pushed comes out in the order of times, equal times in the order of pushing", () => {
  for (let seed = 1; seed <= 20; seed++) play(seed, 300, 12);
  play(21, 3000, 1_000_000);
});

test("an empty queue's next time is infinity", () => {
  expect(new EventQueue().nextTime).toBe(Infinity);
});

test("waiting gives every slot once", () => {
  const queue = new EventQueue();
  for (let slot = 0; slot < 1000; slot++) queue.push(slot % 7, slot);
  expect(queue.waiting().toSorted((left, right) => left - right)).toEqual(
    Array.from({ length: 1000 }, (_, slot) => slot),
  );
});
