/**
 * A message authentication code: a short text that only somebody who knows the key can make for a message, and that
 * fits no other message. Here it is HMAC over SHA-256, written out, since the library needs it synchronous and the same
 * everywhere. For learning only: real programs use their platform's own, which takes care not to leak the key by time.
 *
 * Sources: FIPS 180-4 (2015), section 6.2, for SHA-256; RFC 2104 (1997), section 2, for HMAC.
 */

/** The first 32 bits of the fractional parts of the cube roots of the first 64 primes (FIPS 180-4, section 4.2.2). */
const roundConstants = Uint32Array.from(primes(64), (prime) => fraction(Math.cbrt(prime)));
/** Of the square roots of the first 8 primes (section 5.3.3). */
const initialHash = Uint32Array.from(primes(8), (prime) => fraction(Math.sqrt(prime)));

const blockBytes = 64;

/**
 * The SHA-256 hash of a text in UTF-8, as 64 hexadecimal digits.
 * @example
 * sha256("abc").slice(0, 8); // → "ba7816bf"
 */
export function sha256(text: string): string {
  return hexadecimal(digest(utf8(text)));
}

/**
 * The message authentication code of a text under a key (both in UTF-8), as 64 hexadecimal digits.
 * @example
 * hmacSha256("key", "3 bicycles") === hmacSha256("key", "4 bicycles"); // → false
 */
export function hmacSha256(key: string, text: string): string {
  const long = utf8(key);
  const secret = Uint8Array.from({ length: blockBytes }, () => 0);
  secret.set(long.length > blockBytes ? digest(long) : long);
  const inner = digest(
    joined(
      secret.map((byte) => byte ^ 0x36),
      utf8(text),
    ),
  );
  return hexadecimal(
    digest(
      joined(
        secret.map((byte) => byte ^ 0x5c),
        inner,
      ),
    ),
  );
}

function primes(count: number): number[] {
  const found: number[] = [];
  for (let candidate = 2; found.length < count; candidate++) {
    if (found.every((prime) => candidate % prime !== 0)) found.push(candidate);
  }
  return found;
}

function fraction(root: number): number {
  return Math.floor((root - Math.floor(root)) * 0x100000000);
}

/** The text in UTF-8. A surrogate without its other half becomes U+FFFD, as everywhere. */
function utf8(text: string): Uint8Array {
  const bytes: number[] = [];
  for (const character of text) {
    const point = character.codePointAt(0)!;
    const code = point >= 0xd800 && point <= 0xdfff ? 0xfffd : point;
    const tail = (shift: number): number => 0x80 | ((code >> shift) & 0x3f);
    if (code < 0x80) bytes.push(code);
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), tail(0));
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), tail(6), tail(0));
    else bytes.push(0xf0 | (code >> 18), tail(12), tail(6), tail(0));
  }
  return Uint8Array.from(bytes);
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

function hexadecimal(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The message, a one, noughts, and its length in bits at the end of the last block. */
function padded(message: Uint8Array): DataView {
  const length = Math.ceil((message.length + 9) / blockBytes) * blockBytes;
  const bytes = new Uint8Array(length);
  bytes.set(message);
  bytes[message.length] = 0x80;
  const view = new DataView(bytes.buffer);
  view.setUint32(length - 8, Math.floor(message.length / 0x20000000));
  view.setUint32(length - 4, message.length * 8);
  return view;
}

function digest(message: Uint8Array): Uint8Array {
  const blocks = padded(message);
  const hash = Uint32Array.from(initialHash);
  for (let offset = 0; offset < blocks.byteLength; offset += blockBytes) addBlock(hash, blocks, offset);
  const view = new DataView(new ArrayBuffer(32));
  hash.forEach((word, place) => view.setUint32(place * 4, word));
  return new Uint8Array(view.buffer);
}

const rotated = (word: number, by: number): number => (word >>> by) | (word << (32 - by));

/** One block's sixty-four rounds; the paper's names for the eight working variables are a to h. */
function addBlock(hash: Uint32Array, blocks: DataView, offset: number): void {
  const words = schedule(blocks, offset);
  let [a, b, c, d, e, f, g, h] = hash as unknown as [number, number, number, number, number, number, number, number];
  for (let round = 0; round < 64; round++) {
    const choice = (e & f) ^ (~e & g);
    const majority = (a & b) ^ (a & c) ^ (b & c);
    const mixedE = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25);
    const mixedA = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22);
    const first = (h + mixedE + choice + roundConstants[round]! + words[round]!) | 0;
    [a, b, c, d, e, f, g, h] = [(first + mixedA + majority) | 0, a, b, c, (d + first) | 0, e, f, g];
  }
  [a, b, c, d, e, f, g, h].forEach((word, place) => (hash[place]! += word));
}

function schedule(blocks: DataView, offset: number): Uint32Array {
  const words = new Uint32Array(64);
  for (let place = 0; place < 16; place++) words[place] = blocks.getUint32(offset + place * 4);
  for (let place = 16; place < 64; place++) {
    const [early, late] = [words[place - 15]!, words[place - 2]!];
    const mixedEarly = rotated(early, 7) ^ rotated(early, 18) ^ (early >>> 3);
    const mixedLate = rotated(late, 17) ^ rotated(late, 19) ^ (late >>> 10);
    words[place] = words[place - 16]! + mixedEarly + words[place - 7]! + mixedLate;
  }
  return words;
}
