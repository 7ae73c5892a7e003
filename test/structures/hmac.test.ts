/** SHA-256 and HMAC against the published examples, and against Node's own. */
import { createHash, createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { createRandom, hmacSha256, sha256 } from "distlab";

test("SHA-256 of the examples of FIPS 180-4", () => {
  expect(sha256("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  expect(sha256("")).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  expect(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")).toBe(
    "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
  );
});

test("HMAC of RFC 4231, test cases 2 and 1", () => {
  expect(hmacSha256("Jefe", "what do ya want for nothing?")).toBe(
    "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
  );
  expect(hmacSha256("\u000b".repeat(20), "Hi There")).toBe(
    "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
  );
});

test("texts and keys of every length to three blocks, and every plane of Unicode, as Node has it", () => {
  const random = createRandom(1, "texts");
  const alphabet = ["a", "0", "é", "€", "𝄞", "\u0000", "\ud800"];
  for (let length = 0; length <= 200; length++) {
    const text = Array.from({ length }, () => random.pick(alphabet)).join("");
    expect(sha256(text)).toBe(createHash("sha256").update(text, "utf8").digest("hex"));
    expect(hmacSha256(text, `${length}`)).toBe(createHmac("sha256", text).update(`${length}`).digest("hex"));
  }
});
