/**
 * `explore`: everything that a protocol can do, in every order, within the bounds that it is given.
 *
 * Where `simulate` draws one run, `explore` takes them all: each message that is on its way may arrive next, each
 * timer may fire, each node may crash, as far as the options allow. Every distinct state is judged by the properties.
 * Breadth first, the first wrong run that it finds is a shortest one.
 */
import type { Data } from "../../data";
import { HandlerError } from "../../step";
import { howFar, Report, stopText } from "./exploration";
import type { Counterexample, Exploration, ExplorationFailure, Found, Verdict } from "./exploration";
import { counted } from "./limits";
import type { Fields } from "./model-system";
import { ModelSubject } from "./model-subject";
import type { ExploreModelOptions, ExploreOptions } from "./options";
import { ProtocolSubject } from "./protocol-subject";
import { Search } from "./search";
import type { Claim } from "./search";
import type { Ending, Subject } from "./subject";
import type { System } from "./system";

type AnyOptions = ExploreOptions | ExploreModelOptions<Fields>;

const sliceMs = 40;

let unfinished: (() => Exploration) | undefined;

/**
 * Explores a protocol, or a plain model, and judges its properties.
 * @throws RangeError for an option that is not allowed, before anything runs
 * @throws HandlerError where a handler fails, reads its clock, changes a message or is not deterministic: with the
 *   run that leads there in its field `run`; with `onFailure: "report"` the result has it in `failure` instead
 * @example
 * const ring = changRoberts({ members: 3 });
 * const exploration = explore({ protocol: ring, properties: ring.contract!.safety });
 * [exploration.holds, exploration.complete]; // → [true, true]
 */
export function explore(options: ExploreOptions): Exploration;
export function explore<State extends { readonly [field: string]: Data }>(
  options: ExploreModelOptions<State>,
): Exploration;
export function explore(options: unknown): Exploration {
  const job = new Job(options as AnyOptions);
  job.search.run();
  return job.result();
}

/**
 * As `explore`, in slices of about 40 ms, between which other things can happen: an AbortSignal, a timer, an
 * interrupt of the cell that waits for it.
 */
