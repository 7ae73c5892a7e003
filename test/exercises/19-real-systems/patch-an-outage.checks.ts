/** Judges `19-real-systems/patch-an-outage`: each setting on the day of its outage, and on other days. */
import { crash, cutLinks, grading, partition, primaryBackup, raft, raftClient, simulate } from "distlab";
import type { Acknowledgement, Data, Fault, Run } from "distlab";

/** A second of the outage is ten milliseconds of the model. */
const secondMs = 10;

function numberOf(answer: grading.Answer, name: string, least: number, most: number): number {
  const value = answer.value(name);
  grading.expectTrue(
    typeof value === "number" && value >= least && value <= most,
    `${name} is ${JSON.stringify(value)}`,
    {
      expected: `a number from ${least} to ${most}`,
    },
  );
  return value as number;
}

const writes = (name: string, at: string, count: number) =>
  Array.from({ length: count }, (_, index) => ({ kind: "write" as const, value: `${name} ${index + 1}`, at }));

/** What clients were told is done, and is not in the log of the one who is primary in the end. */
function lostIn(run: Run, keeper: string): { readonly told: number; readonly lost: readonly Data[] } {
  const kept = (run.states[keeper] as { log: readonly Data[] }).log;
  const told = Object.values(run.states).flatMap(
    (state) => (state as { acknowledged?: Data[] } | null)?.acknowledged ?? [],
  );
  return { told: told.length, lost: told.filter((value) => !kept.includes(value)) };
}

/** The west takes over once the silence has lasted so long; if it ends before that, it does not. */
function github(promoteAfterSeconds: number, silenceSeconds: number, faults: readonly Fault[]): Run {
  const takesOver = promoteAfterSeconds < silenceSeconds;
  const protocol = primaryBackup({
    replicas: ["east1", "east2", "west"],
    promotions: takesOver ? [{ node: "west", atMs: (20 + promoteAfterSeconds) * secondMs }] : [],
    clients: { office: writes("office", "east1", 20), visitor: writes("visitor", "west", 60) },
    pauseMs: [5 * secondMs, 5 * secondMs],
  });
  return simulate({ protocol, faults, network: { latencyMs: 2 }, untilMs: 400 * secondMs });
}

const five = ["n1", "n2", "n3", "n4", "n5"];
const modes: readonly Acknowledgement[] = ["asynchronous", "semi-synchronous", "synchronous", "consensus"];

/** The five servers, with a client on either side; the acknowledged writes, and those of them that are gone. */
function sentinel(mode: Acknowledgement, faults: readonly Fault[], fails: boolean): { told: number; lost: number } {
  if (mode === "consensus") return withConsensus(faults);
  const protocol = primaryBackup({
    replicas: five,
    mode,
    promotions: fails ? [{ node: "n3", atMs: 350 }] : [],
    clients: { old: writes("old", "n1", 60), young: writes("young", "n3", 60) },
    pauseMs: [8, 12],
    timeoutMs: 60,
  });
  const { told, lost } = lostIn(
    simulate({ protocol, faults, network: { latencyMs: [1, 3] }, untilMs: 5000 }),
    fails ? "n3" : "n1",
  );
  return { told, lost: lost.length };
}

function withConsensus(faults: readonly Fault[]): { told: number; lost: number } {
  const server = raft({ members: five, firstLeader: "n1", reads: "log" });
  const client = (name: string, servers: readonly string[]) =>
    raftClient({
      servers,
      operations: writes(name, "", 60).map(({ value }) => ({
        kind: "append" as const,
        key: "log",
        value: `${value};`,
      })),
      pauseMs: [8, 12],
      timeoutMs: 60,
    });
  const clients = { old: client("old", five), young: client("young", five.toReversed()) };
  const servers = Object.fromEntries(five.map((name) => [name, server]));
  const run = simulate({ protocol: { ...servers, ...clients }, faults, network: { latencyMs: [1, 3] }, untilMs: 5000 });
  const told = run.history.flatMap(({ operation, returned }) =>
    returned === undefined ? [] : [(operation as { value: string }).value],
  );
  const logs = five.map((name) =>
    String((run.states[name] as { machine: { values: { log?: string } } } | null)?.machine.values.log ?? ""),
  );
  const kept = logs.reduce((longest, log) => (log.length > longest.length ? log : longest));
  return { told: told.length, lost: told.filter((value) => !kept.includes(value)).length };
}

function cluster(
  answer: grading.Answer,
  how: { faults?: readonly Fault[]; latencyMs?: number | readonly [number, number]; seed: number },
): Run {
  const least = numberOf(answer, "electionTimeoutMs", 1, 60_000);
  const preVote = answer.value("preVote") === true;
  const server = raft({ members: 3, firstLeader: "A", preVote, electionTimeoutMs: [least, 2 * least] });
  const { faults = [], latencyMs = 5, seed } = how;
  const nodes = { A: server, B: server, C: server };
  return simulate({ protocol: nodes, faults, network: { latencyMs }, untilMs: 5000, seed });
}

const termOf = (run: Run): number =>
  Math.max(...["A", "B", "C"].map((name) => (run.states[name] as { currentTerm: number } | null)?.currentTerm ?? 0));

const tenSeeds = Array.from({ length: 10 }, (_, index) => index + 1);

