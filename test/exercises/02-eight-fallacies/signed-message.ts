/**
 * A message under seal.
 *
 * Till and stores share a key. Whoever has it can seal a message, and whoever has not cannot, though he reads all that
 * goes over the wire, keeps it, changes it, and sends what he likes to whom he likes. Write both sides.
 *
 * `seal` adds a code that depends on the key and on everything that the receiver will act on: `from` whom, `to` whom, which
 * `number`, and the `body`, which is any plain data. Two different messages must never have the same code.
 *
 * `open` says whether `self` may act on what has arrived: its code is right, it is for `self`, and its number is higher
 * than the last one that was accepted from this sender (messages may be lost, so numbers may be skipped). It returns the
 * last numbers after that; what is refused leaves no trace in them. Do not change the `last` that you were given.
 *
 * `hmacSha256(key, text)` makes a code for a text: 64 characters, and nobody finds two texts with the same.
 *
 * Try it: `npx distlab check 02-eight-fallacies/signed-message`, or the button Check in the page.
 */
import type { SignedMessage } from "distlab";

export const seal: SignedMessage["seal"] = (key, message) => {
  void [key];
  return { ...message, code: "" }; // Your answer goes here.
};

export const open: SignedMessage["open"] = (key, self, last, arrived) => {
  void [key, self, last, arrived]; // And here.
  return { accepted: false, last: {} };
};
