/** Judges `12-leader-election/fencing`: each rule by itself, then two sleepy clients and two servers that crash. */
import { always, grading, sometimes } from "distlab";
import type {
  Data,
  ExploreOptions,
  FencingRules,
  NodeId,
  Out,
  Property,
  Protocol,
  TokenLock,
  TokenStorage,
  World,
} from "distlab";

function grant(answer: grading.Answer, lastToken: number) {
  const rule = answer.handler<FencingRules["grant"]>("grant");
  return grading.attempt(rule, { lastToken } as TokenLock, (out) => ["A", out]);
}

function write(answer: grading.Answer, storage: TokenStorage, token: number, value: Data) {
  const rule = answer.handler<FencingRules["write"]>("write");
  return grading.attempt(rule, storage, (out) => [{ token, value }, "A", out]);
}

const accepted = ({ sent }: { readonly sent: readonly { readonly message: Data }[] }): Data =>
  sent.map(({ message }) => (message as { accepted?: boolean }).accepted ?? null);

const order = ({ effects }: { readonly effects: readonly { readonly kind: string }[] }): string[] =>
  effects.map(({ kind }) => kind).filter((kind) => kind === "save" || kind === "send");

type Message =
  | { kind: "Acquire" }
  | { kind: "Granted"; token: number }
  | { kind: "Write"; token: number; value: Data }
  | { kind: "WriteReply"; token: number; accepted: boolean };
type Client = { tokens: number[]; writes: number };
type Stored = TokenStorage & { history: number[] };
type Node<State, Saved> = Protocol<State & { [key: string]: Data }, Message, "write", Saved & { [key: string]: Data }>;

const client: Node<Client, never> = {
  name: "client",
  start(_self, _saved, out) {
    out.send("lock", { kind: "Acquire" });
    return { tokens: [], writes: 0 };
  },
  onMessage(state, message, _from, out) {
    if (message.kind !== "Granted") return;
    state.tokens = [...state.tokens, message.token];
    out.setTimer("write", [10, 20]);
  },
  onTimer(state, _timer, out) {
    const token = state.tokens.at(-1)!;
    state.writes += 1;
    out.send("storage", { kind: "Write", token, value: token });
    if (state.writes < 2) out.setTimer("write", [10, 20]);
  },
};

function lockWith(rule: FencingRules["grant"]): Node<TokenLock, TokenLock> {
  return {
    name: "lock",
    start: (_self, saved) => ({ lastToken: saved?.lastToken ?? 32 }),
    onMessage: (state, message, from, out) => {
      if (message.kind === "Acquire")
        rule(state, from, out as unknown as Out<{ kind: "Granted"; token: number }, never, TokenLock>);
    },
    onTimer: () => undefined,
  };
}

/** Beside what is stored, the tokens of all that was ever stored, in order. */
function storageWith(rule: FencingRules["write"]): Node<Stored, Stored> {
  return {
    name: "storage",
    start: (_self, saved) => ({
      highest: saved?.highest ?? 0,
      value: saved?.value ?? null,
      history: saved?.history ?? [],
    }),
    onMessage(state, message, from, out) {
      if (message.kind !== "Write") return;
      const within = {
        send: (to: NodeId, reply: Message) => out.send(to, reply),
        save(storage: TokenStorage) {
          if (typeof storage.value === "number" && storage.value !== state.history.at(-1))
            state.history = [...state.history, storage.value];
          out.save({ highest: storage.highest, value: storage.value, history: state.history });
        },
      };
      rule(
        state,
        { token: message.token, value: message.value },
        from,
        within as unknown as Parameters<FencingRules["write"]>[3],
      );
    },
    onTimer: () => undefined,
  };
}

const historyOf = (world: World): readonly number[] => (world.saved("storage") as Stored | null)?.history ?? [];
const tokensOf = (world: World, node: NodeId): readonly number[] => (world.state(node) as Client | null)?.tokens ?? [];