export default grading.exercise({
  id: "19-real-systems/patch-an-outage",
  title: "Patch it",
  kind: "measure",
  exports: ["promoteAfterSeconds", "acknowledgement", "preVote", "electionTimeoutMs"],
  hints: [
    "For the first, two numbers are given in the text; choose one between them.",
    "The acknowledgement that loses nothing must come from those without whom nobody can be elected; and it must not need everybody.",
    "A time-out has to be longer than a heartbeat's interval and a slow message together, and short enough that silence, an election and an unlucky draw fit into a second.",
  ],
  difference:
    "The reference waits 75 seconds, uses consensus, asks before it raises terms, and draws time-outs between 200 and 400 ms.",
  checks: [
    grading.example({
      name: "forty-three seconds of silence lose nothing",
      points: 3,
      hint: "The east comes back. Was the west made primary before that?",
      run(answer) {
        const seconds = numberOf(answer, "promoteAfterSeconds", 0, 3600);
        const sides = [
          ["east1", "east2", "office"],
          ["west", "visitor"],
        ];
        const cut = partition(sides, { atMs: 20 * secondMs, healAtMs: 63 * secondMs });
        const { told, lost } = lostIn(github(seconds, 43, [cut]), seconds < 43 ? "west" : "east1");
        grading.expectTrue(
          lost.length === 0,
          `of ${told} writes that were answered with yes, ${lost.length} are gone, the first of them "${lost[0]}"`,
        );
      },
    }),
    grading.example({
      name: "a data centre that burns down is replaced within two minutes",
      points: 2,
      hint: "The visitor in the west must be answered with yes two minutes after the fire.",
      run(answer) {
        const seconds = numberOf(answer, "promoteAfterSeconds", 0, 3600);
        const fire = ["east1", "east2", "office"].map((node) => crash(node, { atMs: 20 * secondMs }));
        const { history } = github(seconds, Infinity, fire);
        const first = history.find(
          ({ client, returned, result }) =>
            client === "visitor" && returned !== undefined && (result as { kind?: string } | null)?.kind !== "refused",
        );
        const after = first === undefined ? Infinity : first.returned! / secondMs - 20;
        grading.expectTrue(
          after <= 120,
          `the first write after the fire was answered ${after === Infinity ? "never" : `after ${Math.round(after)} seconds`}`,
        );
      },
    }),
    grading.example({
      name: "two servers that are cut off with the primary take no acknowledged write with them",
      points: 3,
      hint: "Who has acknowledged a write, and who elects the next primary? Must they have one in common?",
      run(answer) {
        const mode = answer.value("acknowledgement") as Acknowledgement;
        grading.expectTrue(modes.includes(mode), `acknowledgement is ${JSON.stringify(mode)}`, {
          expected: modes.join(", "),
        });
        const cut = partition(
          [
            ["n1", "n2", "old"],
            ["n3", "n4", "n5", "young"],
          ],
          { atMs: 150, healAtMs: 900 },
        );
        const { told, lost } = sentinel(mode, [cut], true);
        grading.expectTrue(lost === 0, `of ${told} writes that were answered with yes, ${lost} are gone`);
      },
    }),
    grading.example({
      name: "a server that is switched off stops nobody",
      points: 2,
      hint: "Nothing may need all five.",
      run(answer) {
        const mode = answer.value("acknowledgement") as Acknowledgement;
        grading.expectTrue(modes.includes(mode), `acknowledgement is ${JSON.stringify(mode)}`, {
          expected: modes.join(", "),
        });
        const cut = partition(
          [
            ["n1", "n2", "old"],
            ["n3", "n4", "n5", "young"],
          ],
          { atMs: 150, healAtMs: 900 },
        );
        grading.expectTrue(sentinel(mode, [cut], true).lost === 0, "it goes on, but it loses what it has acknowledged");
        const { told } = sentinel(mode, [crash("n5", { atMs: 5 })], false);
        grading.expectTrue(told >= 50, `with n5 switched off only ${told} writes were acknowledged`);
      },
    }),
    grading.example({
      name: "a switch that fails a little deposes nobody",
      points: 2,
      hint: "C does not hear A, and B hears both. What should B say to C?",
      run(answer) {
        const faults = [cutLinks(["A"], ["C"], { atMs: 1000 }), cutLinks(["C"], ["A"], { atMs: 1000 })];
        const terms = tenSeeds.map((seed) => termOf(cluster(answer, { faults, seed })));
        grading.expectTrue(
          Math.max(...terms) <= 1,
          `A led term 1, and in the worst of ten runs term ${Math.max(...terms)} was reached`,
        );
      },
    }),
    grading.example({
      name: "a leader that dies is replaced within a second",
      points: 2,
      hint: "Silence lasts up to twice electionTimeoutMs, and two may stand at once and have to begin again.",
      run(answer) {
        const faults = [crash("A", { atMs: 1000 })];
        for (const seed of tenSeeds) {
          const { trace } = cluster(answer, { faults, seed });
          const next = trace.events.find((event) => {
            if (event.kind !== "send" || event.at <= 1000 || event.node === "A") return false;
            const { kind, term = 0 } = event.message as { kind?: string; term?: number };
            return kind === "AppendEntries" && term > 1;
          });
          grading.expectTrue(
            next !== undefined && next.at <= 2000,
            `in run ${seed} the next leader came ${next ? `after ${Math.round(next.at - 1000)} ms` : "never"}`,
          );
        }
      },
    }),
    grading.example({
      name: "a slow network deposes nobody either",
      points: 2,
      hint: "Two heartbeats in a row, the second of them late, must fit into one time-out.",
      run(answer) {
        const terms = tenSeeds.map((seed) => termOf(cluster(answer, { latencyMs: [5, 80], seed })));
        grading.expectTrue(Math.max(...terms) <= 1, `nothing was broken, and term ${Math.max(...terms)} was reached`);
      },
    }),
  ],
});
