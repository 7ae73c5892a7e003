// Leaves the receiver out, so that a message can be sent to another store.
// caught by: whatever is changed on the way is refused
import { hmacSha256 } from "distlab";
import type { SignedMessage, Unsealed } from "distlab";

const codeOf = (key: string, { from, number, body }: Unsealed): string =>
  hmacSha256(key, JSON.stringify([from, number, body]));

export const seal: SignedMessage["seal"] = (key, message) => ({ ...message, code: codeOf(key, message) });

export const open: SignedMessage["open"] = (key, self, last, arrived) => {
  const { from, to, number, code } = arrived;
  const accepted = code === codeOf(key, arrived) && to === self && number > (last[from] ?? -Infinity);
  return { accepted, last: accepted ? { ...last, [from]: number } : last };
};
