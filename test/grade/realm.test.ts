/** An answer in a realm of its own: data crosses, nothing else does, and nothing it does gets out. */
import { describe, expect, it } from "vitest";
import { randomFrom } from "../../lib/grade/answer";
import { bundleAnswer } from "../../lib/grade/bundle";
import { underOneLimit, withTimeLimit } from "../../lib/grade/realm";
import { realmAnswer } from "../../lib/grade/realm-answer";
import type { ShutAnswer } from "../../lib/grade/realm-answer";

const root = new URL("../..", import.meta.url).pathname;

/** @param millisecondsMax only what never ends may meet it: also on a busy machine */
async function answer(source: string, imports: readonly string[] = [], millisecondsMax = 60_000): Promise<ShutAnswer> {
  const bundled = await bundleAnswer({ source, name: "answer.ts", root, imports });
  if (bundled.kind === "refused") throw new Error(bundled.problems.join("; "));
  return realmAnswer(bundled.script, { millisecondsMax });
}

const endless = (source: string): Promise<ShutAnswer> => answer(source, [], 150);

async function problems(source: string | Uint8Array, imports: readonly string[] = []): Promise<string> {
  const bundled = await bundleAnswer({ source, name: "answer.ts", root, imports });
  return bundled.kind === "refused" ? bundled.problems.join("; ") : "";
}

describe("what crosses", () => {
  it("calls, values, things with methods and generators behave as they do in one realm", async () => {
    const given = await answer(`
      export const plan = [1, { at: 2 }];
      export function add(a: number, b: number) { console.log("adding", a); return a + b; }
      export function counter(start: number) { let n = start; return { next: () => ++n }; }
      export class Stack { items: number[] = []; push(x: number) { this.items.push(x); return this.items; } }
      export const stack = () => new Stack();
      export const draw = (random: () => number) => [random(), random()];
      export function silent() {}`);
    expect(given.value("plan")).toEqual([1, { at: 2 }]);
    expect(given.call("add", 1, 2)).toBe(3);
    const counter = given.create("counter", 5);
    expect([counter.call("next"), counter.call("next"), counter.has("next"), counter.has("toString")]).toEqual([
      6,
      7,
      true,
      false,
    ]);
    const stack = given.create("stack");
    stack.call("push", 1);
    expect(stack.call("push", 2)).toEqual([1, 2]);
    expect(given.call("draw", randomFrom(3))).toEqual(given.call("draw", randomFrom(3)));
    expect(given.call("silent")).toBeNull();
    expect(given.printed()).toEqual(["adding 1"]);
  });

  it("a handler changes the draft and asks of out in its order, with chance and guards decided outside", async () => {
    const given = await answer(`
      export function onMessage(state: { seen: number[]; gone?: number }, message: { v: number }, from: string, out: any) {
        state.seen.push(message.v);
        delete state.gone;
        if (out.guard("g", false)) out.send(from, { pick: out.choose(["x", "y", "z"]), at: out.localTime });
        out.setTimer("t", [1, 2]);
      }`);
    const handler = given.handler<(...all: unknown[]) => unknown>("onMessage");
    const asked: unknown[] = [];
    const note = (...all: unknown[]): number => asked.push(all);
    const out = { localTime: 7, send: note, setTimer: note, guard: () => true, choose: (of: unknown[]) => of[2] };
    const kept = { deep: 1 };
    const state: Record<string, unknown> = { seen: [1], gone: 3, kept };
    expect(handler(state, Object.freeze({ v: 9 }), "B", out)).toBeUndefined();
    expect(state).toEqual({ seen: [1, 9], kept: { deep: 1 } });
    expect(state["kept"]).toBe(kept);
    expect(asked).toEqual([
      ["B", { pick: "z", at: 7 }],
      ["t", [1, 2]],
    ]);
  });

  it("an answer may be called a hundred thousand times", { timeout: 20_000 }, async () => {
    const given = await answer("export const add = (a: number, b: number) => a + b;");
    const sum = withTimeLimit(15_000, () => {
      let all = 0;
      for (let index = 0; index < 100_000; index++) all += given.call("add", index, 1) as number;
      return all;
    });
    expect(sum).toBe(5_000_050_000);
  });
});

