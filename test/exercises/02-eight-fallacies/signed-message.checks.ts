/** Judges `02-eight-fallacies/signed-message`: everything that somebody without the key can try. */
import { grading, hmacSha256, sha256 } from "distlab";
import type { Data, LastNumbers, SealedMessage, Unsealed } from "distlab";

const key = "Bob's secret";
const order: Unsealed = { from: "till", to: "store", number: 3, body: { take: 1, of: ["red bike"] } };

const sealed = (answer: grading.Answer, message: Unsealed): SealedMessage =>
  answer.call("seal", key, message) as SealedMessage;

type Opened = { accepted: boolean; last: LastNumbers } | null;

const opened = (answer: grading.Answer, arrived: SealedMessage, last: LastNumbers = {}, self = "store"): Opened =>
  answer.call("open", key, self, last as Data, arrived as Data) as Opened;

function expectAccepted(answer: grading.Answer, message: Unsealed, last: LastNumbers, what: string): LastNumbers {
  const result = opened(answer, sealed(answer, message), last, message.to);
  grading.expectEqual(result?.accepted ?? null, true, `whether ${what} is accepted`);
  return result!.last;
}

function expectRefused(
  answer: grading.Answer,
  arrived: SealedMessage,
  what: string,
  last: LastNumbers = {},
  self = "store",
): void {
  const result = opened(answer, arrived, last, self);
  grading.expectEqual(result?.accepted ?? null, false, `whether ${what} is accepted`);
}

/** A check of what is refused is true of an answer that refuses all; so each begins with an honest message. */
function honest(answer: grading.Answer): SealedMessage {
  expectAccepted(answer, order, {}, "an honest message");
  return sealed(answer, order);
}

/** Pairs of messages that look alike when their parts are put one behind the other. */
const lookAlikes: readonly (readonly [Unsealed, Unsealed, string])[] = [
  [
    { from: "t", to: "store", number: 12, body: 3 },
    { from: "t", to: "store", number: 1, body: 23 },
    "number 12, body 3 has the code of number 1, body 23",
  ],
  [
    { from: "a", to: "bstore", number: 1, body: 1 },
    { from: "ab", to: "store", number: 1, body: 1 },
    'from "ab" has the code of from "a" to "bstore"',
  ],
  [
    { from: "t", to: "store", number: 1, body: "1" },
    { from: "t", to: "store", number: 1, body: 1 },
    'body 1 has the code of body "1"',
  ],
  [
    { from: "t", to: "store", number: 1, body: ["a,b"] },
    { from: "t", to: "store", number: 1, body: ["a", "b"] },
    'body ["a","b"] has the code of body ["a,b"]',
  ],
  [
    { from: "t", to: "store", number: 1, body: { take: 1 } },
    { from: "t", to: "store", number: 1, body: { take: 90 } },
    "body { take: 90 } has the code of body { take: 1 }",
  ],
  ...["|", ":", ",", " ", "/", ".", "-", "_", "\n", ";", "\u0000"].map(
    (mark): readonly [Unsealed, Unsealed, string] => [
      { from: "a", to: `b${mark}store`, number: 1, body: 1 },
      { from: `a${mark}b`, to: "store", number: 1, body: 1 },
      `a name with ${JSON.stringify(mark)} in it moves the border between two parts`,
    ],
  ),
];

