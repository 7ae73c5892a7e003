/**
 * A real PostgreSQL server in place of the embedded one: the person gives its address in `DISTLAB_POSTGRES`. Each folder
 * that is opened has a database of its own there, whose name comes from the folder's path.
 */
import { createHash } from "node:crypto";
import { resolve } from "node:path";
import type { PostgresDatabase } from "./postgres";

const packageName = "pg";
const connectMsMax = 10_000;

interface Client {
  connect(): Promise<void>;
  query(sql: string): Promise<{ rows: { [column: string]: unknown }[] }>;
  end(): Promise<void>;
  on(event: "error", listener: (error: Error) => void): void;
}
type ClientClass = new (options: { connectionString: string; connectionTimeoutMillis: number }) => Client;

function load(): ClientClass {
  try {
    return (require(packageName) as { Client: ClientClass }).Client;
  } catch (error) {
    if ((error as { code?: unknown }).code !== "MODULE_NOT_FOUND") throw error;
    const why = `DISTLAB_POSTGRES names a server, and the package that speaks to one is not installed: npm install ${packageName}`;
    throw new Error(why, { cause: error });
  }
}

/** @throws RangeError, without the password, where the address is none */
function readAddress(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url !== undefined && /^postgres(?:ql)?:$/.test(url.protocol)) return url;
  throw new RangeError("DISTLAB_POSTGRES is no such address; allowed is postgres://user:password@host:5432/database");
}

/** The database of a folder. */
function databaseOf(folder: string): string {
  return `distlab_${createHash("sha256").update(resolve(folder)).digest("hex").slice(0, 16)}`;
}

async function connected(url: URL): Promise<Client> {
  const client = new (load())({ connectionString: url.href, connectionTimeoutMillis: connectMsMax });
  // A server that ends while nobody asks is told by the next query.
  client.on("error", () => undefined);
  try {
    await client.connect();
  } catch (error) {
    const what = (error as Error).message || String((error as { code?: unknown }).code);
    throw new Error(`the PostgreSQL server at ${url.host} (DISTLAB_POSTGRES) cannot be used: ${what}`, {
      cause: error,
    });
  }
  return client;
}

async function withServer<Result>(url: URL, work: (client: Client) => Promise<Result>): Promise<Result> {
  const client = await connected(url);
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function makeDatabase(client: Client, name: string): Promise<void> {
  const [setting] = (await client.query("show max_prepared_transactions")).rows;
  if (setting?.["max_prepared_transactions"] === "0") {
    throw new Error(
      "this PostgreSQL server prepares no transactions: alter system set max_prepared_transactions = 10, and restart it",
    );
  }
  const there = await client.query(`select 1 from pg_database where datname = '${name}'`);
  if (there.rows.length === 0) await client.query(`create database ${name}`);
}

/**
 * Opens a folder's database on the server at `address`.
 * @throws RangeError where the address is none; Error where the server cannot be used
 */
export async function openOnServer(folder: string, address: string): Promise<PostgresDatabase> {
  const url = readAddress(address);
  const name = databaseOf(folder);
  await withServer(url, (client) => makeDatabase(client, name));
  const own = new URL(url);
  own.pathname = `/${name}`;
  const client = await connected(own);
  const query: PostgresDatabase["query"] = async (sql) => (await client.query(sql)).rows;
  return {
    query,
    close: () => client.end(),
    async remove() {
      const inDoubt = await query("select gid from pg_prepared_xacts where database = current_database()");
      // What is in doubt keeps its database from being removed.
      for (const { gid } of inDoubt) await query(`rollback prepared '${String(gid).replaceAll("'", "''")}'`);
      await client.end();
      await withServer(url, (server) => server.query(`drop database ${name}`));
    },
  };
}
