/**
 * Gossip: news that finds its way without anybody in charge.
 *
 * Two ways, as in the paper. *Rumour mongering*: who has heard something calls somebody at random in each period and
 * tells it, until `boredAfter` calls in a row have reached somebody who knew already. Quick and cheap, and some may
 * never hear. *Anti-entropy*: in each period two replicas compare everything that they hold, and both end up with the
 * newer of each. Slow and dear, and nobody is left out for ever: a message that is lost, or a node that was down, costs
 * time only. So one uses rumours for speed and anti-entropy for certainty; `"both"` does.
 *
 * Who tells whom when two compare? *Push*: the caller what it holds. *Pull*: the one that is called, what is newer than
 * what the caller says it has. *Push-pull*: both. Push is quick while few know, since each of them finds somebody who
 * does not; in the end nearly everybody knows, and the last wait until somebody happens to call them: each round leaves
 * 1/e of them. By pulling the last call for themselves, and hardly ever in vain: each round squares their share.
 *
 * Every entry is a value with a version; the higher version is newer, and whoever hears of an older one keeps its own.
 *
 * Source: Demers and others, "Epidemic algorithms for replicated database maintenance", PODC 1987, sections 1.3 and
 * 1.4. Simplified: entries are written before the run begins, each at one node; nothing is ever deleted (the paper's
 * death certificates); anti-entropy sends all entries, or the versions of all, and not a checksum first.
 */
import { always, canAlwaysReach, members as namesOf, sometimes } from "../protocol";
import type { Data, Millis, NodeId, Out, Property, Protocol, World } from "../protocol";

/** A value and its version: the higher is the newer. */
export type GossipEntry = { version: number; value: Data };
/** All entries of a node, by key. */
export type GossipEntries = { [key: string]: GossipEntry };

/** Have you heard? */
export type GossipRumour = { kind: "Rumour"; key: string; entry: GossipEntry };
/** `knew` is false where it was news. */
export type RumourReply = { kind: "RumourReply"; key: string; version: number; knew: boolean };
/** This is all that I hold; what do you? */
export type Compare = { kind: "Compare"; entries: GossipEntries };
/** What you have not got, or have an older version of. */
export type CompareReply = { kind: "CompareReply"; entries: GossipEntries };
/** This is all that I hold. Nobody waits for a reply. */
export type Push = { kind: "Push"; entries: GossipEntries };
/** I hold these versions; what do you? The reply is a `CompareReply`. */
export type Pull = { kind: "Pull"; versions: { [key: string]: number } };
/** What nodes say, as request and reply. */
export type GossipMessage = GossipRumour | RumourReply | Compare | CompareReply | Push | Pull;
export type GossipTimer = "rumour" | "compare";

/** A node: its entries, and the rumours that it still finds interesting, with the futile calls in a row. */
export type GossipState = { self: NodeId; entries: GossipEntries; hot: { [key: string]: number } };
/** What survives a crash: interest does not. */
export type GossipSaved = { entries: GossipEntries };

/** Who gossips, how, and about what. */
export interface GossipOptions {
  /** How many nodes, or their names. Default 3. */
  readonly members?: number | readonly NodeId[];
  /** What each node holds at first, by key. Later versions of a key may be at other nodes. */
  readonly news: { readonly [node: NodeId]: { readonly [key: string]: GossipEntry } };
  /** Default "both". */
  readonly ways?: "rumours" | "anti-entropy" | "both";
  /** Who tells whom when two compare: the caller, the one that is called, or each the other. Default "push-pull". */
  readonly exchange?: "push" | "pull" | "push-pull";
  /** After so many futile calls in a row a rumour is boring; 1 or more. Default 2. */
  readonly boredAfter?: number;
  /** How often a node with a hot rumour calls somebody. Default 50 ms. */
  readonly rumourMs?: Millis;
  /** How often a node compares with somebody. Default 500 ms. */
  readonly compareMs?: Millis;
}

/** The recorder that handlers get. */
export type GossipOut = Out<GossipMessage, GossipTimer, GossipSaved>;
/** Gossip, as a protocol. */
export type Gossip = Protocol<GossipState, GossipMessage, GossipTimer, GossipSaved>;

interface Config extends Required<GossipOptions> {
  readonly members: readonly NodeId[];
}

/**
 * Rumours, anti-entropy, or both.
 * @throws RangeError where an option is not allowed
 */
