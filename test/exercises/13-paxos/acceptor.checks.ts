/** Judges `13-paxos/acceptor`: each rule by itself, then every run of two proposers over three such acceptors. */
import { grading, paxosWith } from "distlab";
import type {
  AcceptorOut,
  AcceptorReply,
  AcceptorRules,
  Ballot,
  Data,
  PaxosAcceptor,
  PaxosOut,
  PaxosState,
} from "distlab";

const ballot = (round: number, proposer = "A"): Ballot => ({ round, proposer });
const holds = (promised: Ballot | null, accepted: PaxosAcceptor["accepted"] = null): PaxosAcceptor => ({
  promised,
  accepted,
});

function prepare(answer: grading.Answer, acceptor: PaxosAcceptor, asked: Ballot) {
  const rule = answer.handler<AcceptorRules["prepare"]>("prepare");
  return grading.attempt(rule, acceptor, (out) => [{ ballot: asked }, asked.proposer, out]);
}

function accept(answer: grading.Answer, acceptor: PaxosAcceptor, asked: Ballot, value: Data) {
  const rule = answer.handler<AcceptorRules["accept"]>("accept");
  return grading.attempt(rule, acceptor, (out) => [{ ballot: asked, value }, asked.proposer, out]);
}

type Tried = ReturnType<typeof prepare>;

/** What it said, refusals left out: silence is as good. */
const said = ({ sent }: Tried): Data[] =>
  sent.map(({ message }) => message as AcceptorReply).filter(({ kind }) => kind !== "Refused");

function expectSavedFirst({ effects }: Tried, what: string): void {
  const kinds = effects.map(({ kind }) => kind).filter((kind) => kind === "save" || kind === "send");
  grading.expectEqual(kinds.slice(0, 2), ["save", "send"], `the order of saving and answering ${what}`);
}

/** The learner's acceptor inside the library's Paxos: its answers go to all learners, its saves beside the proposer's. */
function members(answer: grading.Answer) {
  const rules = {
    prepare: answer.handler<AcceptorRules["prepare"]>("prepare"),
    accept: answer.handler<AcceptorRules["accept"]>("accept"),
  };
  const within = (state: PaxosState, out: PaxosOut, learners: readonly string[]): AcceptorOut =>
    ({
      save: (acceptor: PaxosAcceptor) => out.save({ acceptor, round: state.proposer.ballot?.round ?? 0 }),
      send(to: string, message: AcceptorReply) {
        const others = message.kind === "Accepted" ? learners : [to];
        for (const other of others) out.send(other, message);
      },
    }) as AcceptorOut;
  return paxosWith({
    prepare: (state, { ballot: asked }, from, out, config) =>
      rules.prepare(state.acceptor, { ballot: asked }, from, within(state, out, config.learners)),
    accept: (state, { ballot: asked, value }, from, out, config) =>
      rules.accept(state.acceptor, { ballot: asked, value }, from, within(state, out, config.learners)),
  });
}

export default grading.exercise({
  id: "13-paxos/acceptor",
  title: "The acceptor",
  kind: "write",
  exports: ["prepare", "accept"],
  hints: [
    "Write one function that says whether a ballot is below another: by round, and where the rounds are equal by the proposer's name.",
    "Equal is not below: a proposer that asks twice gets the same answer twice.",
    "Accepting under ballot 5 must keep ballot 4 from being accepted afterwards. Which field does that?",
  ],
  difference: "The reference tells who is refused what was promised, so that the next attempt is high enough at once.",
  checks: [
    grading.example({
      name: "a promise tells what was accepted, and is saved before it is given",
      points: 2,
      hint: "`out.save(acceptor)` first, then `out.send`.",
      run(answer) {
        const accepted = { ballot: ballot(1), value: "Ann" };
        const tried = prepare(answer, holds(ballot(1), accepted), ballot(2, "C"));
        grading.expectEqual(
          said(tried),
          [{ kind: "Promise", ballot: ballot(2, "C"), accepted }],
          "the answer to prepare 2C after Ann was accepted under 1A",
        );
        grading.expectEqual(
          (tried.saved.at(-1) as PaxosAcceptor | undefined)?.promised ?? null,
          ballot(2, "C"),
          "the promised ballot that was saved",
        );
        expectSavedFirst(tried, "to prepare");
      },
    }),
    grading.example({
      name: "no promise below the one that was given",
      points: 1,
      hint: "Compare the rounds, then the names.",
      run(answer) {
        const tried = [ballot(2), ballot(3, "A")].map((asked) => prepare(answer, holds(ballot(3, "C")), asked));
        grading.expectEqual(tried.map(said), [[], []], "promises for 2A and 3A after 3C was promised");
        grading.expectEqual(
          tried.map(({ state }) => state.promised),
          [ballot(3, "C"), ballot(3, "C")],
          "what is promised afterwards",
        );
        grading.expectEqual(
          said(prepare(answer, holds(ballot(3, "A")), ballot(3, "C"))).length,
          1,
          "promises for 3C after 3A was promised",
        );
      },
    }),
    grading.example({
      name: "nothing is accepted below the promise",
      points: 2,
      hint: "The promise was: to ignore lower ballots.",
      run(answer) {
        grading.expectEqual(
          said(accept(answer, holds(ballot(3, "C")), ballot(3, "A"), "Ann")),
          [],
          "what it accepts under 3A after it promised 3C",
        );
        grading.expectEqual(
          said(accept(answer, holds(ballot(3, "C")), ballot(3, "C"), "Bob")).length,
          1,
          "what it accepts under 3C after it promised 3C",
        );
      },
    }),
    grading.example({
      name: "accepting is a promise too, and is saved before it is said",
      points: 2,
      hint: "Save, then answer. And an acceptor may accept under a ballot that it never promised: then it has promised it.",
      run(answer) {
        const tried = accept(answer, holds(ballot(1)), ballot(5), "Ann");
        grading.expectEqual(
          tried.saved.at(-1) ?? null,
          { promised: ballot(5), accepted: { ballot: ballot(5), value: "Ann" } },
          "what is saved after Ann was accepted under 5A",
        );
        expectSavedFirst(tried, "to accept");
      },
    }),
    grading.seeds({
      name: "three of them never choose twice, and choose once, through loss, crashes and delays",
      points: 4,
      hint: "Look at the acceptor that both majorities share.",
      seeds: 60,
      simulate: (answer) => ({
        run: (seed) => ({
          protocol: members(answer)({ proposals: { A: "Ann", C: "Bob" }, retryMs: [20, 80], tries: 6 }),
          network: { latencyMs: [1, 30], loss: 0.05, duplication: 0.05 },
          faults: [
            {
              kind: "crash",
              node: ["A", "B", "C"][seed % 3]!,
              atMs: 20 + (seed % 7) * 15,
              restartAtMs: 140 + (seed % 5) * 20,
            },
          ],
          untilMs: 1500,
          seed,
        }),
        properties: members(answer)({ proposals: { A: "Ann" } }).contract!.safety,
      }),
    }),
  ],
});
