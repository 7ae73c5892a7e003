/**
 * The simulator's engine: takes what comes next from the agenda, runs the handler that it is for, and carries out what
 * the handler asks for. Virtual time jumps from event to event; order is (time, order of scheduling).
 */
import type { Data, Millis, NodeId } from "../protocol";
import { HandlerError, Recorder, Refusal } from "../step";
import type { Input } from "../step";
import type { Trace } from "../trace/trace";
import { Agenda, Begin, Boot, Delivery, TimerFiring } from "./agenda";
import type { Happening } from "./agenda";
import { messageBytes } from "./bytes";
import { Claims } from "./claims";
import type { Violation } from "./claims";
import { allEffects, Effects } from "./effects";
import { FaultDriver } from "./fault-driver";
import { Gate } from "./gate";
import type { Link } from "./links";
import { Network } from "./network";
import { SimulatedNode } from "./nodes";
import type { CheckedOptions } from "./options";
import { Recording } from "./recording";
import { ScriptDriver } from "./script-driver";
import { isWatched } from "./watching";

/** Why a run ended. */
export type Ending = "until" | "quiet" | "time" | "events" | "failure" | "violation";

/** So many events without time passing are taken for a run that never ends. */
const eventsAtOnceMax = 1_000_000;

export class Engine {
  nowMs: Millis = 0;
  events = 0;
  why: Ending | undefined;
  failure: HandlerError | undefined;
  violation: Violation | undefined;
  readonly agenda = new Agenda();
  readonly recording: Recording;
  /** In the order of the options: nodes with a protocol, then scripted clients. */
  readonly simulated: readonly SimulatedNode[];
  readonly nodeNames: readonly NodeId[];
  readonly network: Network;
  readonly claims: Claims;
  private readonly byName: ReadonlyMap<NodeId, SimulatedNode>;
  private readonly recorder: Recorder;
  private readonly effects: Effects;
  private readonly faults: FaultDriver;
  private readonly gate: Gate;
  private readonly scripts: ScriptDriver;
  private readonly countsBytes: boolean;
  private messageIds = 0;
  private sinceMs: Millis = 0;
  private eventsSince = 0;

  constructor(readonly options: CheckedOptions) {
    const { protocols, clients, seed } = options;
    this.simulated = options.nodes.map((id, index) => new SimulatedNode(id, index, protocols[id], clients[id], seed));
    this.nodeNames = Object.keys(protocols);
    this.byName = new Map(this.simulated.map((node) => [node.id, node]));
    this.countsBytes = options.network.countBytes === true;
    this.recording = new Recording(options.trace, this.countsBytes, options.nodes);
    this.network = new Network(options, this.byName);
    this.effects = new Effects(this);
    const environment = {
      localTime: () => this.effects.node.clock.shows(this.nowMs),
      choose: (count: number) => this.effects.node.choices.index(count),
    };
    this.recorder = new Recorder(environment, this.effects);
    this.faults = new FaultDriver(this);
    this.gate = new Gate(this);
    this.scripts = new ScriptDriver(this);
    this.claims = new Claims(this);
  }

  /** Runs to the end and returns why it ended. */
  run(): Ending {
    // Faults come first at their moment, so they are first on the agenda.
    this.faults.schedule();
    for (const node of this.simulated) node.boot = this.agenda.add(0, new Boot(node));
    this.agenda.add(0, new Begin());
    const { agenda, claims } = this;
    const { untilMs, maxEvents } = this.options;
    while (this.why === undefined) {
      const next = agenda.nextTime;
      if (next > untilMs) {
        this.end(untilMs);
        break;
      }
      const happening = agenda.take();
      // It was cancelled: nothing happens, and no time passes.
      if (happening === undefined) continue;
      this.nowMs = next;
      if (++this.events - this.eventsSince > eventsAtOnceMax) this.checkProgress();
      this.happen(happening);
      if (claims.begun && this.why === undefined) claims.check();
      if (this.events >= maxEvents && this.why === undefined) this.why = "events";
    }
    return this.why!;
  }

  private end(untilMs: Millis): void {
    if (this.agenda.isEmpty) this.why = "quiet";
    else {
      this.why = "time";
      this.nowMs = untilMs;
    }
  }

  /** A protocol whose messages take no time can send them for ever without time passing. */
  private checkProgress(): void {
    if (this.nowMs === this.sinceMs) {
      this.why = "events";
      this.recording.notes.push(`${eventsAtOnceMax} events took place at ${this.nowMs} ms, without time passing`);
    }
    this.sinceMs = this.nowMs;
    this.eventsSince = this.events;
  }

  private happen(happening: Happening): void {
    // Nearly everything is one of these two. Asking for the class is cheaper than for a field of seven classes.
    if (happening instanceof Delivery) {
      const { node } = happening;
      if (!node.gated || this.gate.admits(node, happening)) this.deliver(node, happening);
    } else if (happening instanceof TimerFiring) {
      const { node } = happening;
      if (!node.gated || this.gate.admits(node, happening)) this.fire(happening);
    } else this.happenSeldom(happening);
  }

  private happenSeldom(happening: Exclude<Happening, Delivery | TimerFiring>): void {
    switch (happening.kind) {
      case "late":
        return this.gate.late(happening);
      case "boot":
        return this.gate.isPaused(happening) ? undefined : this.boot(happening.node);
      case "wake":
        return this.scripts.wake(happening.node);
      case "fault":
        return this.faults.happen(happening);
      case "begin":
        // It is a mark on the agenda, and nothing that happens.
        this.events -= 1;
        return this.claims.begin();
    }
  }

