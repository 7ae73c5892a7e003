// Kernel messages on a WebSocket, in the two framings that Jupyter's clients speak: the default (JSON as text, or
// binary when there are buffers) and `v1.kernel.websocket.jupyter.org` (always binary).
// Source: "WebSocket protocols", https://jupyter-server.readthedocs.io/en/latest/developers/websocket-protocols.html.
import type { Channel, Header, Message } from "../kernel/messages";

export const v1Protocol = "v1.kernel.websocket.jupyter.org";

export interface ChannelMessage {
  readonly channel: Channel;
  readonly message: Message;
}

/** A frame that is not a message; it is dropped. */
export class BadFrame extends Error {
  override readonly name = "BadFrame";
}

/** A message as JSON, without its buffers: what the default framing's text is. */
export function toJson({ channel, message }: ChannelMessage): Record<string, unknown> {
  const { buffers: _, ...rest } = message;
  const { msg_id, msg_type } = message.header;
  return { ...rest, msg_id, msg_type, channel, buffers: [] };
}

/** A string for a text frame, bytes for a binary one. */
export function encodeFrame(message: ChannelMessage, protocol: string): string | Uint8Array {
  if (protocol === v1Protocol) return encodeV1(message);
  const text = JSON.stringify(toJson(message));
  return message.message.buffers.length === 0 ? text : encodeBinary(Buffer.from(text), message.message.buffers);
}

/** @throws BadFrame */
export function decodeFrame(data: Buffer, isBinary: boolean, protocol: string): ChannelMessage {
  try {
    if (protocol === v1Protocol) return decodeV1(data);
    if (!isBinary) return fromJson(JSON.parse(data.toString("utf8")), []);
    const [text = Buffer.alloc(0), ...buffers] = decodeBinary(data);
    return fromJson(JSON.parse(text.toString("utf8")), buffers);
  } catch (error) {
    if (error instanceof BadFrame) throw error;
    throw new BadFrame(error instanceof Error ? error.message : String(error));
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function channelOf(value: unknown): Channel {
  if (value === "shell" || value === "control" || value === "stdin" || value === "iopub") return value;
  if (value === undefined || value === null) return "shell";
  throw new BadFrame(`no channel ${JSON.stringify(value)}`);
}

function headerOf(value: unknown): Header {
  if (!isRecord(value)) throw new BadFrame("the header is missing");
  for (const field of ["msg_id", "msg_type", "session"]) {
    if (typeof value[field] !== "string") throw new BadFrame(`the header's ${field} is missing`);
  }
  return value as unknown as Header;
}

function fromJson(value: unknown, buffers: readonly Uint8Array[]): ChannelMessage {
  if (!isRecord(value)) throw new BadFrame("not an object");
  const object = (field: string): Record<string, unknown> => (isRecord(value[field]) ? value[field] : {});
  return {
    channel: channelOf(value["channel"]),
    message: {
      header: headerOf(value["header"]),
      parent_header: object("parent_header") as Header | Record<string, never>,
      metadata: object("metadata"),
      content: object("content"),
      buffers,
    },
  };
}

/** A count, that many offsets (32 bits, big-endian), then the parts: the JSON first. */
function encodeBinary(json: Uint8Array, buffers: readonly Uint8Array[]): Uint8Array {
  const parts = [json, ...buffers];
  const head = Buffer.alloc(4 * (parts.length + 1));
  head.writeUInt32BE(parts.length, 0);
  let offset = head.length;
  for (const [index, part] of parts.entries()) {
    head.writeUInt32BE(offset, 4 * (index + 1));
    offset += part.byteLength;
  }
  return Buffer.concat([head, ...parts], offset);
}

function decodeBinary(data: Buffer): Buffer[] {
  const count = data.readUInt32BE(0);
  if (count < 1 || 4 * (count + 1) > data.length) throw new BadFrame("wrong number of parts");
  const offsets = Array.from({ length: count }, (_, index) => data.readUInt32BE(4 * (index + 1)));
  return slices(data, [...offsets, data.length]);
}

/** A count, that many offsets (64 bits, little-endian, the last one is the end), then channel, four parts, buffers. */
function encodeV1({ channel, message }: ChannelMessage): Uint8Array {
  const json = [message.header, message.parent_header, message.metadata, message.content].map((part) =>
    Buffer.from(JSON.stringify(part)),
  );
  const parts = [Buffer.from(channel), ...json, ...message.buffers];
  const head = Buffer.alloc(8 * (parts.length + 2));
  head.writeBigUInt64LE(BigInt(parts.length + 1), 0);
  let offset = head.length;
  for (const [index, part] of parts.entries()) {
    head.writeBigUInt64LE(BigInt(offset), 8 * (index + 1));
    offset += part.byteLength;
  }
  head.writeBigUInt64LE(BigInt(offset), 8 * (parts.length + 1));
  return Buffer.concat([head, ...parts], offset);
}

function decodeV1(data: Buffer): ChannelMessage {
  const count = Number(data.readBigUInt64LE(0));
  if (count < 6 || 8 * (count + 1) > data.length) throw new BadFrame("wrong number of parts");
  const offsets = Array.from({ length: count }, (_, index) => Number(data.readBigUInt64LE(8 * (index + 1))));
  const [channel, header, parent, metadata, content, ...buffers] = slices(data, offsets);
  const fields = {
    channel: channel?.toString("utf8"),
    header: readJson(header),
    parent_header: readJson(parent),
    metadata: readJson(metadata),
    content: readJson(content),
  };
  return fromJson(fields, buffers);
}

function readJson(part: Buffer | undefined): unknown {
  return JSON.parse(part?.toString("utf8") ?? "");
}

function slices(data: Buffer, offsets: readonly number[]): Buffer[] {
  return offsets.slice(0, -1).map((start, index) => {
    const end = offsets[index + 1] ?? 0;
    if (start > end || end > data.length) throw new BadFrame("a part lies outside the frame");
    return data.subarray(start, end);
  });
}
