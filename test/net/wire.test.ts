/** What processes say to each other: it arrives as it was said, and nothing else is taken for it. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Data } from "../../lib/data";
import { decodeHello, decodeParcels, encodeHello, encodeParcels, WireError } from "../../lib/net/wire";

const message = fc.jsonValue().filter((value) => !JSON.stringify(value).includes("__proto__")) as fc.Arbitrary<Data>;
const parcel = fc.record({ from: fc.string(), to: fc.string(), id: fc.maxSafeNat(), message });

test("messages arrive as they were sent, and frozen", () => {
  fc.assert(
    fc.property(fc.array(parcel), (parcels) => {
      const got = decodeParcels(encodeParcels(parcels));
      expect(JSON.stringify(got)).toBe(JSON.stringify(parcels));
      for (const { message: one } of got) expect(typeof one !== "object" || Object.isFrozen(one)).toBe(true);
    }),
  );
});

test("whatever else comes is refused with a WireError, and never with another", () => {
  const wrong = fc.oneof(
    fc.uint8Array({ maxLength: 40 }),
    fc.json().map((text) => Buffer.from(text)),
    fc.array(fc.jsonValue(), { minLength: 1 }).map((list) => Buffer.from(JSON.stringify([list]))),
  );
  fc.assert(
    fc.property(wrong, (bytes) => {
      for (const read of [() => decodeParcels(bytes), () => decodeHello(bytes, "test")]) {
        try {
          read();
        } catch (error) {
          expect(error).toBeInstanceOf(WireError);
        }
      }
    }),
    { numRuns: 1000 },
  );
});

test("a greeting says who calls; one for another cluster or in another version is refused", () => {
  expect(decodeHello(encodeHello("test", "A"), "test").process).toBe("A");
  expect(() => decodeHello(encodeHello("other", "A"), "test")).toThrow("A belongs to another cluster");
  const later = Buffer.from(JSON.stringify({ kind: "hello", version: 2, cluster: "test", process: "A" }));
  expect(() => decodeHello(later, "test")).toThrow("A speaks version 2, this is 1");
});
