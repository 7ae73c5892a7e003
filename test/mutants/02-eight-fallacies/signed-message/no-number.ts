// Leaves the number out: a recording gets a new one.
// caught by: whatever is changed on the way is refused
import { hmacSha256 } from "distlab";
import type { SignedMessage, Unsealed } from "distlab";

const codeOf = (key: string, { from, to, body }: Unsealed): string => hmacSha256(key, JSON.stringify([from, to, body]));

export const seal: SignedMessage["seal"] = (key, message) => ({ ...message, code: codeOf(key, message) });

export const open: SignedMessage["open"] = (key, self, last, arrived) => {
  const { from, to, number, code } = arrived;
  const accepted = code === codeOf(key, arrived) && to === self && number > (last[from] ?? -Infinity);
  return { accepted, last: accepted ? { ...last, [from]: number } : last };
};
