// Throws out what it knows of a key together with its entry, and begins again with lease 1.
// caught by: in every run, with an eviction: nothing from before a deletion is ever served
import type { CacheAsk, CacheDelete, CacheFill, CacheReply, LeasedCache, NodeId, Out } from "distlab";

type OfOne = { last: number; good: number | null };

export function receive(
  state: LeasedCache,
  message: CacheAsk | CacheFill | CacheDelete,
  from: NodeId,
  out: Out<CacheReply>,
): void {
  const { key } = message;
  const memory = state.memory as { [key: string]: OfOne };
  if (!Object.hasOwn(memory, key)) memory[key] = { last: 0, good: null };
  const mine = memory[key]!;
  if (message.kind === "Get") {
    if (Object.hasOwn(state.entries, key)) return out.send(from, { kind: "Hit", key, value: state.entries[key]! });
    if (mine.good !== null) return out.send(from, { kind: "Wait", key });
    mine.last += 1;
    mine.good = mine.last;
    out.send(from, { kind: "Miss", key, lease: mine.last });
  } else if (message.kind === "Fill") {
    if (mine.good !== message.lease) return;
    mine.good = null;
    state.entries[key] = message.value;
  } else {
    mine.good = null;
    delete state.entries[key];
    out.send(from, { kind: "Deleted", key });
  }
}

export function evict(state: LeasedCache, key: string): void {
  delete state.entries[key];
  delete state.memory[key];
}
