/**
 * Byzantine generals with oral messages: OM(m).
 *
 * A commander sends an order to his lieutenants. Some of the generals, the commander perhaps, are traitors who say
 * whatever does most harm; the messengers are loyal. Each lieutenant passes on what he was told, as a commander of a
 * smaller problem among those that remain, m levels deep; then everybody takes majorities from the inside out. With
 * more than 3m generals all loyal lieutenants obey the same order, and it is the commander's if he is loyal.
 *
 * Source: Lamport, Shostak and Pease, "The Byzantine generals problem", TOPLAS 4(3), 1982, section 3. The number of
 * messages is (n − 1)(n − 2)…(n − m − 1) summed over the levels: 9 for n = 4, m = 1; 156 for n = 7, m = 2.
 * Simplified: rounds are a timer that every node sets at the start; a report that is missing counts as RETREAT.
 * A general who falls counts among the traitors: nothing is saved.
 */
import { always, members as namesOf, sometimes } from "../protocol";
import type { Millis, NodeId, Out, Property, Protocol } from "../protocol";

/** What the commander orders. */
export type Order = "attack" | "retreat";

/** "The last on the path says that the one before him said that … the commander ordered this." */
export type Report = { kind: "Report"; path: NodeId[]; order: Order };

export type GeneralState = {
  self: NodeId;
  loyal: boolean;
  commander: NodeId;
  /** The order the commander set out to give; null for lieutenants. */
  ordered: Order | null;
  /** What was heard, by path, written A>B>C. */
  heard: { [path: string]: Order };
  decision: Order | null;
};

/** How many generals and rounds. */
export interface OralMessagesOptions {
  /** How many generals, or their names; the first commands. Default 4. */
  readonly members?: number | readonly NodeId[];
  /** Levels of recursion: how many traitors are to be withstood. Default 1. */
  readonly traitorsTolerated?: number;
  /** Default attack. */
  readonly order?: Order;
  /** Traitors. They choose, for each message, what to say. */
  readonly traitors?: readonly NodeId[];
  /** When everybody decides: later than m + 1 messages one after the other take. Default 1000 ms. */
  readonly decideMs?: Millis;
}

export type OralMessages = Protocol<GeneralState, Report, "decide">;
type ReportOut = Out<Report, "decide">;

/** OM(m) for all generals, loyal and not. */
export function oralMessages(options: OralMessagesOptions = {}): OralMessages {
  const members = namesOf(options.members ?? 4);
  const { traitorsTolerated = 1, order = "attack", traitors = [], decideMs = 1000 } = options;
  if (!(Number.isInteger(traitorsTolerated) && traitorsTolerated >= 0)) {
    throw new RangeError(`traitorsTolerated is ${traitorsTolerated}; allowed is a whole number from 0`);
  }
  const commander = members[0]!;

  /** Tells everybody who is not on the path; a traitor says to each what he likes. */
  function tell(state: GeneralState, path: readonly NodeId[], said: Order, out: ReportOut): void {
    const whole = [...path, state.self];
    for (const node of members) {
      if (whole.includes(node)) continue;
      const claim = state.loyal ? said : out.choose<Order>(["attack", "retreat"]);
      out.send(node, { kind: "Report", path: whole, order: claim });
    }
  }

  return {
    name: "oral-messages",
    members,
    start(self, _saved, out) {
      const loyal = !traitors.includes(self);
      const ordered = self === commander ? order : null;
      const state: GeneralState = { self, loyal, commander, ordered, heard: {}, decision: null };
      if (self === commander) {
        tell(state, [], order, out);
        state.decision = order;
      } else out.setTimer("decide", [decideMs, decideMs]);
      return state;
    },
    onMessage(state, report, from, out) {
      // A report is believed to come from whoever the link says it comes from: that much oral messages give.
      if (report.path.at(-1) !== from || report.path.includes(state.self)) return;
      state.heard[report.path.join(">")] = report.order;
      if (report.path.length <= traitorsTolerated) tell(state, report.path, report.order, out);
    },
    onTimer(state) {
      state.decision = decide(state, members, [commander], traitorsTolerated);
    },
    view: (state) => ({
      role: state.self === commander ? "commander" : state.loyal ? "lieutenant" : "traitor",
      fields: { heard: Object.keys(state.heard).length },
      ...(state.decision === null ? {} : { decided: state.decision }),
    }),
    contract: {
      time: "synchronous",
      failures: "Byzantine",
      links: { loss: false, duplication: false, reordering: true },
      safety: [loyalAgree, loyalObey, everybodyDecides],
      liveness: [],
      source: "Lamport, Shostak and Pease 1982, section 3",
    },
  };
}

/** The majority among what was heard along `path` and what the others say they heard along it. */
function decide(state: GeneralState, members: readonly NodeId[], path: readonly NodeId[], depth: number): Order {
  const direct = state.heard[path.join(">")] ?? "retreat";
  if (depth === 0) return direct;
  const others = members.filter((node) => node !== state.self && !path.includes(node));
  const votes = [direct, ...others.map((node) => decide(state, members, [...path, node], depth - 1))];
  const attacks = votes.filter((vote) => vote === "attack").length;
  return attacks > votes.length / 2 ? "attack" : "retreat";
}

/** How many messages OM(m) takes among n generals. */
export function oralMessageCount(generals: number, traitorsTolerated: number): number {
  let atLevel = 1;
  let total = 0;
  for (let level = 0; level <= traitorsTolerated; level++) {
    atLevel *= generals - 1 - level;
    total += atLevel;
  }
  return total;
}

/** Interactive consistency, condition 1. */
export const loyalAgree: Property = always<GeneralState>("all loyal lieutenants do the same", (world) => {
  const loyal = world.nodes
    .flatMap((node) => world.state(node) ?? [])
    .filter((state) => state.loyal && state.ordered === null && state.decision !== null);
  const other = loyal.find((state) => state.decision !== loyal[0]!.decision);
  return (
    other === undefined || `${loyal[0]!.self} will ${loyal[0]!.decision}, and ${other.self} will ${other.decision}`
  );
});

/** Interactive consistency, condition 2. */
export const loyalObey: Property = always<GeneralState>("a loyal commander is obeyed", (world) => {
  const states = world.nodes.flatMap((node) => world.state(node) ?? []);
  const commander = states.find((state) => state.ordered !== null);
  if (!commander?.loyal) return true;
  const wrong = states.find((state) => state.loyal && state.decision !== null && state.decision !== commander.ordered);
  return (
    wrong === undefined || `${commander.self} ordered ${commander.ordered}, and ${wrong.self} will ${wrong.decision}`
  );
});

export const everybodyDecides: Property = sometimes<GeneralState>("every general decides", (world) =>
  world.nodes.every((node) => (world.state(node)?.decision ?? null) !== null),
);
