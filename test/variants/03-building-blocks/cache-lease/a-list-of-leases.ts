// Keeps the leases that are good in a list.
import type { CacheAsk, CacheDelete, CacheFill, CacheReply, LeasedCache, NodeId, Out } from "distlab";

type Lease = { key: string; number: number };

export function receive(
  state: LeasedCache,
  message: CacheAsk | CacheFill | CacheDelete,
  from: NodeId,
  out: Out<CacheReply>,
): void {
  const { key } = message;
  const good = (state.memory["good"] ?? []) as Lease[];
  const mine = good.find((lease) => lease.key === key);
  const others = good.filter((lease) => lease.key !== key);
  const given = (state.memory["given"] ?? 100) as number;
  if (message.kind === "Delete") {
    state.memory["good"] = others;
    state.entries = Object.fromEntries(Object.entries(state.entries).filter(([name]) => name !== key));
    out.send(from, { kind: "Deleted", key });
  }
  if (message.kind === "Fill" && mine?.number === message.lease) {
    state.memory["good"] = others;
    state.entries = { ...state.entries, [key]: message.value };
  }
  if (message.kind !== "Get") return;
  const value = new Map(Object.entries(state.entries)).get(key);
  if (value !== undefined) out.send(from, { kind: "Hit", key, value });
  else if (mine) out.send(from, { kind: "Wait", key });
  else {
    state.memory["given"] = given + 1;
    state.memory["good"] = [...others, { key, number: given + 1 }];
    out.send(from, { kind: "Miss", key, lease: given + 1 });
  }
}

export function evict(state: LeasedCache, key: string): void {
  const { [key]: gone, ...rest } = state.entries;
  if (gone !== undefined) state.entries = rest;
}
