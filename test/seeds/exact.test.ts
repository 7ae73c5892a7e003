/** An exact schedule does what the simulation did from which it was taken. */
import {
  createRandom,
  fencedLease,
  playSchedule,
  raftElection,
  remoteCall,
  simulate,
  snapshots,
  weather,
} from "distlab";
import type { Data, Move, NodeId, Protocol, Run, Script, ScriptContext, SimulateOptions, Traced } from "distlab";
import { describe, expect, it } from "vitest";
import { castOf } from "../../lib/seeds/options";
import { Stage } from "../../lib/seeds/stage";
import { transcribe } from "../../lib/seeds/transcript";

/** What each node went through, and each message and operation, without times. */
function story(run: Traced): Record<NodeId, readonly Data[]> {
  const found: Record<NodeId, Data[]> = Object.fromEntries(run.trace.nodes.map((node) => [node, []]));
  for (const { node, state } of snapshots(run)) found[node]!.push(state);
  return found;
}

/** Plays what a simulation did; whether it keeps to the simulation's times is asked as well. */
function played(run: Run): { readonly stage: Stage; readonly traced: Traced } {
  const cast = castOf(run.options, "as simulated");
  const { start, lines } = transcribe(run.trace, cast);
  const stage = new Stage(cast, start);
  for (const line of lines) expect(stage.play(line.move, line)).toBe(true);
  const trace = { nodes: cast.nodes, time: "steps", events: stage.events, origin: "" } as const;
  return { stage, traced: { trace, protocols: cast.protocols } };
}

function expectSame(options: SimulateOptions): Run {
  const run = simulate(options);
  const { stage, traced } = played(run);
  expect(story(traced)).toEqual(story(run));
  for (const node of Object.keys(run.saved)) expect(stage.saved(node)).toEqual(run.saved[node]);
  const plain = (operations: Run["history"]): unknown => operations.map(({ operation, result }) => [operation, result]);
  expect(plain(stage.history)).toEqual(plain(run.history));
  expect(stage.isInTime).toBe(true);
  return run;
}

const seeds = Array.from({ length: 40 }, (_, index) => index + 1);

describe("an exact schedule", () => {
  it("repeats elections with crashes within steps, partitions, losses and copies", () => {
    const protocol = raftElection({ members: 3 });
    for (const seed of seeds) {
      const rough = { nodes: protocol.members!, crashes: 3, partitions: 1, duplication: 0.3 };
      expectSame({ protocol, seed, untilMs: 2000, ...weather(seed, rough) });
    }
  });

  it("repeats runs of different protocols, with operations and choices", () => {
    let operations = 0;
    for (const seed of seeds) {
      const protocol = remoteCall({ calls: ["one", "two"], attempts: 3, remember: "on disk" }) as unknown as Record<
        NodeId,
        Protocol<Data, Data, string, Data>
      >;
      const rough = weather(seed, { nodes: ["client", "server"], crashes: 2, duplication: 0.4, loss: 0.4 });
      operations += expectSame({ protocol, seed, untilMs: 2000, ...rough }).history.length;
    }
    expect(operations).toBeGreaterThan(seeds.length);
  });

  it("repeats pauses, slowness and lost saves", () => {
    const protocol = fencedLease() as unknown as Record<NodeId, Protocol<Data, Data, string, Data>>;
    for (const seed of seeds) {
      const random = createRandom(seed, "pauses");
      const atMs = random.between(0, 100);
      const window = { atMs, untilMs: atMs + random.between(1, 300) };
      const disk = random.pick(["loseSaves", "tearSaves"] as const);
      expectSame({
        protocol,
        seed,
        untilMs: 1000,
        faults: [
          { kind: "pause", node: random.pick(["A", "B"]), ...window },
          { kind: disk, node: "storage", ...window },
          { kind: "crash", node: "storage", atMs: window.untilMs + 1, restartAtMs: window.untilMs + 20 },
        ],
      });
    }
  });
});

