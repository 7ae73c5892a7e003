/** Judges `02-eight-fallacies/eight-ways`: eight programs, each with a twin that does not believe its fallacy. */
import { always, grading } from "distlab";
import type { AnyProtocol, Data, Move, NodeId, Out, Property, SimulateOptions, World } from "distlab";

/** One message for all eight: what it says, and a number. */
type Note = { kind: string; count?: number };
type Fields = { [field: string]: Data };
type NoteOut = Out<Note, string>;

interface Rules {
  readonly state?: Fields;
  readonly begin?: (out: NoteOut) => void;
  readonly hear?: (state: Fields, note: Note, from: NodeId, out: NoteOut) => void;
  readonly timer?: (state: Fields, out: NoteOut) => void;
}

function node(name: string, { state = {}, begin, hear, timer }: Rules): AnyProtocol {
  const protocol = {
    name,
    start(_self: NodeId, _saved: Data, out: NoteOut) {
      begin?.(out);
      return { ...state };
    },
    onMessage: (draft: Fields, note: Note, from: NodeId, out: NoteOut) => hear?.(draft, note, from, out),
    onTimer: (draft: Fields, _timer: string, out: NoteOut) => timer?.(draft, out),
    view: (fields: Fields) => ({ fields }),
  };
  return protocol as unknown as AnyProtocol;
}

const number = (state: Fields, field: string): number => Number(state[field]);
const field = (world: World, name: NodeId, of: string): Data => (world.state(name) as Fields | null)?.[of] ?? null;
const long = [100, 100] as const;

interface Way {
  readonly name: string;
  readonly exported: string;
  readonly hint: string;
  readonly par: number;
  readonly property: Property;
  /** @param believes whether the program believes the fallacy */
  readonly shop: (believes: boolean) => { readonly [node: string]: AnyProtocol };
}

const reliable: Way = {
  name: "the network is reliable",
  exported: "reliable",
  hint: "The till asks again when it thinks that its question was lost. Was it?",
  par: 3,
  property: always("one sale takes one bicycle", (world) => Number(field(world, "store", "taken")) <= 1),
  shop: (believes) => ({
    till: node("till", {
      begin(out) {
        out.send("store", { kind: "take" });
        out.setTimer("retry", long);
      },
      timer: (_state, out) => out.send("store", { kind: "take" }),
    }),
    store: node("store", {
      state: { taken: 0 },
      hear(state, _note, from, out) {
        if (believes || state["taken"] === 0) state["taken"] = number(state, "taken") + 1;
        out.send(from, { kind: "taken" });
      },
    }),
  }),
};

const seller = (): AnyProtocol =>
  node("till", {
    state: { sold: 0 },
    begin: (out) => out.send("store", { kind: "how many" }),
    hear(state, { kind, count }, _from, out) {
      if (kind === "granted") state["sold"] = 1;
      if (kind === "sell if there" && count === 1) out.send("store", { kind: "take" });
      if (kind !== "there are" || count !== 1) return;
      state["sold"] = 1;
      out.send("store", { kind: "sold" });
    },
  });

const latency: Way = {
  name: "latency is zero",
  exported: "latency",
  hint: "What a till was told was true when it was said.",
  par: 4,
  property: always(
    "one bicycle is sold once",
    (world) => Number(field(world, "ann", "sold")) + Number(field(world, "ben", "sold")) <= 1,
  ),
  shop: (believes) => ({
    ann: seller(),
    ben: seller(),
    store: node("store", {
      state: { left: 1 },
      hear(state, { kind }, from, out) {
        const left = number(state, "left");
        if (kind === "how many") out.send(from, { kind: believes ? "there are" : "sell if there", count: left });
        else if (left > 0) {
          state["left"] = 0;
          if (kind === "take") out.send(from, { kind: "granted" });
        }
      },
    }),
  }),
};