describe("one limit around many requests", () => {
  it("what ends in time runs once", async () => {
    const given = await answer("export const work = () => 1;");
    const runs: unknown[] = [];
    const around = underOneLimit(30_000);
    expect(around(() => runs.push(given.call("work")))).toBe(1);
    expect(around(() => runs.push(given.call("work")))).toBe(2);
  });

  it("who is stopped by it runs once more, and then each request has a limit of its own", async () => {
    const given = await answer("export const work = () => 1; export const f = () => { for (;;); };", [], 2_000);
    let runs = 0;
    const around = underOneLimit(20);
    const done = around(() => {
      runs++;
      // The first time it takes for ever.
      if (runs === 1) given.call("f");
      return given.call("work");
    });
    expect([done, runs]).toEqual([1, 2]);
    expect(() => around(() => given.call("f"))).toThrow(/longer than 2 s/);
  });

  it("who is long without a long request has more time, still under one limit", async () => {
    const given = await endless("export const work = () => 1; export const f = () => { for (;;); };");
    let runs = 0;
    const around = underOneLimit(1_000, 2_000);
    const body = (): unknown => {
      runs++;
      if (runs === 1) for (;;) given.call("work");
      return given.call("f");
    };
    // The second run is stopped as a whole, in a request that never ends; in the third it has a limit of its own.
    expect(() => around(body)).toThrow(/longer than 150 ms/);
    expect(runs).toBe(3);
  });

  it("an endless loop is stopped by the limit of its own request", async () => {
    const given = await endless("export const f = () => { for (;;); };");
    const around = underOneLimit(20);
    expect(() => around(() => given.call("f"))).toThrow(/longer than 150 ms/);
  });

  it("what the body throws is thrown, and the body does not run again", () => {
    let runs = 0;
    const failing = (): never => {
      runs++;
      throw new RangeError("no");
    };
    expect(() => underOneLimit()(failing)).toThrow(RangeError);
    expect(runs).toBe(1);
  });
});

