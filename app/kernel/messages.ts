/**
 * Jupyter messages: their shape, and how they are signed, written to and read from ZeroMQ frames.
 *
 * Source: "Messaging in Jupyter", https://jupyter-client.readthedocs.io/en/stable/messaging.html, protocol 5.3.
 * Frames on the wire: routing identities, the delimiter, an HMAC of the four parts, then the parts as JSON (header,
 * parent header, metadata, content), then binary buffers.
 */
import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";

/** The protocol version that our messages claim. */
export const protocolVersion = "5.3";

const delimiter = Buffer.from("<IDS|MSG>");

/** The four channels that carry messages; the heartbeat carries bare bytes. */
export type Channel = "shell" | "control" | "iopub" | "stdin";

/** What JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [field: string]: Json };

export interface Header {
  readonly msg_id: string;
  readonly msg_type: string;
  readonly session: string;
  readonly username: string;
  /** ISO 8601. */
  readonly date: string;
  readonly version: string;
}

/** One message, whichever channel carries it. Field names are the protocol's own. */
export interface Message {
  readonly header: Header;
  /** The header of the request that caused this message; empty where there was none. */
  readonly parent_header: Header | Record<string, never>;
  readonly metadata: { readonly [field: string]: unknown };
  readonly content: { readonly [field: string]: unknown };
  readonly buffers: readonly Uint8Array[];
}

/** A message as it came from a socket: with the routing identities that a reply must carry. */
export interface RoutedMessage extends Message {
  readonly identities: readonly Uint8Array[];
}

export interface NewMessage {
  /** The message's type, such as `execute_request`. */
  readonly type: string;
  readonly content: { readonly [field: string]: unknown };
  /** The session of the one who sends. */
  readonly session: string;
  /** The request that this message answers or belongs to. */
  readonly parent?: Header | Record<string, never>;
  readonly metadata?: { readonly [field: string]: unknown };
  readonly buffers?: readonly Uint8Array[];
}

/** A new message with a fresh identifier and the present time. */
export function createMessage(options: NewMessage): Message {
  return {
    header: {
      msg_id: randomUUID(),
      msg_type: options.type,
      session: options.session,
      username: "distlab",
      date: new Date().toISOString(),
      version: protocolVersion,
    },
    parent_header: options.parent ?? {},
    metadata: options.metadata ?? {},
    content: options.content,
    buffers: options.buffers ?? [],
  };
}

function sign(parts: readonly Uint8Array[], key: string): string {
  if (key === "") return "";
  const hmac = createHmac("sha256", key);
  for (const part of parts) hmac.update(part);
  return hmac.digest("hex");
}

function hasValidSignature(parts: readonly Uint8Array[], key: string, signature: Uint8Array): boolean {
  const expected = Buffer.from(sign(parts, key));
  return expected.length === signature.length && timingSafeEqual(expected, signature);
}

/**
 * The frames of a signed message.
 * @param key the connection's HMAC key; empty means that nothing is signed
 * @param identities who it is for; only a router (the kernel's side) needs them
 */
export function encodeMessage(message: Message, key: string, identities: readonly Uint8Array[] = []): Uint8Array[] {
  const { header, parent_header: parent, metadata, content, buffers } = message;
  const parts = [header, parent, metadata, content].map((part) => JSON.stringify(part));
  return encodeParts(parts, key, identities, buffers);
}

/** The frames of a message whose header, parent header, metadata and content are JSON already. */
export function encodeParts(
  parts: readonly string[],
  key: string,
  identities: readonly Uint8Array[],
  buffers: readonly Uint8Array[],
): Uint8Array[] {
  const bytes = parts.map((part) => Buffer.from(part));
  return [...identities, delimiter, Buffer.from(sign(bytes, key)), ...bytes, ...buffers];
}

/** A message that could not be read, or whose signature is wrong: it must be dropped. */
export class BadMessage extends Error {
  override readonly name = "BadMessage";
}

/**
 * Reads a message from its frames.
 * @throws BadMessage when the delimiter or a part is missing, a part is no JSON object, or the signature is wrong
 */
export function decodeMessage(frames: readonly Uint8Array[], key: string): RoutedMessage {
  const at = frames.findIndex((frame) => delimiter.equals(frame));
  if (at < 0) throw new BadMessage("a message without the delimiter <IDS|MSG>");
  const [signature, ...rest] = frames.slice(at + 1);
  const parts = rest.slice(0, 4);
  if (signature === undefined || parts.length < 4) throw new BadMessage("a message with fewer than four parts");
  if (!hasValidSignature(parts, key, signature)) throw new BadMessage("a message with a wrong signature");
  const [header, parent, metadata, content] = parts.map(readObject);
  return {
    identities: frames.slice(0, at),
    header: header as unknown as Header,
    parent_header: parent as unknown as Header,
    metadata: metadata!,
    content: content!,
    buffers: rest.slice(4),
  };
}

function readObject(part: Uint8Array): { readonly [field: string]: unknown } {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(part.buffer, part.byteOffset, part.byteLength).toString("utf8"));
  } catch (error) {
    throw new BadMessage(`a message part that is not JSON: ${String(error)}`);
  }
  if (typeof value !== "object" || value === null) throw new BadMessage("a message part that is not an object");
  return value as { readonly [field: string]: unknown };
}
