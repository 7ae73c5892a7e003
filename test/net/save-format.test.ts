/** The format of save files: what was confirmed is read back or missed aloud; what was torn is cut off. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { confirmation, CorruptSaveError, encodeRecord, scanRecords } from "../../lib/net/save-format";

/** Each batch is written at once and confirmed before the next is written, as a node does it. */
function fileOf(batches: readonly (readonly string[])[]): { bytes: Buffer; confirmed: number; ends: number[] } {
  let bytes = Buffer.alloc(0);
  let confirmed = 0;
  const ends: number[] = [];
  for (const [index, batch] of batches.entries()) {
    if (index > 0) confirmed = bytes.length;
    for (const text of batch) {
      bytes = Buffer.concat([bytes, encodeRecord({ body: Buffer.from(text), confirmed }, bytes.length)]);
      ends.push(bytes.length);
    }
  }
  return { bytes, confirmed, ends };
}

const batches = fc.array(fc.array(fc.string({ minLength: 1, maxLength: 20 }), { minLength: 1, maxLength: 3 }), {
  minLength: 1,
  maxLength: 5,
});
const texts = (bodies: readonly Uint8Array[]): string[] => bodies.map((body) => Buffer.from(body).toString());

test("what was written is read back", () => {
  fc.assert(
    fc.property(batches, (written) => {
      const { bytes } = fileOf(written);
      expect(scanRecords(bytes)).toMatchObject({ end: bytes.length, torn: 0 });
      expect(texts(scanRecords(bytes).bodies)).toEqual(written.flat().map((text) => Buffer.from(text).toString()));
    }),
  );
});

test("a torn write is cut off: whole records before it stay, and nothing else", () => {
  fc.assert(
    fc.property(batches, fc.nat(), (written, cut) => {
      const { bytes, ends } = fileOf(written);
      const length = cut % (bytes.length + 1);
      const whole = ends.filter((end) => end <= length);
      const scanned = scanRecords(bytes.subarray(0, length));
      expect(scanned.bodies.length).toBe(whole.length);
      expect(scanned.end).toBe(whole.at(-1) ?? 0);
      expect(scanned.torn).toBe(length - scanned.end);
    }),
  );
});

test("a changed bit in what was confirmed is an error; in what was not, it is cut off; never a wrong value", () => {
  fc.assert(
    fc.property(batches, fc.nat(), (written, place) => {
      const { bytes, confirmed, ends } = fileOf(written);
      const bit = place % (bytes.length * 8);
      const damaged = Buffer.from(bytes);
      damaged[bit >> 3]! ^= 1 << (bit & 7);
      const before = ends.filter((end) => end <= bit >> 3).length;
      const expected = written
        .flat()
        .slice(0, before)
        .map((text) => Buffer.from(text).toString());
      // Where the damage is in the last record, nothing after it can tell that it had been confirmed.
      const told = bit >> 3 < confirmed && ends.some((end, index) => end > confirmed && index > before);
      if (told) expect(() => scanRecords(damaged)).toThrow(CorruptSaveError);
      else if (bit >> 3 >= confirmed) expect(texts(scanRecords(damaged).bodies)).toEqual(expected);
    }),
    { numRuns: 1000 },
  );
});

test("a confirmation makes damage to the last record known", () => {
  const { bytes } = fileOf([["one"], ["two"]]);
  const file = Buffer.concat([bytes, confirmation(bytes.length, bytes.length)]);
  expect(texts(scanRecords(file).bodies)).toEqual(["one", "two"]);
  file[bytes.length - 1]! ^= 1;
  expect(() => scanRecords(file)).toThrow(/damaged at byte 23, though the disk had confirmed 46 bytes/);
});

test("a record that stands elsewhere than where it was written is none", () => {
  const first = encodeRecord({ body: Buffer.from("one"), confirmed: 0 }, 0);
  expect(scanRecords(Buffer.concat([first, first])).bodies.length).toBe(1);
});

test("rubbish and zeros are cut off", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat({ max: 100 }), (rubbish, zeros) => {
      const { bytes } = fileOf([["one"]]);
      const scanned = scanRecords(Buffer.concat([bytes, rubbish, Buffer.alloc(zeros)]));
      expect(texts(scanned.bodies)).toEqual(["one"]);
      expect(scanned.torn).toBe(rubbish.length + zeros);
    }),
  );
});
