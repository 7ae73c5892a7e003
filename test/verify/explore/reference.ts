/**
 * A checker that is too simple to be wrong: whole states as plain objects, found again by their canonical text, every
 * handler run anew. It knows the rules of `explore`'s options and nothing of its tricks.
 */
import { canonical } from "../../../lib/data";
import type { Data } from "../../../lib/data";
import type { AnyProtocol, NodeId } from "../../../lib/protocol";
import { outcomes } from "../../../lib/step";
import type { Effect, Input, Transition } from "../../../lib/step";
import type { Network, Time } from "../../../lib/verify/explore";

export interface ReferenceOptions {
  readonly protocol: AnyProtocol;
  readonly nodes: readonly NodeId[];
  readonly time: Time;
  readonly network: Network;
  readonly crashes: number;
  readonly restarts: number;
  readonly lostSaves: number;
  readonly drops: number;
  readonly duplicates: number;
}

interface Letter {
  readonly from: NodeId;
  readonly message: Data;
}

interface Node {
  up: boolean;
  state: Data;
  saved: Data;
  timers: { [name: string]: [min: number, max: number] };
  inbox: Letter[];
}

export interface Whole {
  nodes: { [node: NodeId]: Node };
  left: { crashes: number; restarts: number; lostSaves: number; drops: number; duplicates: number };
}

export interface Reached {
  readonly whole: Whole;
  readonly depth: number;
  readonly next: Set<string>;
}

/** Every state that can be reached, by its canonical text, in breadth-first order. */
export function reference(options: ReferenceOptions, most = 500): Map<string, Reached> | undefined {
  const reached = new Map<string, Reached>();
  const queue: string[] = [];
  const visit = (whole: Whole, depth: number): string => {
    normalise(whole, options);
    const key = keyOf(whole);
    if (!reached.has(key)) {
      reached.set(key, { whole, depth, next: new Set() });
      queue.push(key);
    }
    return key;
  };
  for (const whole of beginnings(options)) visit(whole, 0);
  for (const key of queue) {
    if (reached.size > most) return undefined;
    const { whole, depth, next } = reached.get(key)!;
    for (const successor of successors(whole, options)) next.add(visit(successor, depth + 1));
  }
  return reached;
}

function keyOf(whole: Whole): string {
  return canonical({ nodes: whole.nodes, left: Object.entries(whole.left).map(String) });
}

function copy(whole: Whole): Whole {
  return structuredClone(whole);
}

function run(options: ReferenceOptions, node: NodeId, state: Data, input: Input): readonly Transition[] {
  const localTime = (): number => {
    throw new Error("no clock");
  };
  return outcomes(options.protocol, node, structuredClone(state), input, { localTime });
}

function beginnings(options: ReferenceOptions): Whole[] {
  const { crashes, restarts, lostSaves, drops, duplicates } = options;
  const empty: Whole = { nodes: {}, left: { crashes, restarts, lostSaves, drops, duplicates } };
  for (const node of options.nodes) empty.nodes[node] = { up: true, state: null, saved: null, timers: {}, inbox: [] };
  let found = [empty];
  for (const node of options.nodes) {
    found = found.flatMap((whole) =>
      run(options, node, null, { kind: "start", saved: null }).map((transition) => {
        const next = copy(whole);
        next.nodes[node]!.state = transition.state;
        perform(next, node, transition.effects, options);
        return next;
      }),
    );
  }
  return found;
}

function perform(whole: Whole, node: NodeId, effects: readonly Effect[], options: ReferenceOptions): void {
  const self = whole.nodes[node]!;
  for (const effect of effects) {
    if (effect.kind === "send") whole.nodes[effect.to]!.inbox.push({ from: node, message: effect.message });
    else if (effect.kind === "save") self.saved = effect.saved;
    else if (effect.kind === "cancelTimer") delete self.timers[effect.timer];
    else if (effect.kind === "setTimer") {
      self.timers[effect.timer] = options.time === "asynchronous" ? [0, 0] : [effect.minMs, effect.maxMs];
    }
  }
}

/** What is not sent for good is the same in every order; what nobody will read is gone. */
function normalise(whole: Whole, { network }: ReferenceOptions): void {
  for (const node of Object.values(whole.nodes)) {
    const text = (letter: Letter): string => canonical(letter);
    if (network !== "persistent" && !node.up && whole.left.restarts === 0) node.inbox = [];
    if (network === "ordered")
      node.inbox.sort((one, other) => (one.from < other.from ? -1 : one.from > other.from ? 1 : 0));
    else node.inbox.sort((one, other) => (text(one) < text(other) ? -1 : text(one) > text(other) ? 1 : 0));
    if (network === "persistent") {
      node.inbox = node.inbox.filter((letter, place) => place === 0 || text(letter) !== text(node.inbox[place - 1]!));
    }
  }
}

