// What happens between pages and a kernel's process, with a process that does exactly what the test says.
import { describe, expect, it } from "vitest";
import { createMessage } from "../../../app/kernel/messages";
import type { Message } from "../../../app/kernel/messages";
import { Kernel } from "../../../app/server/kernel";
import type { ChannelMessage } from "../../../app/server/wire";
import { FakeProcess, settle } from "./fake-process";

class Page {
  readonly messages: ChannelMessage[] = [];
  readonly closed: number[] = [];
  private connection: ReturnType<Kernel["connect"]> | null = null;

  constructor(
    private readonly kernel: Kernel,
    readonly session: string,
  ) {}

  connect(): this {
    this.connection = this.kernel.connect(this.session, {
      send: (message) => this.messages.push(message),
      close: (code) => this.closed.push(code),
    });
    return this;
  }
  leave(): void {
    this.connection?.leave();
  }
  run(code: string, cellId = code): Message {
    const message = createMessage({
      type: "execute_request",
      session: this.session,
      content: { code },
      metadata: { cellId },
    });
    this.connection?.receive({ channel: "shell", message });
    return message;
  }
  /** What it was told, in short. */
  get heard(): string[] {
    return this.messages.map(({ message: { header, content } }) => {
      const detail = content["text"] ?? content["execution_state"] ?? content["status"] ?? content["ename"] ?? "";
      return `${header.msg_type} ${String(detail)}`;
    });
  }
}

interface Scene {
  readonly kernel: Kernel;
  readonly processes: FakeProcess[];
  readonly process: FakeProcess;
}

async function scene(): Promise<Scene> {
  const processes: FakeProcess[] = [];
  const kernel = new Kernel("id", "tslab", async () => {
    const process = new FakeProcess(`process ${processes.length + 1}`);
    processes.push(process);
    return process;
  });
  await settle();
  processes[0]!.becomeReady();
  await settle();
  return { kernel, processes, process: processes[0]! };
}

describe("a kernel that starts", () => {
  it("takes what pages send before it can, and passes it on in order", async () => {
    let started: FakeProcess | undefined;
    const kernel = new Kernel("id", "tslab", async () => (started = new FakeProcess("p")));
    const page = new Page(kernel, "a").connect();
    page.run("one");
    await settle();
    page.run("two");
    expect(started?.received).toEqual([]);
    expect(kernel.model.execution_state).toBe("starting");
    started?.becomeReady();
    await settle();
    expect(started?.received.map(({ content }) => content["code"])).toEqual(["one", "two"]);
  });

  it("that cannot is dead, and whoever waits for a cell is told why", async () => {
    const kernel = new Kernel("id", "tslab", () => Promise.reject(new Error("the kernel is not built")));
    const page = new Page(kernel, "a").connect();
    const request = page.run("1");
    await settle();
    expect(kernel.model.execution_state).toBe("dead");
    expect(page.heard).toEqual(["error KernelDied", "execute_reply error", "status idle", "status dead"]);
    expect(String(page.messages[0]?.message.content["evalue"])).toContain("the kernel is not built");
    expect(page.messages[0]?.message.parent_header.msg_id).toBe(request.header.msg_id);
  });
});

describe("messages", () => {
  it("of the iopub channel go to every page, replies only to the page that asked", async () => {
    const { kernel, process } = await scene();
    const [a, b] = [new Page(kernel, "a").connect(), new Page(kernel, "b").connect()];
    const request = a.run("1");
    process.print("hello", request);
    process.finish(request);
    expect(a.heard).toEqual(["status idle", "stream hello", "execute_reply ok", "status idle"]);
    expect(b.heard).toEqual(["status idle", "stream hello", "status idle"]);
  });

  it("of one process carry one session, since a change of it means a restart", async () => {
    const { kernel, process } = await scene();
    const page = new Page(kernel, "a").connect();
    process.print("x", page.run("1"));
    expect(new Set(page.messages.map(({ message }) => message.header.session))).toEqual(new Set(["process 1"]));
  });

  it("make the kernel busy and idle", async () => {
    const { kernel, process } = await scene();
    process.say("iopub", "status", { execution_state: "busy" });
    expect(kernel.model.execution_state).toBe("busy");
    const late = new Page(kernel, "late").connect();
    expect(late.heard).toEqual(["status busy"]);
    process.say("iopub", "status", { execution_state: "idle" });
    expect(kernel.model.execution_state).toBe("idle");
  });
});

