/** A protocol's path as a trace: the same that a simulation writes, with steps for time. */
import type { Data, NodeId } from "../../protocol";
import { HandlerError } from "../../step";
import type { Effect } from "../../step";
import { dataText, messageText } from "../../trace/text";
import type { TraceEvent } from "../../trace/trace";
import type { Ending } from "./reactions";
import type { Path } from "./paths";
import type { Event, ProtocolSystem } from "./protocol-system";

/** A path's events, and the same in words, a line for each step. */
export interface Told {
  readonly events: readonly TraceEvent[];
  readonly lines: readonly string[];
}

/** The event of a handler's run that ends with an error. Nothing of it took place: it has no state after it. */
export function failedEvent(error: HandlerError, at: number, id: number): TraceEvent {
  const { input, node } = error;
  const handled = { at, node, effectsKept: 0 };
  if (input.kind === "start") return { kind: "start", ...handled, saved: input.saved };
  if (input.kind === "timer") return { kind: "timer", ...handled, timer: input.timer };
  return { kind: "deliver", ...handled, id, from: input.from, message: input.message };
}

/** Tells a path. `boots` are the first events of all nodes; `path.events` begins with one that stands for them. */
export function tell(system: ProtocolSystem, boots: readonly Event[], path: Path<Event>): Teller {
  const teller = new Teller(system);
  for (const boot of boots) teller.add(boot, 0);
  path.states.forEach((state, at) => {
    system.states.load(state);
    if (at > 0) teller.add(path.events[at]!, at);
    teller.reconcile(at);
  });
  return teller;
}

export class Teller implements Told {
  readonly events: TraceEvent[] = [];
  readonly lines: string[] = [];
  /** For each node, the ids of messages on their way to it, oldest first, by the message's number. */
  private readonly onTheirWay: Map<number, number[]>[];
  private readonly arrived = new Set<number>();
  /** What was sent, by id, with its fields in the order in which the sender wrote them. */
  private readonly sent = new Map<number, Data>();
  private readonly openOperations: number[][];
  private lastMessage = 0;
  private lastOperation = 0;

  constructor(private readonly system: ProtocolSystem) {
    this.onTheirWay = system.nodes.map(() => new Map<number, number[]>());
    this.openOperations = system.nodes.map(() => []);
  }

  private name(node: number): NodeId {
    return this.system.words.setting.nodes[node]!;
  }

  add({ node, happening }: Event, at: number): void {
    const name = this.name(node);
    switch (happening.kind) {
      case "restart": {
        const saved = this.savedBefore.get(node) ?? null;
        this.events.push({ kind: "start", node: name, at, saved, ...drawn(happening.outcome) });
        return this.handled(node, at === 0 ? "" : `${name} starts again`, happening.outcome, at);
      }
      case "timer":
        this.events.push({ kind: "timer", node: name, at, timer: happening.timer, ...drawn(happening.outcome) });
        return this.handled(node, `${name}'s timer ${happening.timer} fires`, happening.outcome, at);
      case "deliver":
        return this.deliver(node, happening.message, happening.stays, happening.outcome, at);
      case "crash":
        return this.crash(node, happening.savedLost, at);
      case "drop":
      case "down":
        return this.lose(node, happening.message, happening.kind, at);
    }
  }

  /** What each node has saved, as far as told. */
  private readonly savedBefore = new Map<number, Data>();

  private deliver(node: number, message: number, stays: boolean, outcome: Ending, at: number): void {
    const { from, to } = this.system.words.envelope(message, node);
    const persistent = this.system.words.setting.network === "persistent";
    const ids = this.ids(node, message);
    const id = ids[0]!;
    const contents = this.sent.get(id)!;
    if (stays || this.arrived.has(id)) this.events.push({ kind: "duplicate", at, id, from, to });
    if (persistent) this.arrived.add(id);
    else if (!stays) ids.shift();
    this.events.push({ kind: "deliver", node: to, at, id, from, message: contents, ...drawn(outcome) });
    const what = `${to} receives ${messageText(contents)} from ${from}`;
    this.handled(node, stays ? `${what}, and a copy stays on its way` : what, outcome, at);
  }

  private crash(node: number, savedLost: boolean, at: number): void {
    const name = this.name(node);
    this.events.push({ kind: "crash", node: name, at });
    if (savedLost) {
      this.savedBefore.delete(node);
      this.events.push({ kind: "condition", node: name, at, what: "what it had saved is lost" });
    }
    this.lines.push(savedLost ? `${name} crashes and loses what it had saved` : `${name} crashes`);
  }

