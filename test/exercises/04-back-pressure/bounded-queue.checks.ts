/** Judges `04-back-pressure/bounded-queue`: by what the queue says, never by what is in its state. */
import { always, grading, sometimes } from "distlab";
import type { AnyProtocol, BoundedQueueAnswer, NodeId, Property, Protocol, QueueMessage, QueueState } from "distlab";

type Receive = BoundedQueueAnswer["receive"];
type Arrival = readonly [from: NodeId, kind: "upload" | "done", video: number];

const empty = (): QueueState => ({ waiting: [], atWork: null, memory: {} });

/** What the queue says to each of these, one after the other, as "work 1 to worker", and the state that it is left in. */
function play(answer: grading.Answer, places: number, arrivals: readonly Arrival[]) {
  const receive = answer.handler<Receive>("receive");
  let state = empty();
  const said = arrivals.map(([from, kind, video]) => {
    const options = { places, worker: "worker" };
    const attempt = grading.attempt(receive, state, (out) => [{ kind, video }, from, options, out]);
    state = attempt.state;
    return attempt.sent.map(({ to, message }) => {
      const { kind: what, video: number } = message as QueueMessage;
      return `${what} ${number} to ${to}`;
    });
  });
  return { said, state };
}

function expectSaid(answer: grading.Answer, places: number, story: readonly (readonly [Arrival, ...string[]])[]): void {
  const { said } = play(
    answer,
    places,
    story.map(([arrival]) => arrival),
  );
  story.forEach(([[from, kind, video], ...expected], index) => {
    const before = story.slice(0, index).map(([[sender, what, number]]) => `${what} ${number} from ${sender}`);
    const after = before.length === 0 ? "first of all" : `after ${before.join(", ")}`;
    // In which order it says two things at once is its own affair.
    grading.expectEqual(
      said[index]!.toSorted(),
      expected.toSorted(),
      `${places} places, ${kind} ${video} from ${from}, ${after}`,
    );
  });
}

type AppState = { sent: number; done: number[]; full: number[] };
const uploadsEach = 6;
const apps = ["ann", "bob"] as const;

/** Uploads six videos in bursts. Ann's have the numbers from 0, Bob's from 100. */
function app(first: number): Protocol<AppState, QueueMessage, "next"> {
  return {
    name: "app",
    start(_self, _saved, out) {
      out.setTimer("next", [1, 60]);
      return { sent: 0, done: [], full: [] };
    },
    onMessage(state, { kind, video }) {
      if (kind === "done") state.done.push(video);
      if (kind === "full") state.full.push(video);
    },
    onTimer(state, _timer, out) {
      out.send("queue", { kind: "upload", video: first + state.sent });
      state.sent += 1;
      if (state.sent < uploadsEach) out.setTimer("next", state.sent % 3 === 0 ? [200, 400] : [1, 20]);
    },
  };
}

type WorkerState = { has: number[]; seen: number };
const worker: Protocol<WorkerState, QueueMessage, "finished"> = {
  name: "worker",
  start: () => ({ has: [], seen: 0 }),
  onMessage(state, { video }, _from, out) {
    state.has.push(video);
    state.seen += 1;
    out.setTimer("finished", [20, 60]);
  },
  onTimer(state, _timer, out) {
    const video = state.has.shift();
    if (video !== undefined) out.send("queue", { kind: "done", video });
  },
};

function system(answer: grading.Answer, places: number): { readonly [node: string]: AnyProtocol } {
  const receive = answer.handler<Receive>("receive");
  const queue: Protocol<QueueState, QueueMessage> = {
    name: "queue",
    start: empty,
    onMessage: (state, message, from, out) => receive(state, message, from, { places, worker: "worker" }, out),
  };
  return { ann: app(0), bob: app(100), queue, worker } as unknown as { readonly [node: string]: AnyProtocol };
}

const oneAtATime: Property = always("the worker has one job at a time", (world) => {
  const { has } = world.state("worker") as WorkerState;
  return has.length < 2 || `the worker has ${has.join(" and ")} at once`;
});

const answeredOnce: Property = always("every answer belongs to an upload that has had none", (world) => {
  for (const name of apps) {
    const { sent, done, full } = world.state(name) as AppState;
    const answers = [...done, ...full];
    const first = name === "ann" ? 0 : 100;
    const foreign = answers.find((video) => video < first || video >= first + sent);
    if (foreign !== undefined) return `${name} is told about video ${foreign}, which it never uploaded`;
    const twice = answers.find((video, index) => answers.indexOf(video) !== index);
    if (twice !== undefined) return `${name} has two answers for video ${twice}`;
  }
  return true;
});

const somebodyIsRefused: Property = sometimes("somebody is told that the queue is full", (world) =>
  apps.some((name) => (world.state(name) as AppState).full.length > 0),
);

function allAnswered({ states }: { readonly states: { readonly [node: string]: unknown } }): true | string {
  for (const name of apps) {
    const { done, full } = states[name] as AppState;
    const answers = done.length + full.length;
    if (answers !== uploadsEach) return `${name} has uploaded ${uploadsEach} videos and been answered ${answers} times`;
  }
  return true;
}

