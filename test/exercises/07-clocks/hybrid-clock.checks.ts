/** Judges `07-clocks/hybrid-clock`: a clock by itself, two that write, then histories against the definitions. */
import { createRandom, grading } from "distlab";
import type { ClockedEvent, Data } from "distlab";
import { historyOf, pastOf, tell } from "../clock-histories";

type Said = { readonly wallMs: number; readonly counter: number };

const read = (answer: grading.Answer, stamp: Data): Said => answer.call("read", stamp) as Said;

function expectEarlier(answer: grading.Answer, left: Data, right: Data, what: string): void {
  const there = Math.sign(answer.call("compare", left, right) as number);
  const back = Math.sign(answer.call("compare", right, left) as number);
  grading.expectEqual([there, back], [-1, 1], `the signs of compare, both ways round, for ${what}`);
}

/** What every event's own clock shows: three clocks that are off, stand still, and are set back now and then. */
function physicalTimes(events: readonly ClockedEvent[], seed: number): number[] {
  const random = createRandom(seed, "physical");
  const ahead: { [node: string]: number } = { A: random.index(5), B: random.index(30), C: 0 };
  return events.map((event, index) => {
    if (random.chance(0.1)) ahead[event.node] = random.index(10);
    return 100 + Math.floor(index / 3) + ahead[event.node]!;
  });
}

/** The stamp of every event, made by the answer's own clocks. */
function stampsOf(answer: grading.Answer, events: readonly ClockedEvent[], physical: readonly number[]): Data[] {
  const clocks: { [node: string]: grading.Made } = {};
  const sent: { [message: string]: Data } = {};
  return events.map((event, index) => {
    const clock = (clocks[event.node] ??= answer.create("createClock"));
    const stamp =
      event.kind === "receive"
        ? clock.call("receive", sent[event.message]!, physical[index]!)
        : clock.call("tick", physical[index]!);
    if (event.kind === "send") sent[event.message] = stamp;
    return stamp;
  });
}

const seeds = Array.from({ length: 60 }, (_, index) => index + 1);

function eachHistory(
  answer: grading.Answer,
  look: (told: string, past: number[][], physical: number[], stamps: Data[]) => void,
): string {
  for (const seed of seeds) {
    const events = historyOf(seed, 12);
    const physical = physicalTimes(events, seed);
    const told = `${tell(events)}, whose clocks show ${physical.join(", ")}`;
    look(told, pastOf(events), physical, stampsOf(answer, events, physical));
  }
  return `${seeds.length} histories`;
}

