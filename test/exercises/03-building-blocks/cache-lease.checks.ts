/** Judges `03-building-blocks/cache-lease`: each rule by itself, then every run of two readers and a writer, and seeds. */
import { always, grading, sometimes } from "distlab";
import type {
  CacheAsk,
  CacheDelete,
  CacheFill,
  CacheLease,
  CacheReply,
  ExploreOptions,
  LeasedCache,
  NodeId,
  Out,
  Property,
  Protocol,
  SimulateOptions,
  World,
} from "distlab";

type Request = CacheAsk | CacheFill | CacheDelete;

/** The answer's cache, and what it says to one message after another. */
function cacheOf(answer: grading.Answer) {
  const receive = answer.handler<CacheLease["receive"]>("receive");
  const evict = answer.handler<CacheLease["evict"]>("evict");
  let state: LeasedCache = { entries: {}, memory: {} };
  function tell(from: NodeId, message: Request): CacheReply[] {
    const tried = grading.attempt(receive, state, (out) => [message, from, out]);
    state = tried.state;
    return tried.sent.filter(({ to }) => to === from).map((sent) => sent.message as unknown as CacheReply);
  }
  function answered(from: NodeId, message: Request, kind: CacheReply["kind"], when: string): CacheReply {
    const replies = tell(from, message);
    const kinds = replies.map((reply) => reply.kind);
    grading.expectEqual(kinds, [kind], `what ${from} is told who sends ${message.kind} ${when}`);
    grading.expectEqual(replies[0]!.key, message.key, `the key in the ${kind} for ${from}`);
    return replies[0]!;
  }
  return {
    /** @returns the lease */
    misses(reader: NodeId, when: string, key = "bike"): number {
      const reply = answered(reader, { kind: "Get", key }, "Miss", when);
      const lease = reply.kind === "Miss" ? reply.lease : Number.NaN;
      grading.expectTrue(Number.isFinite(lease), `the lease for ${reader} is ${String(lease)}; it should be a number`);
      return lease;
    },
    hits(reader: NodeId, value: number, when: string, key = "bike"): void {
      const reply = answered(reader, { kind: "Get", key }, "Hit", when);
      grading.expectEqual(reply.kind === "Hit" ? reply.value : null, value, `the value for ${reader} ${when}`);
    },
    waits(reader: NodeId, when: string, key = "bike"): void {
      answered(reader, { kind: "Get", key }, "Wait", when);
    },
    fill(reader: NodeId, lease: number, value: number, key = "bike"): void {
      tell(reader, { kind: "Fill", key, lease, value });
    },
    remove(when: string, key = "bike"): void {
      answered("bob", { kind: "Delete", key }, "Deleted", when);
    },
    evict(key = "bike"): void {
      state = grading.attempt(evict, state, () => [key]).state;
    },
  };
}

type Read = { kind: "Read"; key: string; lease: number };
type Value = { kind: "Value"; key: string; lease: number; value: number };
type Write = { kind: "Write"; key: string };
/** A value counts the changes before it. The cache is not told which change a deletion is for. */
type Written = { kind: "Written"; key: string; value: number };
type Deletion = CacheDelete & { value: number };
type Message = CacheAsk | CacheFill | Deletion | CacheReply | Read | Value | Write | Written;

type Reader = { asking: boolean; left: number };
type Writer = { left: number };
type Watched = {
  cache: LeasedCache;
  evictions: number;
  /** For each key, the change after which it was deleted last. */
  deleted: { [key: string]: number };
  /** For each key, who was sent to the database and may still fill. */
  lent: { [key: string]: { lease: number; to: NodeId } };
  wrong: { [claim: string]: string };
};

function readerOf(key: string, asks: number): Protocol<Reader, Message, "again"> {
  const ask = (state: Reader, out: Out<Message, "again">): void => {
    state.asking = state.left > 0;
    if (!state.asking) return;
    state.left -= 1;
    out.send("cache", { kind: "Get", key });
  };
  return {
    name: "reader",
    start(_self, _saved, out) {
      const state = { asking: true, left: asks };
      ask(state, out);
      return state;
    },
    onMessage(state, message, _from, out) {
      if (message.kind === "Miss") out.send("database", { kind: "Read", key, lease: message.lease });
      if (message.kind === "Value")
        out.send("cache", { kind: "Fill", key, lease: message.lease, value: message.value });
      if (message.kind === "Wait") out.setTimer("again", [20, 40]);
      if ((message.kind === "Value" || message.kind === "Hit") && state.asking) ask(state, out);
    },
    onTimer(state, _timer, out) {
      if (state.asking) out.send("cache", { kind: "Get", key });
    },
  };
}

function writerOf(key: string, writes: number): Protocol<Writer, Message> {
  return {
    name: "writer",
    start(_self, _saved, out) {
      out.send("database", { kind: "Write", key });
      return { left: writes - 1 };
    },
    onMessage(state, message, _from, out) {
      if (message.kind === "Written") out.send("cache", { kind: "Delete", key, value: message.value });
      if (message.kind !== "Deleted" || state.left === 0) return;
      state.left -= 1;
      out.send("database", { kind: "Write", key });
    },
  };
}

