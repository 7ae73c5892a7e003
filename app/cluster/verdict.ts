/** Judges what a cluster's clients were told. */
import { checkLinearizable, historyOf, models } from "distlab";
import type { LinearizabilityVerdict, NodeId, Operation, Trace } from "distlab";
import { isReader, journalOf } from "./operations";

export interface Judgement {
  readonly verdict: LinearizabilityVerdict;
  /** Operations that were acknowledged, and those whose outcome nobody knows. */
  readonly acknowledged: number;
  readonly open: number;
  /** Journal entries that were acknowledged, and those of them that the last reads did not show. */
  readonly journal: number;
  readonly lost: readonly string[];
  readonly holds: boolean;
}

/** How long a check may take, in milliseconds. */
const checkMsMax = 60_000;

/**
 * Whether the history is linearizable, and whether every journal entry that was acknowledged is in what the readers
 * read last. The second follows from the first; it is counted all the same, because it needs no search to be believed.
 */
export function judge(trace: Trace): Judgement {
  const history = historyOf(trace);
  const verdict = checkLinearizable(history, models.keyValue(), { timeLimitMs: checkMsMax });
  const acknowledged = history.filter(({ returned }) => returned !== undefined);
  const entries = acknowledged.flatMap((operation) => journalEntry(operation));
  const read = lastReads(acknowledged);
  const lost = entries.filter(({ client, entry }) => {
    const journal = read.get(journalOf(client));
    return journal !== undefined && !journal.includes(entry);
  });
  return {
    verdict,
    acknowledged: acknowledged.length,
    open: history.length - acknowledged.length,
    journal: entries.length,
    lost: lost.map(({ client, entry }) => `${client}'s entry ${entry}`),
    holds: verdict.verdict === "linearizable" && lost.length === 0,
  };
}

interface KeyValue {
  readonly kind: string;
  readonly key: string;
  readonly value?: string;
}

function journalEntry({
  client,
  operation,
}: Operation): readonly { readonly client: NodeId; readonly entry: string }[] {
  const { kind, value } = operation as unknown as KeyValue;
  return kind === "append" ? [{ client, entry: value!.trim() }] : [];
}

/** What readers were answered last, by key: a journal is a text of numbers. */
function lastReads(acknowledged: readonly Operation[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const { client, operation, result } of acknowledged) {
    const { kind, key } = operation as unknown as KeyValue;
    if (kind === "get" && isReader(client)) found.set(key, String(result ?? "").split(" "));
  }
  return found;
}

/** The judgement in a few lines. */
export function judgementText({ verdict, acknowledged, open, journal, lost }: Judgement): string {
  const lines = [`${acknowledged} operations acknowledged, ${open} without an answer`, String(verdict)];
  if (journal > 0) {
    lines.push(
      lost.length === 0
        ? `all ${journal} acknowledged journal entries are there`
        : `LOST: ${lost.length} of ${journal} acknowledged journal entries: ${lost.slice(0, 5).join(", ")}`,
    );
  }
  return lines.join("\n");
}
