// Carries what it has seen, keeps all rivals, and chooses when it is read.
import type { ApReplica, Data, NodeId } from "distlab";

type Rival = { value: string; seen: Record<string, number>; by: string };

const covers = (left: Record<string, number>, right: Record<string, number>): boolean =>
  Object.entries(right).every(([name, count]) => (left[name] ?? 0) >= count);

export function createReplica(name: NodeId): ApReplica {
  let seen: Record<string, number> = {};
  let rivals: Rival[] = [];
  const chosen = (): Rival | undefined => rivals.toSorted((left, right) => (left.by < right.by ? -1 : 1)).at(-1);
  return {
    write(value) {
      seen = { ...seen, [name]: (seen[name] ?? 0) + 1 };
      rivals = [{ value, seen, by: name }];
    },
    read: () => chosen()?.value ?? null,
    tell: () => ({ seen, rivals }),
    hear(told: Data) {
      const other = told as unknown as { seen: Record<string, number>; rivals: Rival[] };
      const fresh = other.rivals.filter((one) => !covers(seen, one.seen));
      rivals = [...rivals.filter((one) => !fresh.some((next) => covers(next.seen, one.seen))), ...fresh];
      const names = new Set([...Object.keys(seen), ...Object.keys(other.seen)]);
      seen = Object.fromEntries([...names].map((each) => [each, Math.max(seen[each] ?? 0, other.seen[each] ?? 0)]));
    },
  };
}
