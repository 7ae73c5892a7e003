/** Why operations do not fit together, in a sentence. */
import { canonical, sameData } from "../../data";
import type { Data, Operation } from "../../protocol";
import { Steps } from "./effort";
import type { AnyModel } from "./model";
import type { Part } from "./parts";
import { atTime, described, fromTo, shown } from "./sentences";
import type { TimeUnit } from "./sentences";
import type { Wrong } from "./shrink";
import { Window, placesOf } from "./window";

/** What a sentence is made of. */
interface Case {
  readonly history: readonly Operation[];
  readonly model: AnyModel;
  readonly part: Part;
  readonly wrong: Wrong;
  readonly unit: TimeUnit;
}

/** The sentence. `width` is for the search for what the last operation could have answered instead. */
export function whyWrong(each: Case, width: number): string {
  const conflict = each.wrong.conflict.map((operation) => each.history[each.part.indices[operation]!]!);
  const last = conflict.at(-1)!;
  const said = `${last.client} ${described(each.model, last)}${atTime(last.returned!, each.unit)}`;
  if (each.wrong.given) return `${said}, ${whyGiven(each, conflict.slice(0, -1))}${instead(each, width)}`;
  if (conflict.length === 1) return `${said}, ${nothingBefore(each, last)}`;
  if (conflict.length === 2) {
    const stale = whyStale(each, conflict[0]!, last);
    if (stale !== undefined) return `${said}, ${stale}`;
  }
  return `${said}, ${whyGeneral(each, conflict.slice(0, -1))}${instead(each, width)}`;
}

/** The value that an operation saw, where it is exactly one. */
function seenBy(model: AnyModel, { operation, result }: Operation): Data | undefined {
  const seen = model.values?.sees(operation, result);
  return seen?.length === 1 ? seen[0] : undefined;
}

function nothingBefore({ history, model, part, unit }: Case, last: Operation): string {
  const seen = seenBy(model, last);
  const nothing = "and nothing that had been called by then explains it";
  if (seen === undefined || !model.values) return nothing;
  const leaves = part.indices
    .map((index) => history[index]!)
    .filter((other) => {
      const left = model.values!.leaves(other.operation);
      return left !== undefined && sameData(left, seen);
    });
  const [first] = leaves.toSorted((a, b) => a.invoked - b.invoked);
  if (first === undefined) return `but ${shown(seen)} had never been there`;
  if (first.invoked <= last.returned!) return nothing;
  const called = atTime(first.invoked, unit);
  return `but ${first.client} ${described(model, first)} only later${called === "" ? "" : `, called${called}`}`;
}

/** An old value after a newer one: the commonest mistake, and worth a sentence of its own. */
function whyStale({ model, unit }: Case, earlier: Operation, last: Operation): string | undefined {
  const seen = seenBy(model, last);
  if (seen === undefined || model.readOnly?.(last.operation, last.result) !== true) return undefined;
  const left = model.values?.leaves(earlier.operation);
  const when = atTime(earlier.returned!, unit);
  const again = seen === null ? "" : ` and nobody wrote ${shown(seen)} again`;
  if (left !== undefined && model.overwrites?.(earlier.operation) === true) {
    const what = left === null ? "deletion" : `write of ${shown(left)}`;
    return `after ${owner(earlier, last)} ${what} had returned${when}${again}`;
  }
  if (model.readOnly(earlier.operation, earlier.result) !== true) return undefined;
  return `after ${earlier.client === last.client ? "it" : earlier.client} had read ${shown(seenBy(model, earlier))}${when}${again}`;
}

function owner(earlier: Operation, last: Operation): string {
  return earlier.client === last.client ? "its own" : `${earlier.client}'s`;
}

/** So many operations are named in a sentence; the lines below it have the others. */
const namedMax = 4;

function whyGeneral({ model, unit }: Case, before: readonly Operation[]): string {
  const named = before.slice(-namedMax).map((operation) => {
    return `${operation.client} ${described(model, operation)}${fromTo(operation, unit)}`;
  });
  const others = before.length - named.length;
  const list = [...(others > 0 ? [`${others} other operations`] : []), ...named];
  return `which fits in no order with what came before: ${list.join(", ")}`;
}

/** The states that the object must have been in, where the conflict is none by itself. */
function whyGiven({ model, part, wrong }: Case, before: readonly Operation[]): string {
  const { space } = part.problem;
  const states = wrong.given!.map((state) => {
    const data = space.states[state]!;
    return space.model.describeState?.(data) ?? canonical(data);
  });
  const been = space.model.describeState ? "" : "been ";
  const must =
    states.length > insteadNamed ? `been in one of ${states.length} states` : `${been}${states.join(" or ")}`;
  const then = before.map((each) => `${each.client} ${described(model, each)}`);
  return `when the ${model.name ?? "object"} must have ${[must, ...then].join(", and then ")}`;
}

/** In histories of more operations, what could have been answered instead is not found out. */
const insteadMax = 2_000;

/** Where more steps than these would be needed, neither. */
const insteadSteps = 2_000_000;

/** What the last operation could have answered, where there is not much to choose from. */
function instead({ part, wrong }: Case, width: number): string {
  const { problem } = part;
  const { space, kinds } = problem;
  const last = wrong.conflict.at(-1)!;
  const { operation, client } = space.kinds[kinds[last]!]!;
  const places = placesOf(problem);
  if (places.returned[last]! > insteadMax) return "";
  const whole = new Window(problem, places, 0, places.returned[last]!, problem.starts);
  const strict = new Set(whole.within);
  const effort = new Steps(insteadSteps);
  const possible: string[] = [];
  for (const [key, answer] of answersOf(part, last)) {
    if (possible.length > insteadNamed) return "";
    const other = new Map([[last, space.kindId(operation, answer, client)]]);
    const { found } = whole.search(strict, width, effort, other);
    if (found === "gave up") return "";
    if (found === "an order") possible.push(answer === null ? "nothing" : typeof answer === "string" ? answer : key);
  }
  return possible.length === 0 ? "" : `; the answer could only have been ${possible.join(" or ")}`;
}

/** More answers than this are not worth naming. */
const insteadNamed = 3;

/** What the operation would answer in any of the states that were possible at some time. */
function answersOf({ problem: { space, kinds } }: Part, operation: number): ReadonlyMap<string, Data> {
  const answers = new Map<string, Data>();
  for (const state of space.states.keys()) {
    if (state >= insteadStates) break;
    for (const answer of space.answers(state, kinds[operation]!)) answers.set(canonical(answer), answer);
  }
  return answers;
}

const insteadStates = 64;