/** Of an empty queue with three places, in characters: ten times what the reference takes. */
const memoryMost = 400;

export default grading.exercise({
  id: "04-back-pressure/bounded-queue",
  title: "The queue that says no",
  kind: "write",
  exports: ["receive"],
  hints: [
    "There are two questions, one for each kind of message: is there a place, and is there something to give to the worker?",
    "An upload that finds the worker idle goes straight to it and needs no place. Only then count those that wait.",
    "Keep each job with its app in `waiting`. After an upload was accepted, and after `done`: if the worker has nothing and somebody waits, `state.atWork = state.waiting.shift()` and send it.",
  ],
  difference:
    "The reference keeps jobs in a list, which is moved up at every job. With thousands of places one takes a ring of fixed length: its bound is then a fact of memory and no rule that somebody may forget.",
  checks: [
    grading.example({
      name: "a job goes to the idle worker, and the app hears that it is done",
      points: 1,
      hint: "The worker says which video is done. Which app was it from?",
      run: (answer) =>
        expectSaid(answer, 2, [
          [["ann", "upload", 1], "work 1 to worker"],
          [["worker", "done", 1], "done 1 to ann"],
          [["bob", "upload", 2], "work 2 to worker"],
          [["worker", "done", 2], "done 2 to bob"],
        ]),
    }),
    grading.example({
      name: "jobs wait in the order in which they came, whoever sent them",
      points: 2,
      hint: "The worker has one job at a time. When it has finished, the one that has waited longest is next.",
      run: (answer) =>
        expectSaid(answer, 3, [
          [["ann", "upload", 1], "work 1 to worker"],
          [["bob", "upload", 12]],
          [["ann", "upload", 3]],
          [["bob", "upload", 4]],
          [["worker", "done", 1], "done 1 to ann", "work 12 to worker"],
          [["worker", "done", 12], "done 12 to bob", "work 3 to worker"],
          [["ann", "upload", 5]],
          [["worker", "done", 3], "done 3 to ann", "work 4 to worker"],
          [["worker", "done", 4], "done 4 to bob", "work 5 to worker"],
          [["worker", "done", 5], "done 5 to ann"],
        ]),
    }),
    grading.example({
      name: "whoever finds no place is told at once",
      points: 2,
      hint: "Count those that wait, without the one that the worker has: a job for an idle worker needs no place. Tell the app whose upload it was.",
      run(answer) {
        expectSaid(answer, 2, [
          [["ann", "upload", 1], "work 1 to worker"],
          [["ann", "upload", 2]],
          [["ann", "upload", 3]],
          [["bob", "upload", 4], "full 4 to bob"],
          [["ann", "upload", 5], "full 5 to ann"],
        ]);
        expectSaid(answer, 0, [
          [["ann", "upload", 1], "work 1 to worker"],
          [["bob", "upload", 2], "full 2 to bob"],
          [["worker", "done", 1], "done 1 to ann"],
          [["bob", "upload", 3], "work 3 to worker"],
        ]);
      },
    }),
    grading.example({
      name: "what was refused is never done, and its place is free again later",
      points: 2,
      hint: "A refused job is the app's affair again. When a job leaves the queue, there is room for one.",
      run: (answer) =>
        expectSaid(answer, 1, [
          [["ann", "upload", 1], "work 1 to worker"],
          [["bob", "upload", 2]],
          [["ann", "upload", 3], "full 3 to ann"],
          [["worker", "done", 1], "done 1 to ann", "work 2 to worker"],
          [["ann", "upload", 4]],
          [["bob", "upload", 5], "full 5 to bob"],
          [["worker", "done", 2], "done 2 to bob", "work 4 to worker"],
          [["worker", "done", 4], "done 4 to ann"],
          [["bob", "upload", 6], "work 6 to worker"],
        ]),
    }),
    grading.seeds({
      name: "in a busy shop every upload is answered exactly once",
      points: 2,
      hint: "An upload may arrive just before or just after the worker's `done`.",
      seeds: 20,
      simulate: (answer) => ({
        run: (seed) => ({
          protocol: system(answer, 1 + (seed % 3)),
          network: { latencyMs: [1, 15] },
          untilMs: 20_000,
          seed,
        }),
        properties: [oneAtATime, answeredOnce, somebodyIsRefused],
        check: (run) => allAnswered(run),
      }),
    }),
    grading.example({
      name: "the state does not grow with the jobs that were there",
      points: 1,
      hint: "Forget a job when its app has been told.",
      run(answer) {
        const story = Array.from({ length: 300 }, (_, index): readonly Arrival[] => {
          const video = 1000 + index;
          return [
            ["ann", "upload", video],
            ["worker", "done", video],
          ];
        }).flat();
        const { said, state } = play(answer, 3, story);
        grading.expectEqual(said.at(-1) ?? null, ["done 1299 to ann"], "what it says to the last of 300 jobs");
        grading.expectBudget(grading.sizeOf(state), memoryMost, "characters of state after 300 jobs, all of them done");
        return "300 jobs";
      },
    }),
  ],
});
