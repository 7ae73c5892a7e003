/**
 * The client with unchanged tslab, which the chapters must run on as well. Its faults are pinned here: they are what
 * the course's kernel is for, and the tests of that kernel would find them.
 */
import { describe, expect, test } from "vitest";
import { errorOf, nextMessage, printed, useKernel } from "./support";

const kernel = useKernel({ kernel: "stock" });
const run = (code: string) => kernel().execute(code);

describe("stock tslab", () => {
  test("prints values, where the course's kernel sends results", async () => {
    expect((await run("1 + 1")).outputs).toEqual([{ output_type: "stream", name: "stdout", text: "2\n" }]);
    expect(printed(await run("await Promise.resolve('later')"))).toBe("later\n");
  });

  test("imports the course's library, and displays what tslab displays", async () => {
    expect(printed(await run('import * as distlab from "distlab";\ntypeof distlab'))).toBe("object\n");
    expect((await run('import { display } from "tslab";\ndisplay.text("x")')).outputs).toMatchObject([
      { output_type: "display_data", data: { "text/plain": "x" } },
    ]);
  });

  test("reports no error of its own, so the client adds one that says where to look", async () => {
    const result = await run('throw new Error("lost")');
    expect(printed(result)).toContain("Error: lost");
    expect(errorOf(result).evalue).toContain("stderr stream above");
  });

  test("skips cells after an error, so the client sends them again", async () => {
    const skipped = nextMessage(kernel(), ({ content }) => content["status"] === "abort");
    const [failed, followed] = await Promise.all([run('throw new Error("x")'), run("2")]);
    expect((await skipped).header.msg_type).toBe("execute_reply");
    expect([failed!.status, followed!.status]).toEqual(["error", "ok"]);
  });

  test("loses nothing of what a cell prints at once, which unaided it does, or never answers again", async () => {
    const text = printed(await run("for (let i = 0; i < 3000; i += 1) console.log(i);"));
    expect(text).toBe(Array.from({ length: 3000 }, (_, i) => `${i}\n`).join(""));
  });

  test("is interrupted by a signal", async () => {
    const ended = run("for (;;);");
    // It prints nothing before a loop, so there is nothing to wait for; the signal is repeated until it has worked.
    const again = setInterval(() => void kernel().interrupt(), 200);
    expect(await ended).toMatchObject({ status: "error" });
    clearInterval(again);
  });

  test("lets a cell end the kernel, which is reported", async () => {
    expect(errorOf(await run("process.exit(3)"))).toMatchObject({
      ename: "KernelDied",
      evalue: "the kernel has ended (exit code 3)",
    });
    await kernel().restart();
    expect(printed(await run("2"))).toBe("2\n");
  });
});
