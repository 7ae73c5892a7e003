// Makes a code for each part and one for all these codes: they are all equally long, so nothing can move.
import { hmacSha256 } from "distlab";
import type { SignedMessage } from "distlab";

export const seal: SignedMessage["seal"] = (key, message) => {
  const parts = [message.from, message.to, String(message.number), JSON.stringify(message.body)];
  const codes = parts.map((part) => hmacSha256(key, part)).join("");
  return { ...message, code: hmacSha256(key, codes) };
};

export const open: SignedMessage["open"] = (key, self, last, arrived) => {
  const refused = { accepted: false, last };
  if (arrived.to !== self || seal(key, arrived).code !== arrived.code) return refused;
  const before = last[arrived.from];
  if (before !== undefined && arrived.number <= before) return refused;
  return { accepted: true, last: Object.fromEntries([...Object.entries(last), [arrived.from, arrived.number]]) };
};