const properties: Property[] = [
  always("nobody overwrites what a later holder wrote", (world: World) => {
    const history = historyOf(world);
    const late = history.findIndex((token, index) => index > 0 && token < history[index - 1]!);
    return late < 0 || `token ${history[late]} wrote over token ${history[late - 1]}`;
  }),
  always("no two clients hold the same token", (world: World) => {
    const same = tokensOf(world, "A").find((token) => tokensOf(world, "B").includes(token));
    return same === undefined || `A and B both hold token ${same}`;
  }),
  sometimes("both clients have written", (world: World) => historyOf(world).length > 1),
];

export default grading.exercise({
  id: "12-leader-election/fencing",
  title: "The token",
  kind: "write",
  exports: ["grant", "write"],
  hints: [
    "The lock service's whole task is that no later holder has an earlier token, whatever crashes.",
    "Lower is refused. Equal is the same holder again.",
    "One save holds both the value and the highest token. It comes before the reply.",
  ],
  difference: "The reference tells who is refused, with the client's own token, so that it can stop working in vain.",
  checks: [
    grading.example({
      name: "every grant has a higher token, which is saved before it is told",
      points: 2,
      hint: "After a crash the lock service knows what it has saved, and counts on from there.",
      run(answer) {
        const tried = grant(answer, 33);
        const token = (tried.sent[0]?.message as { token?: number } | undefined)?.token ?? null;
        grading.expectTrue(
          typeof token === "number" && token > 33,
          `the token after 33 is ${JSON.stringify(token)}, which is not above it`,
        );
        grading.expectEqual(
          (tried.saved.at(-1) as TokenLock | undefined)?.lastToken ?? null,
          token,
          "the last token on disk after a grant",
        );
        grading.expectEqual(order(tried), ["save", "send"], "the order of saving and telling");
      },
    }),
    grading.example({
      name: "a write with a lower token is refused, and changes nothing",
      points: 2,
      hint: "Compare with the highest token that the storage has seen.",
      run(answer) {
        const tried = write(answer, { highest: 34, value: "B's" }, 33, "A's");
        grading.expectEqual(
          [accepted(tried), tried.state.highest, tried.state.value],
          [[false], 34, "B's"],
          "reply, highest token and value after a write with 33, when 34 has written",
        );
      },
    }),
    grading.example({
      name: "the holder may write again",
      points: 2,
      hint: "Its token is equal to the highest.",
      run(answer) {
        const tried = write(answer, { highest: 34, value: "first" }, 34, "second");
        grading.expectEqual(
          [accepted(tried), tried.state.value],
          [[true], "second"],
          "reply and value after a second write with 34",
        );
      },
    }),
    grading.example({
      name: "what is accepted is on disk before the reply, with its token",
      points: 2,
      hint: "A storage that forgets the highest token is one without fencing, after every restart.",
      run(answer) {
        const tried = write(answer, { highest: 33, value: "A's" }, 34, "B's");
        const { highest, value } = (tried.saved.at(-1) ?? { highest: null, value: null }) as {
          highest: Data;
          value: Data;
        };
        grading.expectEqual([highest, value], [34, "B's"], "highest token and value on disk after a write with 34");
        grading.expectEqual(order(tried), ["save", "send"], "the order of saving and replying");
      },
    }),
    grading.exhaustive({
      name: "two clients that sleep, a lock and a storage that crash: nobody overwrites a later holder",
      points: 4,
      hint: "Which token does the second client get after the lock service has crashed? What does the storage know after it has?",
      explore: (answer) =>
        ({
          protocol: {
            A: client,
            B: client,
            lock: lockWith(answer.handler<FencingRules["grant"]>("grant")),
            storage: storageWith(answer.handler<FencingRules["write"]>("write")),
          },
          properties,
          time: "asynchronous",
          firings: 3,
          faults: { crashes: { lock: 1, storage: 1 }, restarts: { lock: 1, storage: 1 } },
        }) as unknown as ExploreOptions,
    }),
  ],
});
