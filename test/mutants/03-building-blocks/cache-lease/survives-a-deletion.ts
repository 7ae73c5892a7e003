// Deletes the entry and leaves the lease good.
// caught by: a deletion takes the lease away too
import type { CacheAsk, CacheDelete, CacheFill, CacheReply, LeasedCache, NodeId, Out } from "distlab";

type Memory = { last: number; leases: { [key: string]: number } };

function memoryOf(state: LeasedCache): Memory {
  if (!Object.hasOwn(state.memory, "last")) state.memory = { last: 0, leases: {} };
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
    if (Object.hasOwn(memory.leases, key)) return out.send(from, { kind: "Wait", key });
    memory.last += 1;
    memory.leases[key] = memory.last;
    out.send(from, { kind: "Miss", key, lease: memory.last });
  } else if (message.kind === "Fill") {
    if (memory.leases[key] !== message.lease) return;
    delete memory.leases[key];
    state.entries[key] = message.value;
  } else {
    delete state.entries[key];
    out.send(from, { kind: "Deleted", key });
  }
}

export function evict(state: LeasedCache, key: string): void {
  delete state.entries[key];
}
