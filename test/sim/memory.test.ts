/** A run without a trace takes no more memory the longer it goes on. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import type { Protocol } from "../../lib/protocol";
import { simulate } from "../../lib/sim";

/** Two nodes that pass 200 messages to and fro, and set a long timer anew with each. */
const volley: Protocol<{ got: number }, { kind: "Ball"; hops: number }, "idle", { got: number }> = {
  name: "volley",
  members: ["A", "B"],
  start(self, _saved, out) {
    for (let ball = 0; ball < (self === "A" ? 200 : 0); ball++) out.send("B", { kind: "Ball", hops: 0 });
    return { got: 0 };
  },
  onMessage(state, ball, from, out) {
    state.got += 1;
    out.setTimer("idle", [1e9, 1e9]);
    if (state.got % 16 === 0) out.save({ got: state.got });
    out.send(from, { kind: "Ball", hops: ball.hops + 1 });
  },
  onTimer() {},
};

test("memory is as good as flat from half a million events to three million", () => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  const measured: number[] = [];
  let events = 0;
  const until = (): boolean => {
    events += 1;
    if (events % 500_000 === 0) {
      collect();
      measured.push(process.memoryUsage().heapUsed / 1e6);
    }
    return events >= 3_000_000;
  };
  simulate({ protocol: volley, network: { duplication: 0.01, loss: 0.0099 }, untilMs: 1e9, until, trace: false });
  expect(measured).toHaveLength(6);
  // Ten bytes an event would be 25 MB.
  expect(measured.at(-1)! - measured[0]!).toBeLessThan(3);
});
