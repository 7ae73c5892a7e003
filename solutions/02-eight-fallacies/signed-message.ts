/**
 * One text for everything that counts, in which nothing can be taken for something else.
 *
 * JSON of a list keeps the parts apart: quotation marks and commas within them are escaped. The number is looked at
 * only when the code is right, because nothing of a forged message may be believed, not even its number.
 */
import { hmacSha256 } from "distlab";
import type { SignedMessage, Unsealed } from "distlab";

const codeOf = (key: string, { from, to, number, body }: Unsealed): string =>
  hmacSha256(key, JSON.stringify([from, to, number, body]));

export const seal: SignedMessage["seal"] = (key, message) => ({ ...message, code: codeOf(key, message) });

export const open: SignedMessage["open"] = (key, self, last, arrived) => {
  const { from, to, number, code } = arrived;
  const accepted = code === codeOf(key, arrived) && to === self && number > (last[from] ?? -Infinity);
  return { accepted, last: accepted ? { ...last, [from]: number } : last };
};
