/** Judges `16-byzantine-generals/signed-messages`: each rule by itself, then every lie among three and among four. */
import { grading, signedMessagesWith } from "distlab";
import type { Data, Order, SignedGeneralState, SignedMessagesAnswer, SignedMessagesConfig, SignedOrder } from "distlab";

const config = (size: number, traitorsTolerated = 1): SignedMessagesConfig & { [field: string]: Data } => ({
  members: ["A", "B", "C", "D"].slice(0, size),
  commander: "A",
  traitorsTolerated,
  traitors: [],
});

/** An order as these signed it, one after the other. */
const signedBy = (order: Order, ...signers: string[]): SignedOrder => ({
  kind: "SignedOrder",
  order,
  signatures: signers.map((signer, index) => ({ signer, order, after: signers.slice(0, index) })),
});

function expectVerified(answer: grading.Answer, message: SignedOrder, expected: boolean, what: string): void {
  grading.expectEqual(answer.call("verify", message, config(4, 2)), expected, `verify of ${what}`);
}

function relayed(answer: grading.Answer, self: string, message: SignedOrder, size: number, tolerated: number) {
  const relay = answer.handler<SignedMessagesAnswer["relay"]>("relay");
  const state: SignedGeneralState = {
    self,
    loyal: true,
    ordered: null,
    signed: { [message.order]: true },
    decision: null,
  };
  const { sent } = grading.attempt(relay, state, (out) => [message, out, config(size, tolerated)]);
  return sent.toSorted((left, right) => (left.to < right.to ? -1 : 1));
}

function council(answer: grading.Answer, members: number, traitors: readonly string[], order: Order = "attack") {
  const withRules = signedMessagesWith({
    verify: (message, given) => answer.call("verify", message, given as unknown as Data) === true,
    relay: answer.handler<SignedMessagesAnswer["relay"]>("relay"),
    choice: (signed) => answer.call("choice", signed) as Order,
  });
  return { protocol: withRules({ members, traitors, traitorsTolerated: Math.max(1, traitors.length), order }) };
}

export default grading.exercise({
  id: "16-byzantine-generals/signed-messages",
  title: "Sealed letters",
  kind: "write",
  exports: ["verify", "relay", "choice"],
  hints: [
    "Collect the names of the signers. The first one, doubles, and then each signature: its order, and its `after` beside the names in front of it.",
    "What you pass on has all the signatures that came, and yours behind them, which is after all of theirs.",
    "For `choice`, think of a commander who signed two orders: all loyal lieutenants have the same set, but not in the same order of arrival.",
  ],
  difference:
    "The reference retreats wherever there is not exactly one order. Any choice does, as long as it depends on the set alone and obeys a single order.",
  checks: [
    grading.example({
      name: "signatures that are in order are believed",
      points: 1,
      hint: "The commander's alone is enough.",
      run(answer) {
        expectVerified(answer, signedBy("attack", "A"), true, "an order that A signed");
        expectVerified(answer, signedBy("retreat", "A", "C", "B"), true, "an order that A, C and B signed");
      },
    }),
    grading.example({
      name: "no order without the commander's own signature",
      points: 2,
      hint: "He signs first. And a signature under another order is none under this.",
      run(answer) {
        expectVerified(answer, signedBy("attack", "A", "B"), true, "an order that A and B signed");
        expectVerified(answer, signedBy("attack", "C"), false, "an order that C alone signed");
        expectVerified(answer, signedBy("attack", "C", "A"), false, "an order that C signed before A");
        expectVerified(
          answer,
          { kind: "SignedOrder", order: "attack", signatures: [] },
          false,
          "an order that nobody signed",
        );
        const swapped = { ...signedBy("attack", "A", "C"), order: "retreat" as const };
        expectVerified(answer, swapped, false, "an order to retreat with signatures under an order to attack");
        const half = signedBy("retreat", "A", "C");
        const mixed = { ...half, signatures: [signedBy("attack", "A").signatures[0]!, half.signatures[1]!] };
        expectVerified(answer, mixed, false, "an order to retreat, where A signed an order to attack");
      },
    }),
    grading.example({
      name: "no signature out of its place, and none twice",
      points: 2,
      hint: "`after` names those who stand before it: all of them, and no others.",
      run(answer) {
        expectVerified(answer, signedBy("attack", "A", "B", "C"), true, "an order that A, B and C signed");
        expectVerified(answer, signedBy("attack", "A", "C", "C"), false, "an order that C signed twice");
        const cut = signedBy("attack", "A", "B", "C");
        const without = { ...cut, signatures: [cut.signatures[0]!, cut.signatures[2]!] };
        expectVerified(answer, without, false, "an order that A, B and C signed, without B's signature");
        const other = { ...cut, signatures: [cut.signatures[0]!, { ...cut.signatures[1]!, after: ["D"] }] };
        expectVerified(answer, other, false, "an order that A signed, and B after D");
      },
    }),
    grading.example({
      name: "what is new is signed and passed on, until it has come far enough",
      points: 2,
      hint: "With m traitors to be withstood, an order is passed on while it has at most m signatures.",
      run(answer) {
        const first = relayed(answer, "B", signedBy("attack", "A"), 4, 1);
        const needed = ["C", "D"].map((to) => ({ to, message: signedBy("attack", "A", "B") as Data }));
        grading.expectEqual(
          first.filter(({ to }) => to !== "A"),
          needed,
          "what B sends C and D of an order that A signed",
        );
        const second = relayed(answer, "D", signedBy("retreat", "A", "C"), 4, 2);
        const last = [{ to: "B", message: signedBy("retreat", "A", "C", "D") as Data }];
        grading.expectEqual(
          second.filter(({ to }) => to === "B"),
          last,
          "what D sends B of an order that A and C signed, with two to be withstood",
        );
        grading.expectEqual(
          relayed(answer, "D", signedBy("retreat", "A", "C"), 4, 1).length,
          0,
          "letters about an order with two signatures, with one to be withstood",
        );
      },
    }),
    grading.example({
      name: "the choice depends on the set alone, and obeys a single order",
      points: 2,
      hint: "Two lieutenants may have got the same two orders the other way round.",
      run(answer) {
        grading.expectEqual(answer.call("choice", { attack: true }), "attack", "the choice after attack alone");
        grading.expectEqual(answer.call("choice", { retreat: true }), "retreat", "the choice after retreat alone");
        const both = answer.call("choice", { attack: true, retreat: true });
        grading.expectTrue(both === "attack" || both === "retreat", `the choice after both is ${JSON.stringify(both)}`);
        grading.expectEqual(
          answer.call("choice", { retreat: true, attack: true }),
          both,
          "the choice after both, which came the other way round",
        );
        const none = answer.call("choice", {});
        grading.expectTrue(
          none === "attack" || none === "retreat",
          `the choice after nothing is ${JSON.stringify(none)}`,
        );
      },
    }),
    ...(["A", "B"] as const).map((traitor) =>
      grading.exhaustive({
        name: `three generals withstand every lie of ${traitor === "A" ? "the commander" : "a lieutenant"}`,
        points: 2,
        hint: "Which letter has a loyal general believed, or kept to himself?",
        explore: (answer) => council(answer, 3, [traitor]),
      }),
    ),
  ],
});
