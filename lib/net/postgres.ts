/**
 * A real PostgreSQL inside this process, whose files are in a folder: PGlite, PostgreSQL compiled to WebAssembly.
 *
 * Prepared transactions, which two-phase commit needs, are off by default in PostgreSQL and take a restart to be turned
 * on; `openPostgres` does that. A transaction that was prepared survives closing and opening the folder, as it survives
 * a crash. One trap: a plain `update` of a row that a prepared transaction holds waits for ever, and the whole process
 * with it; ask with `for update nowait`, which fails with the code 55P03.
 *
 * Where `DISTLAB_POSTGRES` holds the address of a server, that is used instead. There all databases share the names of
 * their prepared transactions, so two banks need two names, and `pg_prepared_xacts` shows those of both.
 */
import { rm } from "node:fs/promises";
import { openOnServer } from "./postgres-server";

/** An open database. */
export interface PostgresDatabase {
  /** Runs one statement and returns its rows. Rejects with an error that has PostgreSQL's five-letter `code`. */
  query(sql: string): Promise<readonly { readonly [column: string]: unknown }[]>;
  /** Ends the server in good order; or only the connection, where the server is somebody else's. */
  close(): Promise<void>;
  /** Closes it, and removes all that it holds: the folder, or the database on the server. What is in doubt is undone. */
  remove(): Promise<void>;
}

interface Server {
  query(sql: string): Promise<{ rows: { [column: string]: unknown }[] }>;
  close(): Promise<void>;
}

const packageName = "@electric-sql/pglite";
const preparedMax = 10;

function load(): { create(options: { dataDir: string }): Promise<Server> } | null {
  try {
    // By name at run time, because the package may be missing where only the course's needs were installed.
    return (require(packageName) as { PGlite: { create(options: { dataDir: string }): Promise<Server> } }).PGlite;
  } catch (error) {
    if ((error as { code?: unknown }).code === "MODULE_NOT_FOUND") return null;
    throw error;
  }
}

/**
 * Opens the database in `folder`, which is made where it does not exist; the first time takes seconds. Null, and a word
 * about how to get it, where PGlite is not installed. Where `DISTLAB_POSTGRES` is set, the folder's database is on that
 * server instead.
 * @throws RangeError where `DISTLAB_POSTGRES` is no address; Error where that server cannot be used
 */
export async function openPostgres(folder: string): Promise<PostgresDatabase | null> {
  const address = process.env["DISTLAB_POSTGRES"];
  if (address !== undefined && address !== "") return openOnServer(folder, address);
  const engine = load();
  if (engine === null) {
    console.log(`PostgreSQL is not installed here: npm install ${packageName} brings it. The rest goes on without.`);
    return null;
  }
  let server = await engine.create({ dataDir: folder });
  const [setting] = (await server.query("show max_prepared_transactions")).rows;
  if (setting?.["max_prepared_transactions"] === "0") {
    await server.query(`alter system set max_prepared_transactions = ${preparedMax}`);
    await server.close();
    server = await engine.create({ dataDir: folder });
  }
  const open = server;
  return {
    query: async (sql) => (await open.query(sql)).rows,
    close: () => open.close(),
    async remove() {
      await open.close();
      await rm(folder, { recursive: true });
    },
  };
}
