/** etcd's HTTP gateway, as far as a key-value store needs it: `/v3/kv`, keys and values in base64. */
import type { Data, KeyValueOperation } from "distlab";

/** `linearizable`: asked of the leader's majority, etcd's default. `serializable`: whatever this server holds, quick and perhaps stale. */
export type Reads = "linearizable" | "serializable";

export interface Status {
  readonly version: string;
  /** Whether this server leads. */
  readonly leads: boolean;
}

type Answer = { readonly [field: string]: unknown };

const encode = (text: string): string => Buffer.from(text, "utf8").toString("base64");
const decode = (text: string): string => Buffer.from(text, "base64").toString("utf8");

/** The call was never sent: nobody listens there. So it has certainly not taken place. */
export class NobodyListens extends Error {
  override readonly name = "NobodyListens";
}

async function post(address: string, path: string, body: object, withinMs: number): Promise<Answer> {
  try {
    const response = await fetch(`${address}${path}`, {
      method: "POST",
      body: JSON.stringify(body),
      headers: { "content-type": "application/json" },
      signal: AbortSignal.timeout(withinMs),
    });
    const answer = (await response.json()) as Answer;
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${JSON.stringify(answer)}`);
    return answer;
  } catch (error) {
    const cause = (error as { cause?: { code?: unknown } }).cause;
    if (cause?.code === "ECONNREFUSED") throw new NobodyListens(`nobody listens at ${address}`);
    throw error;
  }
}

/**
 * Carries out one operation at one server.
 * @returns what the history's key-value model calls its result
 * @throws NobodyListens where it has certainly not taken place; Error where that is unknown
 */
export async function carryOut(
  address: string,
  operation: KeyValueOperation,
  reads: Reads,
  withinMs: number,
): Promise<Data> {
  switch (operation.kind) {
    case "get": {
      const body = { key: encode(operation.key), serializable: reads === "serializable" };
      const { kvs } = await post(address, "/v3/kv/range", body, withinMs);
      const [found] = (kvs ?? []) as readonly { readonly value?: string }[];
      return found === undefined ? null : decode(found.value ?? "");
    }
    case "put":
      await post(
        address,
        "/v3/kv/put",
        { key: encode(operation.key), value: encode(String(operation.value)) },
        withinMs,
      );
      return null;
    case "compareAndSet": {
      const { succeeded } = await post(address, "/v3/kv/txn", transaction(operation), withinMs);
      return succeeded === true;
    }
    default:
      throw new RangeError(`operation is ${operation.kind}; allowed are get, put and compareAndSet`);
  }
}

/** A key that does not exist has the version 0. */
function transaction({ key, expected, value }: Extract<KeyValueOperation, { kind: "compareAndSet" }>): object {
  const at = encode(key);
  const condition =
    expected === null
      ? { key: at, target: "VERSION", result: "EQUAL", version: "0" }
      : { key: at, target: "VALUE", result: "EQUAL", value: encode(String(expected)) };
  return { compare: [condition], success: [{ requestPut: { key: at, value: encode(String(value)) } }] };
}

/** How a server does; undefined where it does not answer. */
export async function statusOf(address: string): Promise<Status | undefined> {
  try {
    const { version, leader, header } = await post(address, "/v3/maintenance/status", {}, 500);
    const self = (header as { member_id?: unknown } | undefined)?.member_id;
    return { version: String(version), leads: leader !== undefined && leader === self };
  } catch {
    return undefined;
  }
}
