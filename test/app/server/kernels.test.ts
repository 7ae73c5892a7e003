// Real kernels over the server, with Jupyter's own client library on the other side.
import { KernelConnection, ServiceManager } from "@jupyterlab/services";
import type { Kernel, Session } from "@jupyterlab/services";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { WebSocket } from "ws";
import { createMessage } from "../../../app/kernel/messages";
import type { Execution } from "../../../app/server/contract";
import type { CourseServer } from "../../../app/server/main";
import { decodeFrame, encodeFrame, v1Protocol } from "../../../app/server/wire";
import { connectClient, isAlive, overhear, run, settingsFor, soon, until } from "./jupyter-client";
import type { Client } from "./jupyter-client";
import { ask, makeCourse, serve } from "./sample-course";
import type { Course } from "./sample-course";

let course: Course;
let server: CourseServer;
let client: Client;
let session: Session.ISessionConnection;
let kernel: Kernel.IKernelConnection;

const open = (path: string, with_ = client): Promise<Session.ISessionConnection> =>
  with_.sessions.startNew({ path, name: path, type: "notebook", kernel: { name: "tslab" } });

const pidOf = async (one: Kernel.IKernelConnection): Promise<number> => {
  const { shown } = await run(one, "process.pid");
  return Number(/\d+/.exec(shown.join())?.[0]);
};

beforeAll(async () => {
  // The client tells the console of every lost connection; these tests lose many on purpose.
  for (const method of ["warn", "debug", "error"] as const) vi.spyOn(console, method).mockImplementation(() => {});
  course = makeCourse();
  server = await serve(course);
  client = await connectClient(server);
  session = await open("notebooks/05-two-generals.ipynb");
  kernel = session.kernel!;
  await run(kernel, "0");
});
afterAll(async () => {
  client.dispose();
  await server.close();
  course.remove();
});

describe("a cell", () => {
  it("shows its result, what it prints, and its error with name and value", async () => {
    expect(await run(kernel, "const x = 20; x + 1")).toEqual({ status: "ok", shown: ["result: 21"] });
    expect(await run(kernel, 'console.log("héllo", x)')).toEqual({ status: "ok", shown: ["stdout: héllo 20\n"] });
    const failed = await run(kernel, 'throw new RangeError("too far")');
    expect(failed).toMatchObject({ status: "error", shown: [expect.stringContaining("RangeError: too far")] });
  });

  it("that never ends is interrupted", async () => {
    const running = run(kernel, "for (;;) {}");
    await until(() => kernel.status === "busy");
    await kernel.interrupt();
    expect((await running).status).toBe("error");
    expect((await run(kernel, "x")).shown).toEqual(["result: 20"]);
  });

  it("gets completions and descriptions", async () => {
    const { content } = await kernel.requestComplete({ code: "Math.imu", cursor_pos: 8 });
    expect(content).toMatchObject({ status: "ok", matches: ["imul"] });
  });
});

describe("two tabs on one chapter", () => {
  let second: Client;
  beforeEach(async () => {
    second = await connectClient(server);
  });
  afterEach(() => second.dispose());

  it("share the session and the kernel, and both see what either runs", async () => {
    const other = await open("notebooks/05-two-generals.ipynb", second);
    expect([other.id, other.kernel?.id]).toEqual([session.id, kernel.id]);
    await run(other.kernel!, "const fromTheOther = 7");
    const heard = overhear(other.kernel!);
    expect((await run(kernel, "console.log(fromTheOther)")).shown).toEqual(["stdout: 7\n"]);
    await until(() => heard.length > 0);
    expect(heard).toEqual(["stdout: 7\n"]);
  });

  it("both go on after one of them has restarted the kernel", async () => {
    const other = (await open("notebooks/05-two-generals.ipynb", second)).kernel!;
    await run(other, "1");
    const statuses: string[] = [];
    other.statusChanged.connect((_sender, status) => void statuses.push(status));
    await kernel.restart();
    await until(() => statuses.includes("idle"));
    expect(statuses).toContain("autorestarting");
    expect((await run(kernel, "typeof globalThis")).shown).toEqual(["result: object"]);
    expect((await run(other, "1 + 2")).shown).toEqual(["result: 3"]);
  });
});

