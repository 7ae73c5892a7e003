// Kernel messages on a WebSocket: both framings, against the code of Jupyter's own client.
import { deserialize, serialize } from "@jupyterlab/services/lib/kernel/serialize.js";
import { assert, boolean, property, uint8Array } from "fast-check";
import { describe, expect, it } from "vitest";
import { createMessage } from "../../../app/kernel/messages";
import type { Message } from "../../../app/kernel/messages";
import { BadFrame, decodeFrame, encodeFrame, v1Protocol } from "../../../app/server/wire";

type JupyterMessage = Parameters<typeof serialize>[0];

const protocols = ["", v1Protocol];
const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text));

function message(buffers: readonly Uint8Array[] = []): Message {
  const content = { code: 'show("héllo ✓ 😀")', silent: false };
  return { ...createMessage({ type: "execute_request", session: "s", content, metadata: { cellId: "c" } }), buffers };
}

/** What goes over the wire, as a WebSocket in a browser gives it: text, or an ArrayBuffer of its own. */
function received(frame: string | Uint8Array): string | ArrayBuffer {
  return typeof frame === "string" ? frame : new Uint8Array(frame).buffer;
}

function sent(frame: string | ArrayBuffer): { data: Buffer; isBinary: boolean } {
  return typeof frame === "string"
    ? { data: Buffer.from(frame), isBinary: false }
    : { data: Buffer.from(frame), isBinary: true };
}

describe.each(protocols)("the framing %j", (protocol) => {
  it.each([[[]], [[bytes("a")]], [[bytes("first"), bytes(""), bytes("third")]]])(
    "is what Jupyter's client reads, with %j",
    (buffers) => {
      const original = message(buffers);
      const frame = encodeFrame({ channel: "shell", message: original }, protocol);
      const read = deserialize(received(frame) as ArrayBuffer, protocol) as unknown as Message & { channel: string };
      expect(read.channel).toBe("shell");
      for (const part of ["header", "parent_header", "metadata", "content"] as const)
        expect(read[part]).toEqual(original[part]);
      const texts = read.buffers.map((buffer) =>
        Buffer.from(buffer.buffer, buffer.byteOffset, buffer.byteLength).toString(),
      );
      expect(texts).toEqual(buffers.map((buffer) => Buffer.from(buffer).toString()));
    },
  );

  it.each([[[]], [[bytes("abcd")]], [[bytes("first"), bytes("second")]]])(
    "is understood when Jupyter's client writes it, with %j",
    (buffers) => {
      const original = message(buffers);
      // The client changes the message as it writes it, and wants each buffer's memory to itself.
      const copy = { ...original, channel: "control", buffers: buffers.map((buffer) => buffer.slice()) };
      const { data, isBinary } = sent(serialize(copy as unknown as JupyterMessage, protocol));
      const { channel, message: read } = decodeFrame(data, isBinary, protocol);
      expect(channel).toBe("control");
      expect({ ...read, buffers: read.buffers.map((buffer) => Buffer.from(buffer).toString()) }).toEqual({
        ...original,
        buffers: buffers.map((buffer) => Buffer.from(buffer).toString()),
      });
    },
  );

  it("never fails in another way than by saying so, whatever comes", () => {
    assert(
      property(uint8Array({ maxLength: 200 }), boolean(), (noise, isBinary) => {
        try {
          decodeFrame(Buffer.from(noise), isBinary, protocol);
        } catch (error) {
          expect(error).toBeInstanceOf(BadFrame);
        }
      }),
    );
  });

  it("is refused when it is cut short anywhere", () => {
    const frame = encodeFrame({ channel: "shell", message: message([bytes("12345678")]) }, protocol);
    const whole = Buffer.from(frame);
    // The older framing does not say how long the last buffer is.
    const told = protocol === v1Protocol ? whole.length : whole.length - 8;
    for (let length = 0; length < told; length += 1) {
      expect(() => decodeFrame(whole.subarray(0, length), true, protocol)).toThrow(BadFrame);
    }
  });
});

it("a message without a channel is for the shell, as it is for Jupyter", () => {
  const { header } = message();
  const text = JSON.stringify({ header, parent_header: {}, metadata: {}, content: {} });
  expect(decodeFrame(Buffer.from(text), false, "").channel).toBe("shell");
});

it.each([
  [{ channel: "gossip" }, /no channel "gossip"/],
  [{ header: {} }, /msg_id is missing/],
  [{ header: null }, /header is missing/],
])("a message with %j is refused", (change, reason) => {
  const text = JSON.stringify({ ...message(), channel: "shell", ...change });
  expect(() => decodeFrame(Buffer.from(text), false, "")).toThrow(reason);
});