function successors(whole: Whole, options: ReferenceOptions): Whole[] {
  const found: Whole[] = [];
  let quiet = true;
  for (const name of options.nodes) {
    const node = whole.nodes[name]!;
    for (const place of arriving(node, options)) {
      const before = found.length;
      receive(whole, name, place, options, found);
      const changes = found.slice(before).some((next) => {
        if (!next.nodes[name]!.up) return false;
        const normal = copy(next);
        normalise(normal, options);
        return keyOf(normal) !== keyOf(whole);
      });
      if (options.network !== "persistent" || changes) quiet = false;
    }
    lifeAndDeath(whole, name, found);
    if (!node.up && whole.left.restarts > 0) restart(whole, name, options, found);
  }
  if (options.time === "asynchronous") {
    for (const name of options.nodes) {
      for (const timer of Object.keys(whole.nodes[name]!.timers)) fire(whole, name, timer, options, found);
    }
  } else if (quiet) passTime(whole, options, found);
  return found;
}

/** The places in the inbox of what may arrive next. */
function arriving(node: Node, { network }: ReferenceOptions): number[] {
  return node.inbox.flatMap((letter, place) => {
    const first = node.inbox.findIndex((other) => other.from === letter.from);
    return network !== "ordered" || first === place ? [place] : [];
  });
}

function receive(whole: Whole, name: NodeId, place: number, options: ReferenceOptions, found: Whole[]): void {
  const { from, message } = whole.nodes[name]!.inbox[place]!;
  const taken = copy(whole);
  if (options.network !== "persistent") taken.nodes[name]!.inbox.splice(place, 1);
  if (!whole.nodes[name]!.up) {
    if (options.network !== "persistent" && whole.left.restarts > 0) found.push(taken);
    return;
  }
  handle(taken, name, { kind: "message", from, message }, options, found);
  if (options.network === "persistent") return;
  if (whole.left.drops > 0) found.push(spend(copy(taken), "drops"));
  if (whole.left.duplicates > 0) {
    handle(spend(copy(whole), "duplicates"), name, { kind: "message", from, message }, options, found);
  }
}

function spend(whole: Whole, fault: keyof Whole["left"]): Whole {
  whole.left[fault] -= 1;
  return whole;
}

/**
 * Every outcome, and every crash after some of its effects. A crash that spares or loses nothing that others feel is
 * no more than a crash before or after the step, but for the time that a timer's step takes: so it is left out there.
 */
function handle(whole: Whole, name: NodeId, input: Input, options: ReferenceOptions, found: Whole[]): void {
  for (const { state, effects } of run(options, name, whole.nodes[name]!.state, input)) {
    const next = copy(whole);
    next.nodes[name]!.state = state;
    perform(next, name, effects, options);
    found.push(next);
    if (whole.left.crashes === 0) continue;
    for (let kept = 0; kept <= effects.length; kept++) {
      const cuts = isFelt(effects.slice(0, kept)) && isFelt(effects.slice(kept));
      if (input.kind === "timer" && !cuts) continue;
      const stopped = copy(whole);
      perform(stopped, name, effects.slice(0, kept), options);
      found.push(stop(stopped, name));
    }
  }
}

function isFelt(effects: readonly Effect[]): boolean {
  return effects.some((effect) => effect.kind === "send" || effect.kind === "save");
}

function stop(whole: Whole, name: NodeId): Whole {
  const node = whole.nodes[name]!;
  node.up = false;
  node.state = null;
  node.timers = {};
  return spend(whole, "crashes");
}

function lifeAndDeath(whole: Whole, name: NodeId, found: Whole[]): void {
  if (!whole.nodes[name]!.up || whole.left.crashes === 0) return;
  found.push(stop(copy(whole), name));
  if (whole.left.lostSaves === 0 || whole.nodes[name]!.saved === null) return;
  const forgetful = spend(stop(copy(whole), name), "lostSaves");
  forgetful.nodes[name]!.saved = null;
  found.push(forgetful);
}

function restart(whole: Whole, name: NodeId, options: ReferenceOptions, found: Whole[]): void {
  const up = spend(copy(whole), "restarts");
  up.nodes[name]!.up = true;
  const before = found.length;
  handle(up, name, { kind: "start", saved: up.nodes[name]!.saved }, options, found);
  // A crash before the first effect of a start, or after its last, is no more than a restart that was wasted.
  const kept = found.splice(before).filter((next) => next.nodes[name]!.up || hasEffect(next, whole));
  found.push(...kept);
}

function hasEffect(next: Whole, before: Whole): boolean {
  const bare = (whole: Whole): string => canonical(whole.nodes);
  return bare(next) !== bare(before);
}

function fire(whole: Whole, name: NodeId, timer: string, options: ReferenceOptions, found: Whole[]): void {
  const fired = copy(whole);
  delete fired.nodes[name]!.timers[timer];
  handle(fired, name, { kind: "timer", timer }, options, found);
}

function passTime(whole: Whole, options: ReferenceOptions, found: Whole[]): void {
  const all = options.nodes.flatMap((name) => Object.values(whole.nodes[name]!.timers));
  const most = Math.min(...all.map(([, max]) => max));
  for (const name of options.nodes) {
    for (const [timer, [least]] of Object.entries(whole.nodes[name]!.timers)) {
      if (least > most) continue;
      const later = copy(whole);
      for (const node of Object.values(later.nodes)) {
        for (const other of Object.keys(node.timers)) {
          const [min, max] = node.timers[other]!;
          node.timers[other] = [Math.max(0, min - most), max - least];
        }
      }
      fire(later, name, timer, options, found);
    }
  }
}