type Counter = { count: number };
type Ask = { kind: "Add"; id: number } | { kind: "Sum"; id: number; sum: number };

const counter: Protocol<Counter, Ask> = {
  name: "counter",
  members: ["server"],
  start: () => ({ count: 0 }),
  onMessage(state, message, from, out) {
    if (message.kind !== "Add") return;
    state.count += 1;
    out.send(from, { kind: "Sum", id: message.id, sum: state.count });
  },
};

function* customer(client: ScriptContext): ReturnType<Script> {
  for (let id = 1; id <= 3; id++) {
    const reply = yield client.call({ to: "server", request: { kind: "Add", id }, timeoutMs: 30 });
    if (reply === null) yield client.sleep(client.random.between(1, 50));
  }
  yield client.send("server", { kind: "Add", id: 9 });
}

describe("an exact schedule with clients that are scripts", () => {
  it("repeats their calls, their time-outs and their sleeps", () => {
    let unanswered = 0;
    for (const seed of seeds) {
      const network = { loss: 0.3, latencyMs: [1, 25] as const };
      const run = expectSame({ protocol: counter, clients: { Bob: customer }, seed, network, untilMs: 1000 });
      unanswered += run.history.filter(({ result }) => result === undefined).length;
    }
    expect(unanswered).toBeGreaterThan(0);
  });
});

describe("playSchedule", () => {
  const protocol = raftElection({ members: 3 });

  it("names the move that is not possible, and why", () => {
    const moves = [{ kind: "deliver", from: "A", to: "B", nth: 1 }] as const;
    expect(() => playSchedule({ protocol }, { moves })).toThrow(
      'schedule.moves[0] is {"kind":"deliver","from":"A","to":"B","nth":1}; it is not possible at this point: A has sent B nothing so far',
    );
    const election = { kind: "timer", node: "A", timer: "election" } as const;
    const vote = { kind: "deliver", from: "A", to: "B", nth: 1 } as const;
    const refusals: [Move[], string][] = [
      [[election, { ...vote, nth: 2 }], "A has sent B 1 message (RequestVote) so far"],
      [[election, { ...vote, nth: 0 }], "messages are counted from 1"],
      [[election, vote, vote], "this message has arrived, or was dropped"],
      [[election, { kind: "drop", from: "A", to: "B", nth: 1 }, vote], "this message has arrived, or was dropped"],
      [[election, { kind: "crash", node: "B" }, vote], "B is down"],
      [[{ kind: "timer", node: "A", timer: "lunch" }], "A has not set the timer lunch; it has set election"],
      [[{ kind: "crash", node: "A" }, election], "A is down"],
      [
        [
          { kind: "crash", node: "A" },
          { kind: "crash", node: "A" },
        ],
        "A is down already",
      ],
      [[{ kind: "restart", node: "A" }], "A is up"],
      [[{ kind: "wake", node: "A" }], "no script waits at A"],
      [[{ kind: "timer", node: "Zoe", timer: "lunch" }], "there is no node Zoe; there are A, B, C"],
    ];
    for (const [refused, why] of refusals)
      expect(() => playSchedule({ protocol }, { moves: refused })).toThrow(`not possible at this point: ${why}`);
  });

  it("delivers the messages of an ordered link in their order only", () => {
    const options = { protocol: raftElection({ members: 3, firstLeader: "A" }), network: { ordered: true } };
    const heartbeat = { kind: "timer", node: "A", timer: "heartbeat" } as const;
    const second = { kind: "deliver", from: "A", to: "B", nth: 2 } as const;
    const first = { kind: "deliver", from: "A", to: "B", nth: 1 } as const;
    expect(() => playSchedule(options, { moves: [heartbeat, second] })).toThrow(
      "the link is ordered, and an earlier message is still on its way",
    );
    expect(playSchedule(options, { moves: [heartbeat, first, second] }).lines).toHaveLength(3);
    expect(playSchedule({ ...options, network: {} }, { moves: [heartbeat, second] }).lines).toHaveLength(2);
  });
});
