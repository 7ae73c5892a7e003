/** The protocol as a client sees it on the wire: replies, states, order, aborts, the heartbeat. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Dealer } from "zeromq";
import { endpoint } from "../../../app/kernel/connection";
import type { ExecuteResult } from "../../../app/kernel/client";
import type { Channel, Message } from "../../../app/kernel/messages";
import { createMessage, decodeMessage, encodeMessage } from "../../../app/kernel/messages";
import { nextMessage, useKernel, valueText, whenReady } from "./support";

const kernel = useKernel();

/** Sends a request; gives its reply and all that was published for it, until `idle`. */
async function ask(channel: "shell" | "control", type: string, content: Message["content"]) {
  const published: Message[] = [];
  const request = createMessage({ type, content, session: kernel().channels.session });
  const mine = (message: Message) => message.parent_header.msg_id === request.header.msg_id;
  const listen = (from: Channel, message: Message) => {
    if (from === "iopub" && mine(message)) published.push(message);
  };
  kernel().channels.on("message", listen);
  const isIdle = (message: Message) => mine(message) && message.content["execution_state"] === "idle";
  const replied = nextMessage(kernel(), (message) => mine(message) && message.header.msg_type.endsWith("_reply"));
  const idle = nextMessage(kernel(), isIdle);
  kernel().channels.send(channel, request);
  const [reply] = await Promise.all([replied, idle]);
  kernel().channels.off("message", listen);
  return {
    reply,
    published,
    types: published.map(({ header, content: { execution_state: state } }) => state ?? header.msg_type),
  };
}

const executeContent = (code: string) => ({
  code,
  silent: false,
  store_history: true,
  user_expressions: {},
  allow_stdin: false,
});

describe("an execution", () => {
  test("is announced, answered and published in the protocol's order", async () => {
    const { reply, published, types } = await ask("shell", "execute_request", executeContent('console.log("a"); 1'));
    expect(types).toEqual(["busy", "execute_input", "stream", "execute_result", "idle"]);
    expect(reply.header.msg_type).toBe("execute_reply");
    expect(reply.content).toMatchObject({ status: "ok", payload: [], user_expressions: {} });
    expect(published[1]!.content).toMatchObject({
      code: 'console.log("a"); 1',
      execution_count: reply.content["execution_count"],
    });
  });

  test("that fails sends the error both ways", async () => {
    const { reply, published, types } = await ask(
      "shell",
      "execute_request",
      executeContent('throw new TypeError("t")'),
    );
    expect(types).toEqual(["busy", "execute_input", "error", "idle"]);
    const error = { ename: "TypeError", evalue: "t", traceback: expect.any(Array) as unknown };
    expect(published[2]!.content).toEqual(error);
    expect(reply.content).toMatchObject({ status: "error", ...error });
  });

  test("that is silent publishes nothing and is not counted", async () => {
    const before = await ask("shell", "execute_request", executeContent("1"));
    const silent = { ...executeContent('console.log("a"); 1'), silent: true };
    expect((await ask("shell", "execute_request", silent)).types).toEqual(["busy", "idle"]);
    const after = await ask("shell", "execute_request", executeContent("1"));
    expect(after.reply.content["execution_count"]).toBe(Number(before.reply.content["execution_count"]) + 1);
  });
});

describe("after a failure", () => {
  const cells = ["1", 'throw new Error("x")', "2", "3"];

  test("requests that had come are aborted when their client asked for that, and say so", async () => {
    const folder = mkdtempSync(join(tmpdir(), "distlab-test-"));
    const path = join(folder, "all have come");
    const wait = `while (!require("node:fs").existsSync(${JSON.stringify(path)}));`;
    const results = [wait, ...cells].map((code) => kernel().execute(code, { stopOnError: true }));
    // It is answered while the first cell runs; and what was sent before it on the same socket has come before it.
    await ask("shell", "kernel_info_request", {});
    writeFileSync(path, "");
    const ended = await Promise.all(results);
    expect(ended.map(({ status }) => status)).toEqual(["ok", "ok", "error", "aborted", "aborted"]);
    expect(ended[3]).toMatchObject({ outputs: [], executionCount: null });
    rmSync(folder, { recursive: true });
  });

  test("the very next request runs: nothing is swallowed", async () => {
    for (let round = 0; round < 5; round += 1) {
      await kernel().execute('throw new Error("x")', { stopOnError: true });
      expect(valueText(await kernel().execute("1 + 1", { stopOnError: true }))).toBe("2");
    }
  });

  test("a request that comes as soon as the error is published runs as well", async () => {
    const followers: Promise<ExecuteResult>[] = [];
    const onOutput = () => void followers.push(kernel().execute("7"));
    await kernel().execute('throw new Error("x")', { stopOnError: true, onOutput });
    expect(await followers[0]).toMatchObject({ status: "ok" });
  });

  test("all requests run when their client did not ask for that", async () => {
    const results = await Promise.all(cells.map((code) => kernel().execute(code)));
    expect(results.map(({ status }) => status)).toEqual(["ok", "error", "ok", "ok"]);
  });
});