const bandwidth: Way = {
  name: "bandwidth is infinite",
  exported: "bandwidth",
  hint: "How fast do they come, and how fast does anybody work?",
  par: 3,
  property: always("every sale fits into the tray", (world) => Number(field(world, "store", "tray")) <= 2),
  shop: (believes) => ({
    till: node("till", {
      state: { sent: believes ? 3 : 1 },
      begin(out) {
        for (let sale = 0; sale < (believes ? 3 : 1); sale++) out.send("store", { kind: "sale" });
      },
      hear(state, _note, _from, out) {
        if (state["sent"] === 3) return;
        state["sent"] = number(state, "sent") + 1;
        out.send("store", { kind: "sale" });
      },
    }),
    store: node("store", {
      state: { tray: 0 },
      hear(state, _note, _from, out) {
        state["tray"] = number(state, "tray") + 1;
        out.setTimer("work", long);
      },
      timer(state, out) {
        state["tray"] = number(state, "tray") - 1;
        if (number(state, "tray") > 0) out.setTimer("work", long);
        out.send("till", { kind: "worked" });
      },
    }),
  }),
};

const secure: Way = {
  name: "the network is secure",
  exported: "secure",
  hint: "Once the store has been greeted it believes everybody.",
  par: 2,
  property: always("nobody but the till is obeyed", (world) => (field(world, "store", "left") ?? 100) === 100),
  shop: (believes) => ({
    till: node("till", { begin: (out) => out.send("store", { kind: "hello" }) }),
    mallory: node("mallory", { begin: (out) => out.send("store", { kind: "take", count: 90 }) }),
    store: node("store", {
      state: { left: 100, greeted: false },
      hear(state, { kind, count = 0 }, from) {
        if (kind === "hello") state["greeted"] = true;
        // In place of a code that is under a key: the simulator does not let anybody send in another's name.
        else if (state["greeted"] === true && (believes || from === "till"))
          state["left"] = number(state, "left") - count;
      },
    }),
  }),
};

const topology: Way = {
  name: "topology doesn't change",
  exported: "topology",
  hint: "The till knows one address. What does the old store do with a sale when its count is gone?",
  par: 4,
  property: always("what was sold is not in the count", (world) => {
    return field(world, "till", "sold") !== 1 || field(world, "newStore", "count") !== 10;
  }),
  shop: (believes) => ({
    till: node("till", {
      state: { sold: 0 },
      begin: (out) => out.send("oldStore", { kind: "take" }),
      hear: (state) => void (state["sold"] = 1),
    }),
    oldStore: node("store", {
      state: { count: 10, moved: false },
      begin: (out) => out.setTimer("move", long),
      hear(state, note, from, out) {
        if (state["moved"] === true && !believes) return out.send("newStore", note);
        state["count"] = number(state, "count") - 1;
        out.send(from, { kind: "taken" });
      },
      timer(state, out) {
        state["moved"] = true;
        out.send("newStore", { kind: "count", count: number(state, "count") });
      },
    }),
    newStore: node("store", {
      state: { count: null, owed: 0 },
      hear(state, { kind, count = 0 }, _from, out) {
        if (kind === "count") state["count"] = count - number(state, "owed");
        else {
          if (state["count"] === null) state["owed"] = number(state, "owed") + 1;
          else state["count"] = number(state, "count") - 1;
          out.send("till", { kind: "taken" });
        }
      },
    }),
  }),
};

const obeys = (believes: boolean): AnyProtocol =>
  node("machine", {
    state: { setting: 0, heard: 0 },
    hear(state, { count = 0 }) {
      state["heard"] = number(state, "heard") + 1;
      // The twin takes the higher version, whoever comes last.
      state["setting"] = believes ? count : Math.max(count, number(state, "setting"));
    },
  });

const administer = (count: number): AnyProtocol =>
  node("administrator", {
    begin(out) {
      for (const machine of ["till", "store"]) out.send(machine, { kind: "setting", count });
    },
  });

