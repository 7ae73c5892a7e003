// Has one lease for the whole cache.
// caught by: what happens to one key is nothing to another
import type { CacheAsk, CacheDelete, CacheFill, CacheReply, LeasedCache, NodeId, Out } from "distlab";

type Memory = { last: number; lease: number | null };

function memoryOf(state: LeasedCache): Memory {
  if (!Object.hasOwn(state.memory, "last")) state.memory = { last: 0, lease: null };
  return state.memory as Memory;
}

export function receive(
  state: LeasedCache,
  message: CacheAsk | CacheFill | CacheDelete,
  from: NodeId,
  out: Out<CacheReply>,
): void {
  const memory = memoryOf(state);
  const { key } = message;
  if (message.kind === "Get") {
    if (Object.hasOwn(state.entries, key)) return out.send(from, { kind: "Hit", key, value: state.entries[key]! });
    if (memory.lease !== null) return out.send(from, { kind: "Wait", key });
    memory.last += 1;
    memory.lease = memory.last;
    out.send(from, { kind: "Miss", key, lease: memory.last });
  } else if (message.kind === "Fill") {
    if (memory.lease !== message.lease) return;
    memory.lease = null;
    state.entries[key] = message.value;
  } else {
    memory.lease = null;
    delete state.entries[key];
    out.send(from, { kind: "Deleted", key });
  }
}

export function evict(state: LeasedCache, key: string): void {
  delete state.entries[key];
}
