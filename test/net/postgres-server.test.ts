/** A PostgreSQL server of the person's own, where DISTLAB_POSTGRES holds its address; and what is said where it is wrong. */
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openOnServer } from "../../lib/net/postgres-server";

const address = process.env["DISTLAB_POSTGRES"];
if (address === undefined || address === "") {
  console.log("A PostgreSQL server is tried only where DISTLAB_POSTGRES holds its address.");
} else {
  describe("a server", () => {
    const folder = join("banks", String(process.pid));

    test("keeps a prepared transaction and its lock while nobody is connected, and each folder's rows apart", async () => {
      const first = await openOnServer(join(folder, "aberdeen"), address);
      await first.query("create table account (owner text primary key, balance int)");
      await first.query("insert into account values ('Bob', 100)");
      await first.query("begin");
      await first.query("update account set balance = balance - 30 where owner = 'Bob'");
      await first.query(`prepare transaction 'transfer-${process.pid}'`);
      await first.close();

      const other = await openOnServer(join(folder, "bristol"), address);
      await expect(other.query("select * from account")).rejects.toMatchObject({ code: "42P01" });
      await other.remove();

      const second = await openOnServer(join(folder, "aberdeen"), address);
      const held = second.query("select * from account where owner = 'Bob' for update nowait");
      await expect(held).rejects.toMatchObject({ code: "55P03" });
      await second.query(`commit prepared 'transfer-${process.pid}'`);
      expect(await second.query("select balance from account for update nowait")).toEqual([{ balance: 70 }]);
      await second.remove();
    }, 60_000);

    test("a database that is removed is gone, with what was in doubt", async () => {
      const first = await openOnServer(join(folder, "gone"), address);
      await first.query("create table account (owner text)");
      await first.query("begin");
      await first.query("insert into account values ('Bob')");
      await first.query(`prepare transaction 'gone-${process.pid}'`);
      await first.remove();
      const second = await openOnServer(join(folder, "gone"), address);
      await expect(second.query("select * from account")).rejects.toMatchObject({ code: "42P01" });
      expect(await second.query(`select 1 from pg_prepared_xacts where gid = 'gone-${process.pid}'`)).toEqual([]);
      await second.remove();
    }, 60_000);
  });
}

describe("an address", () => {
  test("that is none is refused, and the password in it is not told", async () => {
    const refused = openOnServer("folder", "mysql://me:secret@localhost/db");
    await expect(refused).rejects.toThrow(/^DISTLAB_POSTGRES is no such address; allowed is postgres:/);
    await expect(openOnServer("folder", "nonsense secret")).rejects.toThrow(/^(?!.*secret)/);
  });

  test("where nobody listens is an error that names the host, and not the password", async () => {
    const holder = createServer();
    await new Promise<void>((resolve) => void holder.listen(0, "127.0.0.1", resolve));
    const { port } = holder.address() as AddressInfo;
    await new Promise((resolve) => void holder.close(resolve));
    const refused = openOnServer("folder", `postgres://me:secret@127.0.0.1:${port}/db`);
    await expect(refused).rejects.toThrow(
      `the PostgreSQL server at 127.0.0.1:${port} (DISTLAB_POSTGRES) cannot be used`,
    );
    await expect(refused).rejects.not.toThrow("secret");
  });
});
