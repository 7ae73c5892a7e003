/** Runs to draw: one by hand that has everything a diagram can show, and as many at random as a test wants. */
import type { AnyProtocol, Data } from "../../lib/protocol";
import type { Traced } from "../../lib/trace/replay";
import type { Trace, TraceEvent } from "../../lib/trace/trace";

type VoterState = { role: string; term: number; votes: number; value: string | null };
type Said = { kind: string; value?: string };

/** A toy election, just enough for roles, fields and decisions to change. */
export const voter: AnyProtocol = {
  name: "voter",
  start: () => ({ role: "follower", term: 1, votes: 0, value: null }),
  onMessage(state, message) {
    const voterState = state as unknown as VoterState;
    const said = message as Said;
    if (said.kind === "Vote" && ++voterState.votes === 2) voterState.role = "leader";
    if (said.kind === "Commit") voterState.value = said.value ?? null;
  },
  onTimer(state, timer) {
    const voterState = state as unknown as VoterState;
    if (timer === "boot") voterState.role = "leader";
    if (timer !== "election") return;
    voterState.role = "candidate";
    voterState.term += 1;
    voterState.votes = 0;
  },
  view(state) {
    const { role, term, votes, value } = state as unknown as VoterState;
    return { role, fields: { term, votes }, ...(value === null ? {} : { decided: value }) };
  },
};

/** Writes a trace: events in any order, put in order at the end. */
export class Scene {
  private readonly events: TraceEvent[] = [];
  private lastId = 0;

  constructor(
    private readonly nodes: readonly string[],
    private readonly time: Trace["time"] = "ms",
  ) {}

  add(...events: readonly TraceEvent[]): this {
    this.events.push(...events);
    return this;
  }

  /** A message and what becomes of it: it arrives at a time, or is lost at one, or neither. */
  say(
    at: number,
    from: string,
    to: string,
    message: Data,
    fate: {
      readonly arrives?: readonly number[];
      readonly lost?: number;
      readonly why?: "loss" | "cut" | "down" | "drop";
      readonly corrupt?: boolean;
    },
  ): this {
    const id = ++this.lastId;
    this.add({ kind: "send", at, node: from, id, to, message });
    if (fate.corrupt) this.add({ kind: "corrupt", at, id, from, to });
    if ((fate.arrives?.length ?? 0) > 1) this.add({ kind: "duplicate", at, id, from, to });
    for (const arrival of fate.arrives ?? []) this.add({ kind: "deliver", at: arrival, node: to, id, from, message });
    if (fate.lost !== undefined)
      this.add({ kind: "lose", at: fate.lost, id, from, to, message, why: fate.why ?? "loss" });
    return this;
  }

  run(origin = "seed 7"): Traced {
    const events = this.events.toSorted((one, other) => one.at - other.at);
    const protocols = Object.fromEntries(this.nodes.filter((node) => node !== "bob").map((node) => [node, voter]));
    return { trace: { nodes: this.nodes, time: this.time, events, origin }, protocols };
  }
}

/** A leader dies, another is elected behind a partition; a client writes; nearly everything that can be drawn is there. */
export function election(): Traced {
  const scene = new Scene(["A", "B", "C", "D", "bob"]);
  for (const node of ["A", "B", "C", "D"]) scene.add({ kind: "start", at: 0, node, saved: null });
  scene.add({ kind: "timer", at: 120, node: "A", timer: "boot" });
  const beat = { kind: "Heartbeat", term: 1 };
  scene.say(130, "A", "B", beat, { arrives: [139] }).say(130, "A", "C", beat, { arrives: [142, 149] });
  scene.say(130, "A", "D", beat, { arrives: [145], corrupt: true });
  const links = [
    ["A", "D"],
    ["D", "A"],
    ["B", "D"],
    ["D", "B"],
    ["C", "D"],
    ["D", "C"],
  ] as const;
  scene.add({ kind: "cut", at: 170, id: 1, links, groups: [["A", "B", "C"], ["D"]] });
  scene.say(178, "A", "B", beat, { arrives: [186] }).say(178, "A", "C", beat, { lost: 184 });
  scene.say(178, "A", "D", beat, { lost: 190, why: "cut" });
  scene.add({ kind: "save", at: 186, node: "B", saved: { term: 1 }, fate: "torn" });
  scene.add({ kind: "crash", at: 200, node: "A" }, { kind: "heal", at: 203, id: 1, links });
  scene.add({ kind: "timer", at: 206, node: "C", timer: "election" });
  const ask = { kind: "RequestVote", term: 2 };
  scene.say(206, "C", "A", ask, { lost: 216, why: "down" }).say(206, "C", "B", ask, { arrives: [213] });
  scene.say(206, "C", "D", ask, { arrives: [214] });
  scene
    .say(213, "B", "C", { kind: "Vote" }, { arrives: [221] })
    .say(214, "D", "C", { kind: "Vote" }, { arrives: [226] });
  scene.add({ kind: "pause", at: 228, node: "D" }, { kind: "resume", at: 240, node: "D" });
  scene.add({ kind: "start", at: 233, node: "A", saved: { term: 1 } });
  scene.add({ kind: "invoke", at: 224, node: "bob", op: 1, operation: { kind: "write", value: 3 } });
  scene.say(224, "bob", "C", { kind: "Write", value: 3 }, { arrives: [230] });
  scene.say(230, "C", "B", { kind: "Commit", value: "x = 3" }, { arrives: [237] });
  scene.add({ kind: "complete", at: 244, node: "bob", op: 1, result: "ok" });
  scene.add({ kind: "invoke", at: 246, node: "bob", op: 2, operation: { kind: "read" } });
  scene.add({ kind: "condition", at: 245, node: "A", what: "clock + 50 ms" });
  scene.say(248, "C", "D", { kind: "Commit", value: "x = 3" }, {});
  scene.add({ kind: "violation", at: 249, node: "C", what: "two leaders in term 2" });
  return scene.run();
}

