/**
 * `step`: the one way in which a protocol's handlers are run, by the simulator, the checker, real processes and
 * grading alike. A handler gets a private draft of the state and a recorder; what comes back is the new state and
 * the list of effects, in the order in which the handler asked for them.
 */
import type { Data } from "./data";
import { cloneDraft } from "./data";
import type { AnyProtocol, NodeId } from "./protocol";
import { Recorder } from "./step/recorder";
import type { Effect, Environment, Input } from "./step/vocabulary";

export { Recorder } from "./step/recorder";
export { HandlerError, handlerName, kindOf, Refusal } from "./step/vocabulary";
export type { Effect, EffectSink, Environment, Input } from "./step/vocabulary";

/** The result of one step. */
export interface Transition {
  readonly state: Data;
  readonly effects: readonly Effect[];
  /** What `choose` answered, in order. */
  readonly choices: readonly number[];
}

/** One run of the handler for `input` on a copy of `state` (which is null for a `start`). Pure, if the protocol is. */
export function step(
  protocol: AnyProtocol,
  self: NodeId,
  state: Data,
  input: Input,
  environment: Environment,
): Transition {
  const recorder = new Recorder(environment);
  const next = recorder.perform(protocol, self, cloneDraft(state), input);
  return { state: next, effects: recorder.effects, choices: recorder.choices };
}

/**
 * Every outcome of a step: the handler is run again for each prefix of choices, in lexicographic order.
 * @throws HandlerError with the handler's name where it throws or is not deterministic
 */
export function outcomes(
  protocol: AnyProtocol,
  self: NodeId,
  state: Data,
  input: Input,
  environment: Omit<Environment, "choose">,
): readonly Transition[] {
  const found: Transition[] = [];
  let prefix: number[] | undefined = [];
  while (prefix !== undefined) {
    const given: readonly number[] = prefix;
    const widths: number[] = [];
    const choose = (options: number): number => {
      widths.push(options);
      return given[widths.length - 1] ?? 0;
    };
    const transition = step(protocol, self, state, input, {
      ...environment,
      localTime: () => environment.localTime(),
      choose,
    });
    found.push(transition);
    prefix = nextPrefix(transition.choices, widths);
  }
  return found;
}

function nextPrefix(choices: readonly number[], widths: readonly number[]): number[] | undefined {
  for (let index = choices.length - 1; index >= 0; index--) {
    const choice = choices[index]!;
    if (choice + 1 < widths[index]!) return [...choices.slice(0, index), choice + 1];
  }
  return undefined;
}
