/**
 * Frames: how messages stand one after the other in a stream of bytes. Pure: no sockets here.
 *
 * A frame is a length (4 bytes, most significant first), a checksum of the body (CRC-32, 4 bytes) and the body. A
 * length above the limit is refused as soon as it is read, before a byte of the body is kept: a peer that sends
 * rubbish, or that claims two gigabytes, costs nothing.
 */
import { crc32 } from "node:zlib";

/** How long a frame's body may be, in bytes, unless somebody says otherwise: 16 MiB. */
export const frameBytesMax: number = 16 * 1024 * 1024;

const headerBytes = 8;

/** What came is no frame, or is longer than allowed. Nothing after it can be understood: close the link. */
export class FrameError extends Error {
  override readonly name = "FrameError";
}

/**
 * One frame around `body`.
 * @throws FrameError where the body is longer than `bytesMax`
 */
export function encodeFrame(body: Uint8Array, bytesMax: number = frameBytesMax): Uint8Array {
  if (body.length > bytesMax) throw tooLong(body.length, bytesMax);
  const frame = Buffer.allocUnsafe(headerBytes + body.length);
  frame.writeUInt32BE(body.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  frame.set(body, headerBytes);
  return frame;
}

/** Takes a stream apart, however it was cut on its way. */
export class FrameDecoder {
  private chunks: Buffer[] = [];
  private held = 0;
  /** How many bytes are needed before there is anything to look at: a header, or a header and its body. */
  private wanted = headerBytes;

  /** @param bytesMax how long a body may be */
  constructor(private readonly bytesMax: number = frameBytesMax) {}

  /** Bytes that have come and are not part of a whole frame yet. Never more than a header, a body and one chunk. */
  get heldBytes(): number {
    return this.held;
  }

  /**
   * Hands over the bodies that are whole now, in order; those before a place that is no frame as well.
   * @throws FrameError where what came is no frame; the decoder is of no use afterwards
   */
  push(chunk: Uint8Array, onBody: (body: Uint8Array) => void): void {
    this.chunks.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    this.held += chunk.length;
    if (this.held < this.wanted) return;
    const all = this.chunks.length === 1 ? this.chunks[0]! : Buffer.concat(this.chunks, this.held);
    this.cut(all, onBody);
  }

  private cut(all: Buffer, onBody: (body: Uint8Array) => void): void {
    let at = 0;
    this.wanted = headerBytes;
    while (all.length - at >= headerBytes) {
      const length = all.readUInt32BE(at);
      if (length > this.bytesMax) throw tooLong(length, this.bytesMax);
      if (all.length - at < headerBytes + length) {
        this.wanted = headerBytes + length;
        break;
      }
      const body = all.subarray(at + headerBytes, at + headerBytes + length);
      if (crc32(body) !== all.readUInt32BE(at + 4)) {
        throw new FrameError(`a frame of ${length} bytes does not match its checksum: it is damaged, or no frame`);
      }
      onBody(body);
      at += headerBytes + length;
    }
    const rest = all.subarray(at);
    this.chunks = rest.length === 0 ? [] : [rest];
    this.held = rest.length;
  }
}

function tooLong(length: number, bytesMax: number): FrameError {
  return new FrameError(`a frame of ${length} bytes; allowed are at most ${bytesMax}`);
}
