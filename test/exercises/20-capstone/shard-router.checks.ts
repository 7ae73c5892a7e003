/** Judges `20-capstone/shard-router`: each rule by itself, then tellers that find their way with it. */
import { grading } from "distlab";
import type { Data, ReplacedBankRules, RouterRules, RoutingTable } from "distlab";
import { judgeBank, stormyBank, wrongAtMs } from "../bank-storms";

const servers = { A: ["A1", "A2", "A3"], B: ["B1", "B2", "B3"], C: ["C1", "C2", "C3"] };
const slots = ["A", "B", "C", "C", "A", "B"];
const table = (asks: { A?: string; B?: string; C?: string } = {}): RoutingTable => ({
  slots,
  servers,
  asks: { A: "A1", B: "B1", C: "C1", ...asks },
});

const asksOf = (given: Data): Data => (given as { asks?: Data } | null)?.asks ?? null;

function refusal(answer: grading.Answer, before: RoutingTable, server: string, leader: string | null): Data {
  return asksOf(answer.call("afterRefusal", before, server, leader));
}

function silence(answer: grading.Answer, before: RoutingTable, server: string): RoutingTable {
  return answer.call("afterSilence", before, server) as RoutingTable;
}

function router(answer: grading.Answer): ReplacedBankRules {
  return {
    bank: {
      serverFor: answer.handler<RouterRules["serverFor"]>("serverFor"),
      afterRefusal: answer.handler<RouterRules["afterRefusal"]>("afterRefusal"),
      afterSilence: answer.handler<RouterRules["afterSilence"]>("afterSilence"),
    },
  };
}

export default grading.exercise({
  id: "20-capstone/shard-router",
  title: "Where does an account live?",
  kind: "write",
  exports: ["serverFor", "afterRefusal", "afterSilence"],
  hints: [
    "`serverFor` is two look-ups: slot to shard, shard to server.",
    "A refusal can be late: the teller may have moved on to another server since. How can you tell from the table?",
    "Return a new table: `{ ...table, asks: { ...table.asks, [shard]: server } }`.",
  ],
  difference:
    "The reference finds the shard by looking which one is asked through this server: that leaves out old refusals by itself.",
  checks: [
    grading.example({
      name: "asks the shard that owns the slot, through the server that is believed to lead it",
      points: 2,
      hint: "The table's `slots` gives the shard's name, and `asks` the server.",
      run(answer) {
        const asked = slots.map((_, slot) => answer.call("serverFor", table({ B: "B3" }), slot));
        grading.expectEqual(asked, ["A1", "B3", "C1", "C1", "A1", "B3"], "whom it asks about slots 0 to 5");
      },
    }),
    grading.example({
      name: "follows a refusal that names the leader",
      points: 2,
      hint: "From now on that shard is asked through the leader that was named.",
      run: (answer) =>
        grading.expectEqual(
          refusal(answer, table(), "B1", "B3"),
          { A: "A1", B: "B3", C: "C1" },
          "whom it asks after B1 has said that B3 leads",
        ),
    }),
    grading.example({
      name: "an old refusal changes nothing",
      points: 2,
      hint: "B1 is not asked any more; perhaps it was silent for too long. What it says now is about the past.",
      run(answer) {
        const after = (asked: string): Data => refusal(answer, table({ B: asked }), "B1", "B3");
        grading.expectEqual(
          [after("B2"), after("B1")],
          [
            { A: "A1", B: "B2", C: "C1" },
            { A: "A1", B: "B3", C: "C1" },
          ],
          "whom it asks after a refusal by B1 that names B3, first while it asks B2, then while it asks B1",
        );
      },
    }),
    grading.example({
      name: "is not sent to a server that is none of the shard's",
      points: 2,
      hint: "A name that is not in the shard's list must not be asked, whoever says so.",
      run(answer) {
        grading.expectEqual(
          refusal(answer, table(), "B1", "B2"),
          { A: "A1", B: "B2", C: "C1" },
          "whom it asks after B1 has named B2, which is one of the shard's",
        );
        const strangers = ["A1", "Z9"].map((leader) => refusal(answer, table(), "B1", leader) as { B?: Data } | null);
        const isOwn = strangers.every((asks) => servers.B.includes(String(asks?.B)));
        grading.expectTrue(
          isOwn,
          "B1 named A1, then Z9, as its leader, and the shard B is asked through a stranger now",
        );
      },
    }),
    grading.example({
      name: "after silence asks one after the other, and only in that shard",
      points: 3,
      hint: "Three times silence, and every server of the shard has been asked once; the others' turn has not changed.",
      run(answer) {
        let now = table({ A: "A2" });
        const asked: Data[] = [];
        for (let time = 0; time < 3; time++) {
          now = silence(answer, now, now.asks["B"]!);
          asked.push(now.asks["B"]!);
          grading.expectEqual([now.asks["A"]!, now.asks["C"]!], ["A2", "C1"], "whom it asks for the shards A and C");
        }
        grading.expectEqual(
          [...asked].toSorted(),
          servers.B,
          "the servers of B that were asked after three silences, in order",
        );
      },
    }),
    grading.seeds({
      name: "tellers find their way in a storm",
      points: 4,
      hint: "Two shards of three servers; leaders crash and are cut off.",
      seeds: 30,
      simulate: (answer) => ({ run: (seed) => stormyBank(router(answer), seed), properties: [], check: judgeBank }),
      wrongAtMs,
    }),
  ],
});
