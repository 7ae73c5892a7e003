/** A protocol that means nothing and does everything that a protocol may do, for tests of the simulator. */
import type { NodeId, Out, Protocol } from "../../lib/protocol";

export type Chat =
  | { kind: "Chat"; id: number; topic: { text: string; weight: number }; hops: number }
  | { kind: "Echo"; id: number; heard: { by: string; atMs: number }[] };

export type ChatterState = {
  self: string;
  others: string[];
  next: number;
  heard: { by: string; atMs: number }[];
  asked: number;
  moods: string[];
};

export type ChatterSaved = { next: number; asked: number; last: { by: string; id: number } | null };

type ChatterOut = Out<Chat, "talk" | "ask", ChatterSaved>;

/** @param names who talks to whom */
export function chatter(names: readonly NodeId[]): Protocol<ChatterState, Chat, "talk" | "ask", ChatterSaved> {
  return {
    name: "chatter",
    members: names,
    start(self, saved, out) {
      out.setTimer("talk", [10, 40]);
      if (self === names[0]) out.setTimer("ask", [100, 100]);
      const others = names.filter((name) => name !== self);
      return { self, others, next: saved?.next ?? 0, heard: [], asked: saved?.asked ?? 0, moods: ["glad"] };
    },
    onMessage: (state, message, from, out) => {
      if (message.kind === "Echo") hear(state, message, out);
      else answer(state, message, from, out);
    },
    onTimer(state, timer, out) {
      if (timer === "ask") ask(state, out);
      else talk(state, out);
    },
    view: (state) => ({ role: state.self === names[0] ? "leader" : "member", fields: { next: state.next } }),
  };
}

function talk(state: ChatterState, out: ChatterOut): void {
  state.next += 1;
  const to = state.others.length === 0 ? state.self : out.choose(state.others);
  const mood = out.choose(["glad", "sad", "calm"]);
  state.moods = [...state.moods.slice(-3), mood];
  out.send(to, { kind: "Chat", id: state.next, topic: { text: mood, weight: state.next / 3 }, hops: 0 });
  if (state.next % 5 === 0) out.send(state.self, { kind: "Echo", id: state.next, heard: [] });
  out.setTimer("talk", [10, 40]);
}

function ask(state: ChatterState, out: ChatterOut): void {
  state.asked += 1;
  out.invoke({ kind: "ask", number: state.asked });
  for (const other of state.others) {
    out.send(other, { kind: "Chat", id: -state.asked, topic: { text: "anyone?", weight: 1 }, hops: 9 });
  }
  out.setTimer("ask", [200, 300]);
}

function answer(state: ChatterState, chat: Extract<Chat, { kind: "Chat" }>, from: NodeId, out: ChatterOut): void {
  // Only a message that was corrupted can be so heavy.
  if (chat.topic.weight > 100) throw new RangeError(`too heavy: ${chat.topic.weight}`);
  state.heard = [...state.heard.slice(-4), { by: from, atMs: Math.round(out.localTime) }];
  out.save({ next: state.next, asked: state.asked, last: { by: from, id: chat.id } });
  out.send(from, { kind: "Echo", id: chat.id, heard: state.heard });
  if (chat.hops < 1 && state.others.length > 1) {
    out.send(out.choose(state.others), { ...chat, hops: chat.hops + 1, topic: { ...chat.topic, weight: 0 } });
  }
}

function hear(state: ChatterState, echo: Extract<Chat, { kind: "Echo" }>, out: ChatterOut): void {
  if (echo.id === -state.asked && state.asked > 0) {
    state.asked = 0;
    out.complete({ heard: echo.heard.length });
  }
  if (echo.heard.length === 3) out.cancelTimer("talk");
  if (echo.heard.length > 3) out.setTimer("talk", [5, 5]);
}
