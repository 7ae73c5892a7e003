/**
 * One hash function for rings and buckets: text to 32 or 53 well-mixed bits, the same on every machine. It is fast
 * and even, not secret: whoever can choose keys can make them collide.
 *
 * Source: FNV-1a (Fowler, Noll, Vo) over UTF-16 code units, finished by the mixer of MurmurHash3 (Appleby), which FNV
 * needs because it leaves the high bits of short keys almost alike.
 */

/**
 * A whole number from 0 to 2³² − 1. Different `seed`s give unrelated functions.
 * @example
 * hash32("a"); // → 2448022055
 */
export function hash32(text: string, seed = 0): number {
  let hash = (0x811c9dc5 ^ mix(seed)) | 0;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    hash = Math.imul(hash ^ (unit & 0xff), 0x01000193);
    hash = Math.imul(hash ^ (unit >>> 8), 0x01000193);
  }
  return mix(hash) >>> 0;
}

/** A whole number from 0 to 2⁵³ − 1: two independent halves. */
export function hash53(text: string, seed = 0): number {
  return (hash32(text, seed) & 0x1fffff) * 0x100000000 + hash32(text, seed + 0x9e3779b9);
}

/** A number from 0 up to, not including, 1. */
export function hashUnit(text: string, seed = 0): number {
  return hash53(text, seed) / 0x20000000000000;
}

function mix(value: number): number {
  let hash = value | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