describe("a reload", () => {
  /** Prints, waits for a file, prints … */
  const code = `
    const { existsSync } = require("fs");
    const file = async (name: string) => { while (!existsSync(name)) await new Promise((next) => setTimeout(next, 10)); };
    console.log("before"); await file("go1"); console.log("meanwhile"); await file("go2"); console.log("after");`;
  const textOf = (message: unknown): string => (message as { content: { text?: string } }).content.text ?? "";

  it("loses nothing of a running cell: what was printed before, meanwhile and after", async () => {
    const page = await connectClient(server);
    const first = (await open("notebooks/02-eight-fallacies.ipynb", page)).kernel!;
    const about = async (): Promise<{ model: Kernel.IModel; last: Execution | undefined; printed: string }> => {
      const model = (await ask(server, "GET", `/api/kernels/${first.id}`)).json as Kernel.IModel;
      const all = (await ask(server, "GET", `/course/kernels/${first.id}/executions`)).json as Execution[];
      return { model, last: all.at(-1), printed: all.at(-1)?.messages.map(textOf).join("") ?? "" };
    };
    const heard = overhear(first);
    first.requestExecute({ code }, false, { cellId: "loop" });
    await until(() => heard.includes("stdout: before\n"));
    first.dispose();
    page.dispose();
    while ((await about()).model.connections !== 0) await soon();
    course.write("go1", "");
    while ((await about()).printed !== "before\nmeanwhile\n") await soon();
    const { model } = await about();
    expect(model.execution_state).toBe("busy");
    const after = new KernelConnection({ model, serverSettings: client.settings });
    const heardAfter = overhear(after);
    await until(() => after.status === "busy");
    expect(heardAfter).toEqual(["stdout: meanwhile\n"]);
    course.write("go2", "");
    await until(() => after.status === "idle");
    expect(heardAfter).toEqual(["stdout: meanwhile\n", "stdout: after\n"]);
    const { last, printed } = await about();
    expect(last).toMatchObject({ cellId: "loop", state: "done", truncated: false });
    expect(printed).toBe("before\nmeanwhile\nafter\n");
    after.dispose();
  });
});

describe("a kernel whose process is killed", () => {
  it("ends its cell with an error, is listed as dead, and runs again after a restart, under the same id", async () => {
    const mortal = (await open("notebooks/mortal.ipynb")).kernel!;
    const pid = await pidOf(mortal);
    const running = run(mortal, "await new Promise(() => {})");
    await until(() => mortal.status === "busy");
    process.kill(pid, "SIGKILL");
    const { status, shown } = await running;
    expect([status, shown.join()]).toEqual(["error", expect.stringMatching(/KernelDied.*SIGKILL.*Restart/)]);
    await until(() => mortal.status === "dead");
    expect((await ask(server, "GET", `/api/kernels/${mortal.id}`)).json).toMatchObject({ execution_state: "dead" });
    expect((await ask(server, "POST", `/api/kernels/${mortal.id}/restart`)).status).toBe(200);
    const model = { id: mortal.id, name: "tslab" };
    const again = new KernelConnection({ model, serverSettings: settingsFor(server) });
    expect((await run(again, "6 * 7")).shown).toEqual(["result: 42"]);
    again.dispose();
  });

  it("is started again when its chapter is opened again", async () => {
    const mortal = (await open("notebooks/mortal.ipynb")).kernel!;
    process.kill(await pidOf(mortal), "SIGKILL");
    await until(() => mortal.status === "dead");
    const body = { path: "notebooks/mortal.ipynb", type: "notebook", name: "", kernel: { name: "tslab" } };
    const reopened = (await ask(server, "POST", "/api/sessions", body)).json as Session.IModel;
    expect(reopened.kernel).toMatchObject({ id: mortal.id, execution_state: "idle" });
    await ask(server, "DELETE", `/api/sessions/${reopened.id}`);
  });
});

