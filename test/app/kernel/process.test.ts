/** A kernel's process: how it begins, restarts and ends, and that nothing of it is ever left behind. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { KernelClient } from "../../../app/kernel/client";
import { createConnection, readConnectionFile, writeConnectionFile } from "../../../app/kernel/connection";
import { courseRoot } from "../../../app/kernel/paths";
import { KernelProcess } from "../../../app/kernel/process";
import { errorOf, useKernel, valueText, whenReady } from "./support";

/** Resolves when a process that is not our child is gone; a zombie that nobody waits for counts as gone. */
async function gone(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0);
      if (/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"))) return;
    } catch {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** A cell that starts a process which would live for ever, and prints its number. */
const startChild =
  'import { spawn } from "node:child_process";\nconst child = spawn("sleep", ["1000"], { stdio: "ignore" });\nchild.pid';

describe("a connection file", () => {
  test("can be read by its owner alone, and listens on loopback only", async () => {
    const file = await writeConnectionFile(await createConnection());
    expect(statSync(file.path).mode & 0o777).toBe(0o600);
    expect(readConnectionFile(file.path)).toEqual(file.connection);
    expect(file.connection).toMatchObject({ transport: "tcp", ip: "127.0.0.1" });
    expect(file.connection.key).toMatch(/^[0-9a-f]{64}$/);
    const { shell_port: a, iopub_port: b, stdin_port: c, control_port: d, hb_port: e } = file.connection;
    expect(new Set([a, b, c, d, e]).size).toBe(5);
    await file.remove();
    expect(() => readConnectionFile(file.path)).toThrow(/ENOENT/);
  });

  test("that is wrong is refused with the field and what is allowed", () => {
    const folder = mkdtempSync(join(tmpdir(), "distlab-test-"));
    const path = join(folder, "c.json");
    const right = {
      transport: "tcp",
      ip: "127.0.0.1",
      shell_port: 1,
      iopub_port: 2,
      stdin_port: 3,
      control_port: 4,
      hb_port: 5,
      key: "k",
    };
    for (const [wrong, message] of [
      [{ ...right, hb_port: "5x" }, /hb_port is 5x, not a port/],
      [{ ...right, transport: "udp" }, /transport is udp; allowed are tcp and ipc/],
      [{ ...right, signature_scheme: "hmac-md5" }, /signature_scheme is hmac-md5; allowed is hmac-sha256/],
    ] as const) {
      writeFileSync(path, JSON.stringify(wrong));
      expect(() => readConnectionFile(path)).toThrow(message);
    }
    rmSync(folder, { recursive: true });
  });
});

describe("a kernel", () => {
  const kernel = useKernel();

  test("works in the course's root, wherever it was started", async () => {
    expect(valueText(await kernel().execute("process.cwd()"))).toBe(courseRoot());
  });

  test("that is restarted knows nothing any more, and its cells' processes are gone", async () => {
    const before = kernel().pid;
    const child = Number(valueText(await kernel().execute(startChild)));
    await kernel().restart();
    await gone(child);
    expect(kernel().pid).not.toBe(before);
    expect(errorOf(await kernel().execute("child")).evalue).toContain("Cannot find name 'child'");
    expect(await kernel().execute("1")).toMatchObject({ executionCount: 2 });
  });

  test("that is killed is reported, with what ran, and can be restarted", async () => {
    const died = once(kernel(), "died");
    const child = Number(valueText(await kernel().execute(startChild)));
    const result = await whenReady(kernel(), 'console.log("ready"); for (;;);', () =>
      process.kill(kernel().pid, "SIGKILL"),
    );
    expect(errorOf(result)).toMatchObject({ ename: "KernelDied", evalue: "the kernel has ended (signal SIGKILL)" });
    expect((await died)[0]).toMatchObject({ signal: "SIGKILL" });
    await gone(child);
    expect(kernel().alive).toBe(false);
    expect(errorOf(await kernel().execute("1")).ename).toBe("KernelDied");
    await kernel().restart();
    expect(valueText(await kernel().execute("1 + 1"))).toBe("2");
  });

  test("that is shut down in an endless loop ends, with all that its cells started", async () => {
    const child = Number(valueText(await kernel().execute(startChild)));
    const { pid } = kernel();
    let ended: Promise<void> | undefined;
    const result = await whenReady(kernel(), 'console.log("ready"); for (;;);', () => {
      ended = kernel().shutdown();
    });
    expect(errorOf(result).ename).toBe("KernelDied");
    await ended;
    await Promise.all([gone(pid), gone(child)]);
    await kernel().restart();
  });
});

describe("a kernel whose parent dies by SIGKILL", () => {
  // Below the course's root, where the bundle finds its packages.
  const folder = join(courseRoot(), "app/dist", `test-parent-${process.pid}`);
  const bundle = join(folder, "client.mjs");
  beforeAll(async () => {
    const entryPoints = [join(courseRoot(), "app/kernel/client.ts")];
    await build({ entryPoints, outfile: bundle, bundle: true, platform: "node", format: "esm", packages: "external" });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test.each(["course", "stock"] as const)("ends by itself, in the middle of a cell: %s", async (kind) => {
    const busy = 'console.log("ready"); for (;;);';
    const program = `
      import { KernelClient } from ${JSON.stringify(bundle)};
      const kernel = await KernelClient.start({ kernel: ${JSON.stringify(kind)} });
      const child = await kernel.execute(${JSON.stringify(startChild)});
      const tell = () => console.log(kernel.pid + " " + JSON.stringify(child.outputs));
      await kernel.execute(${JSON.stringify(busy)}, { onOutput: tell });`;
    const args = ["--input-type=module", "--eval", program];
    const parent = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
    const [line] = (await once(createInterface(parent.stdout), "line")) as [string];
    parent.kill("SIGKILL");
    const [pid, child] = /^(\d+) .*?(\d+)/.exec(line)!.slice(1).map(Number);
    await Promise.all([gone(pid!), gone(child!)]);
  });
});

describe("starting", () => {
  test("fails with the kernel's own words when it cannot listen", async () => {
    const connection = await createConnection();
    const file = await writeConnectionFile({ ...connection, iopub_port: connection.shell_port });
    const kernel = new KernelProcess({ kernel: "course", root: courseRoot(), connectionFile: file.path });
    expect((await kernel.ended).lastWords).toContain("Address already in use");
    await file.remove();
  });

  test("fails with the kernel's own words when its options are wrong", async () => {
    const started = KernelClient.start({ env: { DISTLAB_OUTPUT_MB: "lots" } });
    await expect(started).rejects.toThrow('DISTLAB_OUTPUT_MB is "lots"; allowed is a number of MB above 0');
  });

  test("fails when the kernel does not answer in time, and leaves nothing behind", async () => {
    await expect(KernelClient.start({ timeoutMs: 1 })).rejects.toThrow("the kernel has not answered within 1 ms");
  });
});
