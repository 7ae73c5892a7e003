// The kernel in reserve, and the end of kernels that nobody uses.
import { describe, expect, it } from "vitest";
import { Kernels } from "../../../app/server/kernels";
import { FakeProcess, settle } from "./fake-process";
import { until } from "./jupyter-client";

interface Scene {
  readonly kernels: Kernels;
  readonly processes: FakeProcess[];
}

function scene(options: { spare?: boolean } = {}): Scene {
  const processes: FakeProcess[] = [];
  const start = async (): Promise<FakeProcess> => {
    const process = new FakeProcess(`process ${processes.length + 1}`);
    process.becomeReady();
    processes.push(process);
    return process;
  };
  return { kernels: new Kernels({ start, spare: options.spare ?? true, spareDelayMs: 1 }), processes };
}

const pidOf = (kernels: Kernels, id: string): number | null => kernels.get(id).pid;
const outlet = { send: () => {}, close: () => {} };

describe("the spare kernel", () => {
  it("is warmed up, taken by the first chapter that is opened, and replaced", async () => {
    const { kernels, processes } = scene();
    kernels.prepare();
    kernels.prepare();
    await settle();
    expect(processes.map(({ warm }) => warm)).toEqual([true]);
    const { id } = kernels.start();
    await settle();
    expect(pidOf(kernels, id)).toBe(processes[0]?.pid);
    await until(() => processes.length === 2);
    const second = kernels.start();
    await settle();
    expect(pidOf(kernels, second.id)).toBe(processes[1]?.pid);
    await kernels.close();
    expect(processes.every(({ stopped }) => stopped)).toBe(true);
  });

  it("also serves a restart", async () => {
    const { kernels, processes } = scene();
    const { id } = kernels.start();
    await until(() => processes.length === 2);
    await kernels.get(id).restart();
    expect(pidOf(kernels, id)).toBe(processes[1]?.pid);
    await kernels.close();
  });

  it("that has died in reserve is not given to anybody", async () => {
    const { kernels, processes } = scene();
    kernels.prepare();
    await settle();
    processes[0]!.end({ signal: "SIGKILL" });
    await settle();
    const { id } = kernels.start();
    await settle();
    expect(pidOf(kernels, id)).toBe(processes[1]?.pid);
    await kernels.close();
  });

  it("that cannot be started is no kernel's fault but the next one's", async () => {
    const failing = (): Promise<never> => Promise.reject(new Error("the kernel is not built"));
    const kernels = new Kernels({ start: failing, spare: true, spareDelayMs: 1 });
    kernels.prepare();
    await settle();
    expect(kernels.start().isDead).toBe(false);
    await settle();
    expect(kernels.list()[0]?.execution_state).toBe("dead");
    await kernels.close();
  });

  it("is not kept when that is not wanted", async () => {
    const { kernels, processes } = scene({ spare: false });
    kernels.prepare();
    kernels.start();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(processes).toHaveLength(1);
    await kernels.close();
  });
});

describe("kernels that nobody uses", () => {
  it("are ended when there are more than three, the longest unused first", async () => {
    const { kernels, processes } = scene({ spare: false });
    const ids: string[] = [];
    for (let count = 0; count < 5; count += 1) {
      const { id } = kernels.start();
      ids.push(id);
      await settle();
      kernels.connect(id, `page ${count}`, outlet).leave();
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    await settle();
    expect(kernels.list().map(({ id }) => id)).toEqual(ids.slice(2));
    expect(processes.map(({ stopped }) => stopped)).toEqual([true, true, false, false, false]);
    await kernels.close();
  });

  it("are left alone while they run something or a page is there", async () => {
    const { kernels, processes } = scene({ spare: false });
    for (let count = 0; count < 6; count += 1) {
      const { id } = kernels.start();
      await settle();
      const page = kernels.connect(id, `page ${count}`, outlet);
      if (count < 3) processes[count]!.say("iopub", "status", { execution_state: "busy" });
      if (count !== 5) page.leave();
    }
    await settle();
    expect(kernels.list()).toHaveLength(6);
    await kernels.close();
  });
});
