/** Judges `05-two-generals/idempotent-receiver`: two clients and a replica whose handler is the answer's. */
import { always, grading, remoteCall, sometimes } from "distlab";
import type { AnyProtocol, ClientState, Data, IdempotentReceiver, Property, ReplicaTable, World } from "distlab";

type Receive = IdempotentReceiver["receive"];

const empty: ReplicaTable = { rows: [], memory: {} };

/** The system: so many rows for each client, whose ids are alike. */
function shop(
  answer: grading.Answer,
  calls: { ann: number; bob: number },
  attempts: number,
): { readonly [node: string]: AnyProtocol } {
  const receive = answer.handler<Receive>("receive");
  const replica = {
    name: "replica",
    start: (): ReplicaTable => ({ rows: [], memory: {} }),
    onMessage: receive,
    view: (state: ReplicaTable) => ({ fields: { rows: state.rows } }),
  };
  const client = (name: "ann" | "bob") => {
    const rows = Array.from({ length: calls[name] }, (_, index) => `${name} ${index + 1}`);
    return remoteCall({ calls: rows, attempts, client: name, server: "replica" })[name]! as unknown as AnyProtocol;
  };
  return { ann: client("ann"), bob: client("bob"), replica: replica as unknown as AnyProtocol };
}

const table = (world: World): readonly Data[] => (world.state("replica") as ReplicaTable | null)?.rows ?? [];

const onceEach: Property = always("no row is in the table twice", (world) => {
  const rows = table(world);
  const twice = rows.find((row, index) => rows.indexOf(row) !== index);
  return twice === undefined || `${JSON.stringify(twice)} is in the table twice`;
});

const truthful: Property = always("a reply names the row that was asked for", (world) => {
  for (const { client, operation, result } of world.history) {
    if (result === undefined || table(world)[Number(result) - 1] === operation) continue;
    return `${client} is told that ${JSON.stringify(operation)} is row ${String(result)}, which is ${JSON.stringify(table(world)[Number(result) - 1] ?? null)}`;
  }
  return true;
});

function unanswered(world: Pick<World, "state">): string | undefined {
  return ["ann", "bob"].find((client) => {
    const state = world.state(client) as ClientState | null;
    return state === null || state.outcomes.filter((outcome) => outcome === "done").length < state.calls;
  });
}

/** Without it, a replica that does nothing would be safe. */
const everyoneIsAnswered: Property = sometimes("every request is answered", (world) => unanswered(world) === undefined);

function receiveOnce(answer: grading.Answer, state: ReplicaTable, client: string, id: number, body: Data) {
  const request = { kind: "Call", id, body };
  return grading.attempt(answer.handler<Receive>("receive"), state, (out) => [request, client, out]);
}

/** More than one reply does no harm: the line may repeat it anyway. */
function expectReply(
  sent: grading.Attempt<Data>["sent"],
  { to, id, result }: { to: string; id: number; result: number },
) {
  const expected = { to, message: { kind: "Reply", id, result } };
  grading.expectTrue(sent.length > 0, "there is no reply", { expected: `a reply to ${to}`, happened: "silence" });
  for (const one of sent) grading.expectEqual(one, expected, "the reply");
}

export default grading.exercise({
  id: "05-two-generals/idempotent-receiver",
  title: "The replica that gets Bob once",
  kind: "write",
  exports: ["receive"],
  hints: [
    "What can tell the replica that it has seen a request before? Keep it in `state.memory`.",
    "The reply to a repeated request may be the one that gets through: send it again, and let it say what it said before.",
    "Remember each request under its client and its id together, for example `${client}/${request.id}`, with the result.",
  ],
  difference:
    "The reference keeps every id for ever. A real server lets clients say which replies they have had, and forgets those.",
  checks: [
    grading.example({
      name: "a request is performed and answered",
      points: 1,
      hint: "`state.rows.push(request.body)`, then `out.send(client, …)` with the number of the row.",
      run(answer) {
        const { state, sent } = receiveOnce(answer, empty, "ann", 0, "10 Bob");
        grading.expectEqual(state.rows, ["10 Bob"], "the table after one request");
        expectReply(sent, { to: "ann", id: 0, result: 1 });
      },
    }),
    grading.example({
      name: "a repeated request gets the same reply and changes nothing",
      points: 2,
      hint: "A copy of request 0 may arrive when request 1 has long been served: what was the reply to 0? Silence would make the client ask for ever.",
      run(answer) {
        const first = receiveOnce(answer, empty, "ann", 0, "10 Bob");
        const other = receiveOnce(answer, first.state, "ann", 1, "11 Eve");
        const again = receiveOnce(answer, other.state, "ann", 0, "10 Bob");
        grading.expectEqual(again.state.rows, ["10 Bob", "11 Eve"], "the table after the first request has come again");
        expectReply(again.sent, { to: "ann", id: 0, result: 1 });
      },
    }),
    grading.example({
      name: "two clients may use the same id",
      points: 1,
      hint: "Whose request 0 is it?",
      run(answer) {
        const first = receiveOnce(answer, empty, "ann", 0, "10 Bob");
        const second = receiveOnce(answer, first.state, "bob", 0, "11 Eve");
        grading.expectEqual(
          second.state.rows,
          ["10 Bob", "11 Eve"],
          "the table after request 0 of ann and request 0 of bob",
        );
      },
    }),
    grading.example({
      name: "the same row may be asked for twice",
      points: 1,
      hint: "Two people may be called Bob: it is the request that is repeated, not what it says.",
      run(answer) {
        const first = receiveOnce(answer, empty, "ann", 0, "Bob");
        const second = receiveOnce(answer, first.state, "ann", 1, "Bob");
        grading.expectEqual(second.state.rows, ["Bob", "Bob"], "the table after requests 0 and 1, both for a row Bob");
      },
    }),
    grading.seeds({
      name: "over a bad line every row is inserted once",
      points: 3,
      hint: "Look for the copy of a request that arrives late.",
      seeds: 200,
      simulate: (answer) => ({
        run: (seed) => ({
          protocol: shop(answer, { ann: 3, bob: 3 }, 30),
          network: { latencyMs: [10, 150], loss: 0.25, duplication: 0.2 },
          seed,
        }),
        properties: [onceEach, truthful],
        check: (run) => {
          const client = unanswered({ state: (node) => run.states[node] ?? null });
          return client === undefined || `${client} has asked 30 times and waits for a reply still`;
        },
      }),
    }),
    grading.exhaustive({
      name: "whatever is lost or repeated on the way, no row is inserted twice",
      points: 3,
      hint: "The run that is shown is the shortest that goes wrong: find the message that makes the replica forget, or keep silent.",
      explore: (answer) => ({
        protocol: shop(answer, { ann: 2, bob: 1 }, 2),
        properties: [onceEach, truthful, everyoneIsAnswered],
        time: "asynchronous",
        faults: { drops: 1, duplicates: 1 },
        firings: 1,
      }),
    }),
  ],
});