describe("sessions and kernels", () => {
  it("are made, listed, changed and ended, and the process with them", async () => {
    const one = await open("notebooks/one.ipynb");
    const pid = await pidOf(one.kernel!);
    await one.setPath("notebooks/renamed.ipynb");
    await client.sessions.refreshRunning();
    expect([...client.sessions.running()].map(({ path }) => path)).toContain("notebooks/renamed.ipynb");
    const fresh = await one.changeKernel({ name: "tslab" });
    expect(fresh?.id).not.toBe(undefined);
    await until(() => !isAlive(pid));
    const second = await pidOf(fresh!);
    await one.shutdown();
    await until(() => !isAlive(second));
    await client.sessions.refreshRunning();
    expect([...client.sessions.running()].map(({ path }) => path)).not.toContain("notebooks/renamed.ipynb");
  });

  it("refuse what is not there, in Jupyter's words", async () => {
    const python = { path: "notebooks/p.ipynb", type: "notebook", name: "", kernel: { name: "python3" } };
    expect((await ask(server, "POST", "/api/sessions", python)).status).toBe(501);
    expect((await ask(server, "POST", "/api/sessions", { type: "notebook" })).status).toBe(400);
    const nobody = "00000000-0000-0000-0000-000000000000";
    for (const route of [`/api/kernels/${nobody}`, `/api/sessions/${nobody}`, "/api/kernelspecs/python3"]) {
      expect((await ask(server, "GET", route)).status).toBe(404);
    }
    expect((await ask(server, "POST", `/api/kernels/${nobody}/interrupt`)).status).toBe(404);
    expect((await ask(server, "PATCH", `/api/sessions/${session.id}`, { kernel: { id: nobody } })).status).toBe(400);
  });

  it("are all that Jupyter's client asks for when it starts", async () => {
    const manager = new ServiceManager({ serverSettings: settingsFor(server) });
    await manager.ready;
    expect(manager.kernelspecs.specs?.default).toBe("tslab");
    expect(await manager.workspaces.list()).toEqual({ ids: [], values: [] });
    expect(await manager.settings.list()).toEqual({ ids: [], values: [] });
    expect((await manager.kernelspecs.specs?.kernelspecs["tslab"])?.display_name).toBe("TypeScript");
    expect(await manager.nbconvert.getExportFormats()).toEqual({});
    manager.dispose();
  });
});

describe("the WebSocket", () => {
  it.each(["", v1Protocol])("speaks the framing %j when it is asked for", async (protocol) => {
    const url = `ws://127.0.0.1:${server.port}/api/kernels/${kernel.id}/channels?session_id=raw&token=${server.token}`;
    const socket = new WebSocket(url, protocol === "" ? [] : ["unknown.protocol", protocol]);
    await new Promise((resolve) => socket.on("open", resolve));
    expect(socket.protocol).toBe(protocol);
    const message = createMessage({ type: "kernel_info_request", session: "raw", content: {} });
    const reply = new Promise((resolve) => {
      socket.on("message", (data: Buffer, isBinary) => {
        expect(isBinary).toBe(protocol !== "");
        const frame = decodeFrame(data, isBinary, protocol);
        if (frame.channel === "shell") resolve(frame.message);
      });
    });
    socket.send(encodeFrame({ channel: "shell", message }, protocol));
    expect(await reply).toMatchObject({
      header: { msg_type: "kernel_info_reply" },
      parent_header: { msg_id: message.header.msg_id },
      content: { status: "ok", language_info: { name: "typescript" } },
    });
    socket.close();
  });

  it("closes on a page that does not speak it, and the kernel goes on", async () => {
    const socket = new WebSocket(
      `ws://127.0.0.1:${server.port}/api/kernels/${kernel.id}/channels?token=${server.token}`,
    );
    await new Promise((resolve) => socket.on("open", resolve));
    const closed = new Promise((resolve) => socket.on("close", resolve));
    socket.send("gossip");
    expect(await closed).toBe(1003);
    expect((await run(kernel, "1")).status).toBe("ok");
  });

  it("is refused for a kernel that is not there", async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}/api/kernels/nobody/channels?token=${server.token}`);
    socket.on("error", () => {});
    const status = await new Promise((resolve) => {
      socket.on("unexpected-response", (_request, response) => resolve(response.statusCode));
    });
    expect(status).toBe(404);
    socket.terminate();
  });
});