describe("an editor's questions", () => {
  test("kernel_info says what the kernel is", async () => {
    const { reply } = await ask("shell", "kernel_info_request", {});
    expect(reply.content).toMatchObject({
      status: "ok",
      protocol_version: "5.3",
      implementation: "distlab",
      language_info: { name: "typescript", file_extension: ".ts", mimetype: "text/typescript" },
    });
  });

  test("is_complete tells whether another line must come", async () => {
    const ask1 = async (code: string) => (await ask("shell", "is_complete_request", { code })).reply.content;
    expect(await ask1("const a = 1;")).toEqual({ status: "complete" });
    expect(await ask1("function f() {")).toEqual({ status: "incomplete", indent: "  " });
  });

  test("completion knows the cells before, and counts Unicode characters", async () => {
    await kernel().execute("const election = { leader: 1, followers: [2, 3] };");
    const code = 'const text = "🗳️🗳️"; election.le';
    const cursor = Array.from(code).length;
    expect(await kernel().complete(code, cursor)).toEqual({ matches: ["leader"], start: cursor - 2, end: cursor });
  });

  test("inspection shows a type, as text and as Markdown", async () => {
    await kernel().execute("/** How many votes win. */\nfunction quorum(nodes: number): number { return nodes; }");
    const shown = await kernel().inspect("quorum(5)", 3);
    expect(shown!["text/plain"]).toContain("function quorum(nodes: number): number");
    expect(shown!["text/markdown"]).toContain("```typescript\nfunction quorum(nodes: number): number\n```");
    expect(await kernel().inspect("   ", 1)).toBeUndefined();
  });

  test("history, comms and unknown requests are answered, unknown messages are not", async () => {
    expect((await ask("shell", "history_request", {})).reply.content).toEqual({ status: "ok", history: [] });
    expect((await ask("shell", "comm_info_request", {})).reply.content).toEqual({ status: "ok", comms: {} });
    const unknown = await ask("shell", "nonsense_request", {});
    expect(unknown.reply.content).toMatchObject({
      status: "error",
      evalue: "this kernel does not know nonsense_request",
    });
    const comm = kernel().channels.request("shell", { type: "comm_open", content: {} });
    const idle = await nextMessage(
      kernel(),
      ({ parent_header: parent, content }) =>
        parent.msg_id === comm.header.msg_id && content["execution_state"] === "idle",
    );
    expect(idle.header.msg_type).toBe("status");
  });
});

describe("while a cell keeps the kernel busy", () => {
  test("the heart beats, and kernel_info is answered on both channels", async () => {
    const answers: Promise<unknown>[] = [];
    const ended = whenReady(kernel(), 'console.log("ready"); for (;;);', () => {
      answers.push(kernel().channels.heartbeat(20_000));
      for (const channel of ["shell", "control"] as const) answers.push(ask(channel, "kernel_info_request", {}));
      void Promise.all(answers).then(() => kernel().interrupt());
    });
    expect(await ended).toMatchObject({ status: "error" });
    expect(await answers[0]).toBe(true);
  });

  test("an editor is answered as long as the cell only waits, and the state is busy again afterwards", async () => {
    const questions: Promise<unknown>[] = [];
    const states: unknown[] = [];
    kernel().channels.on("message", (_channel, { header, content }) => {
      if (header.msg_type === "status") states.push(content["execution_state"]);
    });
    const ended = whenReady(kernel(), 'console.log("ready"); await new Promise(() => undefined);', () => {
      questions.push(kernel().complete("Math.ma", 7));
      const again = nextMessage(kernel(), ({ content }) => content["execution_state"] === "idle").then(() =>
        nextMessage(kernel(), ({ content }) => content["execution_state"] === "busy"),
      );
      void again.then(() => kernel().interrupt());
    });
    expect(await ended).toMatchObject({ status: "error" });
    expect(await questions[0]).toMatchObject({ matches: ["max"] });
    expect(states.slice(0, 4)).toEqual(["busy", "busy", "idle", "busy"]);
  });
});

test("a message with a wrong signature is not heard", async () => {
  const { connection } = kernel();
  const socket = new Dealer({ linger: 0 });
  socket.connect(endpoint(connection, "shell"));
  const send = (type: string, content: Message["content"], key: string) => {
    const frames = encodeMessage(createMessage({ type, content, session: "forger" }), key);
    return socket.send(frames as Buffer[]);
  };
  await send("execute_request", executeContent("globalThis.forged = true"), "another key");
  await send("shutdown_request", { restart: false }, "");
  await send("kernel_info_request", {}, connection.key);
  // A socket's messages keep their order: when the last is answered, the forged ones have been read.
  const answer = decodeMessage(await socket.receive(), connection.key);
  expect(answer.header.msg_type).toBe("kernel_info_reply");
  socket.close();
  expect(valueText(await kernel().execute('"forged" in globalThis'))).toBe("false");
});
