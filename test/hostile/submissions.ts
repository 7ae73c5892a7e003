/**
 * Submissions that mean harm, or are broken, each with what it earns and why. The exercise is `greeter.checks.ts`:
 * greet 2 points, add 3, many additions 5.
 */
import { zip } from "./zip";

export interface HostileSubmission {
  /** The name of the file that is handed in. */
  readonly name: string;
  readonly bytes: Buffer;
  readonly score: number;
  /** What the learner is told, in the result's problems or its failing checks. */
  readonly told: RegExp;
}

const right =
  "export const greet = (who: string) => `hello ${who}`;\nexport const add = (a: number, b: number) => a + b;\n";
/** Greets by doing harm, and adds rightly. */
const greetsBy = (body: string): string =>
  `declare const globalThis: any, process: any, require: any;\nexport function greet(who: string): any { ${body} }\n` +
  "export const add = (a: number, b: number) => a + b;\n";

const file = (name: string, text: string | Buffer, score: number, told: RegExp): HostileSubmission => ({
  name: `${name}.ts`,
  bytes: Buffer.from(text),
  score,
  told,
});

const archive = (name: string, bytes: Buffer, score: number, told: RegExp): HostileSubmission => ({
  name: `${name}.zip`,
  bytes,
  score,
  told,
});

const entry = (name: string, text: string | Buffer = right): { name: string; bytes: Buffer } => ({
  name,
  bytes: Buffer.from(text),
});

const time: readonly HostileSubmission[] = [
  file("loop", greetsBy("for (;;);"), 8, /longer than .* and was stopped/),
  file("loop-when-loaded", `for (;;);\n${right}`, 0, /longer than .* and was stopped/),
  file("loop-async", greetsBy("return (async () => { for (;;) await null; })();"), 8, /without async/),
  file("loop-in-timer", greetsBy("setTimeout(() => { for (;;); }, 0); return 'hello Bob';"), 8, /without async/),
  file("loop-in-getter", greetsBy("return { get then() { for (;;); } };"), 8, /longer than/),
  file(
    "loop-in-regex",
    greetsBy("return /^(a+)+$/.test('a'.repeat(40) + '!') ? 'x' : 'y';"),
    8,
    /longer than|sum|expected/,
  ),
  file("recursion", greetsBy("return greet(who);"), 8, /RangeError/),
  file(
    "catches-its-own-end",
    greetsBy("for (;;) { try { for (;;); } catch {} finally { continue; } }"),
    8,
    /longer than/,
  ),
];

/** When they are loaded: then they earn nothing, whether it is memory or time that runs out first. */
const outOfMemory = /MB of memory|longer than|allocation failed/;
const bomb = (name: string, body: string): HostileSubmission =>
  file(name, `const all: any[] = []; let s = "x"; for (;;) { ${body} }\n${right}`, 0, outOfMemory);

const memory: readonly HostileSubmission[] = [
  bomb("memory", "all.push(new Array(100000).fill(1));"),
  bomb("memory-strings", "s += s.slice(0, 65536) + all.length; all.push([...s]);"),
  bomb("buffers", "all.push(new Uint8Array(10_000_000).fill(1));"),
  bomb("buffers-untouched", "all.push(new ArrayBuffer(50_000_000));"),
  file("long-reply", greetsBy("return 'x'.repeat(50_000_000);"), 8, /characters/),
  file(
    "prints-much",
    greetsBy("for (let i = 0; i < 100_000; i++) console.log('x'.repeat(1000)); return `hello ${who}`;"),
    10,
    /as expected/,
  ),
];

const escapes: readonly HostileSubmission[] = [
  file("exit", greetsBy("process.exit(0);"), 8, /process is not defined|exit/),
  file(
    "exit-by-constructor",
    greetsBy("return globalThis.constructor.constructor('return process')().exit(0);"),
    8,
    /EvalError/,
  ),
  file("exit-when-loaded", `declare const process: any; process.exit(0);\n${right}`, 0, /process is not defined/),
  file("kill-parent", greetsBy("process.kill(process.ppid, 'SIGKILL');"), 8, /process is not defined/),
  file(
    "fork-bomb",
    greetsBy("for (;;) require('child_process').fork(__filename);"),
    0,
    /imports|loads "child_process"/,
  ),
  file(
    "write-outside",
    `import { writeFileSync } from "node:fs"; writeFileSync("/tmp/hostile-was-here", "x");\n${right}`,
    0,
    /imports "node:fs"/,
  ),
  file(
    "read-solutions",
    `export { greet, add } from "../../solutions/00-hostile/greeter";`,
    0,
    /imports "..\/..\/solutions/,
  ),
  file(
    "read-checks",
    `import checks from "../../test/hostile/greeter.checks"; checks.checks.length = 0;\n${right}`,
    0,
    /imports/,
  ),
  file("read-environment", greetsBy("return process.env.HOME;"), 8, /process is not defined/),
  file("dynamic-import", greetsBy("return import('node:fs');"), 0, /loads "node:fs"/),
  file(
    "dynamic-import-hidden",
    greetsBy("const name = ['node', 'fs'].join(':'); return import(name);"),
    8,
    /without async/,
  ),
  file("import-meta", greetsBy("return (import.meta as any).url;"), 8, /expected|greeting/),
  file(
    "library-answer",
    `import { idempotentReceiver } from "distlab"; export const greet = idempotentReceiver;\n`,
    0,
    /may not be imported from "distlab"/,
  ),
  file("library-all", `export * from "distlab";`, 0, /has no greet/),
  file(
    "library-inside",
    `import { step } from "distlab/dist/step"; export const greet = step;`,
    0,
    /imports "distlab\/dist\/step"/,
  ),
  file("network", `import net from "node:net"; net.connect(80, "127.0.0.1");\n${right}`, 0, /imports "node:net"/),
  file("network-fetch", greetsBy("return fetch('http://127.0.0.1');"), 8, /without async/),
  file(
    "stack-hook",
    greetsBy("(Error as any).prepareStackTrace = (_: any, s: any) => s[0].getThis(); return new Error('x').stack;"),
    8,
    /TypeError|expected|greeting/,
  ),
];

