// Writes the new number into the list that was passed in.
// caught by: what was sealed with the key is accepted
import { hmacSha256 } from "distlab";
import type { SignedMessage, Unsealed } from "distlab";

const codeOf = (key: string, { from, to, number, body }: Unsealed): string =>
  hmacSha256(key, JSON.stringify([from, to, number, body]));

export const seal: SignedMessage["seal"] = (key, message) => ({ ...message, code: codeOf(key, message) });

export const open: SignedMessage["open"] = (key, self, last, arrived) => {
  const { from, to, number, code } = arrived;
  const accepted = code === codeOf(key, arrived) && to === self && number > (last[from] ?? -Infinity);
  if (accepted) (last as { [sender: string]: number })[from] = number;
  return { accepted, last };
};
