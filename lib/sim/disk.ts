/** A node's disk: what it saved, and what a crash leaves of it. */
import type { Data } from "../protocol";
import type { Survives } from "./faults";

export class Disk {
  /** What a boot would find now. */
  holds: Data = null;
  /** What it held before the last save. */
  private before: Data = null;
  /** How many faults make it lose, and tear, what it is given to save. */
  losing = 0;
  tearing = 0;

  /** Returns what became of it, where it is not all there. */
  save(saved: Data): "lost" | "torn" | undefined {
    if (this.losing > 0) return "lost";
    this.before = this.holds;
    this.holds = this.tearing > 0 ? torn(this.before, saved) : saved;
    return this.tearing > 0 ? "torn" : undefined;
  }

  /** The node crashes. Returns what became of its disk, where that is not as it was. */
  crash(survives: Survives): "lost" | "torn" | undefined {
    switch (survives) {
      case "kept":
        return undefined;
      case "lost":
        this.holds = null;
        return "lost";
      case "previous":
        this.holds = this.before;
        return "lost";
      case "torn":
        this.holds = torn(this.before, this.holds);
        return "torn";
    }
  }
}

/**
 * A save that was cut short: the first half is new, the rest as before. An object's fields count, in their order, or
 * an array's items; of anything else nothing is new.
 */
export function torn(before: Data, after: Data): Data {
  if (typeof before !== "object" || before === null || typeof after !== "object" || after === null) return before;
  if (Array.isArray(before) !== Array.isArray(after)) return before;
  const fields = Object.keys(after);
  const half = Math.ceil(fields.length / 2);
  if (Array.isArray(after)) return Object.freeze([...after.slice(0, half), ...(before as readonly Data[]).slice(half)]);
  const mixed: Record<string, Data> = {};
  fields.forEach((field, index) => {
    const from = (index < half ? after : before) as { readonly [field: string]: Data };
    if (Object.hasOwn(from, field)) mixed[field] = from[field]!;
  });
  return Object.freeze(mixed);
}