export function exploreInSlices(options: ExploreOptions): Promise<Exploration>;
export function exploreInSlices<State extends { readonly [field: string]: Data }>(
  options: ExploreModelOptions<State>,
): Promise<Exploration>;
export async function exploreInSlices(options: unknown): Promise<Exploration> {
  const job = new Job(options as AnyOptions);
  while (!job.search.finished) {
    job.search.run(sliceMs);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return job.result();
}

/**
 * What an exploration had found that was interrupted from outside, so that its call never returned: an interrupted
 * cell, for example. Undefined where the last exploration came to its end.
 */
export function interruptedExploration(): Exploration | undefined {
  return unfinished?.();
}

class Job {
  readonly search: Search;
  private readonly subject: Subject;
  /** It was stopped in the middle of whatever it was doing. */
  private isInterrupted = false;

  constructor(private readonly options: AnyOptions) {
    this.subject = "model" in options ? new ModelSubject(options) : new ProtocolSubject(options);
    const { system, claims, within, canonicalise } = this.subject;
    this.search = new Search({ system, claims, within, canonicalise, options });
    unfinished = () => {
      this.isInterrupted = true;
      this.search.stop ??= "interrupt";
      const partial = this.report();
      unfinished = () => partial;
      return partial;
    };
  }

  result(): Exploration {
    unfinished = undefined;
    const { failure } = this.search;
    if (!failure) return this.report();
    if (!(failure.error instanceof HandlerError)) throw failure.error;
    if (this.options.onFailure === "report") return this.report();
    const { error, run } = this.failedRun(failure.error);
    throw Object.assign(error, run === undefined ? {} : { run });
  }

  /**
   * A handler's failure with the run that leads there, unless its protocol does not repeat itself. With symmetry, the
   * search met the failure in a state that stands for the run's last: there another node may bear the name.
   */
  private failedRun(met: HandlerError): ExplorationFailure {
    const { search, subject } = this;
    const { state } = search.failure!;
    if (state === undefined) return { error: met };
    const path = search.pathTo(state);
    let error = met;
    try {
      const run = subject.run(path, () => {
        if (subject.canonicalise && path.length > 0) error = failureHere(subject.system) ?? met;
        return { property: "no handler fails", sentence: error.message, kind: "fail", error };
      });
      return { error, run };
    } catch {
      return { error: met };
    }
  }

  private report(): Report {
    const { search, subject } = this;
    const found: Omit<Found, "verdicts"> = {
      ...(search.stop === undefined ? {} : { stoppedBy: search.stop }),
      distinct: search.distinct,
      generated: search.generated,
      depth: search.reached,
      deadEnds: search.deadEnds,
      leftOut: search.leftOut,
      handlerRuns: subject.system.runs,
      milliseconds: search.gauge.milliseconds,
      guards: subject.guards,
      subject: subject.text,
    };
    const verdicts = subject.claims.map((claim, index) => this.verdict(claim, search.findings[index], found));
    const error = search.failure?.error;
    if (!(error instanceof HandlerError)) return new Report({ ...found, verdicts });
    return new Report({ ...found, verdicts, failure: this.failedRun(error) });
  }

  private verdict(claim: Claim, finding: number | undefined, found: Omit<Found, "verdicts">): Verdict {
    const head = { property: claim.name, kind: claim.kind };
    const complete = found.stoppedBy === undefined && this.search.failure === undefined;
    if (finding !== undefined) {
      const path = this.search.pathTo(finding);
      const shown = this.shownRun(path, () => endingOf(claim));
      const after = `after ${counted(path.length - 1, "step")}`;
      if (claim.kind === "sometimes") return { ...head, outcome: "held", text: `happens ${after}`, ...shown };
      return { ...head, outcome: "violated", text: `violated ${after}`, ...shown };
    }
    if (!complete) return { ...head, outcome: "unknown", text: unknownText(claim, found) };
    const states = counted(found.distinct, "state");
    if (claim.kind === "sometimes") return { ...head, outcome: "violated", text: `never happens in all ${states}` };
    const all = found.distinct === 1 ? "the only state" : `all ${states}`;
    if (claim.kind === "always") return { ...head, outcome: "held", text: `held in ${all}` };
    return { ...head, outcome: "held", text: `can be reached from ${all}` };
  }

  /** The run to a finding; an exploration that was cut off anywhere may be unable to tell it. */
  private shownRun(path: readonly number[], endingHere: () => Ending): { readonly run?: Counterexample } {
    try {
      return { run: this.subject.run(path, endingHere) };
    } catch (error) {
      if (this.isInterrupted) return {};
      throw error;
    }
  }
}

/** How a run ends whose last state, the current row, says something about a claim. */
function endingOf(claim: Claim): Ending {
  const property = claim.name;
  if (claim.kind === "sometimes") return { property, sentence: `here: ${property}`, kind: "shown" };
  if (claim.kind === "canAlwaysReach") {
    return { property, sentence: `from here, nothing that can happen leads to: ${property}`, kind: "violation" };
  }
  const verdict = claim.judge();
  const sentence = verdict === true || verdict === "" ? property : `${property}: ${verdict}`;
  return { property, sentence, kind: "violation" };
}

/** The failure of a handler that a step from the current row meets, if one does. */
function failureHere(system: System): HandlerError | undefined {
  try {
    system.expand({ arrive: () => system.states.add() });
  } catch (error) {
    if (error instanceof HandlerError) return error;
    throw error;
  }
  return undefined;
}

function unknownText(claim: Claim, found: Omit<Found, "verdicts">): string {
  const far = `depth ${found.depth}, ${counted(found.distinct, "state")}`;
  const why = found.stoppedBy === undefined ? "stopped by a failure" : stopText[found.stoppedBy];
  if (claim.kind === "sometimes") return `not seen as far as it went: ${far}, ${why}`;
  if (claim.kind === "canAlwaysReach") return `not known: ${howFar(found)}`;
  return `held as far as it went: ${far}, ${why}`;
}
