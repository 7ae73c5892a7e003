/** Linearizability as a property: judged by itself, and by the checker on a store that answers too early. */
import { expect, test } from "vitest";
import type { Data, Operation, Protocol, World } from "../../../lib/protocol";
import { explore } from "../../../lib/verify/explore";
import { models } from "../../../lib/verify/history/models";
import { linearizable } from "../../../lib/verify/history/property";
import { historyOf, read, write } from "./histories";

const worldOf = (history: readonly Operation[]): World => ({
  nodes: [],
  state: () => null,
  saved: () => null,
  messages: [],
  history,
});

test("it holds where the history so far is linearizable, and says why where it is not", () => {
  const property = linearizable(models.register());
  expect(property).toMatchObject({ kind: "always", name: "linearizable as a register" });
  const right = historyOf(["A", write(1), null, 0, 5], ["B", read(), 1, 6, 9]);
  expect(property.holds(worldOf(right))).toBe(true);
  const wrong = historyOf(["A", write(1), null, 0, 5], ["B", read(), null, 6, 9]);
  expect(property.holds(worldOf(wrong))).toBe("B read nothing, after A's write of 1 had returned");
});

test("a history of the same order is not judged twice", () => {
  let asked = 0;
  const model = {
    ...models.register(),
    partition(): string {
      asked++;
      return "";
    },
  };
  const property = linearizable(model);
  const at = (offset: number): World =>
    worldOf(historyOf(["A", write(1), null, offset, offset + 5], ["B", read(), 1, offset + 6, offset + 9]));
  expect([at(0), at(100), at(200)].map((world) => property.holds(world))).toEqual([true, true, true]);
  expect(asked).toBe(2);
  property.holds(worldOf(historyOf(["A", write(1), null, 0, 7], ["B", read(), 1, 6, 9])));
  expect(asked).toBe(4);
});

test("what cannot be found out is no verdict", () => {
  const values = [...Array(12).keys()];
  const all = [
    ...values.map((value): Operation => ({
      client: `A${value}`,
      operation: { kind: "enqueue", value },
      result: null,
      invoked: 0,
      returned: 9,
    })),
    ...values.map((value): Operation => ({
      client: `B${value}`,
      operation: { kind: "dequeue" },
      result: (value + 1) % 13,
      invoked: 10,
      returned: 19,
    })),
  ];
  const property = linearizable(models.queue(), { configurationsMax: 5 });
  expect(() => property.holds(worldOf(all))).toThrow("whether the history is linearizable could not be found out");
});

type Ask =
  | { kind: "Write"; value: Data }
  | { kind: "Written" }
  | { kind: "Copy"; value: Data }
  | { kind: "Read" }
  | { kind: "Value"; value: Data };

/** A primary that answers before (or after) its copy has what was written, and a client that reads from the copy. */
function copied(answer: "at once" | "when copied"): { readonly [node: string]: Protocol<Data, Ask> } {
  const none = null as Data;
  return {
    client: {
      name: "client",
      start(_self, _saved, out) {
        out.invoke(write(1));
        out.send("primary", { kind: "Write", value: 1 });
        return none;
      },
      onMessage(_state, message, _from, out) {
        out.complete(message.kind === "Value" ? message.value : null);
        if (message.kind !== "Written") return;
        out.invoke(read());
        out.send("copy", { kind: "Read" });
      },
    },
    primary: {
      name: "primary",
      start: () => none,
      onMessage(_state, message, _from, out) {
        if (message.kind === "Write") {
          out.send("copy", { kind: "Copy", value: message.value });
          if (answer === "at once") out.send("client", { kind: "Written" });
        } else if (answer === "when copied") out.send("client", { kind: "Written" });
      },
    },
    copy: {
      name: "copy",
      start: () => ({ value: null }),
      onMessage(state, message, from, out) {
        const held = state as { value: Data };
        if (message.kind === "Copy") {
          held.value = message.value;
          out.send(from, { kind: "Written" });
        } else if (message.kind === "Read") out.send(from, { kind: "Value", value: held.value });
      },
    },
  };
}

test("the checker finds the shortest run of a store that answers too early", () => {
  const properties = [linearizable(models.register())];
  expect(explore({ protocol: copied("when copied"), properties }).holds).toBe(true);
  const early = explore({ protocol: copied("at once"), properties });
  expect(early.holds).toBe(false);
  expect(String(early)).toContain("client read nothing");
});
