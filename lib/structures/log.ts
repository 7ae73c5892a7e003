/**
 * A log that is cheap to save: an array cut into chunks.
 *
 * A protocol saves its log at every entry. If the log were one array, each save would copy it all. Here full chunks
 * are never written to again, so a host that has frozen one shares it from then on, and a save costs what is new.
 * The log can forget a prefix (a snapshot stands for it), and then begins at a later index.
 *
 * Indexes count from 1, as in the Raft paper.
 */

/** Plain data: put it into states and messages. Do not write to it; the functions below return a new one. */
export type ChunkedLog<Entry> = {
  /** The index before the first entry that is still there: 0, or the last index of the snapshot. */
  readonly base: number;
  /** Every chunk but the last holds `chunkSize` entries; the last holds from 0 to `chunkSize`. */
  readonly chunks: readonly (readonly Entry[])[];
  readonly length: number;
};

const chunkSize = 32;

export function emptyLog<Entry>(base = 0): ChunkedLog<Entry> {
  return { base, chunks: [], length: 0 };
}

/** The index of the last entry; `base` where there is none. */
export function lastIndex<Entry>(log: ChunkedLog<Entry>): number {
  return log.base + log.length;
}

/** The entry at `index`, or undefined where it has been forgotten or is not there yet. */
export function entryAt<Entry>(log: ChunkedLog<Entry>, index: number): Entry | undefined {
  const offset = index - log.base - 1;
  if (offset < 0 || offset >= log.length) return undefined;
  return log.chunks[Math.floor(offset / chunkSize)]![offset % chunkSize];
}

export function append<Entry>(log: ChunkedLog<Entry>, ...entries: readonly Entry[]): ChunkedLog<Entry> {
  if (entries.length === 0) return log;
  // Spread, not sliced: V8 slices a frozen array twenty times as slowly.
  const chunks = [...log.chunks];
  for (const entry of entries) {
    const last = chunks.at(-1);
    if (last === undefined || last.length === chunkSize) chunks.push([entry]);
    else chunks[chunks.length - 1] = [...last, entry];
  }
  return { base: log.base, chunks, length: log.length + entries.length };
}

/** The log with nothing after `index`. */
export function truncateAfter<Entry>(log: ChunkedLog<Entry>, index: number): ChunkedLog<Entry> {
  const length = Math.max(0, index - log.base);
  if (length >= log.length) return log;
  const chunks = log.chunks.slice(0, Math.ceil(length / chunkSize));
  const rest = length % chunkSize;
  if (rest > 0) chunks[chunks.length - 1] = chunks.at(-1)!.slice(0, rest);
  return { base: log.base, chunks, length };
}

/** The log without the entries up to and including `index`: a snapshot holds them. May reach past the end. */
export function forgetUpTo<Entry>(log: ChunkedLog<Entry>, index: number): ChunkedLog<Entry> {
  if (index <= log.base) return log;
  return append(emptyLog<Entry>(index), ...entriesFrom(log, index + 1));
}

/** The entries from `index` on, at most `most` of them. */
export function entriesFrom<Entry>(log: ChunkedLog<Entry>, index: number, most = Infinity): Entry[] {
  const found: Entry[] = [];
  const end = Math.min(lastIndex(log), index + most - 1);
  for (let at = Math.max(index, log.base + 1); at <= end; at++) found.push(entryAt(log, at)!);
  return found;
}