export default grading.exercise({
  id: "07-clocks/hybrid-clock",
  title: "A hybrid clock",
  kind: "write",
  exports: ["createClock", "compare", "read"],
  hints: [
    "A stamp of two numbers is enough: the highest time that is known, and how many events have shared it so far.",
    "On arrival the highest of three times wins: the last stamp's, the message's, and the clock's own. Two of them bring a counter along.",
    "The counter goes on from every stamp that has the winning time, from the larger one if both have it; if neither has, it begins again.",
  ],
  difference:
    "The reference treats an event of its own as a message from the beginning of time, so there is only one rule.",
  checks: [
    grading.example({
      name: "as long as the clock goes forward, its stamps are the clock's times",
      points: 1,
      hint: "Each clock begins with no knowledge of any time.",
      run(answer) {
        const clock = answer.create("createClock");
        const said = [100, 101, 250].map((physicalMs) => read(answer, clock.call("tick", physicalMs)).wallMs);
        grading.expectEqual(said, [100, 101, 250], "wallMs of events at 100, 101 and 250");
      },
    }),
    grading.example({
      name: "a clock that stands still or goes back still tells its events apart",
      points: 2,
      hint: "Which part of a stamp can grow while the time does not? It begins again where the time goes on.",
      run(answer) {
        const clock = answer.create("createClock");
        const stamps = [100, 100, 90, 95, 101].map((physicalMs) => clock.call("tick", physicalMs));
        for (let index = 1; index < stamps.length; index++) {
          expectEarlier(
            answer,
            stamps[index - 1]!,
            stamps[index]!,
            `events ${index} and ${index + 1} at 100, 100, 90, 95, 101`,
          );
        }
        const said = stamps.map((stamp) => read(answer, stamp).wallMs);
        grading.expectEqual(said, [100, 100, 100, 100, 101], "wallMs of events at 100, 100, 90, 95, 101");
        grading.expectEqual(
          read(answer, stamps.at(-1)!).counter,
          0,
          "the counter of the last of them, the first at 101",
        );
      },
    }),
    grading.example({
      name: "an arrival is later than its sending and than all before it",
      points: 2,
      hint: "Whose time is it that wins: the message's, one's own last one, or both?",
      run(answer) {
        for (const [mine, theirs] of [
          [100, 150],
          [150, 100],
          [120, 120],
        ] as const) {
          const [here, there] = [answer.create("createClock"), answer.create("createClock")];
          const own = [mine, mine].map((physicalMs) => here.call("tick", physicalMs)).at(-1)!;
          const sent = [theirs, theirs, theirs].map((physicalMs) => there.call("tick", physicalMs)).at(-1)!;
          const arrived = here.call("receive", sent, mine);
          const what = `an arrival at ${mine} of what was sent at ${theirs}`;
          expectEarlier(answer, sent, arrived, `the sending and ${what}`);
          expectEarlier(answer, own, arrived, `what was there before and ${what}`);
          grading.expectEqual(read(answer, arrived).wallMs, Math.max(mine, theirs), `wallMs of ${what}`);
        }
      },
    }),
    grading.example({
      name: "times are compared before counters, and as numbers",
      points: 1,
      hint: "9 is less than 10, and a hundred events at 9 ms are earlier than one at 10 ms.",
      run(answer) {
        const clock = answer.create("createClock");
        const stamps = Array.from({ length: 13 }, () => clock.call("tick", 9));
        expectEarlier(answer, stamps[9]!, stamps[10]!, "the tenth and the eleventh event at 9 ms");
        expectEarlier(answer, stamps[12]!, clock.call("tick", 10), "the thirteenth event at 9 ms and one at 10 ms");
      },
    }),
    grading.example({
      name: "in any history: what happened before is earlier",
      points: 3,
      hint: "Three clocks that are off, stand still, and are set back.",
      run: (answer) =>
        eachHistory(answer, (told, past, _physical, stamps) => {
          past.forEach((causes, index) => {
            for (const cause of causes)
              expectEarlier(answer, stamps[cause]!, stamps[index]!, `events ${cause + 1} and ${index + 1} of ${told}`);
          });
        }),
    }),
    grading.example({
      name: "no stamp is ahead of every clock that it can know of, and no counter larger than it must be",
      points: 3,
      hint: "wallMs is a time that some clock has really shown. The counter begins again where the time goes on.",
      run: (answer) =>
        eachHistory(answer, (told, past, physical, stamps) => {
          const walls = past.map((causes, index) => Math.max(...[...causes, index].map((known) => physical[known]!)));
          stamps.forEach((stamp, index) => {
            const what = `event ${index + 1} of ${told}`;
            const { wallMs, counter } = read(answer, stamp);
            grading.expectEqual(wallMs, walls[index]!, `wallMs of ${what}`);
            const sharing = past[index]!.filter((cause) => walls[cause] === walls[index]).length;
            grading.expectBetween(counter, 0, sharing, `the counter of ${what}`);
          });
        }),
    }),
    grading.example({
      name: "a stamp stays small",
      points: 1,
      hint: "Two numbers are enough, however much has happened.",
      run(answer) {
        const [here, there] = [answer.create("createClock"), answer.create("createClock")];
        let stamp = here.call("tick", 1);
        for (let index = 1; index <= 200; index++)
          stamp = (index % 2 === 0 ? here : there).call("receive", stamp, index);
        grading.expectBetween(JSON.stringify(stamp).length, 1, 60, "characters of a stamp after 200 messages");
      },
    }),
  ],
});
