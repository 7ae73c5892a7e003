// Writes the tag as text that sorts as the tags do.
import type { ApReplica, Data, NodeId } from "distlab";

export function createReplica(name: NodeId): ApReplica {
  let tag = "";
  let value: string | null = null;
  return {
    write(next) {
      const clock = tag === "" ? 1 : Number(tag.slice(0, 9)) + 1;
      tag = String(clock).padStart(9, "0") + name;
      value = next;
    },
    read: () => value,
    tell: () => [tag, value],
    hear(told: Data) {
      const [otherTag, otherValue] = told as [string, string | null];
      if (otherTag > tag) [tag, value] = [otherTag, otherValue];
    },
  };
}