  private lose(node: number, message: number, why: "drop" | "down", at: number): void {
    const { from, to } = this.system.words.envelope(message, node);
    const id = this.ids(node, message).shift()!;
    const contents = this.sent.get(id)!;
    this.events.push({ kind: "lose", at, id, from, to, message: contents, why: why === "drop" ? "loss" : "down" });
    const what = `${messageText(contents)} from ${from} to ${to} is lost`;
    this.lines.push(why === "drop" ? what : `${what}: ${to} is down`);
  }

  private ids(node: number, message: number): number[] {
    const known = this.onTheirWay[node]!;
    if (!known.has(message)) known.set(message, []);
    return known.get(message)!;
  }

  /** A handler has run: its effects, and the crash that cut them short. */
  private handled(node: number, what: string, outcome: Ending, at: number): void {
    const name = this.name(node);
    const kept = outcome.effectsKept ?? outcome.effects.length;
    const texts = outcome.effects.slice(0, kept).flatMap((effect) => this.effect(node, effect, at) ?? []);
    if (outcome.effectsKept !== undefined) {
      this.events.push({ kind: "crash", node: name, at });
      texts.push("and crashes before it does more");
    }
    if (what !== "") this.lines.push([what, ...texts].join(", "));
  }

  /** Adds an effect's event; returns what it does in words, where that matters to others. */
  private effect(node: number, effect: Effect, at: number): string | undefined {
    const name = this.name(node);
    switch (effect.kind) {
      case "send": {
        const id = ++this.lastMessage;
        this.sent.set(id, effect.message);
        const to = this.system.words.setting.nodes.indexOf(effect.to);
        const message = this.system.words.message(node, this.system.words.values.intern(effect.message));
        this.events.push({ kind: "send", node: name, at, id, to: effect.to, message: effect.message });
        const ids = this.ids(to, message);
        if (this.system.words.setting.network !== "persistent" || ids.length === 0) ids.push(id);
        return `sends ${messageText(effect.message)} to ${effect.to}`;
      }
      case "save":
        this.savedBefore.set(node, effect.saved);
        this.events.push({ kind: "save", node: name, at, saved: effect.saved });
        return `saves ${dataText(effect.saved)}`;
      case "invoke": {
        const op = ++this.lastOperation;
        this.openOperations[node]!.push(op);
        this.events.push({ kind: "invoke", node: name, at, op, operation: effect.operation });
        return `begins ${dataText(effect.operation)}`;
      }
      case "complete": {
        const op = this.openOperations[node]!.pop()!;
        this.events.push({ kind: "complete", node: name, at, op, result: effect.result });
        return `is answered ${dataText(effect.result)}`;
      }
      default:
        return undefined;
    }
  }

  /** What is not on its way any more, though nobody received it, is lost: its receiver is down for good. */
  reconcile(at: number): void {
    const { words, nodes, states } = this.system;
    if (words.setting.network === "persistent") return;
    for (const [node, known] of this.onTheirWay.entries()) {
      const inbox = words.inboxes.contents(nodes[node]!.cells.inbox(states.get(node)));
      for (const [message, ids] of known) {
        const { from, to } = words.envelope(message, node);
        const left = inbox.filter((other) => other === message).length;
        for (const id of ids.splice(0, ids.length - left)) {
          this.events.push({ kind: "lose", at, id, from, to, message: this.sent.get(id)!, why: "down" });
        }
      }
    }
  }

  /** The id of a message that is on its way, for an event that is added from outside. */
  idOf(error: HandlerError): number {
    if (error.input.kind !== "message") return 0;
    const { nodes } = this.system.words.setting;
    const message = this.system.words.message(
      nodes.indexOf(error.input.from),
      this.system.words.values.intern(error.input.message),
    );
    return this.ids(nodes.indexOf(error.node), message)[0] ?? 0;
  }
}

/** What a handler drew and how many of its effects were kept, where there is something to tell. */
function drawn({ choices, effectsKept }: Ending): { choices?: readonly number[]; effectsKept?: number } {
  return {
    ...(choices.length === 0 ? {} : { choices }),
    ...(effectsKept === undefined ? {} : { effectsKept }),
  };
}