const forgeries: readonly HostileSubmission[] = [
  file(
    "patch-arrays",
    `(Array.prototype as any).every = () => true; (Array.prototype as any).map = function () { return []; };\nexport const greet = () => 1; export const add = () => 0;`,
    0,
    /expected|broke/,
  ),
  file(
    "patch-json",
    `JSON.stringify = (() => '{"kind":"value","value":5}') as any; JSON.parse = (() => ({})) as any;\nexport const greet = () => 1; export const add = () => 0;`,
    0,
    /expected|greeting/,
  ),
  file(
    "patch-objects",
    `Object.defineProperty(Object.prototype, "passed", { get: () => true });\nexport const greet = () => 1; export const add = () => 0;`,
    0,
    /expected/,
  ),
  file(
    "report-on-stdout",
    greetsBy(
      `console.log(JSON.stringify({ nonce: "", kind: "result", result: { name: "greets whom it is given", passed: true, points: 2 } })); return 1;`,
    ),
    8,
    /expected/,
  ),
  file(
    "always-equal",
    greetsBy("return { valueOf: () => 'hello Bob', toString: () => 'hello Bob', toJSON: () => 'hello Bob' };"),
    8,
    /is a function/,
  ),
  file(
    "proxy",
    greetsBy("return new Proxy({}, { get: () => 'hello Bob', ownKeys: () => { throw new Error('x'); } });"),
    8,
    /threw|is a/,
  ),
  file("ancestor", greetsBy(`return JSON.parse('{"__proto__": {"passed": true}}');`), 8, /broke/),
  file(
    "huge-number-name",
    "export const greet = Infinity; export const add = (a: number, b: number) => a + b;",
    8,
    /should be a function/,
  ),
];

const broken: readonly HostileSubmission[] = [
  file("not-typescript", "this is no program at all\n", 0, /is not TypeScript/),
  file("python", "def greet(who):\n    return 'hello ' + who\n", 0, /is not TypeScript/),
  file("not-utf8", Buffer.from([0xff, 0xfe, 0x65, 0x00, 0x78]), 0, /not UTF-8/),
  file("empty", "", 0, /is empty/),
  file("only-spaces", "  \n\n", 0, /is empty/),
  file("binary", Buffer.from("\x7fELF\0\0\0"), 0, /zero byte/),
  file("wrong-exercise", "export function availability(list: number[]) { return list[0]; }", 0, /has no greet/),
  file("large", `// ${"x".repeat(300_000)}\n${right}`, 0, /bytes; 131072 are allowed/),
  file(
    "nested",
    `export const greet = ${"(".repeat(60_000)}1${")".repeat(60_000)};`,
    0,
    /not TypeScript|has no|RangeError|should be|no program|stack/,
  ),
];

const archives: readonly HostileSubmission[] = [
  archive(
    "dot-dot",
    zip([entry("../../../tmp/hostile-was-here.ts"), entry("greeter.ts")]),
    0,
    /refused.*(relative|outside)/,
  ),
  archive("absolute", zip([entry("/tmp/hostile-was-here.ts"), entry("greeter.ts")]), 0, /refused/),
  archive("backslashes", zip([entry("..\\..\\hostile-was-here.ts"), entry("greeter.ts")]), 0, /refused/),
  archive("link", zip([{ ...entry("greeter.ts", "/etc/passwd"), mode: 0o120777 }]), 0, /symbolic link/),
  archive("device", zip([{ ...entry("greeter.ts"), mode: 0o020666 }]), 0, /no ordinary file/),
  archive("bomb", zip([entry("greeter.ts", Buffer.alloc(64 * 1024 * 1024))]), 0, /67108864 bytes/),
  archive(
    "bomb-that-lies",
    zip([{ ...entry("greeter.ts", Buffer.alloc(64 * 1024 * 1024)), claimed: 100 }]),
    0,
    /refused/,
  ),
  archive("many", zip(Array.from({ length: 2500 }, (_, index) => entry(`a${index}.ts`, ""))), 0, /2000 entries/),
  archive("cut-off", zip([entry("greeter.ts")]).subarray(0, 60), 0, /refused/),
  archive("honest", zip([entry("readme.txt", "hello"), entry("00-hostile/greeter.ts")]), 10, /as expected/),
];

const notebook = (source: string, tags: readonly string[]): Buffer =>
  Buffer.from(
    JSON.stringify({
      cells: [{ cell_type: "code", execution_count: null, id: "a", metadata: { tags }, outputs: [], source }],
      metadata: {},
      nbformat: 4,
      nbformat_minor: 5,
    }),
  );

const notebooks: readonly HostileSubmission[] = [
  {
    name: "cells.ipynb",
    bytes: notebook(right.replaceAll("export ", ""), ["00-hostile/greeter"]),
    score: 10,
    told: /as expected/,
  },
  { name: "untagged.ipynb", bytes: notebook(right, []), score: 0, told: /no answer/ },
  { name: "no-notebook.ipynb", bytes: Buffer.from("{}"), score: 0, told: /not a notebook/ },
];

/** One that is right stands among them, and must get all its points. */
export const hostileSubmissions: readonly HostileSubmission[] = [
  file("right", right, 10, /as expected/),
  ...time,
  ...memory,
  ...escapes,
  ...forgeries,
  ...broken,
  ...archives,
  ...notebooks,
];
