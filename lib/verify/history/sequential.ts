/** Whether a history is sequentially consistent: one order for all, that keeps each client's own, whatever the times. */
import type { Operation } from "../../protocol";
import { accessesOf, isAccess } from "./accesses";
import { smallestConflict, someSourcesFit } from "./causal-search";
import { Steps, untilTime } from "./effort";
import { fewest } from "./fewest";
import { searchInterleaving, sessionsOf } from "./interleave";
import type { InterleaveLimits, Sessions } from "./interleave";
import { searchParts } from "./linearizable";
import { mergeOrders } from "./merge";
import type { AnyModel, HistoryModel } from "./model";
import { models } from "./models";
import { judgedOf, limitsOf, whyUnknown } from "./options";
import type { HistoryOptions } from "./options";
import { partsOf } from "./parts";
import { groupsOf } from "./project";
import { isRegister } from "./register";
import { clientByClient, described } from "./sentences";
import { verdictOf } from "./verdict";
import type { HistoryVerdict } from "./verdict";

/** Whether a history is sequentially consistent. */
export type SequentialVerdict = HistoryVerdict<"sequentially consistent">;

/**
 * Whether a history is sequentially consistent: some order of all operations explains every result and keeps the order
 * of each client's own. Unlike linearizability this is a property of the whole: two keys that are each right by
 * themselves may be wrong together.
 *
 * Source: Lamport, "How to make a multiprocessor computer that correctly executes multiprocess programs", IEEE
 * Transactions on Computers C-28(9), 1979.
 * @param model see `checkLinearizable`
 */
export function checkSequential(
  history: readonly Operation[],
  model: HistoryModel = models.keyValue(),
  options: HistoryOptions = {},
): SequentialVerdict {
  const started = performance.now();
  const limits = limitsOf(options);
  const judged = judgedOf(history);
  const deadlineMs = started + limits.timeLimitMs;
  const { explored, ...found } = judge(history, judged, model, limits.configurationsMax, deadlineMs);
  return verdictOf({
    checked: "sequentially consistent",
    verdict: found.verdict,
    why: found.verdict === "unknown" ? whyUnknown(found.outOfTime, limits) : found.why,
    ...(found.linearization ? { linearization: found.linearization } : {}),
    ...(found.wrong ? { wrong: found.wrong, origins: found.origins ?? [] } : {}),
    history,
    describe: (index) => described(model, history[index]!),
    operations: judged.length,
    explored,
    ms: performance.now() - started,
  });
}

interface Found extends Pick<
  SequentialVerdict,
  "verdict" | "why" | "linearization" | "wrong" | "origins" | "explored"
> {
  readonly outOfTime: boolean;
}

/** So wide is the search for an order that also fits the times: where there is one, it is found at once. */
const quickWidth = 512;

function judge(
  history: readonly Operation[],
  judged: readonly number[],
  model: AnyModel,
  configurationsMax: number,
  deadlineMs: number,
): Found {
  const explains = {
    verdict: "sequentially consistent",
    why: "an order explains every result",
    outOfTime: false,
  } as const;
  const parts = partsOf(history, judged, model);
  const quick = searchParts(parts, Math.min(quickWidth, configurationsMax), deadlineMs);
  if (quick.orders.size === parts.length) {
    const orders = parts.map((part) => part.restore(quick.orders.get(part)!));
    return { ...explains, linearization: mergeOrders(history, orders), explored: quick.explored };
  }
  const sessions = sessionsOf(history, judged, model);
  const causal = causalConflict(history, judged, model);
  if (causal) {
    const isOpen = (index: number): boolean => history[index]!.returned === undefined;
    const open = sessions.indices.filter(isOpen);
    const effort = new Steps(shrinkSteps);
    const limits = { configurationsMax: triesMin, effort };
    const returned = causal.conflict.filter((index) => !isOpen(index));
    const conflict = fewest(
      returned,
      (strict) => fails(sessions, [...strict, ...open], sessions.indices, limits),
      effort,
    );
    const origins = [...causal.origins, ...causal.conflict.filter(isOpen)].toSorted((a, b) => a - b);
    const wrong = [...conflict, ...origins].toSorted((a, b) => a - b);
    const why = whyWrong(history, model, wrong);
    return { verdict: "violation", why, wrong, origins, outOfTime: false, explored: quick.explored };
  }
  const search = searchComponents(sessions, { configurationsMax, effort: untilTime(deadlineMs) });
  const explored = quick.explored + search.explored;
  if (search.wrong) {
    const wrong = smallestWrong(sessions, search.wrong, search.explored);
    const why = whyWrong(history, model, wrong);
    return { verdict: "violation", why, wrong, origins: [], outOfTime: false, explored };
  }
  if (search.order) return { ...explains, linearization: search.order, explored };
  return { verdict: "unknown", why: "", outOfTime: search.outOfTime, explored };
}

/**
 * What is not even causally consistent is found fast, and is small: for reads and writes it is looked for first.
 */
function causalConflict(
  history: readonly Operation[],
  judged: readonly number[],
  model: AnyModel,
): { readonly conflict: readonly number[]; readonly origins: readonly number[] } | undefined {
  if (!isRegister(model) || !judged.every((index) => isAccess(history[index]!))) return undefined;
  const accesses = accessesOf(model.name ?? "register", history, judged);
  const search = { variant: "memory", initial: model.initial, triesMax: causalTries } as const;
  if (someSourcesFit(accesses, { ...search, effort: new Steps(causalSteps) }).fits !== false) return undefined;
  const { conflict, origins } = smallestConflict(accesses, search);
  return { conflict: conflict.map(({ index }) => index), origins: origins.map(({ index }) => index) };
}

