// Accepts the very next number only, though messages may be lost.
// caught by: a recording is refused, and so is what is older
import { hmacSha256 } from "distlab";
import type { SignedMessage, Unsealed } from "distlab";

const codeOf = (key: string, { from, to, number, body }: Unsealed): string =>
  hmacSha256(key, JSON.stringify([from, to, number, body]));

export const seal: SignedMessage["seal"] = (key, message) => ({ ...message, code: codeOf(key, message) });

export const open: SignedMessage["open"] = (key, self, last, arrived) => {
  const { from, to, number, code } = arrived;
  const accepted =
    code === codeOf(key, arrived) && to === self && (last[from] === undefined || number === last[from] + 1);
  return { accepted, last: accepted ? { ...last, [from]: number } : last };
};
