/** How a cell fails: name, text, and a trace-back at the cell's own line with nothing of the kernel in it. */
import { describe, expect, test } from "vitest";
import { excerpt } from "../../../app/kernel/errors";
import { errorOf, plain, printed, traceback, useKernel, valueText } from "./support";

const kernel = useKernel();
const run = (code: string) => kernel().execute(code);

describe("an error", () => {
  test("has a name, a text and a trace-back at the line where it happened", async () => {
    const result = await run(
      "type Shape = { side: number };\n\nfunction area(shape: Shape) {\n  throw new RangeError(`no ${shape.side}`);\n}\narea({ side: 2 });",
    );
    expect(errorOf(result)).toMatchObject({ ename: "RangeError", evalue: "no 2" });
    const cell = `cell [${result.executionCount}]`;
    expect(traceback(result)).toBe(
      [
        "RangeError: no 2",
        "  2 |",
        "  3 | function area(shape: Shape) {",
        "> 4 |   throw new RangeError(`no ${shape.side}`);",
        "    |         ^",
        "  5 | }",
        "  6 | area({ side: 2 });",
        `    at area (${cell}:4:9)`,
        `    at ${cell}:6:1`,
      ].join("\n"),
    );
  });

  test("is at its line after an await, in a class, and in a function of an earlier cell", async () => {
    const first = await run(
      "class Box {\n  constructor(readonly size: number) {}\n  open(): never {\n    throw new Error(`box ${this.size}`);\n  }\n}",
    );
    const second = await run("await null;\n\n// two lines of nothing\nnew Box(3).open();");
    expect(traceback(second)).toContain(`at Box.open (cell [${first.executionCount}]:4:11)`);
    expect(traceback(second)).toContain(`at cell [${second.executionCount}]:4:12`);
  });

  test("shows nothing of the kernel, of tslab or of Node's machinery", async () => {
    for (const code of ["null!.x", "await null;\nthrow new Error('x')", "[3].map(() => { throw new Error('x') })"]) {
      const text = traceback(await run(code));
      expect(text).toMatch(/ at (async )?(.* \()?cell \[\d+\]:\d+:\d+/);
      expect(text).not.toMatch(/launcher|app\/dist|tslab|node:vm|node:internal|messageport|boundary/);
    }
  });

  test("names files below the course's root without the machine's folders", async () => {
    const text = traceback(await run('require("node:assert").strictEqual(1, 2); '));
    expect(text).toContain("AssertionError");
    expect(text).not.toContain(process.cwd());
  });

  test("tells its cause and what else it carries", async () => {
    const text = traceback(
      await run('throw new Error("outer", { cause: Object.assign(new TypeError("inner"), { code: "E1" }) });'),
    );
    expect(text).toMatch(/^Error: outer\n[^]*Caused by TypeError: inner\n[^]*\{ code: 'E1' \}$/);
  });

  test("closes every colour on the line that opens it", async () => {
    for (const line of errorOf(await run('throw new Error("a\\nb");')).traceback) {
      const codes = Array.from(line.matchAll(new RegExp(`${String.fromCodePoint(27)}\\[(\\d+)m`, "g")), ([, code]) =>
        Number(code),
      );
      expect(codes.filter((code) => [39, 22].includes(code)).length * 2).toBe(codes.length);
    }
  });

  test("may be anything that can be thrown", async () => {
    expect(errorOf(await run('throw "text";'))).toMatchObject({ ename: "Thrown", evalue: "'text'" });
    expect(errorOf(await run("throw undefined;"))).toMatchObject({ ename: "Thrown", evalue: "undefined" });
    expect(errorOf(await run("class Late extends Error {}\nthrow new Late('x');")).ename).toBe("Late");
    expect(errorOf(await run("throw new Proxy({}, { get() { throw new Error('hostile') } });")).ename).toBe("Thrown");
    expect(errorOf(await run("await Promise.any([Promise.reject(new Error('one of many'))]);")).ename).toBe(
      "AggregateError",
    );
  });

  test("shows a cell's positions wherever its stack is printed", async () => {
    const result = await run("\nconst kept = new Error('kept');\nconsole.log(kept.stack);");
    expect(printed(result)).toBe(`Error: kept\n    at cell [${result.executionCount}]:2:14\n`);
  });

  test("of an endless recursion is told in few lines", async () => {
    const result = await run("function deeper(): number { return 1 + deeper(); }\ndeeper()");
    expect(errorOf(result).ename).toBe("RangeError");
    expect(errorOf(result).traceback.length).toBeLessThan(30);
  });
});

describe("a type error", () => {
  test("gives line, column, the line itself and a caret below what is wrong", async () => {
    const result = await run('const right = 1;\n  const wrong: number = "text";');
    expect(errorOf(result)).toMatchObject({
      ename: "TypeScriptError",
      evalue: "2:9 - Type 'string' is not assignable to type 'number'.",
    });
    expect(traceback(result)).toBe(
      [
        "TypeScript error 2322: Type 'string' is not assignable to type 'number'.",
        "  1 | const right = 1;",
        '> 2 |   const wrong: number = "text";',
        "    |         ^^^^^",
        `    at cell [${result.executionCount}]:2:9`,
      ].join("\n"),
    );
  });

  test("is one of as many as there are, each with its explanation", async () => {
    const result = await run(
      'type A = { inner: { n: number } };\nconst a: A = { inner: { n: "1" } };\nconst b: A = { inner: 2 } as { inner: number };',
    );
    const errors = errorOf(result).evalue.split("\n");
    expect(errors).toHaveLength(2);
    expect(traceback(result)).toContain("Types of property 'inner' are incompatible.");
    expect(
      traceback(await run(Array.from({ length: 30 }, (_, n) => `const v${n}: string = ${n};`).join("\n"))),
    ).toContain("… and 20 more");
  });

  test("keeps the cell from running at all", async () => {
    const result = await run("console.log('ran');\nmissing;");
    expect(printed(result)).toBe("");
    expect(errorOf(result).evalue).toBe("2:1 - Cannot find name 'missing'.");
  });

  test("may be a syntax error", async () => {
    expect(errorOf(await run("const = 3;")).ename).toBe("TypeScriptError");
    expect(valueText(await run("1"))).toBe("1");
  });
});

describe("an excerpt", () => {
  test("keeps its caret below the character, tabs or not", () => {
    expect(excerpt("\t\tabc", { line: 1, column: 4, length: 1 }).map(plain)).toEqual(["> 1 | \t\tabc", "    | \t\t ^"]);
  });

  test("never marks beyond the end of the line", () => {
    expect(excerpt("ab", { line: 1, column: 2, length: 50 }).map(plain)).toEqual(["> 1 | ab", "    |  ^"]);
  });
});
