/**
 * Shrinking for claims about a whole run: such a run must be simulated to its end, so what is left out of it are
 * faults. What the network does by chance (losses, copies) becomes faults as well, one for each message.
 */
import { drop, duplicate, OptionError, simulate } from "../sim";
import type { Fault, Run, SimulateOptions } from "../sim";
import type { TraceEvent } from "../trace/trace";

/** More faults than these are left as they are: every try is a simulation. */
const faultsMax = 400;

/** A failing run from which no fault can be left out. `isWrong` judges a run with its trace. */
export function fewestFaults(options: SimulateOptions, isWrong: (run: Run) => boolean): Run {
  let best = simulate(options);
  const tryRun = (given: SimulateOptions): void => {
    const run = trySimulate(given);
    if (run && isWrong(run)) best = run;
  };
  tryRun(withoutChance(options, best));
  if ((best.options.faults ?? []).length > faultsMax) return best;
  for (let count = Infinity; faultsOf(best).length < count;) {
    count = faultsOf(best).length;
    for (let size = Math.max(1, count >> 1); size >= 1; size >>= 1) {
      for (let end = faultsOf(best).length; end > 0; end -= size) {
        const faults = faultsOf(best).filter((_, index) => index < end - size || index >= end);
        tryRun({ ...best.options, faults });
      }
    }
  }
  return best;
}

/** Undefined where faults contradict each other: a restart without its crash. */
function trySimulate(options: SimulateOptions): Run | undefined {
  try {
    return simulate(options);
  } catch (error) {
    if (error instanceof OptionError) return undefined;
    throw error;
  }
}

function faultsOf(run: Run): readonly Fault[] {
  return run.options.faults ?? [];
}

/** The same simulation with its losses and copies as faults, as far as these can say it. */
function withoutChance(options: SimulateOptions, { trace }: Run): SimulateOptions {
  const { loss: _loss, duplication: _duplication, links = {}, ...network } = options.network ?? {};
  const plainLinks = Object.entries(links).map(([name, { loss: _ownLoss, duplication: _own, ...link }]) => [
    name,
    link,
  ]);
  return {
    ...options,
    network: { ...network, links: Object.fromEntries(plainLinks) },
    faults: [...(options.faults ?? []), ...messageFaults(trace.events)],
  };
}

function messageFaults(events: readonly TraceEvent[]): readonly Fault[] {
  const nths = new Map<number, number>();
  const sent = new Map<string, number>();
  const arrivals = new Map<number, number[]>();
  for (const event of events) {
    if (event.kind === "send") {
      const link = JSON.stringify([event.node, event.to]);
      sent.set(link, (sent.get(link) ?? 0) + 1);
      nths.set(event.id, sent.get(link)!);
    } else if (event.kind === "deliver") arrivals.set(event.id, [...(arrivals.get(event.id) ?? []), event.at]);
  }
  return events.flatMap((event): Fault[] => {
    if (event.kind === "lose" && event.why === "loss") {
      return [drop({ from: event.from, to: event.to, nth: nths.get(event.id)! })];
    }
    const [first, second] = event.kind === "duplicate" ? (arrivals.get(event.id) ?? []) : [];
    if (event.kind !== "duplicate" || first === undefined || second === undefined) return [];
    return [duplicate({ from: event.from, to: event.to, nth: nths.get(event.id)!, afterMs: second - first })];
  });
}