export function gossip(options: GossipOptions): Gossip {
  const config = configOf(options);
  return {
    name: "gossip",
    members: config.members,
    start(self, saved, out) {
      const entries = saved?.entries ?? { ...config.news[self] };
      if (saved === null) out.save({ entries });
      const state: GossipState = { self, entries, hot: {} };
      // After a crash nobody remembers what was hot: anti-entropy has to find what was missed.
      for (const key of saved === null ? Object.keys(entries) : []) heat(state, key, out, config);
      if (config.ways !== "rumours") out.setTimer("compare", [config.compareMs, config.compareMs]);
      return state;
    },
    onMessage: (state, message, from, out) => hear(state, message, from, out, config),
    onTimer(state, timer, out) {
      if (timer === "rumour") callAround(state, out, config);
      else compareWithSomebody(state, out, config);
    },
    view: ({ entries, hot }) => ({
      role: Object.keys(hot).length > 0 ? "gossiping" : "quiet",
      fields: Object.fromEntries(
        Object.entries(entries).map(([key, { value, version }]) => [key, `${String(value)} (${version})`]),
      ),
    }),
    contract: {
      time: "asynchronous",
      failures: "recovery",
      links: { loss: true, duplication: true, reordering: true },
      safety: [nothingIsMadeUp(config), somethingSpreads],
      liveness: config.ways === "rumours" ? [] : [allCanKnow],
      source: "Demers and others 1987, sections 1.3 and 1.4",
    },
  };
}

const exchanges: readonly Config["exchange"][] = ["push", "pull", "push-pull"];

function configOf(options: GossipOptions): Config {
  const { news, ways = "both", exchange = "push-pull", boredAfter = 2, rumourMs = 50, compareMs = 500 } = options;
  const members = namesOf(options.members ?? 3);
  const stranger = Object.keys(news).find((node) => !members.includes(node));
  if (stranger !== undefined) throw new RangeError(`news names ${stranger}; allowed are ${members.join(", ")}`);
  if (!(Number.isInteger(boredAfter) && boredAfter >= 1)) {
    throw new RangeError(`boredAfter is ${boredAfter}; allowed is a whole number from 1`);
  }
  if (!exchanges.includes(exchange)) {
    throw new RangeError(`exchange is ${exchange}; allowed are ${exchanges.join(", ")}`);
  }
  for (const [name, value] of Object.entries({ rumourMs, compareMs })) {
    if (!(value > 0 && value < Infinity)) throw new RangeError(`${name} is ${value}; allowed is a time above 0`);
  }
  return { members, news, ways, exchange, boredAfter, rumourMs, compareMs };
}

/** Takes in an entry if it is news; whether it was. */
function learn(state: GossipState, key: string, entry: GossipEntry, out: GossipOut, config: Config): boolean {
  const mine = state.entries[key];
  if (!out.guard("keeps what is newer", mine === undefined || entry.version > mine.version)) return false;
  state.entries = { ...state.entries, [key]: entry };
  out.save({ entries: state.entries });
  heat(state, key, out, config);
  return true;
}

function learnAll(state: GossipState, entries: GossipEntries, out: GossipOut, config: Config): void {
  for (const [key, entry] of Object.entries(entries)) learn(state, key, entry, out, config);
}

function heat(state: GossipState, key: string, out: GossipOut, config: Config): void {
  if (config.ways === "anti-entropy") return;
  state.hot[key] = 0;
  out.setTimer("rumour", [config.rumourMs, config.rumourMs]);
}

function somebody(state: GossipState, out: GossipOut, config: Config): NodeId {
  return out.choose(config.members.filter((member) => member !== state.self));
}

/** One call, about everything that is hot. */
function callAround(state: GossipState, out: GossipOut, config: Config): void {
  const other = somebody(state, out, config);
  for (const key of Object.keys(state.hot)) out.send(other, { kind: "Rumour", key, entry: state.entries[key]! });
  if (Object.keys(state.hot).length > 0) out.setTimer("rumour", [config.rumourMs, config.rumourMs]);
}

