/** One step of a protocol: pure, complete in its effects, and all its outcomes. */
import { describe, expect, test } from "vitest";
import type { Data, Protocol } from "../lib/protocol";
import { HandlerError, handlerName, kindOf, outcomes, Recorder, step } from "../lib/step";
import type { Environment, Input } from "../lib/step";

type State = { count: number; log: string[] };

/** Does everything that a handler may do. */
const busy: Protocol<State, Data, "tick", Data> = {
  name: "busy",
  start(_self, saved, out) {
    out.setTimer("tick", [5, 9]);
    return { count: saved === null ? 0 : 100, log: [] };
  },
  onMessage(state, message, from, out) {
    state.count += 1;
    state.log.push(from);
    out.send(from, { got: message });
    out.save({ count: state.count });
    out.setTimer("tick", [1, 2]);
    out.cancelTimer("tick");
    out.invoke({ kind: "read" });
    out.complete(state.count);
  },
  onTimer(state, timer, out) {
    const side = out.choose(["left", "right", "straight"]);
    state.log.push(`${timer} ${side}${side === "left" ? out.choose([1, 2]) : ""}`);
    out.send("B", out.localTime);
  },
};

const environment: Environment = { localTime: () => 42, choose: () => 0 };
const message: Input = { kind: "message", from: "B", message: { kind: "Hi" } };
const tick: Input = { kind: "timer", timer: "tick" };
const state: Data = { count: 1, log: ["before"] };

describe("a step", () => {
  test("gives the new state and the effects in their order, and leaves the old state alone", () => {
    const transition = step(busy, "A", state, message, environment);
    expect(transition.state).toEqual({ count: 2, log: ["before", "B"] });
    expect(state).toEqual({ count: 1, log: ["before"] });
    expect(transition.effects).toEqual([
      { kind: "send", to: "B", message: { got: { kind: "Hi" } } },
      { kind: "save", saved: { count: 2 } },
      { kind: "setTimer", timer: "tick", minMs: 1, maxMs: 2 },
      { kind: "cancelTimer", timer: "tick" },
      { kind: "invoke", operation: { kind: "read" } },
      { kind: "complete", result: 2 },
    ]);
  });

  test("boots with nothing, and with what was saved", () => {
    expect(step(busy, "A", null, { kind: "start", saved: null }, environment).state).toEqual({ count: 0, log: [] });
    expect(step(busy, "A", null, { kind: "start", saved: { count: 3 } }, environment).state).toEqual({
      count: 100,
      log: [],
    });
  });

  test("notes what was chosen and reads the clock of its environment", () => {
    const transition = step(busy, "A", state, tick, environment);
    expect(transition.choices).toEqual([0, 0]);
    expect(transition.effects).toEqual([{ kind: "send", to: "B", message: 42 }]);
  });

  test("is the same each time", () => {
    expect(step(busy, "A", state, message, environment)).toEqual(step(busy, "A", state, message, environment));
  });

  test("has no save where the guard of that name is knocked out, and guards hold only while they are in force", () => {
    const guarded: Protocol<null, Data> = {
      name: "guarded",
      start: () => null,
      onMessage: (_state, _message, from, out) => {
        if (out.guard("never", false)) out.send(from, "through");
        if (out.guard("always", true)) out.send(from, "as ever");
      },
    };
    const sent = (knockedOut: readonly string[]): readonly unknown[] =>
      step(guarded, "A", null, message, { ...environment, knockedOut: new Set(knockedOut) }).effects.map((effect) =>
        effect.kind === "send" ? effect.message : effect,
      );
    expect(sent([])).toEqual(["as ever"]);
    expect(sent(["never"])).toEqual(["through", "as ever"]);
    const effects = step(busy, "A", state, message, { ...environment, knockedOut: new Set(["save"]) }).effects;
    expect(effects.map(({ kind }) => kind)).not.toContain("save");
  });

  test("freezes a copy of what is sent, and not the node's own", () => {
    const sharing: Protocol<State, Data> = {
      name: "sharing",
      start: () => ({ count: 0, log: [] }),
      onMessage: (own, _message, from, out) => {
        out.send(from, own.log);
        own.log.push("afterwards");
      },
    };
    const { effects, state: after } = step(sharing, "A", state, message, environment);
    expect(effects).toEqual([{ kind: "send", to: "B", message: ["before"] }]);
    expect(after).toEqual({ count: 1, log: ["before", "afterwards"] });
  });
});

