/** Remote calls: at most once, at least once, and an effect that happens exactly once. */
import { describe, expect, test } from "vitest";
import { crash, drop, explore, remoteCall, simulate } from "distlab";
import type { Exploration, Protocol, RemoteCallOptions, Run, ServerState } from "distlab";
import { atMostOnce, noLie } from "../../lib/protocols/remote-call";
import { expectTrace } from "../traces";
import { failingSeeds, inStorm } from "./storm";

const pay = { calls: [{ pay: 30 }, { pay: 12 }, { pay: 7 }] } satisfies RemoteCallOptions;

function performed(run: Run): number {
  return (run.states["server"] as ServerState).performed.length;
}

describe("a remote call (Birrell and Nelson 1984)", () => {
  test("over a good line every call is performed once and answered", () => {
    const run = simulate({ protocol: remoteCall(pay), network: { latencyMs: 20 } });
    expect(performed(run)).toBe(3);
    expect(run.history.map((operation) => operation.result)).toEqual([1, 2, 3]);
    expectTrace(run.trace, "remote-call-good-line");
  });

  test("without retry a lost message leaves the operation open: at most once", () => {
    const faults = [drop({ from: "client", to: "server", nth: 1 })];
    const run = simulate({ protocol: remoteCall({ ...pay, attempts: 1 }), faults });
    expect(run.history[0]).not.toHaveProperty("returned");
    expect(performed(run)).toBe(2);
  });

  test("with retry and no memory a lost reply performs the call twice: at least once", () => {
    const faults = [drop({ from: "server", to: "client", nth: 1 })];
    const run = simulate({ protocol: remoteCall(pay), faults, properties: [atMostOnce] });
    expect(run.violation?.what).toBe("call 0 was performed 2 times");
  });

  test("ids in memory do not survive a crash; ids on the disk do", () => {
    const faults = [drop({ from: "server", to: "client", nth: 1 }), crash("server", { atMs: 50, restartAtMs: 60 })];
    const twice = (remember: "in memory" | "on disk"): boolean =>
      simulate({ protocol: remoteCall({ ...pay, remember }), faults, properties: [atMostOnce] }).violation !==
      undefined;
    expect([twice("in memory"), twice("on disk")]).toEqual([true, false]);
  });

  test("1000 seeds with loss, duplication, partitions, skew and crashes of both sides: performed at most once, and no lie", () => {
    const protocol = remoteCall({ ...pay, remember: "on disk" });
    const storm = (seed: number): Run =>
      inStorm(seed, { protocol }, [atMostOnce, noLie], { crashes: true, pauses: true, partitions: true, skew: true });
    expect(failingSeeds(1000, storm)).toEqual([]);
  });

  const everything = (remember: "nowhere" | "on disk", knockedOut: readonly string[] = []): Exploration =>
    explore({
      protocol: remoteCall({ calls: [{ pay: 30 }, { pay: 12 }], attempts: 2, remember }),
      nodes: ["client", "server"],
      properties: [atMostOnce, noLie],
      faults: { drops: 1, duplicates: 1, crashes: 2, restarts: 2 },
      firings: 3,
      knockedOut,
    });

  test("in every interleaving of two calls with a loss, a copy and two crashes: at most once, and no lie", () => {
    const found = everything("on disk");
    expect([found.complete, found.counterexample, found.distinct]).toMatchInlineSnapshot(`
      [
        true,
        undefined,
        131363,
      ]
    `);
  });

  test("without memory a call is performed twice after 2 steps; without saves an answer is a lie after 3", () => {
    const forgetful = everything("nowhere").counterexample!;
    expect([forgetful.property, forgetful.steps]).toMatchInlineSnapshot(`
      [
        "no call is performed twice",
        2,
      ]
    `);
    expectTrace(forgetful.trace, "remote-call-without-memory");
    const unsaved = everything("on disk", ["save"]).counterexample!;
    expect([unsaved.property, unsaved.steps]).toMatchInlineSnapshot(`
      [
        "what was answered was performed",
        3,
      ]
    `);
    expectTrace(unsaved.trace, "remote-call-without-saves");
  });

  test("a broken twin that saves what it did and that it did it one after the other is caught when a crash comes between", () => {
    const good = remoteCall({ ...pay, remember: "on disk" });
    const server = good["server"] as Protocol<
      ServerState,
      never,
      never,
      { performed: ServerState["performed"]; answers: ServerState["answers"] }
    >;
    const broken = {
      ...server,
      onMessage: (state, message, from, out) =>
        server.onMessage(state, message, from, {
          ...out,
          send: (to, reply) => out.send(to, reply),
          save: ({ performed: done, answers }) => {
            out.save({ performed: done, answers: answers.slice(0, -1) });
            out.save({ performed: done, answers });
          },
        }),
    } satisfies typeof server;
    const faults = [crash("server", { event: 2, effects: 1, restartAfterMs: 10 })];
    const run = (protocol: typeof good): Run => simulate({ protocol, faults, properties: [atMostOnce], untilMs: 1000 });
    expect(run({ ...good, server: broken as never }).violation?.property).toBe(atMostOnce.name);
    expect(run(good).violation).toBeUndefined();
  });

  test("attempts below 1 are refused", () => {
    expect(() => remoteCall({ ...pay, attempts: 0 })).toThrow("attempts is 0; allowed is a whole number from 1");
  });
});