describe("a page that was away", () => {
  it("gets all that was said meanwhile, in order, when it comes back under its session", async () => {
    const { kernel, process } = await scene();
    const page = new Page(kernel, "a").connect();
    const request = page.run("1");
    page.leave();
    process.print("one", request);
    process.print("two", request);
    process.finish(request);
    page.connect();
    expect(page.heard).toEqual([
      "status idle",
      "stream one",
      "stream two",
      "execute_reply ok",
      "status idle",
      "status idle",
    ]);
  });

  it("gets it also while another page has stayed", async () => {
    const { kernel, process } = await scene();
    const [a, b] = [new Page(kernel, "a").connect(), new Page(kernel, "b").connect()];
    const request = a.run("1");
    a.leave();
    process.print("one", request);
    process.finish(request);
    a.connect();
    expect(a.heard.slice(1, 4)).toEqual(["stream one", "execute_reply ok", "status idle"]);
    expect(b.heard).toEqual(["status idle", "stream one", "status idle"]);
  });

  it("and was reloaded, so that it has a new session, gets what was printed meanwhile", async () => {
    const { kernel, process } = await scene();
    const before = new Page(kernel, "before").connect();
    const request = before.run("1");
    before.leave();
    process.print("one", request);
    const after = new Page(kernel, "after").connect();
    process.print("two", request);
    expect(after.heard).toEqual(["stream one", "status idle", "stream two"]);
  });

  it("finds in the list of executions also what was printed before, and whose cell it is", async () => {
    const { kernel, process } = await scene();
    const page = new Page(kernel, "a").connect();
    const request = page.run("loop()", "first-run");
    process.print("one", request);
    page.leave();
    process.print("two", request);
    const [execution] = kernel.executions();
    expect(execution).toMatchObject({
      messageId: request.header.msg_id,
      cellId: "first-run",
      state: "running",
      truncated: false,
    });
    expect(execution?.messages).toMatchObject([
      { channel: "iopub", content: { text: "one" } },
      { content: { text: "two" } },
    ]);
    process.finish(request);
    expect(kernel.executions()[0]?.state).toBe("done");
  });

  it("does not fill the memory: beyond a limit its outputs are dropped, the ends of its cells are not", async () => {
    const { kernel, process } = await scene();
    const page = new Page(kernel, "a").connect();
    const request = page.run("1");
    page.leave();
    const megabyte = "x".repeat(1024 * 1024);
    for (let count = 0; count < 40; count += 1) process.print(megabyte, request);
    process.finish(request);
    page.connect();
    const texts = page.messages.map(({ message }) => String(message.content["text"] ?? ""));
    expect(texts.join("").length).toBeLessThan(33 * 1024 * 1024);
    expect(texts.filter((text) => text.includes("while this page was away"))).toHaveLength(1);
    expect(page.heard.slice(-3)).toEqual(["execute_reply ok", "status idle", "status idle"]);
    const [execution] = kernel.executions();
    expect(execution?.truncated).toBe(true);
    expect(JSON.stringify(execution?.messages).length).toBeLessThan(9 * 1024 * 1024);
  });

  it("loses its older connection when it comes back before that one was missed", async () => {
    const { kernel, process } = await scene();
    const old = new Page(kernel, "a").connect();
    const fresh = new Page(kernel, "a").connect();
    old.leave();
    process.print("x", fresh.run("1"));
    expect(old.closed).toEqual([4000]);
    expect(fresh.heard).toEqual(["status idle", "stream x"]);
    expect(kernel.connections).toBe(1);
  });
});

