/** Sets of slots: 32 in each number, from place `start` of an array. */

export function has(bits: Int32Array, start: number, slot: number): boolean {
  return (bits[start + (slot >>> 5)]! & (1 << (slot & 31))) !== 0;
}

export function set(bits: Int32Array, start: number, slot: number): void {
  bits[start + (slot >>> 5)]! |= 1 << (slot & 31);
}

export function unset(bits: Int32Array, start: number, slot: number): void {
  bits[start + (slot >>> 5)]! &= ~(1 << (slot & 31));
}
