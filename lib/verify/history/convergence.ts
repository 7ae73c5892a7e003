/** Eventual convergence: when nothing is written any more, all clients come to read the same. */
import { canonical } from "../../data";
import type { Data, NodeId, Operation } from "../../protocol";
import { accessesOf, describedAccess, sourcesOf } from "./accesses";
import type { Access } from "./accesses";
import { judgedOf, limitsOf } from "./options";
import type { HistoryOptions } from "./options";
import { atTime } from "./sentences";
import { verdictOf } from "./verdict";
import type { HistoryVerdict } from "./verdict";

/** Whether replicas ended alike. */
export type ConvergenceVerdict = HistoryVerdict<"convergent">;

/** What is checked for convergence. */
export interface ConvergenceOptions extends HistoryOptions {
  /** How long after the last write of a key its readers must agree, in the history's unit. From 0, default 0. */
  readonly settleMs?: number;
  /** What every key holds before the first write. Default null. */
  readonly initial?: Data;
}

/**
 * Whether, for each key, all reads that were called more than `settleMs` after the last write had returned saw the same
 * value, and one that had been written. A history without such reads proves nothing: then the answer is "unknown".
 * A write that never returned counts from its call: give it time to settle.
 *
 * Source: Terry and others, "Managing update conflicts in Bayou", SOSP 1995; Vogels, "Eventually consistent", CACM
 * 52(1), 2009. That updates keep coming to an end is an assumption of both.
 */
export function checkConvergence(history: readonly Operation[], options: ConvergenceOptions = {}): ConvergenceVerdict {
  const started = performance.now();
  const { unit } = limitsOf(options);
  const { settleMs = 0, initial = null } = options;
  if (!(settleMs >= 0)) throw new RangeError(`settleMs is ${settleMs}; allowed is a number from 0`);
  const accesses = accessesOf("checkConvergence", history, judgedOf(history));
  const writes = accesses.filter(({ isWrite }) => isWrite);
  const late = accesses.filter(
    (access) => !access.isWrite && access.operation.invoked > settledAt(access, writes) + settleMs,
  );
  const said = ({ operation }: Access): string =>
    `${operation.client} ${describedAccess(operation)}${atTime(operation.returned!, unit)}`;
  const nowhere = late.find((read) => sourcesOf(read, writes, initial).length === 0);
  const apart = disagreement(late);
  const found = ((): Pick<ConvergenceVerdict, "verdict" | "why" | "wrong" | "origins"> => {
    if (nowhere) {
      return { verdict: "violation", why: `${said(nowhere)}, but that had never been there`, wrong: [nowhere.index] };
    }
    if (apart) {
      const origins = originsOf(apart, writes, initial);
      const wrong = [...apart.map(({ index }) => index), ...origins].toSorted((a, b) => a - b);
      const why = `long after the last write, ${said(apart[0])}, but ${said(apart[1])}`;
      return { verdict: "violation", why, wrong, origins };
    }
    if (late.length === 0) return { verdict: "unknown", why: "nothing was read after the last write had settled" };
    return { verdict: "convergent", why: `${late.length} late reads agree` };
  })();
  return verdictOf({
    checked: "convergent",
    ...found,
    history,
    describe: (index) => describedAccess(history[index]!),
    operations: accesses.length,
    explored: late.length,
    ms: performance.now() - started,
  });
}

/** When the last write of the key had returned; one that never did counts from its call. */
function settledAt({ key }: Access, writes: readonly Access[]): number {
  const times = writes
    .filter((write) => write.key === key)
    .map(({ operation }) => operation.returned ?? operation.invoked);
  return Math.max(-Infinity, ...times);
}

/** The first two reads of one key that saw different values. */
function disagreement(reads: readonly Access[]): readonly [Access, Access] | undefined {
  const first = new Map<string, Access>();
  for (const read of reads.toSorted((a, b) => a.operation.returned! - b.operation.returned!)) {
    const other = first.get(read.key);
    if (other === undefined) first.set(read.key, read);
    else if (other.value !== read.value) return [other, read];
  }
  return undefined;
}

function originsOf(reads: readonly Access[], writes: readonly Access[], initial: Data): readonly number[] {
  const sources = reads.flatMap((read) => sourcesOf(read, writes, initial).slice(0, 1));
  return sources.flatMap((source) => (source === "initial" ? [] : [source.index])).toSorted((a, b) => a - b);
}

/**
 * Whether replicas hold the same: true, or a sentence that names the first two that do not, and where they differ. It
 * can be what a property answers.
 * @param replicas each replica's data, by its name
 */
export function replicasAgree(replicas: { readonly [node: NodeId]: Data }): true | string {
  const [first, ...others] = Object.entries(replicas);
  for (const [node, data] of others) {
    if (canonical(data) === canonical(first![1])) continue;
    const [path, left, right] = difference(first![1], data, "");
    const where = path === "" ? "" : ` at ${path}`;
    return `${first![0]} and ${node} differ${where}: ${left}, but ${right}`;
  }
  return true;
}

function difference(left: Data | undefined, right: Data | undefined, path: string): readonly [string, string, string] {
  const isContainer = (data: Data | undefined): boolean => typeof data === "object" && data !== null;
  if (isContainer(left) && isContainer(right) && Array.isArray(left) === Array.isArray(right)) {
    const [one, other] = [left, right] as readonly { readonly [field: string]: Data }[];
    for (const field of new Set([...Object.keys(one!), ...Object.keys(other!)])) {
      if (textOf(one![field]) === textOf(other![field])) continue;
      const inner = Array.isArray(left) ? `${path}[${field}]` : `${path}${path === "" ? "" : "."}${field}`;
      return difference(one![field], other![field], inner);
    }
  }
  return [path, textOf(left), textOf(right)];
}

function textOf(data: Data | undefined): string {
  return data === undefined ? "missing" : canonical(data);
}
