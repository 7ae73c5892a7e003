/** Frames: whatever is sent arrives, however the stream is cut; whatever is no frame is refused. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { encodeFrame, FrameDecoder, FrameError } from "../../lib/net/frames";

const bodies = fc.array(fc.uint8Array({ maxLength: 60 }), { maxLength: 8 });

function pushed(decoder: FrameDecoder, chunk: Uint8Array): Uint8Array[] {
  const whole: Uint8Array[] = [];
  decoder.push(chunk, (body) => whole.push(body));
  return whole;
}

function cutAt(bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).toSorted((a, b) => a - b), bytes.length];
  return places.slice(1).map((place, index) => bytes.slice(places[index], place));
}

test("what is sent arrives, in order, however the stream is cut", () => {
  fc.assert(
    fc.property(bodies, fc.array(fc.nat(), { maxLength: 12 }), (sent, cuts) => {
      const stream = Buffer.concat(sent.map((body) => encodeFrame(body)));
      const decoder = new FrameDecoder();
      const got = cutAt(stream, cuts).flatMap((chunk) => pushed(decoder, chunk));
      expect(got.map((body) => [...body])).toEqual(sent.map((body) => [...body]));
      expect(decoder.heldBytes).toBe(0);
    }),
  );
});

test("a stream that ends early gives a beginning of what was sent, and nothing else", () => {
  fc.assert(
    fc.property(bodies, fc.nat(), (sent, cut) => {
      const stream = Buffer.concat(sent.map((body) => encodeFrame(body)));
      const got = pushed(new FrameDecoder(), stream.subarray(0, cut % (stream.length + 1)));
      expect(got.map((body) => [...body])).toEqual(sent.slice(0, got.length).map((body) => [...body]));
    }),
  );
});

test("one changed bit is never taken for a message", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 40 }), fc.nat(), (body, place) => {
      const frame = Buffer.from(encodeFrame(body));
      const bit = place % (frame.length * 8);
      frame[bit >> 3]! ^= 1 << (bit & 7);
      // A longer length waits for more; everything else is refused. Nothing may come out.
      const decoder = new FrameDecoder(1000);
      let got: readonly Uint8Array[] = [];
      try {
        got = pushed(decoder, frame);
      } catch (error) {
        expect(error).toBeInstanceOf(FrameError);
      }
      expect(got).toEqual([]);
    }),
  );
});

test("a length of two gigabytes is refused as soon as it is read, and nothing is kept", () => {
  const decoder = new FrameDecoder();
  const header = Buffer.alloc(8);
  header.writeUInt32BE(2 ** 31, 0);
  expect(() => pushed(decoder, header)).toThrow(/a frame of 2147483648 bytes; allowed are at most 16777216/);
});

test("what is too long to be sent is refused by the sender", () => {
  expect(() => encodeFrame(new Uint8Array(11), 10)).toThrow(/a frame of 11 bytes; allowed are at most 10/);
});

test("rubbish is refused", () => {
  const decoder = new FrameDecoder();
  expect(() => pushed(decoder, Buffer.from("GET / HTTP/1.1\r\nHost: example\r\n\r\n"))).toThrow(FrameError);
});

test("a frame that comes byte by byte costs no more than its bytes", () => {
  const body = Buffer.alloc(200_000, 7);
  const stream = encodeFrame(body);
  const decoder = new FrameDecoder();
  let got = 0;
  for (let at = 0; at < stream.length; at += 1) got += pushed(decoder, stream.subarray(at, at + 1)).length;
  expect(got).toBe(1);
});
