/** Real PostgreSQL databases: a prepared transaction outlives its server, holds its lock, and can be decided later. */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { openPostgres } from "../../lib/net/postgres";

describe("a prepared transaction (PostgreSQL, embedded)", () => {
  const folder = mkdtempSync(join(tmpdir(), "distlab-postgres-"));
  // A server whose address is given is another test's.
  beforeAll(() => void vi.stubEnv("DISTLAB_POSTGRES", ""));
  afterAll(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true, force: true });
  });

  test("survives the server, holds its row, and is committed by whoever knows its name", async () => {
    const first = await openPostgres(folder);
    await first!.query("create table account (owner text primary key, balance int)");
    await first!.query("insert into account values ('Bob', 100)");
    await first!.query("begin");
    await first!.query("update account set balance = balance - 30 where owner = 'Bob'");
    await first!.query("prepare transaction 'transfer'");
    await first!.close();

    const second = await openPostgres(folder);
    const held = second!.query("select * from account where owner = 'Bob' for update nowait");
    await expect(held).rejects.toMatchObject({ code: "55P03" });
    expect(await second!.query("select balance from account")).toEqual([{ balance: 100 }]);
    expect(await second!.query("select gid from pg_prepared_xacts")).toEqual([{ gid: "transfer" }]);
    await second!.query("commit prepared 'transfer'");
    expect(await second!.query("select balance from account for update nowait")).toEqual([{ balance: 70 }]);
    await second!.remove();
    expect(existsSync(folder)).toBe(false);
  }, 60_000);
});
