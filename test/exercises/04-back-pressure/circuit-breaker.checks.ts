/** Judges `04-back-pressure/circuit-breaker`: stories of calls, told by name; and all stories of a few steps. */
import { grading } from "distlab";

/** "a?" asks for a call that is named a if it is let through, "a+" and "a-" report it; each with its time. */
type Step = readonly [atMs: number, what: string, expected?: "yes" | "no"];

const settings = { failuresMax: 3, restMs: 1000 };

/** Plays a story and compares what the breaker says with what is expected, step by step. */
function play(answer: grading.Answer, steps: readonly Step[], options = settings): void {
  const breaker = answer.create("createBreaker", options);
  const tickets = new Map<string, number>();
  const told: string[] = [];
  for (const [atMs, what, expected] of steps) {
    const [name, action] = [what.slice(0, -1), what.slice(-1)];
    if (action === "?") {
      const ticket = breaker.call("ask", atMs);
      const said = ticket === null ? "no" : "yes";
      const story = told.length === 0 ? "at first" : `after ${told.join(", ")}`;
      grading.expectTrue(
        ticket === null || (typeof ticket === "number" && ticket >= 0),
        "ask says neither a ticket from 0 nor null",
      );
      grading.expectTrue(
        said === expected,
        `${story}: may ${name} call at ${atMs} ms? Expected ${expected}, got ${said}`,
        {
          expected: `${name} ${expected === "yes" ? "may call" : "may not call"}`,
          happened: ticket === null ? "null" : `ticket ${JSON.stringify(ticket)}`,
        },
      );
      if (typeof ticket !== "number") {
        told.push(`${name} is refused at ${atMs}`);
        continue;
      }
      grading.expectTrue(
        ![...tickets.values()].includes(ticket),
        `${name} has the ticket ${ticket}, which another call has had`,
      );
      tickets.set(name, ticket);
      told.push(`${name} begins at ${atMs}`);
    } else {
      breaker.call("report", tickets.get(name) ?? -1, action === "+", atMs);
      told.push(`${name} ${action === "+" ? "works" : "fails"} at ${atMs}`);
    }
  }
}

/** So many calls, one after the other, 10 ms apart, that all fail. */
const failing = (count: number, fromMs = 0): Step[] =>
  Array.from({ length: count }, (_, index): Step[] => {
    const atMs = fromMs + 10 * index;
    return [
      [atMs, `call ${atMs}?`, "yes"],
      [atMs, `call ${atMs}-`],
    ];
  }).flat();

export default grading.exercise({
  id: "04-back-pressure/circuit-breaker",
  title: "The breaker",
  kind: "write",
  exports: ["createBreaker"],
  hints: [
    "Three states, and for each: what `ask` says, and which reports it listens to. When half open, which is the only one?",
    "A ticket must tell you when its call began: before or after the breaker last changed. A number that grows will do.",
    "Keep `era`, the number of the next ticket when the breaker last changed: a report with a lower ticket is late, and is not listened to. A new trial starts a new era as well.",
  ],
  difference:
    "The reference counts failures in a row. Breakers in service often count a share of failures within a window, so that a service that fails every other time is seen, too.",
  checks: [
    grading.example({
      name: "while all is well everybody may call",
      points: 1,
      hint: "Closed: a ticket for everybody, each a number of its own, also when several calls are under way.",
      run: (answer) =>
        play(answer, [
          [0, "a?", "yes"],
          [0, "b?", "yes"],
          [5, "c?", "yes"],
          [6, "b+"],
          [7, "a+"],
          [8, "c+"],
          [9, "d?", "yes"],
        ]),
    }),
    grading.example({
      name: "after three failures in a row nobody may call",
      points: 1,
      hint: "Not before the third, and from the third on.",
      run(answer) {
        play(answer, [...failing(3), [20, "x?", "no"], [500, "y?", "no"], [1019, "z?", "no"]]);
        play(answer, [...failing(1), [1, "x?", "no"]], { failuresMax: 1, restMs: 1000 });
      },
    }),
    grading.example({
      name: "a success in between begins the count again",
      points: 1,
      hint: "In a row: three failures of a thousand calls are no reason.",
      run: (answer) =>
        play(answer, [...failing(2), [30, "good?", "yes"], [31, "good+"], ...failing(2, 40), [70, "x?", "yes"]]),
    }),
    grading.example({
      name: "after its rest one may try, and only one",
      points: 2,
      hint: "When the first has asked, somebody is trying. The others must wait for what comes of it.",
      run: (answer) =>
        play(answer, [
          ...failing(3),
          [1020, "trial?", "yes"],
          [1020, "x?", "no"],
          [1300, "y?", "no"],
          [1301, "trial+"],
          [1302, "z?", "yes"],
          [1302, "w?", "yes"],
        ]),
    }),
    grading.example({
      name: "a trial that fails means a whole rest more",
      points: 1,
      hint: "From the time of that failure, not from the first.",
      run: (answer) =>
        play(answer, [
          ...failing(3),
          [1500, "trial?", "yes"],
          [1700, "trial-"],
          [1701, "x?", "no"],
          [2600, "y?", "no"],
          [2700, "second?", "yes"],
          [2701, "z?", "no"],
        ]),
    }),
    grading.example({
      name: "after a trial that worked it takes three failures again",
      points: 1,
      hint: "A closed breaker has forgotten what was.",
      run: (answer) =>
        play(answer, [
          ...failing(3),
          [1100, "trial?", "yes"],
          [1110, "trial+"],
          ...failing(2, 1120),
          [1150, "x?", "yes"],
          [1151, "x-"],
          [1152, "y?", "no"],
        ]),
    }),
    grading.example({
      name: "what began before it opened is not listened to",
      points: 2,
      hint: "A success of yesterday does not close it. A failure of yesterday neither prolongs the rest nor fails the trial, nor counts when it has closed again.",
      run(answer) {
        const slow: Step[] = [[0, "slow?", "yes"], [0, "late?", "yes"], ...failing(3)];
        play(answer, [...slow, [100, "slow+"], [101, "x?", "no"]]);
        play(answer, [...slow, [800, "slow-"], [1020, "trial?", "yes"]]);
        play(answer, [
          ...slow,
          [1020, "trial?", "yes"],
          [1030, "slow+"],
          [1031, "x?", "no"],
          [1032, "late-"],
          [1040, "trial+"],
          [1041, "y?", "yes"],
        ]);
        play(answer, [
          ...slow,
          [1020, "trial?", "yes"],
          [1030, "trial+"],
          [1031, "slow-"],
          ...failing(2, 1040),
          [1060, "x?", "yes"],
        ]);
      },
    }),
    grading.example({
      name: "a trial of which nothing is heard does not keep it shut for ever",
      points: 2,
      hint: "The program that was trying may have crashed. After another rest somebody else may try.",
      run: (answer) =>
        play(answer, [
          ...failing(3),
          [1100, "trial?", "yes"],
          [2099, "x?", "no"],
          [2100, "second?", "yes"],
          [2101, "y?", "no"],
          [2102, "trial-"],
          [2103, "second+"],
          [2104, "z?", "yes"],
        ]),
    }),
  ],
});
