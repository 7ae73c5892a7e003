/**
 * What a node does with an input: its handler's outcomes, and the crashes in the middle of them, as changes of its
 * slot. Whatever else is on its way to the node makes no difference, so it is worked out once for each slot and input.
 */
import type { Effect, Input } from "../../step";
import { down } from "./cells";
import type { Cells, Slot } from "./cells";
import type { Call, Outcome } from "./handlers";
import { PairMap } from "./tables";
import type { Vocabulary } from "./vocabulary";

/** How a handler's run ended: as one of its outcomes, or with a crash after so many of its effects. */
export interface Ending extends Outcome {
  readonly effectsKept?: number;
}

export interface Reaction {
  readonly slot: number;
  /** The bundle that others feel. */
  readonly effects: number;
  readonly ending: Ending;
}

export class Reactions {
  private readonly numbers = new PairMap();
  private readonly lists: (readonly Reaction[])[] = [];
  private readonly timerNumbers = new Map<string, number>();

  constructor(
    private readonly words: Vocabulary,
    private readonly cells: Cells,
    private readonly node: number,
  ) {}

  toMessage(slot: number, message: number): readonly Reaction[] {
    return this.to(slot, 3 * message, () => {
      const { from, message: contents } = this.words.envelope(message, this.node);
      return { kind: "message", from, message: contents };
    });
  }

  /** The timer is cleared before its handler runs. */
  toTimer(slot: number, timer: string): readonly Reaction[] {
    return this.to(slot, 3 * this.timerNumber(timer) + 1, () => ({ kind: "timer", timer }));
  }

  /** A node that is down starts, with what it had saved. */
  toStart(slot: number): readonly Reaction[] {
    return this.to(slot, 2, () => ({ kind: "start", saved: this.words.values.value(this.cells.parts(slot).saved) }));
  }

  timerNumber(timer: string): number {
    let number = this.timerNumbers.get(timer);
    if (number === undefined) {
      number = this.timerNumbers.size;
      this.timerNumbers.set(timer, number);
    }
    return number;
  }

  private to(slot: number, inputNumber: number, inputOf: () => Input): readonly Reaction[] {
    const remembered = this.numbers.get(slot, inputNumber);
    if (remembered >= 0) return this.lists[remembered]!;
    const list = this.learn(this.cells.parts(slot), inputOf(), inputNumber);
    this.numbers.set(slot, inputNumber, this.lists.push(list) - 1);
    return list;
  }

  private learn(given: Slot, input: Input, inputNumber: number): readonly Reaction[] {
    const { words, node } = this;
    const state = input.kind === "start" ? words.values.intern(null) : given.state;
    const call: Call = { node, state, input };
    // A start's result depends on what was saved, which is no part of the state that is null before it.
    const number = input.kind === "start" ? 3 * given.saved + 2 : inputNumber;
    const before =
      input.kind === "timer" ? { ...given, timers: words.timers.without(given.timers, input.timer) } : given;
    const crashes = words.budgets.allows("crashes", node);
    return words.handlers.run(call, number).flatMap((outcome) => {
      const whole = this.reaction(call, { ...before, state: outcome.state }, outcome, outcome.effects);
      return crashes ? [whole, ...this.cutShort(call, before, outcome)] : [whole];
    });
  }

  private cutShort(call: Call, before: Slot, outcome: Outcome): readonly Reaction[] {
    return crashPoints(outcome.effects).map((effectsKept) => {
      const kept = outcome.effects.slice(0, effectsKept);
      return this.reaction(call, { ...before, state: down }, { ...outcome, effectsKept }, kept);
    });
  }

  private reaction(call: Call, slot: Slot, ending: Ending, effects: readonly Effect[]): Reaction {
    const { words, cells } = this;
    const save = effects.findLast((effect) => effect.kind === "save");
    const saved = save?.kind === "save" ? words.values.intern(save.saved) : slot.saved;
    const timers = slot.state === down ? words.timers.none : words.timers.after(slot.timers, effects);
    return { slot: cells.slot({ state: slot.state, saved, timers }), effects: words.bundle(call, effects), ending };
  }
}

/**
 * After how many effects a crash makes a difference. Timers are lost in any case; a crash before the first effect is
 * a crash before the message came, and one after the last is a crash after the step.
 */
function crashPoints(effects: readonly Effect[]): readonly number[] {
  const felt = effects.flatMap((effect, index) =>
    effect.kind === "setTimer" || effect.kind === "cancelTimer" ? [] : [index + 1],
  );
  return felt.slice(0, -1);
}