export default grading.exercise({
  id: "02-eight-fallacies/signed-message",
  title: "A message under seal",
  kind: "write",
  exports: ["seal", "open"],
  pure: ["seal", "open"],
  imports: ["hmacSha256"],
  hints: [
    "Which parts of a message will the receiver act on? Each that is not under the code can be changed.",
    "The parts become one text. Can two different messages become the same text? JSON.stringify of a list keeps them apart.",
    "`open`: make the code again from what has arrived and compare all of it; then look for whom it is; then whether its number is higher than `last[from]`. Only if all is well does the number count.",
  ],
  difference:
    "The reference compares codes with ===, which may stop at the first character that differs, and so tells by its time how far a guess is right. Real programs compare in constant time (crypto.timingSafeEqual).",
  checks: [
    grading.example({
      name: "what was sealed with the key is accepted",
      points: 1,
      hint: "Make the code again from the parts that have arrived. A sender of whom nothing has been accepted yet may begin with any number.",
      run(answer) {
        const seal = sealed(answer, order);
        grading.expectEqual(
          { from: seal.from, to: seal.to, number: seal.number, body: seal.body },
          order,
          "the sealed message without its code",
        );
        const last = expectAccepted(answer, order, { till: 2, other: 7 }, "an honest message");
        grading.expectEqual(last as Data, { till: 3, other: 7 }, "the last numbers after number 3 of till");
        expectAccepted(answer, { ...order, number: 0, body: null }, {}, "the first message, number 0");
      },
    }),
    grading.example({
      name: "whatever is changed on the way is refused",
      points: 3,
      hint: "Put it all under the code, the body to its last detail.",
      run(answer) {
        const good = honest(answer);
        const changes: readonly (readonly [Partial<SealedMessage>, string])[] = [
          [{ body: { take: 90, of: ["red bike"] } }, "a message whose body was changed"],
          [{ body: { take: 1, of: ["blue bike"] } }, "a message in whose body something deep down was changed"],
          [{ number: 4 }, "a message whose number was changed"],
          [{ from: "ann" }, "a message whose sender was changed"],
          [{ code: good.code.replace(/.$/, (end) => (end === "0" ? "1" : "0")) }, "a code with a wrong last character"],
          [{ code: good.code.slice(0, 8) }, "the beginning of the code"],
          [{ code: "" }, "an empty code"],
        ];
        for (const [change, what] of changes) expectRefused(answer, { ...good, ...change }, what);
        const elsewhere = sealed(answer, { ...order, to: "other store" });
        expectRefused(answer, { ...elsewhere, to: "store" }, "a message whose receiver was changed");
        return `${changes.length + 1} changes`;
      },
    }),
    grading.example({
      name: "without the key nobody makes a code",
      points: 1,
      hint: "Is the key in it?",
      run(answer) {
        honest(answer);
        const other = answer.call("seal", "another key", order) as SealedMessage;
        expectRefused(answer, other, "a message that was sealed with another key");
        const { from, to, number, body } = order;
        const texts = [JSON.stringify([from, to, number, body]), JSON.stringify(order), `${from}${to}${number}`];
        for (const text of texts) {
          expectRefused(answer, { ...order, code: sha256(text) }, "a hash that needs no key");
          expectRefused(answer, { ...order, code: hmacSha256("", text) }, "a code under an empty key");
        }
      },
    }),
    grading.example({
      name: "a recording is refused, and so is what is older",
      points: 2,
      hint: "Higher than the last number that was accepted *from this sender*. Numbers may be skipped.",
      run(answer) {
        const good = honest(answer);
        expectRefused(answer, good, "a message that has been accepted already", { till: 3 });
        expectRefused(answer, good, "number 3 after number 9", { till: 9 });
        const last = expectAccepted(answer, { ...order, number: 9 }, { till: 3 }, "number 9 after number 3");
        expectAccepted(answer, { ...order, from: "ann", number: 2 }, last, "number 2 of ann after number 9 of till");
      },
    }),
    grading.example({
      name: "what is for somebody else, or comes back to its sender, is refused",
      points: 1,
      hint: "All stores have the same key. `to` must be `self`.",
      run(answer) {
        const good = honest(answer);
        expectRefused(answer, good, "a message to the store, at another store", {}, "store 2");
        expectRefused(answer, good, "a message of the till, sent back to the till", {}, "till");
      },
    }),
    grading.example({
      name: "what is refused leaves no trace",
      points: 2,
      hint: "A forged message with a high number must not shut out its true sender.",
      run(answer) {
        const good = honest(answer);
        const forged = [
          { ...good, number: 1e9 },
          { ...good, from: "ann" },
          { ...good, code: "" },
        ];
        for (const arrived of forged) {
          const result = opened(answer, arrived, { till: 2 });
          grading.expectEqual((result?.last ?? null) as Data, { till: 2 }, "the last numbers after a forged message");
        }
        const old = opened(answer, good, { till: 9 });
        grading.expectEqual(
          (old?.last ?? null) as Data,
          { till: 9 },
          "the last numbers after number 3, which came after 9",
        );
        const strange = opened(answer, good, { till: 2 }, "store 2");
        grading.expectEqual(
          (strange?.last ?? null) as Data,
          { till: 2 },
          "the last numbers after somebody else's message",
        );
      },
    }),
    grading.example({
      name: "a code fits one message only",
      points: 2,
      hint: 'Put one behind the other, "1" and "23" look like "12" and "3".',
      run(answer) {
        honest(answer);
        for (const [one, other, what] of lookAlikes) {
          const { code } = sealed(answer, one);
          expectRefused(answer, { ...other, code }, `a forgery in which ${what}`);
        }
        return `${lookAlikes.length} pairs`;
      },
    }),
  ],
});