const causalSteps = 2_000_000;
const causalTries = 100;

interface ComponentsSearch {
  readonly order?: readonly number[];
  /** Operations that no order explains. */
  readonly wrong?: readonly number[];
  readonly outOfTime: boolean;
  readonly explored: number;
}

/** Clients that share no part of the object, not even through others, are searched one group after the other. */
function searchComponents(sessions: Sessions, limits: InterleaveLimits): ComponentsSearch {
  const order: number[] = [];
  let explored = 0;
  let unknown = false;
  let outOfTime = false;
  for (const component of componentsOf(sessions)) {
    for (const among of fewerParts(sessions, component)) {
      const isAll = among.length === component.length;
      const effort = isAll ? limits : { ...limits, configurationsMax: Math.min(partsTry, limits.configurationsMax) };
      const search = searchInterleaving(sessions, new Set(among), effort, among);
      explored += search.explored;
      if (search.found === "no order") return { wrong: among, outOfTime, explored };
      if (!isAll) continue;
      if (search.found === "an order") order.push(...search.order);
      else unknown = true;
      outOfTime ||= search.found === "gave up";
    }
  }
  return { ...(unknown ? {} : { order }), outOfTime, explored };
}

/** So much is spent on one or two parts of the object, before all are looked at together. */
const partsTry = 10_000;
const pairsMax = 100;

/** The operations of each part, those of each two parts, and at last all: what is wrong with a few is so with all. */
function* fewerParts({ partOf }: Sessions, component: readonly number[]): Generator<readonly number[]> {
  const parts = [...new Set(component.map((index) => partOf.get(index)!))];
  if (parts.length > 1) for (const part of parts) yield component.filter((index) => partOf.get(index) === part);
  let pairs = 0;
  for (const [place, part] of parts.length > 2 ? parts.entries() : []) {
    for (const other of parts.slice(place + 1)) {
      if (pairs++ >= pairsMax) break;
      yield component.filter((index) => [part, other].includes(partOf.get(index)!));
    }
  }
  yield component;
}

function componentsOf({ indices, history, partOf }: Sessions): readonly (readonly number[])[] {
  const groups: { readonly clients: Set<string>; readonly parts: Set<number>; readonly members: number[] }[] = [];
  for (const index of indices) {
    const { client } = history[index]!;
    const part = partOf.get(index)!;
    const touched = groups.filter(({ clients, parts }) => clients.has(client) || parts.has(part));
    const [into = { clients: new Set<string>(), parts: new Set<number>(), members: [] }, ...others] = touched;
    if (touched.length === 0) groups.push(into);
    for (const other of others) {
      for (const each of other.clients) into.clients.add(each);
      for (const each of other.parts) into.parts.add(each);
      into.members.push(...other.members);
      groups.splice(groups.indexOf(other), 1);
    }
    into.clients.add(client);
    into.parts.add(part);
    into.members.push(index);
  }
  return groups.map(({ members }) => members.toSorted((a, b) => a - b));
}

/**
 * Leaves out values, lets clients go, then operations: what is let go may take effect at any time, or never, and its
 * client is not asked. What remains is wrong whatever the others did.
 */
function smallestWrong(sessions: Sessions, indices: readonly number[], explored: number): readonly number[] {
  const { history } = sessions;
  const effort = new Steps(shrinkSteps);
  const limits = { configurationsMax: Math.max(triesMin, 2 * explored), effort };
  const groups = valueGroups(sessions, indices);
  const only = (kept: readonly string[]): readonly number[] => {
    const stay = new Set(kept);
    return indices.filter((index) => !groups.has(index) || stay.has(groups.get(index)!));
  };
  const names = [...new Set(groups.values())];
  const among = only(fewest(names, (kept) => fails(sessions, only(kept), only(kept), limits), effort));
  const returned = among.filter((index) => history[index]!.returned !== undefined);
  const open = among.filter((index) => history[index]!.returned === undefined);
  return fewest(returned, (strict) => fails(sessions, [...strict, ...open], among, limits), effort);
}

function fails(
  sessions: Sessions,
  strict: readonly number[],
  among: readonly number[],
  limits: InterleaveLimits,
): boolean {
  return searchInterleaving(sessions, new Set(strict), limits, among).found === "no order";
}

/** No more steps than these are spent on making the wrong part smaller. */
const shrinkSteps = 4_000_000;
const triesMin = 5_000;

/** For each operation the part and the values that it has to do with, where the model says so for the whole part. */
function valueGroups({ spaces, partOf, kindOf }: Sessions, indices: readonly number[]): ReadonlyMap<number, string> {
  const found = new Map<number, string>();
  for (const [part, space] of spaces.entries()) {
    const own = indices.filter((index) => partOf.get(index) === part);
    const groups = groupsOf({ space, kinds: own.map((index) => kindOf.get(index)!) });
    for (const [place, index] of own.entries()) {
      // Without knowing values, a part can still be left out as a whole: the others do not depend on it.
      const group = groups === undefined ? 0 : groups[place]!;
      if (group >= 0) found.set(index, `${part} ${group}`);
    }
  }
  return found;
}

function whyWrong(history: readonly Operation[], model: AnyModel, wrong: readonly number[]): string {
  if (wrong.length > namedMax) return `no order, whatever the times, explains ${wrong.length} of the operations`;
  const did = clientByClient(
    wrong.map((index) => history[index]!),
    (operation) => described(model, operation),
  );
  return `no order, whatever the times, keeps what each client did: ${did}`;
}

/** More operations than this say nothing in a sentence. */
const namedMax = 16;
