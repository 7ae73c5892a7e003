/**
 * Line knock-out: why is this line here? Each guard that a protocol marks with `out.guard` is put out of force, and the
 * checker answers with the shortest disaster without it; or with nothing, within these bounds: then why is it there?
 */
import { explore } from "./explore";
import type { Exploration } from "./exploration";
import { howFar } from "./exploration";
import type { ExploreOptions } from "./options";

/** What is explored, and which guards are knocked out. */
export interface KnockOutOptions extends ExploreOptions {
  /** The guards to knock out, one at a time; `save` stands for every save. Default: all that the handlers meet. */
  readonly guards?: readonly string[];
}

/** What happens without one guard. */
export interface KnockedOut {
  readonly guard: string;
  /** The shortest run that goes wrong without it is its `counterexample`. */
  readonly exploration: Exploration;
}

/** What each guard is there for. */
export interface KnockOutReport {
  /** The protocol as it is. */
  readonly intact: Exploration;
  readonly without: readonly KnockedOut[];
  toString(): string;
}

/**
 * Knocks out one guard after the other.
 * @throws RangeError where `guards` names one that no handler meets within these bounds
 */
export function knockOut(options: KnockOutOptions): KnockOutReport {
  const { guards, ...rest } = options;
  const intact = explore(rest);
  const unknown = guards?.find((guard) => !intact.guards.includes(guard));
  if (unknown !== undefined) {
    const met = intact.guards.map((guard) => `"${guard}"`).join(", ");
    throw new RangeError(`guards names "${unknown}"; within these bounds the handlers meet ${met || "none"}`);
  }
  const without = (guards ?? intact.guards).map((guard) => ({
    guard,
    exploration: explore({ onFailure: "report", ...rest, knockedOut: [...(rest.knockedOut ?? []), guard] }),
  }));
  return new Report(intact, without);
}

class Report implements KnockOutReport {
  constructor(
    readonly intact: Exploration,
    readonly without: readonly KnockedOut[],
  ) {}

  toString(): string {
    const lines = this.without.flatMap(({ guard, exploration }) => [`Without "${guard}": ${disaster(exploration)}`]);
    return [this.intact.subject, ...lines].join("\n");
  }

  /** What `console.log` and a notebook's cell print. */
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }
}

function disaster(exploration: Exploration): string {
  const { counterexample } = exploration;
  if (counterexample)
    return `"${counterexample.property}" dies after ${counterexample.steps} steps\n${String(counterexample)}`;
  const dead = exploration.verdicts.find((verdict) => verdict.outcome === "violated");
  if (dead) return `"${dead.property}" ${dead.text}.`;
  if (exploration.complete) return `nothing within these bounds (${howFar(exploration)}): then why is it there?`;
  return `nothing as far as it went (it ${howFar(exploration)}).`;
}