  boot(node: SimulatedNode): void {
    node.boot = -1;
    node.started = true;
    if (node.plays) return this.scripts.start(node, node.plays);
    if (node.up) return;
    node.up = true;
    node.openOperation = -1;
    this.handle(node, { kind: "start", saved: node.disk.holds }, true);
  }

  deliver(node: SimulatedNode, delivery: Delivery): void {
    const { recording } = this;
    const cut = delivery.link.cuts > 0;
    if (cut || !node.up) return this.lose(delivery, cut ? "cut" : "down");
    recording.counts.delivered += 1;
    if (node.protocol) this.handle(node, delivery, isWatched(node, delivery.message));
    else this.scripts.deliver(node, delivery);
  }

  /** A copy of a message will never arrive. */
  lose({ id, from, message, link }: Delivery, why: "loss" | "drop" | "cut" | "down"): void {
    const { recording, nowMs: at } = this;
    recording.counts.lost += 1;
    if (recording.on) recording.columns.event({ kind: "lose", at, id, from, to: link.to.id, message, why });
  }

  fire(firing: TimerFiring): void {
    const { node } = firing;
    node.timers.delete(firing.timer);
    this.recording.counts.timers += 1;
    this.handle(node, firing, false);
  }

  /** Runs one handler, records it, and carries out its effects. */
  private handle(node: SimulatedNode, input: Input | Delivery | TimerFiring, watch: boolean): void {
    const { recorder, recording, effects } = this;
    node.steps += 1;
    recording.counts.steps += 1;
    const place = recording.columns.length;
    const kept = this.faults.effectsKept(node);
    effects.node = node;
    effects.left = kept;
    if (recording.on) this.traceHandled(node, input);
    try {
      node.state = recorder.perform(node.protocol!, node.id, node.state, input, watch);
      if (watch) recorder.checkState(node.state);
    } catch (error) {
      return this.fail(error);
    }
    if (recording.on && (recorder.readClock || recorder.choices.length > 0)) this.traceReads(node, place);
    if (kept !== allEffects) this.faults.crashInStep(node, place, kept - Math.max(0, effects.left));
  }

  private traceHandled(node: SimulatedNode, input: Input | Delivery | TimerFiring): void {
    const { nowMs: at, recording } = this;
    if (input.kind === "message") {
      const { link, message, id } = input as Delivery;
      recording.columns.deliver(at, node.index, link.from.index, id, message);
    } else if (input.kind === "timer") recording.columns.timer(at, node.index, input.timer);
    else recording.columns.event({ kind: "start", at, node: node.id, saved: input.saved });
  }

  /** Adds what the handler drew and read to its event, so that the trace can be replayed. */
  private traceReads(node: SimulatedNode, place: number): void {
    const { recorder, recording } = this;
    recording.columns.extend(place, {
      ...(recorder.choices.length > 0 ? { choices: recorder.choices } : {}),
      ...(recorder.readClock ? { clockMs: node.clock.shows(this.nowMs) } : {}),
    });
  }

  send(node: SimulatedNode, to: NodeId, message: Data): void {
    const link = node.links.get(to) ?? this.linkTo(node, to);
    const { recording, nowMs, agenda } = this;
    const delivery = new Delivery(node.id, message, ++this.messageIds, link);
    recording.counts.sent += 1;
    if (recording.on) recording.columns.send(nowMs, node.index, link.to.index, delivery.id, message);
    let bytes = 0;
    if (this.countsBytes || link.hasBandwidth) recording.bytes += bytes = messageBytes(message);
    const { arrivesMs, copyArrivesMs, corrupt, lostBy } = link.send(nowMs, message, bytes);
    if (link.cuts > 0) return this.lose(delivery, "cut");
    if (arrivesMs < 0) this.lose(delivery, lostBy);
    else agenda.add(arrivesMs, corrupt ? this.corrupted(delivery) : delivery);
    if (copyArrivesMs < 0) return;
    recording.counts.duplicated += 1;
    recording.add({ kind: "duplicate", at: nowMs, id: delivery.id, from: node.id, to });
    agenda.add(copyArrivesMs, delivery);
  }

  private linkTo(node: SimulatedNode, to: NodeId): Link {
    const link = this.network.link(node, to);
    if (!link) throw new Refusal(`send: to is ${to}; the nodes are ${this.options.nodes.join(", ")}`);
    return link;
  }

  private corrupted({ from, message, id, link }: Delivery): Delivery {
    this.recording.counts.corrupted += 1;
    this.recording.add({ kind: "corrupt", at: this.nowMs, id, from, to: link.to.id });
    return new Delivery(from, link.corrupted(message), id, link);
  }

  /** A handler failed: the run is over. What else is thrown is a fault of the simulator's own. */
  fail(error: unknown): void {
    if (!(error instanceof HandlerError)) throw error;
    this.failure = error;
    this.why = "failure";
    this.recording.add({ kind: "fail", at: this.nowMs, node: error.node, what: error.message });
  }

  /** @throws RangeError where there is no such node */
  node(name: NodeId): SimulatedNode {
    const node = this.byName.get(name);
    if (!node) throw new RangeError(`there is no node ${name}; the nodes are ${this.options.nodes.join(", ")}`);
    return node;
  }

  /** The node of that name, or the first that has that role now. */
  nodeOrRole(name: NodeId): SimulatedNode | undefined {
    return (
      this.byName.get(name) ?? this.simulated.find((node) => node.up && node.protocol?.view?.(node.state).role === name)
    );
  }

  get trace(): Trace {
    const { columns } = this.recording;
    return {
      nodes: this.options.nodes,
      time: "ms",
      origin: `seed ${this.options.seed}`,
      get events() {
        return columns.all();
      },
    };
  }
}
