/** What processes say to each other on a link, as bytes. Pure. Whatever comes from outside is checked before it is used. */
import { frozenCopy } from "../data";
import type { Data } from "../data";
import type { NodeId } from "../protocol";

/** The first frame of a link: who calls, and for which cluster. */
export interface Hello {
  readonly kind: "hello";
  readonly version: 1;
  /** Processes of another cluster are refused. */
  readonly cluster: string;
  /** The calling process. */
  readonly process: string;
}

/** A message between two nodes. `id` is the sender's own number for it. */
export interface Parcel {
  readonly from: NodeId;
  readonly to: NodeId;
  readonly id: number;
  readonly message: Data;
}

/** A peer said what nobody of this cluster says. */
export class WireError extends Error {
  override readonly name = "WireError";
}

export function encodeHello(cluster: string, process: string): Uint8Array {
  return Buffer.from(JSON.stringify({ kind: "hello", version: 1, cluster, process } satisfies Hello));
}

/** @throws WireError where it is no greeting, or one for another cluster or version */
export function decodeHello(body: Uint8Array, cluster: string): Hello {
  const hello = parsed(body) as Partial<Hello> | null;
  if (hello?.kind !== "hello" || typeof hello.process !== "string")
    throw new WireError("a link did not begin with a greeting");
  if (hello.version !== 1) throw new WireError(`${hello.process} speaks version ${String(hello.version)}, this is 1`);
  if (hello.cluster !== cluster) throw new WireError(`${hello.process} belongs to another cluster`);
  return hello as Hello;
}

/** Messages that leave together are one frame. */
export function encodeParcels(parcels: readonly Parcel[]): Uint8Array {
  return Buffer.from(JSON.stringify(parcels.map(({ from, to, id, message }) => [from, to, id, message])));
}

/** @throws WireError where it is no list of messages, or one holds what is no plain data */
export function decodeParcels(body: Uint8Array): readonly Parcel[] {
  const list = parsed(body);
  if (!Array.isArray(list)) throw new WireError("a frame holds no list of messages");
  return list.map((item: unknown) => {
    const [from, to, id, message] = Array.isArray(item) ? (item as readonly unknown[]) : [];
    if (typeof from !== "string" || typeof to !== "string" || !Number.isSafeInteger(id) || message === undefined) {
      throw new WireError("a frame holds what is no message");
    }
    return { from, to, id: id as number, message: plain(message) };
  });
}

function plain(message: unknown): Data {
  try {
    return frozenCopy(message as Data, "message");
  } catch (error) {
    throw new WireError((error as Error).message, { cause: error });
  }
}

function parsed(body: Uint8Array): unknown {
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString("utf8");
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new WireError(`a frame holds no JSON: ${(error as Error).message}`, { cause: error });
  }
}
