/** A plain model's path as a trace: one node, whose timers are the model's actions. */
import { canonical, frozenCopy, thawedCopy } from "../../data";
import type { AnyProtocol, Data } from "../../protocol";
import type { Traced } from "../../trace/replay";
import type { TraceEvent } from "../../trace/trace";
import type { Fields, ModelSystem } from "./model-system";
import type { Model } from "./options";
import type { Path } from "./paths";

/** Which step was taken: its name, and its place among all steps of that state. */
export interface ModelEvent {
  readonly action: string;
  readonly choice: number;
}

/** A model as a protocol of one node: `start` chooses a beginning, and a timer that fires is an action. */
export function protocolOfModel(name: string, model: Model<Fields>): AnyProtocol {
  return {
    name,
    members: [name],
    start: (_self, _saved, out) => thawedCopy(out.choose(model.initial)),
    onMessage() {},
    onTimer(state, _action, out) {
      const steps = [...model.next(frozenCopy(state) as Fields)];
      Object.assign(state as object, thawedCopy(out.choose(steps).state));
    },
  };
}

export function traceOfModel(system: ModelSystem, path: Path<ModelEvent>, ending: readonly TraceEvent[]): Traced {
  const { name } = system;
  const events: TraceEvent[] = path.events.map(({ action, choice }, at) =>
    at === 0
      ? { kind: "start", at, node: name, saved: null, choices: [choice] }
      : { kind: "timer", at, node: name, timer: action, choices: [choice] },
  );
  return {
    trace: { nodes: [name], time: "steps", events: [...events, ...ending], origin: `found by explore: ${system.name}` },
    protocols: { [name]: protocolOfModel(name, system.model) },
  };
}

/** The path in words: each action, with the fields that it changes. */
export function linesOfModel(system: ModelSystem, path: Path<ModelEvent>): readonly string[] {
  let before: Fields = {};
  return path.states.map((state, place) => {
    system.states.load(state);
    const after = system.state();
    const changed = system.fields.filter((field) => after[field] !== before[field]);
    const texts = changed.map((field) => `${field} = ${shown(after[field]!)}`);
    before = after;
    const head = place === 0 ? "beginning" : path.events[place]!.action;
    return `${head}: ${texts.length === 0 ? "nothing changes" : texts.join(", ")}`;
  });
}

function shown(value: Data): string {
  const text = canonical(value);
  return text.length > 200 ? `${text.slice(0, 199)}…` : text;
}