describe("what is refused, and why", () => {
  const cases: readonly (readonly [claim: string, body: string, message: RegExp])[] = [
    ["an endless recursion", "const dive = (): number => dive() + 1; return dive();", /threw RangeError/],
    ["a number that is none", "return NaN;", /is NaN; allowed/],
    ["async", "return (async () => 1)();", /without async/],
    ["a timer", "(globalThis as any).setTimeout(() => 1, 1);", /without async/],
    ["import of a name made up at run time", "const name = ['f', 's'].join(''); return import(name);", /without async/],
    ["chance of its own", "return Math.random();", /generator that you are given/],
    ["the machine's clock", "return Date.now();", /machine's clock/],
    ["new Date()", "return new Date().getTime();", /machine's clock/],
    ["toJSON", "return { toJSON: () => 1 };", /toJSON is a function/],
    ["a Map", "return new Map();", /a Map or the like/],
    ["a proxy that throws", "return new Proxy({ a: 1 }, { ownKeys() { throw 'no'; } });", /threw/],
    ["a value in itself", "const ring: any = {}; ring.ring = ring; return ring;", /contains itself/],
    ["a field __proto__", `return JSON.parse('{"__proto__":{"a":1}}');`, /broke what it runs on/],
    ["a reply of ten million characters", "return 'x'.repeat(1e7);", /characters/],
    ["text as code", "return new Function('return 1')();", /EvalError/],
    ["eval by another name", "return (0, eval)('1 + 1');", /EvalError/],
    ["an object that throws when it is read", "throw { get message() { throw 1; } };", /threw/],
  ];
  it.each(cases)("%s", async (_claim, body, message) => {
    const given = await answer(`export function f(): any { ${body} }`);
    expect(() => given.call("f")).toThrow(message);
  });

  it("an endless loop", async () => {
    const given = await endless("export const f = () => { for (;;); };");
    expect(() => given.call("f")).toThrow(/longer than 150 ms/);
  });

  it("a name that it does not export, also one that every object has", async () => {
    const given = await answer("export const x = 1;");
    expect(() => given.call("f")).toThrow("has no f");
    expect(() => given.call("constructor")).toThrow("has no constructor");
    expect(() => given.handler("f")).toThrow("has no f");
  });

  it("what is thrown while the answer is loaded", async () => {
    await expect(answer("throw new Error('early');")).rejects.toThrow("threw Error: early when it was loaded");
    await expect(endless("for (;;);")).rejects.toThrow("longer than");
  });
});

describe("ways out", () => {
  const hunts: readonly (readonly [claim: string, body: string])[] = [
    [
      "the global object's constructor",
      "return typeof (globalThis as any).constructor.constructor('return process')();",
    ],
    [
      "the constructor of a function that is handed in",
      "return typeof (console.log as any).constructor('return process')();",
    ],
    ["the stack of an error", "return typeof new Error('x').stack;"],
    [
      "a stack written by itself",
      "(Error as any).prepareStackTrace = (_: any, sites: any) => sites; return typeof (new Error('x') as any).stack;",
    ],
    ["another Error in its place", "(globalThis as any).Error = { prepareStackTrace: () => 1 }; return 'object';"],
    [
      "an error of the host, caught where the stack ends",
      `let strange = "undefined"; const dive = (): void => { try { dive(); } catch (error) {
         if (!(error instanceof RangeError) || (error as any).stack !== undefined) strange = "found"; } };
       dive(); return strange;`,
    ],
    ["the caller", "return typeof (function f(): any { return (f as any).caller; })();"],
    ["process", "return typeof (globalThis as any).process;"],
    ["require", "return typeof (globalThis as any).require;"],
    ["shared memory", "return typeof (globalThis as any).SharedArrayBuffer;"],
    ["WebAssembly", "return typeof (globalThis as any).WebAssembly;"],
    ["what inspects an object", "return typeof (globalThis as any).Buffer;"],
  ];
  it.each(hunts)("%s leads nowhere", async (_claim, body) => {
    const given = await answer(`export function hunt(): any { try { ${body} } catch { return "undefined"; } }`);
    expect(given.call("hunt")).toBe("undefined");
  });

  it("what it does to its own world stays there", async () => {
    const given = await answer(`export function spoil() {
      (Array.prototype as any).every = () => true; (Object.prototype as any).passed = true; JSON.parse = () => 1 as any; return 1; }`);
    given.call("spoil");
    expect(({} as { passed?: boolean }).passed).toBeUndefined();
    expect([1].every(() => false)).toBe(false);
    expect(JSON.parse("2")).toBe(2);
  });
});

describe("what may be imported", () => {
  it("types, in any way, and the values that are listed", async () => {
    expect(
      await problems(
        `import type { Data } from "distlab"; import { NodeId } from "distlab"; export const f = (x: Data): NodeId => String(x);`,
      ),
    ).toBe("");
    const source = `import { cloneDraft } from "distlab"; export const f = (list: number[]) => cloneDraft(list);`;
    expect((await answer(source, ["cloneDraft"])).call("f", [1])).toEqual([1]);
    expect(await problems(source, ["sameData"])).toContain("these values: sameData");
  });

  it.each([
    ['import { raft } from "distlab"; export const f = raft;', /the value raft may not be imported.*only types/],
    ['import fs from "node:fs"; export const f = fs;', /imports "node:fs".*types only/],
    ['export { receive } from "../../solutions/05-two-generals/idempotent-receiver";', /imports "..\/..\/solutions/],
    ['export const f = () => import("fs");', /loads "fs" while it runs/],
    ['declare const require: any; export const f = require("fs");', /loads "fs" while it runs/],
    ["export const = 3;", /line 1 is not TypeScript/],
    ["", /is empty/],
    ["// long\n".repeat(20_000), /160000 bytes; 131072 are allowed/],
    [new Uint8Array([0xff, 0xfe, 65, 0]), /not UTF-8/],
    ["export const f = 1;\0", /zero byte/],
    [`export const f = ${"(".repeat(100_000)}`, /not TypeScript/],
  ])("otherwise it is refused: %s", async (source, message) => {
    expect(await problems(source)).toMatch(message);
  });
});
