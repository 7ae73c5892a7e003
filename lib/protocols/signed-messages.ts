/**
 * Byzantine generals with signed messages: SM(m).
 *
 * A traitor can change what he was told before he passes it on: that is why oral messages need more than 3m generals.
 * With signatures he can pass it on, or keep it to himself, or lie in his own name; he cannot put words into a loyal
 * mouth. So each lieutenant keeps the *set* of orders that carry the commander's signature, and passes on each that is
 * new to him with his own signature added. After m + 1 rounds all loyal lieutenants hold the same set: an order that
 * has travelled through m + 1 generals has met a loyal one, who told everybody. A set of one is obeyed; any other
 * proves that the commander is a traitor, and everybody retreats. Any number of traitors is withstood, among any
 * number of generals.
 *
 * Source: Lamport, Shostak and Pease, "The Byzantine generals problem", TOPLAS 4(3), 1982, section 4. Among loyal
 * generals it takes n − 1 messages for m = 0, else (n − 1)²: 4 for n = 3, m = 1. Simplified: a signature is plain data
 * that says who signed which order after whom, and traitors are kept from writing it for a loyal general; they
 * share their own keys. Rounds are one timer, and traitors speak only when spoken to: nobody lies at the last moment.
 * A general who falls counts among the traitors: nothing is saved.
 */
import { members as namesOf } from "../protocol";
import type { Millis, NodeId, Out, Protocol } from "../protocol";
import { everybodyDecides, loyalAgree, loyalObey } from "./oral-messages";
import type { Order } from "./oral-messages";

/** What only `signer` can write: "I saw this order, signed by these before me". */
export type Signature = { signer: NodeId; order: Order; after: NodeId[] };

/** An order with the signatures that it has collected on its way, the commander's first. */
export type SignedOrder = { kind: "SignedOrder"; order: Order; signatures: Signature[] };

/** What a general knows: the orders that have reached him with good signatures, and what he decides. */
export type SignedGeneralState = {
  self: NodeId;
  loyal: boolean;
  /** The order the commander set out to give; null for lieutenants. */
  ordered: Order | null;
  /** The orders that bear the commander's signature: a set, kept as a record. */
  signed: { [order in Order]?: true };
  decision: Order | null;
};

/** How many generals, how many rounds, and who lies. */
export interface SignedMessagesOptions {
  /** How many generals, or their names; the first commands. Default 3. */
  readonly members?: number | readonly NodeId[];
  /** How often an order is passed on: how many traitors are to be withstood. Default 1. */
  readonly traitorsTolerated?: number;
  /** Default attack. */
  readonly order?: Order;
  /** Traitors. For each message they choose silence, the truth or the opposite. */
  readonly traitors?: readonly NodeId[];
  /** When everybody decides: later than m + 1 messages one after the other take. Default 1000 ms. */
  readonly decideMs?: Millis;
}

/** The options with their defaults filled in, as rules see them. */
export interface SignedMessagesConfig {
  readonly members: readonly NodeId[];
  readonly commander: NodeId;
  readonly traitorsTolerated: number;
  readonly traitors: readonly NodeId[];
}

/** What a general may do: send signed orders, and wait for the time to decide. */
export type SignedMessagesOut = Out<SignedOrder, "decide">;
/** SM(m) of the paper, as a protocol. */
export type SignedMessages = Protocol<SignedGeneralState, SignedOrder, "decide">;

/** The rules of a loyal lieutenant, which can be replaced one by one. */
export interface SignedMessagesRules {
  /** Whether every signature is genuine: signs this order, after those that stand before it. */
  verify(message: SignedOrder, config: SignedMessagesConfig): boolean;
  /** A genuine order that is new to this lieutenant: he signs it and passes it on, while rounds are left. */
  relay(state: SignedGeneralState, message: SignedOrder, out: SignedMessagesOut, config: SignedMessagesConfig): void;
  /** What to do when no more messages can come. */
  choice(signed: SignedGeneralState["signed"]): Order;
}

/** A signature that was cut off another order, or out of another chain, does not fit. */
function verify({ order, signatures }: SignedOrder, config: SignedMessagesConfig): boolean {
  const signers = signatures.map(({ signer }) => signer);
  if (signers[0] !== config.commander || new Set(signers).size !== signers.length) return false;
  return signatures.every(
    (signature, index) =>
      signature.order === order &&
      signature.after.length === index &&
      signature.after.every((signer, place) => signer === signers[place]),
  );
}

function relay(
  state: SignedGeneralState,
  message: SignedOrder,
  out: SignedMessagesOut,
  config: SignedMessagesConfig,
): void {
  const signatures = withOwn(state.self, message.order, message.signatures);
  for (const node of audience(state.self, message, config)) {
    out.send(node, { kind: "SignedOrder", order: message.order, signatures });
  }
}

function choice(signed: SignedGeneralState["signed"]): Order {
  return signed.attack && !signed.retreat ? "attack" : "retreat";
}

