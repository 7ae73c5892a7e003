/** Looks at the properties of a run after each event, and at what ends it. */
import type { Millis, Property } from "../protocol";
import type { Engine } from "./engine";
import { SimulatedWorld } from "./world";

/** A property that failed. */
export interface Violation {
  readonly property: string;
  /** A sentence: what is wrong. */
  readonly what: string;
  readonly atMs: Millis;
}

export class Claims {
  /** Whether properties are looked at: not until every node has had its first boot, and only if there are any. */
  begun = false;
  private readonly world: SimulatedWorld;
  private readonly always: readonly Property[];
  /** The `sometimes` that have not held yet. */
  private waiting: readonly Property[];
  private readonly any: boolean;
  private asking = "";

  constructor(private readonly engine: Engine) {
    const { properties, until } = engine.options;
    this.world = new SimulatedWorld(engine);
    this.always = properties.filter((property) => property.kind === "always");
    this.waiting = properties.filter((property) => property.kind === "sometimes");
    this.any = properties.length > 0 || until !== undefined;
  }

  begin(): void {
    this.begun = this.any;
  }

  /** The `sometimes` that never held. */
  get neverHeld(): readonly string[] {
    return this.waiting.map((property) => property.name);
  }

  /** A property that throws is wrong itself: the error says which it was, and when. */
  check(): void {
    try {
      this.look();
    } catch (error) {
      const { nowMs, options } = this.engine;
      const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      throw new Error(`"${this.asking}" threw ${text} (at ${nowMs} ms, seed ${options.seed})`, { cause: error });
    }
  }

  private look(): void {
    const { engine, world } = this;
    if (this.waiting.length > 0) {
      const still = this.waiting.filter((property) => this.holds(property) !== true);
      if (still.length < this.waiting.length) this.waiting = still;
    }
    for (const property of this.always) {
      const verdict = this.holds(property);
      if (verdict !== true) return this.violate(property.name, verdict);
    }
    this.asking = "until";
    if (engine.options.until?.(world)) engine.why = "until";
  }

  private holds(property: Property): boolean | string {
    this.asking = property.name;
    return property.holds(this.world);
  }

  private violate(property: string, verdict: false | string): void {
    const { engine } = this;
    const what = verdict === false ? "it does not hold" : verdict;
    engine.violation = { property, what, atMs: engine.nowMs };
    engine.why = "violation";
    engine.recording.add({ kind: "violation", at: engine.nowMs, what: `${property}: ${what}` });
  }
}
