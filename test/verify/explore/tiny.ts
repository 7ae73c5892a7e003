/** The smallest protocols that show one thing each. */
import type { Data, NodeId, Out, Protocol, World } from "../../../lib/protocol";

export type Note = { kind: "Note"; text: string };
export type Heard = { heard: string[] };

/** A sends these notes to B at the start; B keeps what it hears, in order. */
export function notes(texts: readonly string[]): Protocol<Heard, Note> {
  return {
    name: "notes",
    members: ["A", "B"],
    start(self, _saved, out) {
      if (self === "A") for (const text of texts) out.send("B", { kind: "Note", text });
      return { heard: [] };
    },
    onMessage: (state, note) => void state.heard.push(note.text),
  };
}

/** What B can have heard when nothing more can happen, as texts. */
export function heardBy(node: NodeId): (world: World) => string {
  return (world) => ((world.state(node) as Heard | null)?.heard ?? ["(down)"]).join("");
}

/** Every value that `read` takes in a reachable state. */
export function collector(read: (world: World) => string): {
  readonly seen: Set<string>;
  watch(world: World): boolean;
} {
  const seen = new Set<string>();
  return {
    seen,
    watch(world) {
      seen.add(read(world));
      return true;
    },
  };
}

export type Counted = { count: number };

/** One node that saves, then tells B, then saves again, when its timer fires. */
export function careful(): Protocol<Counted, Note, "go", number> {
  return {
    name: "careful",
    members: ["A", "B"],
    start(self, saved, out) {
      if (self === "A" && saved === null) out.setTimer("go", [10, 10]);
      return { count: saved ?? 0 };
    },
    onMessage: (state) => void (state.count += 10),
    onTimer(state, _timer, out) {
      state.count = 2;
      out.save(1);
      out.send("B", { kind: "Note", text: "saved" });
      out.save(2);
    },
  };
}

/** A protocol of one node, A, that does this at the start. */
export function lonely<Timer extends string = never>(
  start: (out: Out<Note, Timer, Data>) => Data,
  onTimer?: (state: Data, timer: Timer, out: Out<Note, Timer, Data>) => void,
): Protocol<Data, Note, Timer, Data> {
  return {
    name: "lonely",
    members: ["A"],
    start: (_self, _saved, out) => start(out),
    onMessage() {},
    ...(onTimer ? { onTimer } : {}),
  };
}
