/** Byzantine generals with signed messages: three generals are enough, and what each rule of theirs is good for. */
import { describe, expect, test } from "vitest";
import { signedMessageCount, signedMessages, signedMessagesWith } from "../../lib/protocols/signed-messages";
import type { SignedMessages, SignedMessagesOptions } from "../../lib/protocols/signed-messages";
import { everybodyDecides, loyalAgree, loyalObey } from "../../lib/protocols/oral-messages";
import { simulate } from "../../lib/sim";
import { explore } from "../../lib/verify/explore";
import type { Exploration } from "../../lib/verify/explore";
import { expectTrace } from "../traces";

const safety = [loyalAgree, loyalObey];
const orders = ["attack", "retreat"] as const;

/** Everything that these traitors can say, in synchronous time. */
function everything(protocol: SignedMessages): Exploration {
  return explore({ protocol, properties: safety });
}

describe("SM(m) (Lamport, Shostak and Pease 1982, section 4)", () => {
  test("without traitors everybody obeys", () => {
    const run = simulate({ protocol: signedMessages(), properties: [...safety, everybodyDecides] });
    expect([run.violation, run.neverHeld]).toEqual([undefined, []]);
    expectTrace(run.trace, "signed-messages-three-loyal-generals");
  });

  test.each([
    [3, 1, 4],
    [4, 0, 3],
    [4, 1, 9],
    [7, 2, 36],
  ])("n = %i, m = %i takes %i messages", (members, traitorsTolerated, messages) => {
    const protocol = signedMessages({ members, traitorsTolerated });
    const { counts } = simulate({ protocol, network: { latencyMs: 10 }, trace: false });
    expect([counts.sent, signedMessageCount(members, traitorsTolerated)]).toEqual([messages, messages]);
  });

  test.each(["A", "B", "C"])("three generals withstand one traitor, %s, whatever he says", (traitor) => {
    for (const order of orders) {
      const found = everything(signedMessages({ order, traitors: [traitor] }));
      expect([found.holds, found.complete]).toEqual([true, true]);
    }
  });

  test.each([
    [["A", "B"], 2],
    [["B", "C"], 2],
    [["C", "D"], 2],
  ])("four generals withstand two traitors, %j, which oral messages cannot", (traitors, traitorsTolerated) => {
    for (const order of orders) {
      const found = everything(signedMessages({ members: 4, traitorsTolerated, order, traitors }));
      expect([found.holds, found.complete]).toEqual([true, true]);
    }
  });

  test("the number of states is what it was", () => {
    const found = everything(signedMessages({ traitors: ["A"] }));
    expect(found.distinct).toMatchInlineSnapshot(`56`);
  });

  test("messages that come twice change nothing", () => {
    const found = explore({ protocol: signedMessages({ traitors: ["A"] }), properties: safety, network: "persistent" });
    expect(found.holds).toBe(true);
  });
});

test("1,000 seeds of copies and reordering: seven generals withstand two traitors, whoever they are and whatever they say", () => {
  const names = ["A", "B", "C", "D", "E", "F", "G"];
  for (let seed = 1; seed <= 1000; seed++) {
    const traitors = [names[seed % 7]!, names[(seed + 1 + (seed % 6)) % 7]!];
    const protocol = signedMessages({ members: 7, traitorsTolerated: 2, order: orders[seed % 2]!, traitors });
    const network = { latencyMs: [1, 200], duplication: 0.2, reordering: 0.3 } as const;
    const run = simulate({ protocol, seed, network, properties: safety, trace: false });
    expect(run.violation, `seed ${seed}`).toBeUndefined();
  }
});

describe("broken twins, and the shortest run that catches each", () => {
  const twins: readonly { name: string; twin: (options: SignedMessagesOptions) => SignedMessages; traitor: string }[] =
    [
      { name: "does not check signatures", twin: signedMessagesWith({ verify: () => true }), traitor: "C" },
      { name: "does not pass orders on", twin: signedMessagesWith({ relay: () => undefined }), traitor: "A" },
      {
        name: "checks only who signed, not what",
        twin: signedMessagesWith({
          verify: ({ signatures }, { commander }) => signatures[0]?.signer === commander,
        }),
        traitor: "C",
      },
    ];

  test.each(twins)("a lieutenant who $name", ({ name, twin, traitor }) => {
    const found = everything(twin({ traitors: [traitor] }));
    expect(found.holds).toBe(false);
    expectTrace(found.counterexample!.trace, `signed-messages-of-one-who-${name.replaceAll(/[^a-z]+/g, "-")}`);
    expect(everything(signedMessages({ traitors: [traitor] })).holds).toBe(true);
  });

  test("one round too few: four generals who prepare for one traitor fall to two", () => {
    const broken = { members: 4, traitorsTolerated: 1, traitors: ["A", "D"] };
    const { counterexample } = everything(signedMessages(broken));
    expect(counterexample?.property).toBe(loyalAgree.name);
    expectTrace(counterexample!.trace, "signed-messages-one-round-too-few");
    expect(everything(signedMessages({ ...broken, traitorsTolerated: 2 })).holds).toBe(true);
  });
});

test.each([
  [{ traitorsTolerated: 0.5 }, "traitorsTolerated is 0.5; allowed is a whole number from 0"],
  [{ traitors: ["Z"] }, "traitors names Z; allowed are A, B, C"],
])("%j is refused", (options, message) => {
  expect(() => signedMessages(options)).toThrow(new RangeError(message));
});
