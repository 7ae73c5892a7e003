// Takes the body as it reads, so that 1 and "1" are alike.
// caught by: a code fits one message only
import { hmacSha256 } from "distlab";
import type { SignedMessage, Unsealed } from "distlab";

const codeOf = (key: string, { from, to, number, body }: Unsealed): string =>
  hmacSha256(key, JSON.stringify([from, to, number, typeof body === "object" ? JSON.stringify(body) : `${body}`]));

export const seal: SignedMessage["seal"] = (key, message) => ({ ...message, code: codeOf(key, message) });

export const open: SignedMessage["open"] = (key, self, last, arrived) => {
  const { from, to, number, code } = arrived;
  const accepted = code === codeOf(key, arrived) && to === self && number > (last[from] ?? -Infinity);
  return { accepted, last: accepted ? { ...last, [from]: number } : last };
};