describe("a kernel that dies", () => {
  it("ends the running cell with an error, those that wait as aborted, and says that it is dead", async () => {
    const { kernel, process } = await scene();
    const page = new Page(kernel, "a").connect();
    const [first, second] = [page.run("1"), page.run("2")];
    process.end({ signal: "SIGKILL" });
    await settle();
    expect(page.heard.slice(1)).toEqual([
      "error KernelDied",
      "execute_reply error",
      "status idle",
      "execute_reply aborted",
      "status idle",
      "status dead",
    ]);
    const parents = page.messages.slice(1, -1).map(({ message }) => message.parent_header.msg_id);
    expect(parents).toEqual([first, first, first, second, second].map(({ header }) => header.msg_id));
    expect(String(page.messages[1]?.message.content["evalue"])).toMatch(/ended by SIGKILL.*Restart/);
    expect(kernel.executions().every(({ state }) => state === "done")).toBe(true);
  });

  it("is not started again by itself, but by a restart, under the same id", async () => {
    const { kernel, process, processes } = await scene();
    const page = new Page(kernel, "a").connect();
    process.end({ code: 1, lastWords: "out of memory" });
    await settle();
    page.run("ignored");
    expect([kernel.isDead, processes.length]).toEqual([true, 1]);
    const restarted = kernel.restart();
    await settle();
    processes[1]!.becomeReady();
    await restarted;
    expect(kernel.model).toMatchObject({ id: "id", execution_state: "idle" });
    page.run("again");
    expect(processes[1]!.received.map(({ content }) => content["code"])).toEqual(["again"]);
  });

  it("and was restarted while a page was away does not meet that page with its own obituary", async () => {
    const { kernel, process, processes } = await scene();
    const page = new Page(kernel, "a").connect();
    page.leave();
    process.end({ signal: "SIGKILL" });
    await settle();
    const restarted = kernel.restart();
    await settle();
    processes[1]!.becomeReady();
    await restarted;
    page.connect();
    expect(page.heard).toEqual(["status idle", "status idle"]);
  });

  it("is revived once, however many ask", async () => {
    const { kernel, process, processes } = await scene();
    process.end({ signal: "SIGSEGV" });
    await settle();
    const revived = [kernel.revive(), kernel.revive(), kernel.revive()];
    await settle();
    processes[1]!.becomeReady();
    await Promise.all(revived);
    expect(processes).toHaveLength(2);
    await kernel.revive();
    expect(processes).toHaveLength(2);
  });
});

describe("a restart", () => {
  it("stops the old process, aborts its cells, tells every page, and lets the old one say nothing more", async () => {
    const { kernel, process, processes } = await scene();
    const [a, b] = [new Page(kernel, "a").connect(), new Page(kernel, "b").connect()];
    const request = b.run("1");
    const restarted = kernel.restart();
    await settle();
    expect(process.stopped).toBe(true);
    process.print("ghost", request);
    processes[1]!.becomeReady();
    await restarted;
    expect(b.heard).toEqual([
      "status idle",
      "execute_reply aborted",
      "status idle",
      "status restarting",
      "status idle",
    ]);
    expect(a.heard).toEqual(["status idle", "status idle", "status restarting", "status idle"]);
    expect(kernel.isDead).toBe(false);
  });

  it("that fails leaves a dead kernel and says why", async () => {
    const { kernel, processes } = await scene();
    const restarted = kernel.restart();
    await settle();
    processes[1]!.failToStart(new Error("no memory"));
    await expect(restarted).rejects.toThrow("no memory");
    expect(kernel.isDead).toBe(true);
  });

  it("twice at once happens one after the other", async () => {
    const { kernel, processes } = await scene();
    const both = Promise.all([kernel.restart(), kernel.restart()]);
    await settle();
    expect(processes).toHaveLength(2);
    processes[1]!.becomeReady();
    await settle();
    processes[2]!.becomeReady();
    await both;
    expect(processes.map(({ stopped }) => stopped)).toEqual([true, true, false]);
  });
});

it("a kernel that is shut down ends its process and lets its pages go", async () => {
  const { kernel, process } = await scene();
  const page = new Page(kernel, "a").connect();
  await kernel.shutdown();
  await kernel.shutdown();
  expect([process.stopped, page.closed]).toEqual([true, [1000]]);
  expect(page.heard.at(-1)).toBe("status dead");
  await expect(kernel.restart()).rejects.toThrow("shut down");
});

it("thousands of cells leave a bounded memory of them", async () => {
  const { kernel, process } = await scene();
  const page = new Page(kernel, "a").connect();
  for (let turn = 0; turn < 3000; turn += 1) process.finish(page.run("1"));
  expect(kernel.executions()).toHaveLength(200);
  const running = page.run("the last");
  expect(kernel.executions().at(-1)).toMatchObject({ messageId: running.header.msg_id, state: "running" });
});
