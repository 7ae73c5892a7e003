// Opens what is for somebody else.
// caught by: what is for somebody else, or comes back to its sender, is refused
import { hmacSha256 } from "distlab";
import type { SignedMessage, Unsealed } from "distlab";

const codeOf = (key: string, { from, to, number, body }: Unsealed): string =>
  hmacSha256(key, JSON.stringify([from, to, number, body]));

export const seal: SignedMessage["seal"] = (key, message) => ({ ...message, code: codeOf(key, message) });

export const open: SignedMessage["open"] = (key, self, last, arrived) => {
  void self;
  const { from, number, code } = arrived;
  const accepted = code === codeOf(key, arrived) && number > (last[from] ?? -Infinity);
  return { accepted, last: accepted ? { ...last, [from]: number } : last };
};