/** The rules of the paper. */
export const signedMessagesRules: SignedMessagesRules = { verify, relay, choice };

function withOwn(self: NodeId, order: Order, signatures: readonly Signature[]): Signature[] {
  return [...signatures, { signer: self, order, after: signatures.map(({ signer }) => signer) }];
}

/** To whom a chain is passed on: those who have not signed it, as long as it has fewer than m + 1 signatures. */
function audience(self: NodeId, { signatures }: SignedOrder, config: SignedMessagesConfig): readonly NodeId[] {
  if (signatures.length > config.traitorsTolerated) return [];
  return config.members.filter((node) => node !== self && signatures.every(({ signer }) => signer !== node));
}

/** Everything that a traitor can say: the order may be changed, and the signatures of traitors with it, no others. */
function lie(
  self: NodeId,
  heard: SignedOrder,
  to: readonly NodeId[],
  out: SignedMessagesOut,
  config: SignedMessagesConfig,
): void {
  for (const node of to) {
    const order = out.choose<Order | null>([null, "attack", "retreat"]);
    if (order === null) continue;
    const before = heard.signatures.map((signature) =>
      config.traitors.includes(signature.signer) ? { ...signature, order } : signature,
    );
    out.send(node, { kind: "SignedOrder", order, signatures: withOwn(self, order, before) });
  }
}

/** SM(m) for all generals, loyal and not. Throws a RangeError for a wrong option. */
export function signedMessages(options: SignedMessagesOptions = {}): SignedMessages {
  return signedMessagesWith({})(options);
}

/** SM(m) with some of the loyal lieutenants' rules replaced: `signedMessagesWith({ verify: mine })({ members: 4 })`. */
export function signedMessagesWith(
  replaced: Partial<SignedMessagesRules>,
): (options?: SignedMessagesOptions) => SignedMessages {
  const rules = { ...signedMessagesRules, ...replaced };
  return (options = {}) => build(rules, options);
}

function build(rules: SignedMessagesRules, options: SignedMessagesOptions): SignedMessages {
  const { order = "attack", decideMs = 1000 } = options;
  const config = configOf(options);
  const { members, commander, traitors } = config;
  return {
    name: "signed-messages",
    members,
    start(self, _saved, out) {
      const loyal = !traitors.includes(self);
      const commands = self === commander;
      const ordered = commands ? order : null;
      if (!commands) out.setTimer("decide", [decideMs, decideMs]);
      else command(self, loyal, order, out, config);
      return { self, loyal, ordered, signed: {}, decision: ordered };
    },
    onMessage(state, message, _from, out) {
      if (!state.loyal) return lie(state.self, message, audience(state.self, message, config), out, config);
      if (state.ordered !== null || state.signed[message.order]) return;
      if (!out.guard("believes only what is signed", rules.verify(message, config))) return;
      state.signed[message.order] = true;
      rules.relay(state, message, out, config);
    },
    onTimer(state) {
      state.decision = rules.choice(state.signed);
    },
    view: (state) => ({
      role: state.ordered === null ? (state.loyal ? "lieutenant" : "traitor") : "commander",
      fields: { signed: Object.keys(state.signed).toSorted() },
      ...(state.decision === null ? {} : { decided: state.decision }),
    }),
    contract: {
      time: "synchronous",
      failures: "Byzantine",
      links: { loss: false, duplication: true, reordering: true },
      safety: [loyalAgree, loyalObey, everybodyDecides],
      liveness: [],
      source: "Lamport, Shostak and Pease 1982, section 4",
    },
  };
}

function command(
  self: NodeId,
  loyal: boolean,
  order: Order,
  out: SignedMessagesOut,
  config: SignedMessagesConfig,
): void {
  const lieutenants = config.members.filter((node) => node !== self);
  const blank: SignedOrder = { kind: "SignedOrder", order, signatures: [] };
  if (!loyal) return lie(self, blank, lieutenants, out, config);
  for (const node of lieutenants) out.send(node, { ...blank, signatures: withOwn(self, order, []) });
}

function configOf(options: SignedMessagesOptions): SignedMessagesConfig {
  const members = namesOf(options.members ?? 3);
  const { traitorsTolerated = 1, traitors = [] } = options;
  if (!(Number.isInteger(traitorsTolerated) && traitorsTolerated >= 0)) {
    throw new RangeError(`traitorsTolerated is ${traitorsTolerated}; allowed is a whole number from 0`);
  }
  const stranger = traitors.find((node) => !members.includes(node));
  if (stranger !== undefined) {
    throw new RangeError(`traitors names ${stranger}; allowed are ${members.join(", ")}`);
  }
  return { members, commander: members[0]!, traitorsTolerated, traitors };
}

/** How many messages SM(m) takes among n loyal generals when all are equally fast; one who hears of an order twice passes on fewer. */
export function signedMessageCount(generals: number, traitorsTolerated: number): number {
  return traitorsTolerated === 0 ? generals - 1 : (generals - 1) * (generals - 1);
}
