/** Judges `15-raft-log/raft-key-value`: commands one by one, then whole clusters, whose histories must be linearizable. */
import {
  checkLinearizable,
  crash,
  emptyMachine,
  grading,
  models,
  partition,
  raftClient,
  raftHandlers,
  raftWith,
  readValue,
} from "distlab";
import type {
  Command,
  Data,
  Fault,
  KeyValueOperation,
  Machine,
  RaftHandlers,
  RaftKeyValueAnswer,
  ReadRule,
  Run,
} from "distlab";

type Apply = RaftKeyValueAnswer["apply"];

function after(answer: grading.Answer, ...commands: readonly Command[]): { machine: Machine; results: Data[] } {
  const results: Data[] = [];
  let machine = emptyMachine();
  const apply = answer.handler<Apply>("apply");
  for (const command of commands) {
    const draft = structuredClone(machine);
    results.push(apply(draft, command) ?? null);
    machine = draft;
  }
  return { machine, results };
}

const by = (client: string, serial: number, operation: KeyValueOperation): Command => ({ client, serial, operation });
const append = (value: string): KeyValueOperation => ({ kind: "append", key: "k", value });
const put = (value: string): KeyValueOperation => ({ kind: "put", key: "k", value });
const get: KeyValueOperation = { kind: "get", key: "k" };

/** A leader that does not ask anybody. */
const atOnce: RaftHandlers["read"] = (state, { serial, operation }, client, out) =>
  out.send(client, {
    kind: "ClientReply",
    serial,
    done: true,
    result: readValue(state.machine, operation.key),
    leader: state.self,
  });

function cluster(answer: grading.Answer, firstLeader?: string) {
  const rule = answer.value("reads") as ReadRule;
  const apply = answer.handler<Apply>("apply");
  const read = rule === "from its memory, at once" ? atOnce : raftHandlers.read;
  const reads = rule === "through the log" ? ("log" as const) : ("read index" as const);
  const rules = { apply: (machine: Machine, command: Command): Data => apply(machine, command) ?? null, read };
  return raftWith(rules)({ members: 3, reads, ...(firstLeader === undefined ? {} : { firstLeader }) });
}

function linearizable(run: Run): true | string {
  const verdict = checkLinearizable(run.history, models.keyValue());
  if (verdict.verdict === "violation") return verdict.why;
  const done = run.history.filter(({ returned }) => returned !== undefined).length;
  return done >= 4 || `only ${done} operations were answered`;
}

const servers = ["A", "B", "C"];

/** Two clients at one key, with loss, a crash of the leader, and a partition. */
function shaken(answer: grading.Answer, seed: number) {
  const server = cluster(answer, "A");
  const client = (name: string) =>
    raftClient({
      servers,
      operations: [append(name), get, append(name.toUpperCase()), get],
      timeoutMs: 120,
      pauseMs: [0, 40],
    });
  const at = 20 + ((seed * 37) % 120);
  const faults: Fault[] = [
    seed % 2 === 0
      ? crash("A", { atMs: at, restartAtMs: at + 600 })
      : partition(
          [
            ["A", "x"],
            ["B", "C", "y"],
          ],
          { atMs: at, healAtMs: at + 900 },
        ),
  ];
  const network = { latencyMs: [1, 12] as const, loss: 0.05, duplication: 0.05 };
  return {
    protocol: { A: server, B: server, C: server, x: client("x"), y: client("y") },
    network,
    faults,
    seed,
    untilMs: 3000,
  };
}

/** A leader that was cut off with a reader, while the others go on without it. */
function deposed(answer: grading.Answer, seed: number) {
  const server = cluster(answer, "A");
  const writer = raftClient({
    servers: ["B", "C"],
    operations: [append("x"), append("y"), get, get],
    timeoutMs: 100,
    pauseMs: [300, 350],
  });
  const reader = raftClient({
    servers: ["A"],
    operations: [get, get],
    timeoutMs: 400,
    pauseMs: [600, 700],
    attempts: 3,
  });
  const faults = [
    partition(
      [
        ["A", "reader"],
        ["B", "C", "writer"],
      ],
      { atMs: 50, healAtMs: 2000 },
    ),
  ];
  return {
    protocol: { A: server, B: server, C: server, writer, reader },
    network: { latencyMs: 5 },
    faults,
    seed,
    untilMs: 4000,
  };
}

export default grading.exercise({
  id: "15-raft-log/raft-key-value",
  title: "A shop on top of Raft",
  kind: "write",
  exports: ["apply", "reads"],
  hints: [
    "Begin with the four kinds of operation, without sessions: the first check asks for no more.",
    "Before a command is carried out: is its serial number the one that `machine.sessions[client]` remembers? Then its result is in there too.",
    "A leader that was cut off goes on believing that it leads. What would tell it, before it answers?",
  ],
  difference: "The reference answers a read after one round of heartbeats, without writing anything into the log.",
  checks: [
    grading.example({
      name: "each operation does what it says",
      points: 2,
      hint: "A key that was never written reads as null.",
      run(answer) {
        const set = (expected: Data, value: Data): KeyValueOperation => ({
          kind: "compareAndSet",
          key: "k",
          expected,
          value,
        });
        const commands = [
          get,
          append("a"),
          append("b"),
          get,
          set("ab", "c"),
          set("ab", "d"),
          get,
          { kind: "put", key: "k", value: 7 } as const,
          get,
        ];
        const { results } = after(answer, ...commands.map((operation, place) => by("x", place + 1, operation)));
        grading.expectEqual(
          results,
          [null, null, null, "ab", true, false, "c", null, 7],
          "the results of get, append a, append b, get, set ab→c, set ab→d, get, put 7, get",
        );
      },
    }),
    grading.example({
      name: "a command that comes twice is carried out once, and answered alike",
      points: 3,
      hint: "The answer to the second one is the first one's, not a new one.",
      run(answer) {
        const twice = [by("x", 1, append("a")), by("y", 1, append("b")), by("x", 1, append("a"))];
        grading.expectEqual(
          after(answer, ...twice).machine.values["k"] ?? null,
          "ab",
          "the value after x appends a, y appends b, and x's first command comes again",
        );
        const set = by("x", 1, { kind: "compareAndSet", key: "k", expected: null, value: 1 });
        grading.expectEqual(
          after(answer, set, set).results,
          [true, true],
          "the two answers to a compareAndSet that comes twice",
        );
      },
    }),
    grading.example({
      name: "every client has a session of its own",
      points: 1,
      hint: "Two clients may count alike.",
      run: (answer) =>
        grading.expectEqual(
          after(answer, by("x", 2, put("a")), by("y", 1, put("b"))).machine.values["k"] ?? null,
          "b",
          "the value after x's second command puts a, and y's first puts b",
        ),
    }),
    grading.seeds({
      name: "a deposed leader does not answer with old news",
      points: 2,
      hint: "The leader of the smaller side answers a read at once, from its memory. What did the others write meanwhile?",
      seeds: 5,
      simulate: (answer) => ({ run: (seed) => deposed(answer, seed), properties: [], check: linearizable }),
    }),
    grading.seeds({
      name: "linearizable through loss, duplication, crashes and partitions",
      points: 4,
      hint: "The history says which read cannot be explained.",
      seeds: 60,
      simulate: (answer) => ({ run: (seed) => shaken(answer, seed), properties: [], check: linearizable }),
    }),
  ],
});