const administrator: Way = {
  name: "there is one administrator",
  exported: "administrator",
  hint: "Whoever is heard last is right, at each machine.",
  par: 4,
  property: always("who has heard the same does the same", (world) => {
    const heardAll = field(world, "till", "heard") === 2 && field(world, "store", "heard") === 2;
    return !heardAll || field(world, "till", "setting") === field(world, "store", "setting");
  }),
  shop: (believes) => ({ ann: administer(1), ben: administer(2), till: obeys(believes), store: obeys(believes) }),
};

const cost: Way = {
  name: "transport cost is zero",
  exported: "cost",
  hint: "How often may it be told no?",
  par: 4,
  property: always("an answer takes at most two questions", (world) => Number(field(world, "till", "asked")) <= 2),
  shop: (believes) => ({
    till: node("till", {
      state: { asked: 1 },
      begin: (out) => out.send("store", { kind: "has it come" }),
      hear(state, { kind }, _from, out) {
        // The twin leaves it to the store to say so when there is something to say.
        if (kind !== "no" || !believes) return;
        state["asked"] = number(state, "asked") + 1;
        out.send("store", { kind: "has it come" });
      },
    }),
    store: node("store", { hear: (_state, _note, from, out) => out.send(from, { kind: "no" }) }),
  }),
};

const homogeneous: Way = {
  name: "the network is homogeneous",
  exported: "homogeneous",
  hint: "When does the store speak another dialect than the till?",
  par: 3,
  property: always("the price is 480 euros", (world) => [null, 480].includes(field(world, "till", "price") as number)),
  shop: (believes) => ({
    till: node("till", {
      state: { price: null },
      begin: (out) => out.send("store", { kind: "price" }),
      hear(state, { kind, count = 0 }) {
        state["price"] = kind === "cents" && !believes ? count / 100 : count;
      },
    }),
    store: node("store", {
      state: { cents: false },
      begin: (out) => out.setTimer("upgrade", long),
      hear: (state, _note, from, out) =>
        out.send(from, state["cents"] === true ? { kind: "cents", count: 48_000 } : { kind: "euros", count: 480 }),
      timer: (state) => void (state["cents"] = true),
    }),
  }),
};

const ways = [reliable, latency, bandwidth, secure, topology, administrator, cost, homogeneous];

const played = ({ shop, property }: Way, believes: boolean): SimulateOptions => ({
  protocol: shop(believes),
  properties: [property],
});

export default grading.exercise({
  id: "02-eight-fallacies/eight-ways",
  title: "Eight ways to break a shop",
  kind: "break",
  exports: ways.map(({ exported }) => exported),
  hints: [
    'Read for each program what "broken" means, and ask in which order things must arrive for that. Nothing need be lost anywhere.',
    "Messages are counted on each link from 1. An answer can be delivered only after the question has been.",
    "Sales: both questions of the impatient till arrive. Ann and Ben: question, answer, question, answer. The move: first the timer, then the sale, its answer, and the count.",
  ],
  difference:
    "The reference takes 27 events for all eight, and none can be done with fewer. The twins show what it takes not to believe: remember ids, let the store decide, send when there is room, ask who speaks, forward, number the versions, tell instead of asking, and say the unit.",
  checks: [
    ...ways.map((way) =>
      grading.breaks({
        name: `broken: ${way.name}`,
        points: 1,
        hint: way.hint,
        exported: way.exported,
        wrong: played(way, true),
        correct: played(way, false),
        par: way.par,
      }),
    ),
    grading.example({
      name: "none of the eight takes more than one event too many",
      points: 2,
      hint: "Which of your moves changes nothing?",
      run(answer) {
        for (const way of ways) {
          const { exported, par } = way;
          grading.expectBroken(answer, played(way, true), exported);
          const moves = answer.value(exported) as unknown as readonly Move[];
          grading.expectBetween(moves.length, 1, par + 1, `how many moves ${exported} has`);
        }
      },
    }),
  ],
});
