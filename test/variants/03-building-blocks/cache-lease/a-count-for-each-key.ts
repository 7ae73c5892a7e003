// Each key has a count of its own, which an eviction leaves alone: so two keys may have the same lease.
import type { CacheAsk, CacheDelete, CacheFill, CacheReply, LeasedCache, NodeId, Out } from "distlab";

/** An odd count: the lease with this number is out. An even one: none is. */
function countOf({ memory }: LeasedCache, key: string): number {
  const count = Object.hasOwn(memory, key) ? memory[key] : 0;
  return typeof count === "number" ? count : 0;
}

export function receive(
  state: LeasedCache,
  message: CacheAsk | CacheFill | CacheDelete,
  from: NodeId,
  out: Out<CacheReply>,
): void {
  const { entries, memory } = state;
  const { key } = message;
  const count = countOf(state, key);
  const isOut = count % 2 === 1;
  switch (message.kind) {
    case "Get":
      if (Object.hasOwn(entries, key)) out.send(from, { kind: "Hit", key, value: entries[key]! });
      else if (isOut) out.send(from, { kind: "Wait", key });
      else {
        memory[key] = count + 1;
        out.send(from, { kind: "Miss", key, lease: count + 1 });
      }
      break;
    case "Fill":
      if (!isOut || message.lease !== count) break;
      memory[key] = count + 1;
      entries[key] = message.value;
      break;
    case "Delete":
      if (isOut) memory[key] = count + 1;
      delete entries[key];
      out.send(from, { kind: "Deleted", key });
  }
}

export function evict({ entries }: LeasedCache, key: string): void {
  delete entries[key];
}