const database: Protocol<{ values: { [key: string]: number } }, Message> = {
  name: "database",
  start: () => ({ values: {} }),
  onMessage({ values }, message, from, out) {
    const { key } = message;
    if (message.kind === "Read") out.send(from, { kind: "Value", key, lease: message.lease, value: values[key] ?? 0 });
    if (message.kind !== "Write") return;
    values[key] = (values[key] ?? 0) + 1;
    out.send(from, { kind: "Written", key, value: values[key] });
  },
};

const fresh = "nothing from before a deletion is served after it";
const oneReader = "one reader at a time is sent to the database for a key";

/** Looks at a reply before it is sent. */
function watch(state: Watched, to: NodeId, reply: CacheReply): void {
  const { key } = reply;
  const changes = state.deleted[key] ?? 0;
  if (reply.kind === "Hit" && reply.value < changes)
    state.wrong[fresh] = `${to} is given value ${reply.value} of ${key}, which was deleted after change ${changes}`;
  if (reply.kind !== "Miss") return;
  const lent = state.lent[key];
  // The holder may be told its lease again.
  if (lent && (lent.to !== to || lent.lease !== reply.lease))
    state.wrong[oneReader] = `${to} is sent to the database for ${key}, and ${lent.to} is on the way`;
  state.lent[key] = { lease: reply.lease, to };
}

/** The answer's cache, watched. It makes room so many times, some time after a fill. */
function watched(answer: grading.Answer, evictions: number): Protocol<Watched, Message, "evict"> {
  const receive = answer.handler<CacheLease["receive"]>("receive");
  const evict = answer.handler<CacheLease["evict"]>("evict");
  return {
    name: "cache",
    start: () => ({ cache: { entries: {}, memory: {} }, evictions, deleted: {}, lent: {}, wrong: {} }),
    onMessage(state, message, from, out) {
      const { key } = message;
      const within = {
        send(to: NodeId, reply: CacheReply) {
          watch(state, to, reply);
          out.send(to, reply);
        },
      } as unknown as Out<CacheReply>;
      if (message.kind === "Get") receive(state.cache, message, from, within);
      if (message.kind === "Fill") {
        if (state.lent[key]?.lease === message.lease) delete state.lent[key];
        receive(state.cache, message, from, within);
        if (state.evictions > 0) out.setTimer("evict", [1, 40]);
      }
      if (message.kind !== "Delete") return;
      state.deleted[key] = Math.max(state.deleted[key] ?? 0, message.value);
      delete state.lent[key];
      receive(state.cache, { kind: "Delete", key }, from, within);
    },
    onTimer(state, _timer) {
      const [key] = Object.keys(state.cache.entries).toSorted();
      if (key !== undefined) evict(state.cache, key);
      state.evictions -= 1;
    },
  };
}

const wrongOf = (world: World, claim: string): string | undefined =>
  (world.state("cache") as Watched | null)?.wrong[claim];
const hitFor = (world: World, key: string): boolean =>
  world.messages.some(({ message }) => {
    const reply = message as Message;
    return reply.kind === "Hit" && reply.key === key;
  });

const properties: Property[] = [
  always(fresh, (world: World) => wrongOf(world, fresh) ?? true),
  always(oneReader, (world: World) => wrongOf(world, oneReader) ?? true),
  sometimes("a reader gets what another has filled in", (world: World) => hitFor(world, "bike")),
];

const shop = {
  ann: ["bike", 16],
  ben: ["bike", 16],
  cleo: ["bike", 16],
  dan: ["bell", 16],
  eve: ["bell", 16],
} as const;

