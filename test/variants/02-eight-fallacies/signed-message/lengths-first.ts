// Writes before each part how long it is, and carries the code in capitals.
import { hmacSha256 } from "distlab";
import type { SignedMessage } from "distlab";

export const seal: SignedMessage["seal"] = (key, { from, to, number, body }) => {
  let text = "";
  for (const part of [from, to, `${number}`, JSON.stringify(body)]) text += `${part.length}:${part}`;
  return { from, to, number, body, code: hmacSha256(key, text).toUpperCase() };
};

export const open: SignedMessage["open"] = (key, self, last, arrived) => {
  const expected = seal(key, arrived).code;
  let difference = expected.length ^ arrived.code.length;
  for (let place = 0; place < expected.length; place++) {
    difference |= expected.charCodeAt(place) ^ arrived.code.charCodeAt(place);
  }
  const isNew = !(arrived.from in last) || arrived.number > last[arrived.from]!;
  if (difference !== 0 || arrived.to !== self || !isNew) return { accepted: false, last };
  return { accepted: true, last: { ...last, [arrived.from]: arrived.number } };
};
