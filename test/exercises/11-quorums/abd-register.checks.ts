/** Judges `11-quorums/abd-register`: the rules by themselves, every run of a writer and a reader, and seeds. */
import { abdHandlers, abdRegisterWith, checkLinearizable, crash, grading, linearizable, models } from "distlab";
import type {
  AbdClientState,
  AbdConfig,
  AbdFirst,
  AbdHandlers,
  AbdNext,
  AbdOperation,
  AbdOptions,
  AbdOut,
  AbdRegisterRules,
  AbdTag,
  AbdTagged,
} from "distlab";

const read: AbdOperation = { kind: "read" };
const write = (value: string): AbdOperation => ({ kind: "write", value });
const tagged = (number: number, writer: string): AbdTagged => ({
  tag: { number, writer },
  value: `${writer}${number}`,
});

/** The replicas that have not answered in this phase: all of them, or one by one. */
function ask(state: AbdClientState, out: AbdOut, config: AbdConfig): void {
  const { begun: operation, storing: held } = state;
  const silent = config.replicas.filter((replica) => !Object.hasOwn(held ? state.stored : state.answers, replica));
  for (const replica of config.asks === "all" ? silent : [out.choose(silent)]) {
    out.send(replica, held ? { kind: "Store", operation, held } : { kind: "Query", operation });
  }
}

function store(state: AbdClientState, held: AbdTagged, out: AbdOut, config: AbdConfig): void {
  Object.assign(state, { phase: "store", answers: {}, storing: held });
  if (held.tag.number > state.lastNumber) {
    state.lastNumber = held.tag.number;
    out.save({ begun: state.begun, lastNumber: state.lastNumber });
  }
  ask(state, out, config);
}

/** The library's register, with the answer's three rules in it. */
function register(answer: grading.Answer, options: AbdOptions): ReturnType<ReturnType<typeof abdRegisterWith>> {
  const rules: AbdRegisterRules = {
    begin: answer.handler<AbdRegisterRules["begin"]>("begin"),
    afterQuery: answer.handler<AbdRegisterRules["afterQuery"]>("afterQuery"),
    keeps: answer.handler<AbdRegisterRules["keeps"]>("keeps"),
  };
  const handlers: Partial<AbdHandlers> = {
    begin(state, operation, out, config) {
      const first: AbdFirst = rules.begin(operation, state.self, state.lastNumber);
      if (first.kind === "store") return store(state, first.held, out, config);
      abdHandlers.begin(state, operation, out, config);
    },
    queryReply(state, reply, replica, out, config) {
      if (state.phase !== "query" || reply.operation !== state.begun) return;
      state.answers[replica] = reply.held;
      const answers = Object.values(state.answers);
      if (answers.length <= config.replicas.length / 2) {
        if (config.asks !== "all") ask(state, out, config);
        return;
      }
      const operation = config.clients[state.self]![state.begun - 1]!;
      const next: AbdNext = rules.afterQuery(operation, answers, state.self, state.lastNumber);
      if (next.kind === "store") return store(state, next.held, out, config);
      out.complete(next.value);
      Object.assign(state, { phase: "idle", answers: {}, storing: null, stored: {} });
    },
    store(state, request, client, out) {
      if (rules.keeps(state.held.tag, request.held.tag)) {
        state.held = request.held;
        out.save({ held: state.held });
      }
      out.send(client, { kind: "StoreReply", operation: request.operation });
    },
  };
  return abdRegisterWith(handlers)(options);
}

const several = (name: string): AbdOperation[] => [write(`${name}1`), read, write(`${name}2`), read, write(`${name}3`)];
const busy = { U: several("u"), V: several("v"), R: [read, read, read, read, read, read] };

export default grading.exercise({
  id: "11-quorums/abd-register",
  title: "The ABD register",
  kind: "write",
  exports: ["begin", "afterQuery", "keeps"],
  hints: [
    "Both reads and writes have two phases, and the first is the same.",
    "After its first phase a read knows the newest of a majority's values. Who else has to know it before the read may return?",
    "Two clients may choose the same number at the same moment. What else is in a tag?",
  ],
  difference: "The reference always stores before a read returns; it need not if all answers were the same.",
  checks: [
    grading.example({
      name: "tags are ordered by number, then by name",
      points: 2,
      hint: "`keeps` is true only for a higher tag: a message that comes late or twice changes nothing.",
      run(answer) {
        const keeps = (held: AbdTag, offered: AbdTag): unknown => answer.call("keeps", held, offered);
        const tag = (number: number, writer: string): AbdTag => ({ number, writer });
        grading.expectTrue(keeps(tag(0, ""), tag(1, "U")) === true, "a replica with 0 does not take 1U");
        grading.expectTrue(keeps(tag(2, "U"), tag(1, "V")) === false, "a replica with 2U takes 1V");
        grading.expectTrue(keeps(tag(2, "U"), tag(2, "V")) === true, "a replica with 2U does not take 2V");
        grading.expectTrue(keeps(tag(2, "V"), tag(2, "U")) === false, "a replica with 2V takes 2U");
        grading.expectTrue(keeps(tag(9, "U"), tag(10, "U")) === true, "a replica with 9U does not take 10U");
      },
    }),
    grading.example({
      name: "a write is above all that it has heard of, under its own name",
      points: 2,
      hint: "Above the answers and above its own last number, which may still be on its way with another value.",
      run(answer) {
        const tagOf = (answers: AbdTagged[], self: string, last: number): AbdTag => {
          const next = answer.call("afterQuery", write("x"), answers as never, self, last) as AbdNext;
          grading.expectEqual(next.kind, "store", "what a write does after its question");
          return (next as { held: AbdTagged }).held.tag;
        };
        const { number, writer } = tagOf([tagged(3, "U"), tagged(5, "V")], "R", 2);
        grading.expectTrue(number > 5, `R's write has the number ${number} after it has heard of 3U and 5V`);
        grading.expectEqual(writer, "R", "the writer in the tag of R's write");
        const after = tagOf([tagged(0, ""), tagged(1, "V")], "U", 4).number;
        grading.expectTrue(after > 4, `U's write has the number ${after}, though U has used 4 before a crash`);
      },
    }),
    grading.exhaustive({
      name: "one writer, a client that reads twice, three replicas: linearizable in every interleaving",
      points: 4,
      hint: "Read the shortest run: what had the first reader seen, and who else knew of it then?",
      explore: (answer) => ({
        protocol: register(answer, {
          clients: { U: [write("u")], R: [read, read] },
          asks: "one by one",
          retryMs: Infinity,
          pauseMs: [1, 9],
        }),
        properties: [linearizable(models.register())],
        symmetry: [["A", "B", "C"]],
      }),
    }),
    grading.seeds({
      name: "two writers and a reader: linearizable, with late messages and a crash, and all are answered",
      points: 4,
      hint: "The verdict names the operations that do not fit together.",
      seeds: 120,
      simulate: (answer) => ({
        run: (seed) => ({
          protocol: register(answer, { clients: busy, retryMs: 150, pauseMs: [0, 40] }),
          network: { latencyMs: [1, 60], duplication: 0.05 },
          faults: seed % 3 === 0 ? [crash("U", { atMs: 60 + (seed % 40), restartAtMs: 140 })] : [],
          untilMs: 3000,
        }),
        check(run) {
          const open = run.history.filter(({ client, returned }) => client !== "U" && returned === undefined).length;
          if (run.history.length < 15 || open > 0) return `${open} operations of V and R never returned`;
          const { verdict, why } = checkLinearizable(run.history, models.register());
          return verdict === "linearizable" || why || verdict;
        },
      }),
    }),
  ],
});