/** Numbers from 0 to 1 that are the same each time (Park and Miller, 1988). */
export function numbers(seed: number): () => number {
  let state = (seed * 48_271) % 2_147_483_647 || 1;
  return () => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647;
}

const words = ["AppendEntries", "RequestVoteReply", "Ok", "Prepare", "attack at dawn", "Commit"];

/** Anything that can happen, in no sensible order. */
export function randomRun(seed: number): Traced {
  const next = numbers(seed);
  const below = (most: number): number => Math.floor(next() * most);
  const nodes = ["A", "B", "C", "D", "E", "F", "G"].slice(0, 2 + below(6));
  const node = (): string => nodes[below(nodes.length)]!;
  const steps = next() < 0.3;
  const span = steps ? 30 : 50 + below(3000);
  const time = (): number => (steps ? below(span) : Math.round(next() * span * 100) / 100);
  const scene = new Scene(nodes, steps ? "steps" : "ms");
  for (const name of nodes) scene.add({ kind: "start", at: 0, node: name, saved: null });
  for (let index = 0, most = 3 + below(60); index < most; index++) {
    const [at, from, to, end] = [time(), node(), node(), next()];
    const later = at + (steps ? 1 + below(4) : 1 + next() * 12);
    const message = { kind: words[below(words.length)]!, term: below(4) };
    const copies = next() < 0.1 ? [later, later + 2] : [later];
    scene.say(
      at,
      from,
      to,
      message,
      end < 0.75 ? { arrives: copies, corrupt: next() < 0.1 } : end < 0.95 ? { lost: later } : {},
    );
  }
  for (let index = 0, most = below(10); index < most; index++)
    scene.add({ kind: "timer", at: time(), node: node(), timer: next() < 0.5 ? "election" : "heartbeat" });
  for (let index = 0, most = below(4); index < most; index++) {
    const at = time();
    const who = node();
    scene.add({ kind: "crash", at, node: who }, { kind: "start", at: at + span / 9, node: who, saved: { term: 1 } });
  }
  for (let index = 0, most = below(5); index < most; index++) {
    const at = time();
    scene.add({ kind: "invoke", at, node: node(), op: index, operation: { kind: "write", value: below(9) } });
    if (next() < 0.7) scene.add({ kind: "complete", at: at + span / 7, node: node(), op: index, result: "ok" });
  }
  if (next() < 0.4)
    scene.add({
      kind: "violation",
      at: time(),
      node: node(),
      what: "two nodes decided different values, and a client saw both",
    });
  return whilePossible(scene.run(`seed ${seed}`));
}

/** Without what a node cannot do while it is down, and with losses of what comes to it then. */
function whilePossible(run: Traced): Traced {
  const down = new Set<string>();
  const started = new Set<string>();
  const events = run.trace.events.flatMap((event): readonly TraceEvent[] => {
    if (event.kind === "crash" && down.has(event.node)) return [];
    if (event.kind === "crash") down.add(event.node);
    if (event.kind === "start" && started.has(event.node) && !down.delete(event.node)) return [];
    if (event.kind === "start") started.add(event.node);
    if (event.kind === "timer" && down.has(event.node)) return [];
    if (event.kind !== "deliver" || !down.has(event.node)) return [event];
    const { at, id, from, node, message } = event;
    return [{ kind: "lose", at, id, from, to: node, message, why: "down" }];
  });
  return { ...run, trace: { ...run.trace, events } };
}
