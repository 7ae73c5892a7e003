/** Judges `07-clocks/snapshot`: each rule by itself, then every order of arrival on links that keep their order. */
import { chandyLamportWith, grading } from "distlab";
import type { ChandyLamportConfig, ChandyLamportOptions, ChandyLamportState, SnapshotAnswer } from "distlab";

const config: ChandyLamportConfig = {
  members: ["A", "B", "C"],
  money: 100,
  amount: 10,
  payments: 5,
  payEveryMs: [5, 15],
  initiators: ["A"],
  recordAtMs: 50,
};

const branch = (money: number): ChandyLamportState => ({ self: "A", money, paymentsLeft: 0, recorded: null });

const recordIt = (answer: grading.Answer, state: ChandyLamportState) =>
  grading.attempt(answer.handler<SnapshotAnswer["record"]>("record"), state, (out) => [out, config]);
const mark = (answer: grading.Answer, state: ChandyLamportState, from: string) =>
  grading.attempt(answer.handler<SnapshotAnswer["marker"]>("marker"), state, (out) => [from, out, config]);
const pay = (answer: grading.Answer, state: ChandyLamportState, amount: number, from: string): ChandyLamportState =>
  grading.attempt(answer.handler<SnapshotAnswer["payment"]>("payment"), state, (out) => [amount, from, out]).state;

/** What the picture says was on its way from `from`. */
const onItsWay = (state: ChandyLamportState, from: string): number =>
  (state.recorded?.links?.[from] ?? []).reduce((sum, amount) => sum + amount, 0);

/** The branch after it has recorded, which it must have done for the other rules to be tried. */
function recorded(answer: grading.Answer, money: number): ChandyLamportState {
  const { state } = recordIt(answer, branch(money));
  grading.expectTrue(state.recorded !== null, "after record, state.recorded is still null");
  return state;
}

function everyOrder(answer: grading.Answer, options: ChandyLamportOptions) {
  const bank = chandyLamportWith({
    record: answer.handler<SnapshotAnswer["record"]>("record"),
    marker: answer.handler<SnapshotAnswer["marker"]>("marker"),
    payment: answer.handler<SnapshotAnswer["payment"]>("payment"),
  })({ money: 1, amount: 1, ...options });
  const { safety, liveness } = bank.contract!;
  return { protocol: bank, properties: [...safety, ...liveness], network: "ordered" as const };
}

export default grading.exercise({
  id: "07-clocks/snapshot",
  title: "A picture of a bank that never stops",
  kind: "write",
  exports: ["record", "marker", "payment"],
  hints: [
    "`record` writes down `state.money` as it is now and waits for a marker of everybody else; it sends them its own at once, before anything else goes out.",
    "A link keeps its order, so what comes before its marker was sent before its sender wrote down his figure: he does not have it any more. What comes after the marker, he still had.",
    "`payment` always raises `state.money`. It also goes to the link's list where this branch has recorded and is still waiting for that link's marker.",
  ],
  difference:
    "The reference keeps the payments of a link one by one. Their sum would do for an auditor; the list also says which payments were under way.",
  checks: [
    grading.example({
      name: "the branch writes down what it has, and each other branch is sent one marker",
      points: 2,
      hint: "`state.recorded = { money, links, awaiting }`, and `out.send` to everybody in `config.members` but yourself.",
      run(answer) {
        const { state, sent } = recordIt(answer, branch(70));
        grading.expectEqual(state.recorded?.money ?? null, 70, "what the picture says that A has, who has 70");
        grading.expectEqual([...(state.recorded?.awaiting ?? [])].toSorted(), ["B", "C"], "whose markers A waits for");
        grading.expectEqual(sent.map(({ to }) => to).toSorted(), ["B", "C"], "who is sent a message");
        const kinds = [...new Set(sent.map(({ message }) => (message as { kind?: string } | null)?.kind ?? null))];
        grading.expectEqual(kinds, ["Marker"], "the kinds of these messages");
        grading.expectEqual(state.money, 70, "what A has afterwards");
      },
    }),
    grading.example({
      name: "without a snapshot, money is only money",
      points: 1,
      hint: "`state.recorded` is null before this branch has recorded.",
      run(answer) {
        const paid = pay(answer, branch(70), 10, "B");
        grading.expectEqual(
          [paid.money, paid.recorded],
          [80, null],
          "A's money, who had 70 and is paid 10, and its picture",
        );
      },
    }),
    grading.example({
      name: "what comes between the figure and the link's marker was on its way",
      points: 2,
      hint: "It raises `state.money` and goes to the link's list; `recorded.money` stays what it was.",
      run(answer) {
        const once = pay(answer, recorded(answer, 70), 10, "B");
        const twice = pay(answer, pay(answer, once, 5, "B"), 7, "C");
        grading.expectEqual(twice.money, 92, "what A has, who had 70 and was paid 10, 5 and 7");
        grading.expectEqual(twice.recorded!.money, 70, "what the picture says that A had");
        grading.expectEqual(onItsWay(twice, "B"), 15, "what the picture says was on its way from B");
        grading.expectEqual(onItsWay(twice, "C"), 7, "what the picture says was on its way from C");
      },
    }),
    grading.example({
      name: "a marker ends its own link, and no other",
      points: 1,
      hint: "`marker` takes `from`, and only `from`, out of `awaiting`, and tells nobody. `payment` looks whether its own sender is still in there, not whether anybody is.",
      run(answer) {
        const marked = mark(answer, recorded(answer, 70), "B");
        grading.expectEqual(
          marked.sent.length,
          0,
          "how many messages A sends when B's marker comes after its own record",
        );
        grading.expectEqual(marked.state.recorded!.awaiting, ["C"], "whose markers A waits for");
        const paid = pay(answer, pay(answer, marked.state, 10, "B"), 7, "C");
        grading.expectEqual(paid.money, 87, "what A has, who had 70 and was paid 10 and 7");
        grading.expectEqual(onItsWay(paid, "B"), 0, "what came from B after its marker and is in the picture");
        grading.expectEqual(
          onItsWay(paid, "C"),
          7,
          "what came from C, whose marker has not come, and is in the picture",
        );
      },
    }),
    grading.exhaustive({
      name: "two branches that both begin, two payments each: in every order",
      points: 3,
      hint: "Add up the picture in the run: which payment is in it twice, or not at all? If it is never complete, who is still in `awaiting`?",
      explore: (answer) => everyOrder(answer, { members: 2, payments: 2, initiators: ["A", "B"] }),
    }),
    grading.exhaustive({
      name: "three branches, a payment each: in every order",
      points: 3,
      hint: "A branch may get its first marker from one that did not begin. That one's link is then closed; the others are open.",
      explore: (answer) => everyOrder(answer, { members: 3, payments: 1 }),
    }),
  ],
});