export default grading.exercise({
  id: "03-building-blocks/cache-lease",
  title: "The lease",
  kind: "write",
  exports: ["receive", "evict"],
  hints: [
    "Beside the entries, remember for each key which lease is good now, if any. When does that change?",
    "A Miss sets it, a Fill that shows it and a Delete take it away. A Get without an entry looks whether there is one.",
    "A reader may come back after any time. If its number is ever given to somebody else, it has a lease again: one counter in `memory`, which only grows and which no eviction touches.",
  ],
  difference:
    "The reference counts all leases together, so that it can forget a key without forgetting how far it has counted. Memcached at Facebook gives out a lease for a key at most once in ten seconds, which also helps when its holder dies.",
  checks: [
    grading.example({
      name: "who finds nothing gets a lease, and fills with it",
      points: 1,
      hint: "Afterwards everybody gets a Hit. An entry of 0 is an entry.",
      run(answer) {
        const cache = cacheOf(answer);
        cache.fill("ann", cache.misses("ann", "first"), 480);
        cache.hits("ben", 480, "after ann's fill");
        cache.hits("ann", 480, "after her fill");
        cache.fill("ann", cache.misses("ann", "first", "bell"), 0, "bell");
        cache.hits("ben", 0, "after ann's fill with 0", "bell");
      },
    }),
    grading.example({
      name: "one reader at a time is sent to the database",
      points: 2,
      hint: "A hundred readers who all miss are a stampede. The second is told to wait.",
      run(answer) {
        const cache = cacheOf(answer);
        const lease = cache.misses("ann", "first");
        cache.waits("ben", "while ann reads");
        cache.waits("cleo", "while ann reads");
        cache.fill("ann", lease, 480);
        cache.hits("ben", 480, "after ann's fill");
      },
    }),
    grading.example({
      name: "a deletion takes the entry away, and the writer is told",
      points: 1,
      hint: "`Deleted`, also if there was nothing.",
      run(answer) {
        const cache = cacheOf(answer);
        cache.remove("when the cache is empty");
        cache.fill("ann", cache.misses("ann", "first"), 480);
        cache.remove("when there is an entry");
        cache.fill("ben", cache.misses("ben", "after the deletion"), 450);
        cache.hits("ann", 450, "after ben's fill");
      },
    }),
    grading.example({
      name: "a deletion takes the lease away too",
      points: 2,
      hint: "There may be nothing to delete but a lease. Its holder fills in vain, and the next reader need not wait for it.",
      run(answer) {
        const cache = cacheOf(answer);
        const late = cache.misses("ann", "first");
        cache.remove("while ann reads");
        cache.fill("ann", late, 480);
        cache.fill("ben", cache.misses("ben", "after ann's late fill"), 450);
        cache.hits("cleo", 450, "after ben's fill");
        cache.fill("ann", late, 480);
        cache.hits("cleo", 450, "after ann's late fill has come again");
      },
    }),
    grading.example({
      name: "a late fill does not disturb the one who reads now",
      points: 2,
      hint: "There is a good lease, and this is not it: nothing happens at all.",
      run(answer) {
        const cache = cacheOf(answer);
        const late = cache.misses("ann", "first");
        cache.remove("while ann reads");
        const good = cache.misses("ben", "after the deletion");
        cache.fill("ann", late, 480);
        cache.waits("cleo", "while ben reads, after ann's late fill");
        cache.fill("ben", good, 450);
        cache.hits("cleo", 450, "after ben's fill");
      },
    }),
    grading.example({
      name: "what happens to one key is nothing to another",
      points: 1,
      hint: "Each key has a lease of its own.",
      run(answer) {
        const cache = cacheOf(answer);
        const bike = cache.misses("ann", "while nobody reads the bike");
        const bell = cache.misses("ben", "while ann reads the bike only", "bell");
        cache.remove("while ann and ben read", "bell");
        // Where each key counts for itself, the two may be the same number.
        if (bike !== bell) cache.fill("ben", bell, 15, "bike");
        cache.waits("cleo", "while ann reads the bike");
        cache.fill("ann", bike, 480);
        cache.hits("cleo", 480, "after ann's fill, with the bell deleted");
        cache.fill("dan", cache.misses("dan", "after its deletion", "bell"), 12, "bell");
        cache.evict("bell");
        cache.hits("cleo", 480, "after the bell was evicted");
      },
    }),
    grading.example({
      name: "after an eviction the next reader fetches it again",
      points: 1,
      hint: "A lease that has been used is no reason to wait.",
      run(answer) {
        const cache = cacheOf(answer);
        const first = cache.misses("ann", "first");
        cache.fill("ann", first, 480);
        cache.evict();
        const second = cache.misses("ben", "after the eviction");
        cache.waits("ann", "while ben reads");
        cache.fill("ben", second, 480);
        cache.hits("ann", 480, "after ben's fill");
      },
    }),
    grading.exhaustive({
      name: "in every run, with an eviction: nothing from before a deletion is ever served",
      points: 4,
      hint: "Whose lease was it that filled? To whom, and when, was the same number given before?",
      explore: (answer) =>
        ({
          protocol: {
            ann: readerOf("bike", 2),
            ben: readerOf("bike", 2),
            bob: writerOf("bike", 1),
            cache: watched(answer, 1),
            database,
          },
          properties,
          time: "asynchronous",
          firings: 2,
        }) as unknown as ExploreOptions,
    }),
    grading.seeds({
      name: "five readers, two writers and a small cache on a bad network: all readers are served",
      points: 2,
      hint: "Who waits, and for whom?",
      seeds: 20,
      simulate: (answer) => ({
        run: (seed) =>
          ({
            protocol: {
              ...Object.fromEntries(Object.entries(shop).map(([name, [key, asks]]) => [name, readerOf(key, asks)])),
              bob: writerOf("bike", 8),
              fay: writerOf("bell", 8),
              cache: watched(answer, 24),
              database,
            },
            network: { latencyMs: [1, 30], duplication: 0.1 },
            untilMs: 20_000,
            seed,
          }) as unknown as SimulateOptions,
        properties,
        check({ states }) {
          const open = Object.keys(shop).filter((name) => (states[name] as Reader).asking);
          return open.length === 0 || `after 20 seconds still waiting: ${open.join(", ")}`;
        },
      }),
    }),
  ],
});
