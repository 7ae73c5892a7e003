/** The bound on what a cell prints: what is kept, what is said about the rest, and that everything stays responsive. */
import { describe, expect, test } from "vitest";
import { Printed, cut, megabytes, outputBytesMax } from "../../../app/kernel/printed";
import { printed, useKernel, valueText, whenReady } from "./support";

function collect(bytesMax: number) {
  const sent: { name: string; text: string }[] = [];
  const output = new Printed({ bytesMax, send: (name, text) => sent.push({ name, text }) });
  return { output, text: () => sent.map(({ text }) => text).join(""), sent };
}

describe("what a cell prints", () => {
  test("goes out unchanged while it is below the bound, however it is cut into pieces", () => {
    const { output, text } = collect(1_000_000);
    const pieces = Array.from({ length: 5000 }, (_, n) => `line ${n}\n`);
    for (const piece of pieces) output.write("stdout", piece);
    output.end();
    expect(text()).toBe(pieces.join(""));
  });

  test("keeps the order of the two streams", () => {
    const { output, sent } = collect(1000);
    for (const name of ["stdout", "stderr", "stderr", "stdout"] as const) output.write(name, name[3]!);
    output.end();
    expect(sent.map(({ name, text }) => `${name}:${text}`).join(" ")).toBe("stdout:o stderr:e stderr:e stdout:o");
  });

  test("is cut at the bound, between characters, with one line that says how much is missing", () => {
    const { output, text } = collect(10);
    output.write("stdout", "ääääää");
    output.write("stdout", Buffer.alloc(2_000_000));
    output.end();
    expect(text()).toMatch(
      /^äääää\n\[This cell printed more than 0\.0 MB; the rest is left out: 2\.0 MB\. To see all of it, [^\n]* DISTLAB_OUTPUT_MB=3 [^\n]*\]\n$/,
    );
  });

  test("counts both streams together, and stays closed once it was cut", () => {
    const { output, text } = collect(4);
    output.write("stdout", "ab");
    output.write("stderr", "cdef");
    output.write("stdout", "g");
    output.end();
    output.write("stdout", "h");
    expect(text().replace(/\n\[[^\n]*\]\n/, "")).toBe("abcd");
  });

  test("is bounded after the cell has ended, too", () => {
    const { output, text } = collect(4);
    output.end();
    output.write("stdout", "abcdef");
    expect(text()).toMatch(/^abcd\n\[This cell printed more than .*; the rest is left out\. To see all of it, .*\]\n$/);
  });
});

test("a text is cut between characters", () => {
  expect(cut("aé🗳️", 3)).toBe("aé");
  expect(cut("aé🗳️", 6)).toBe("aé");
  expect(cut("aé", 3)).toBe("aé");
});

test("the bound comes from the environment", () => {
  expect(outputBytesMax({})).toBe(1_000_000);
  expect(outputBytesMax({ DISTLAB_OUTPUT_MB: "2.5" })).toBe(2_500_000);
  for (const wrong of ["0", "-1", "many", "NaN"]) {
    expect(() => outputBytesMax({ DISTLAB_OUTPUT_MB: wrong })).toThrow(
      /DISTLAB_OUTPUT_MB is ".*"; allowed is a number/,
    );
  }
  expect([1_000_000, 1_500_000, 49_000_000].map(megabytes)).toEqual(["1 MB", "1.5 MB", "49 MB"]);
});

describe("a cell that prints 50 MB", () => {
  const kernel = useKernel();

  test.each([
    [
      "in lines",
      'const line = "x".repeat(999) + "\\n"; for (let i = 0; i < 50_000; i += 1) process.stdout.write(line);',
    ],
    ["at once", 'console.log("x".repeat(50_000_000));'],
    [
      "on both streams",
      'for (let i = 0; i < 25; i += 1) { console.log("x".repeat(1e6)); console.error("x".repeat(1e6)); }',
    ],
  ])("%s keeps 1 MB and says what became of the rest", async (_how, code) => {
    const result = await kernel().execute(code);
    expect(result.status).toBe("ok");
    const text = printed(result);
    expect(text.length).toBeLessThan(1_000_300);
    expect(text).toMatch(
      /\n\[This cell printed more than 1 MB; the rest is left out: 49 MB\. To see all of it, [^\n]*\]\n$/,
    );
    expect(valueText(await kernel().execute("1 + 1"))).toBe("2");
  });

  test("can be interrupted, and the kernel answers meanwhile", async () => {
    const code = 'console.log("ready"); for (;;) console.log("x".repeat(1000));';
    const ended = await whenReady(kernel(), code, () => {
      void kernel()
        .channels.heartbeat(20_000)
        .then(() => kernel().interrupt());
    });
    expect(ended.outputs.at(-1)).toMatchObject({ ename: "Interrupted" });
    expect(printed(ended).length).toBeLessThan(1_000_300);
  });

  test("of displays is bounded as well", async () => {
    const code = 'import { display } from "tslab";\nfor (let i = 0; i < 60; i += 1) display.text("x".repeat(1e6));';
    const result = await kernel().execute(code);
    expect(result.outputs.filter(({ output_type: type }) => type === "display_data")).toHaveLength(49);
    expect(printed(result)).toContain("This cell displayed more than 50 MB; the rest is left out");
  });
});

describe("with a higher bound", () => {
  const kernel = useKernel({ env: { DISTLAB_OUTPUT_MB: "3" } });

  test("more is kept", async () => {
    const result = await kernel().execute('console.log("x".repeat(2_000_000))');
    expect(printed(result)).toBe(`${"x".repeat(2_000_000)}\n`);
  });
});