function compareWithSomebody(state: GossipState, out: GossipOut, config: Config): void {
  const { entries } = state;
  const call: { readonly [exchange in Config["exchange"]]: GossipMessage } = {
    push: { kind: "Push", entries },
    pull: { kind: "Pull", versions: versionsOf(entries) },
    "push-pull": { kind: "Compare", entries },
  };
  out.send(somebody(state, out, config), call[config.exchange]);
  out.setTimer("compare", [config.compareMs, config.compareMs]);
}

function hear(state: GossipState, message: GossipMessage, from: NodeId, out: GossipOut, config: Config): void {
  switch (message.kind) {
    case "Rumour": {
      const { key, entry } = message;
      const knew = !learn(state, key, entry, out, config);
      return out.send(from, { kind: "RumourReply", key, version: entry.version, knew });
    }
    case "RumourReply":
      return cool(state, message, config);
    case "Compare": {
      const missing = newerThan(state.entries, versionsOf(message.entries));
      learnAll(state, message.entries, out, config);
      return out.send(from, { kind: "CompareReply", entries: missing });
    }
    case "Pull":
      return out.send(from, { kind: "CompareReply", entries: newerThan(state.entries, message.versions) });
    case "Push":
    case "CompareReply":
      learnAll(state, message.entries, out, config);
  }
}

/** A futile call makes a rumour less interesting; a useful one makes it as interesting as at first. */
function cool(state: GossipState, { key, version, knew }: RumourReply, config: Config): void {
  const futile = state.hot[key];
  if (futile === undefined || state.entries[key]?.version !== version) return;
  const now = knew ? futile + 1 : 0;
  const { [key]: _, ...others } = state.hot;
  state.hot = now >= config.boredAfter ? others : { ...others, [key]: now };
}

function versionsOf(entries: GossipEntries): Pull["versions"] {
  return Object.fromEntries(Object.entries(entries).map(([key, { version }]) => [key, version]));
}

function newerThan(mine: GossipEntries, theirs: Pull["versions"]): GossipEntries {
  return Object.fromEntries(Object.entries(mine).filter(([key, { version }]) => version > (theirs[key] ?? -Infinity)));
}

/** The newest version of each key that any node has been given. */
function newestOf(world: World<GossipState>): Map<string, number> {
  const newest = new Map<string, number>();
  for (const node of world.nodes) {
    for (const [key, { version }] of Object.entries(world.state(node)?.entries ?? {})) {
      newest.set(key, Math.max(version, newest.get(key) ?? -Infinity));
    }
  }
  return newest;
}

function knowsAll(world: World<GossipState>): boolean {
  const newest = [...newestOf(world)];
  const up = world.nodes.map((node) => world.state(node)).filter((state) => state !== null);
  return up.every(({ entries }) => newest.every(([key, version]) => entries[key]?.version === version));
}

/** Whatever was lost, and whoever was down: everybody who is up can still come to hold the newest of everything. */
export const allCanKnow: Property = canAlwaysReach<GossipState>("everybody holds the newest of everything", knowsAll);

/** Guards against gossip that is right because nobody talks. */
export const somethingSpreads: Property = sometimes<GossipState>("everybody has heard everything", knowsAll);

/** What a node holds was somebody's news: version and value together. */
function nothingIsMadeUp({ news }: Config): Property {
  const given = Object.values(news).flatMap((entries) =>
    Object.entries(entries).map(([key, entry]) => JSON.stringify([key, entry.version, entry.value])),
  );
  return always<GossipState>("nobody holds what was not anybody's news", (world) => {
    for (const node of world.nodes) {
      for (const [key, { version, value }] of Object.entries(world.state(node)?.entries ?? {})) {
        if (!given.includes(JSON.stringify([key, version, value])))
          return `${node} holds ${key} = ${JSON.stringify(value)} in version ${version}`;
      }
    }
    return true;
  });
}

/** Nobody's version of anything ever goes back, as far as what it holds and what it has told others shows. */
export const nobodyForgets: Property = always<GossipState>("nobody holds less than it was given", (world) => {
  const told = world.messages.flatMap(({ from, message }) => {
    const said = message as GossipMessage;
    return said.kind === "Rumour" ? [{ from, key: said.key, version: said.entry.version }] : [];
  });
  const behind = told.find(({ from, key, version }) => {
    const state = world.state(from);
    return state !== null && state !== undefined && (state.entries[key]?.version ?? -Infinity) < version;
  });
  return (
    behind === undefined || `${behind.from} has told version ${behind.version} of ${behind.key}, and holds an older one`
  );
});
