/**
 * The baseline of the exhaustive checker: what one writes in an afternoon. Breadth-first search over whole states as
 * objects, each copied field by field and found again by its JSON, with the same property judged in every state.
 */

type Phase = "working" | "prepared" | "committed" | "aborted";

interface State {
  resources: Phase[];
  manager: "init" | "committed" | "aborted";
  prepared: boolean[];
  messages: { prepared: boolean[]; commit: boolean; abort: boolean };
}

function copyOf<Value>(value: Value): Value {
  if (Array.isArray(value)) return value.map((item: unknown) => copyOf(item)) as Value;
  if (typeof value !== "object" || value === null) return value;
  const copy: Record<string, unknown> = {};
  for (const field in value) copy[field] = copyOf(value[field]);
  return copy as Value;
}

/** Gray and Lamport's two-phase commit, action by action; each takes a copy. */
function successors(state: State): State[] {
  const found: State[] = [];
  const step = (change: (next: State) => void): void => {
    const next = copyOf(state);
    change(next);
    found.push(next);
  };
  if (state.manager === "init") {
    if (state.prepared.every(Boolean)) {
      step((next) => {
        next.manager = "committed";
        next.messages.commit = true;
      });
    }
    step((next) => {
      next.manager = "aborted";
      next.messages.abort = true;
    });
  }
  for (let resource = 0; resource < state.resources.length; resource++) {
    if (state.manager === "init" && state.messages.prepared[resource]) step((next) => (next.prepared[resource] = true));
    if (state.resources[resource] === "working") {
      step((next) => {
        next.resources[resource] = "prepared";
        next.messages.prepared[resource] = true;
      });
      step((next) => (next.resources[resource] = "aborted"));
    }
    if (state.messages.commit) step((next) => (next.resources[resource] = "committed"));
    if (state.messages.abort) step((next) => (next.resources[resource] = "aborted"));
  }
  return found;
}

function isConsistent({ resources }: State): boolean {
  return !(resources.includes("committed") && resources.includes("aborted"));
}

/** How many states and how many transitions there are. Throws if the property fails. */
export function plainSearch(resources: number): { readonly distinct: number; readonly generated: number } {
  const none = Array.from({ length: resources }, () => false);
  const first: State = {
    resources: Array.from({ length: resources }, () => "working" as const),
    manager: "init",
    prepared: none,
    messages: { prepared: none, commit: false, abort: false },
  };
  const seen = new Set([JSON.stringify(first)]);
  const queue = [first];
  let generated = 1;
  for (let place = 0; place < queue.length; place++) {
    for (const next of successors(queue[place]!)) {
      generated++;
      const key = JSON.stringify(next);
      if (seen.has(key)) continue;
      if (!isConsistent(next)) throw new Error(`inconsistent: ${key}`);
      seen.add(key);
      queue.push(next);
    }
  }
  return { distinct: seen.size, generated };
}
