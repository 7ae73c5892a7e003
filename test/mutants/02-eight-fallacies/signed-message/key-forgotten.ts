// Makes a code that needs no key.
// caught by: without the key nobody makes a code
import { hmacSha256 } from "distlab";
import type { SignedMessage, Unsealed } from "distlab";

const codeOf = (_key: string, { from, to, number, body }: Unsealed): string =>
  hmacSha256("", JSON.stringify([from, to, number, body]));

export const seal: SignedMessage["seal"] = (key, message) => ({ ...message, code: codeOf(key, message) });

export const open: SignedMessage["open"] = (key, self, last, arrived) => {
  const { from, to, number, code } = arrived;
  const accepted = code === codeOf(key, arrived) && to === self && number > (last[from] ?? -Infinity);
  return { accepted, last: accepted ? { ...last, [from]: number } : last };
};
