/** etcd, where it is installed: killed leaders lose nothing, and reads that may be stale are found out. */
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkLinearizable, models } from "distlab";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { carryOut, NobodyListens, statusOf } from "../../../app/etcd/gateway";
import { runEtcd } from "../../../app/etcd/run";
import { etcdMissing, etcdVersion } from "../../../app/etcd/servers";

let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), "distlab-test-etcd-"))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const version = etcdVersion();
if (version === undefined) {
  console.log(etcdMissing);
} else {
  describe(`etcd ${version}`, () => {
    test("is linearizable while its leader is killed under load, and its history is one that a checker can refuse", async () => {
      const options = {
        folder: join(folder, "run"),
        version,
        seed: 1,
        seconds: 4,
        clients: 4,
        reads: "linearizable",
      } as const;
      const { verdict, kills, acknowledged, history } = await runEtcd(options);
      expect(verdict).toBe("linearizable");
      expect(kills.length).toBeGreaterThan(0);
      expect(kills.every(({ silentMs }) => silentMs !== null && silentMs > 0)).toBe(true);
      expect(acknowledged).toBeGreaterThan(50);
      const last = history.findLast(({ client }) => client === "reader")!;
      const wrong = history.map((entry) => (entry === last ? { ...last, result: "nobody wrote this" } : entry));
      expect(checkLinearizable(wrong, models.keyValue()).verdict).toBe("violation");
    }, 60_000);
  });
}

describe("the gateway", () => {
  const calls: { path: string; body: unknown }[] = [];
  const answers: { [path: string]: object } = {
    "/v3/kv/range": { kvs: [{ key: "aw==", value: "w6Q=" }] },
    "/v3/kv/put": {},
    "/v3/kv/txn": { succeeded: true },
    "/v3/maintenance/status": { version: "3.4", leader: "7", header: { member_id: "7" } },
  };
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (part: Buffer) => (body += part.toString()));
    request.on("end", () => {
      calls.push({ path: request.url!, body: JSON.parse(body) });
      response.end(JSON.stringify(answers[request.url!]));
    });
  });
  let address: string;
  beforeAll(async () => {
    await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => new Promise((resolve) => void server.close(resolve)));

  test("says keys and values in base64, and gives what the key-value model calls a result", async () => {
    const ask = (operation: Parameters<typeof carryOut>[1]) => carryOut(address, operation, "linearizable", 5000);
    expect(await ask({ kind: "get", key: "k" })).toBe("ä");
    expect(await ask({ kind: "put", key: "k", value: "ä" })).toBe(null);
    expect(await ask({ kind: "compareAndSet", key: "k", expected: "a", value: "b" })).toBe(true);
    expect(calls.map(({ body }) => body)).toEqual([
      { key: "aw==", serializable: false },
      { key: "aw==", value: "w6Q=" },
      {
        compare: [{ key: "aw==", target: "VALUE", result: "EQUAL", value: "YQ==" }],
        success: [{ requestPut: { key: "aw==", value: "Yg==" } }],
      },
    ]);
    expect(await statusOf(address)).toEqual({ version: "3.4", leads: true });
  });

  test("tells a call that was never sent from one that nobody knows about", async () => {
    const gone = createServer();
    await new Promise<void>((resolve) => void gone.listen(0, "127.0.0.1", resolve));
    const { port } = gone.address() as AddressInfo;
    await new Promise((resolve) => void gone.close(resolve));
    const call = carryOut(`http://127.0.0.1:${port}`, { kind: "get", key: "k" }, "linearizable", 5000);
    await expect(call).rejects.toBeInstanceOf(NobodyListens);
    const deaf = createServer(() => undefined);
    await new Promise<void>((resolve) => void deaf.listen(0, "127.0.0.1", resolve));
    const late = carryOut(
      `http://127.0.0.1:${(deaf.address() as AddressInfo).port}`,
      { kind: "get", key: "k" },
      "linearizable",
      50,
    );
    await expect(late).rejects.not.toBeInstanceOf(NobodyListens);
    deaf.closeAllConnections();
    await new Promise((resolve) => void deaf.close(resolve));
  });
});