describe("outcomes", () => {
  test("are one for each sequence of choices, in their order", () => {
    const found = outcomes(busy, "A", state, tick, environment);
    expect(found.map(({ choices }) => choices)).toEqual([[0, 0], [0, 1], [1], [2]]);
    expect(found.map((outcome) => (outcome.state as State).log.at(-1))).toEqual([
      "tick left1",
      "tick left2",
      "tick right",
      "tick straight",
    ]);
  });

  test("of a handler that chooses nothing are one", () => {
    expect(outcomes(busy, "A", state, message, environment)).toHaveLength(1);
  });
});

describe("a recorder", () => {
  test("that is kept for many steps does not mix them up", () => {
    const recorder = new Recorder(environment);
    const draft = { count: 0, log: [] as string[] };
    recorder.perform(busy as Protocol<Data, Data, string, Data>, "A", draft, message);
    const first = recorder.effects;
    recorder.perform(busy as Protocol<Data, Data, string, Data>, "A", draft, tick);
    expect(first).toHaveLength(6);
    expect(recorder.effects).toHaveLength(1);
    expect([recorder.choices, recorder.readClock, recorder.input]).toEqual([[0, 0], true, tick]);
    expect(draft.count).toBe(1);
  });

  test("hands effects to a sink where it has one", () => {
    const seen: string[] = [];
    const note =
      (what: string) =>
      (...given: readonly unknown[]): void =>
        void seen.push(`${what} ${JSON.stringify(given)}`);
    const recorder = new Recorder(environment, {
      send: note("send"),
      setTimer: note("setTimer"),
      cancelTimer: note("cancelTimer"),
      save: note("save"),
      invoke: note("invoke"),
      complete: note("complete"),
    });
    recorder.perform(busy as Protocol<Data, Data, string, Data>, "A", { count: 0, log: [] }, message);
    expect(seen).toEqual([
      'send ["B",{"got":{"kind":"Hi"}}]',
      'save [{"count":1}]',
      'setTimer ["tick",1,2]',
      'cancelTimer ["tick"]',
      'invoke [{"kind":"read"}]',
      "complete [1]",
    ]);
    expect(recorder.effects).toEqual([]);
  });
});

describe("names", () => {
  test("of handlers say what they were given", () => {
    expect(handlerName({ kind: "start", saved: null })).toBe("start(first boot)");
    expect(handlerName({ kind: "start", saved: 1 })).toBe("start(reboot)");
    expect(handlerName(tick)).toBe("onTimer(tick)");
    expect(handlerName(message)).toBe("onMessage(Hi from B)");
  });

  test("of messages are their kinds, or a short form of them", () => {
    expect(kindOf({ kind: "Vote", term: 3 })).toBe("Vote");
    expect(kindOf([1, 2])).toBe("[1,2]");
    expect(kindOf("x".repeat(99))).toBe(`"${"x".repeat(38)}…`);
  });

  test("are in the error of a handler that throws, with its cause", () => {
    const cause = new RangeError("no");
    const failing: Protocol<null, Data> = {
      name: "failing",
      start: () => null,
      onMessage() {
        throw cause;
      },
    };
    const failed = (): unknown => step(failing, "A", null, message, environment);
    expect(failed).toThrow(HandlerError);
    expect(failed).toThrow("failing: onMessage(Hi from B) on node A threw RangeError: no");
    expect(failed).toThrow(expect.objectContaining({ cause, node: "A", protocol: "failing", input: message }));
  });
});
