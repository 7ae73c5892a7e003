/**
 * The trace as each process writes it: the simulator's events, one a line, under numbers of its own. Pure, but for the
 * writer at the end. `merge.ts` makes one trace of several.
 *
 * A line is in the file before what it tells of leaves the process. So after `kill -9` the trace holds everything that
 * anybody else can have heard of, and at most its last line is torn.
 */
import { closeSync, openSync, writeSync } from "node:fs";
import { frozenCopy } from "../data";
import type { Data } from "../data";
import type { NodeId } from "../protocol";
import type { TraceEvent } from "../trace/trace";
import { difference, withDifference } from "./difference";
import type { Difference } from "./difference";

/**
 * A save, as a file tells of it: what changed since the node's last save in this file. A whole log at every line would
 * be the longest part of a trace by far.
 */
interface SaveLine {
  readonly kind: "save";
  readonly at: number;
  readonly node: NodeId;
  readonly change: Difference | null;
}

/** The first line of a file. */
export interface TraceHead {
  readonly format: "distlab trace 1";
  /** The process that writes, for errors. */
  readonly process: string;
  readonly nodes: readonly NodeId[];
}

/** What one process told. Ids of its messages and operations are its own; those it received bear the sender's. */
export interface ProcessTrace extends TraceHead {
  readonly events: readonly TraceEvent[];
}

/** A trace file is none, or is damaged elsewhere than at its end. */
export class TraceFileError extends Error {
  override readonly name = "TraceFileError";
}

/**
 * What a file holds. A last line that is torn is left out.
 * @throws TraceFileError where another line cannot be read
 */
export function parseTraceFile(text: string, name: string): ProcessTrace {
  const lines = text.split("\n");
  // After the last whole line stands an empty one, or what a crash left of the next.
  lines.pop();
  const [head, ...events] = lines.map((line, index) => parseLine(line, `${name}, line ${index + 1}`));
  if ((head as TraceHead | undefined)?.format !== "distlab trace 1") {
    throw new TraceFileError(`${name} is no trace of this version`);
  }
  return { ...(head as TraceHead), events: withSaves(events as readonly (TraceEvent | SaveLine)[]) };
}

/** Events as lines, each save as what is new in it. The other way round: `withSaves`. */
export class LineMaker {
  private readonly last = new Map<NodeId, Data>();

  line(event: TraceEvent): string {
    if (event.kind !== "save" || event.fate !== undefined) return JSON.stringify(event);
    const { at, node, saved } = event;
    const change = difference(this.last.get(node) ?? null, saved) ?? null;
    this.last.set(node, saved);
    return JSON.stringify({ kind: "save", at, node, change } satisfies SaveLine);
  }
}

function withSaves(lines: readonly (TraceEvent | SaveLine)[]): readonly TraceEvent[] {
  const last = new Map<NodeId, Data>();
  return lines.map((line) => {
    if (line.kind !== "save" || !("change" in line)) return line as TraceEvent;
    const { at, node, change } = line;
    const before = last.get(node) ?? null;
    const saved = change === null ? before : frozenCopy(withDifference(before, change));
    last.set(node, saved);
    return { kind: "save", at, node, saved };
  });
}

function parseLine(line: string, where: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch (error) {
    throw new TraceFileError(`${where}: ${(error as Error).message}`, { cause: error });
  }
}

/** Takes a process's events as they happen. */
export interface TraceSink {
  add(event: TraceEvent): void;
  /** Called before anything leaves the process. */
  flush(): void;
  close(): void;
}

/** Writes a trace to a new file. If it cannot be written any more, it ends, and this is told once. */
export class TraceWriter implements TraceSink {
  private readonly file: number;
  private lines: string[];
  private failed = false;
  private readonly maker = new LineMaker();

  /** @throws Error where there is such a file already */
  constructor(
    path: string,
    head: Omit<TraceHead, "format">,
    private readonly onFailure: (error: Error) => void,
  ) {
    this.file = openSync(path, "wx");
    this.lines = [JSON.stringify({ format: "distlab trace 1", ...head } satisfies TraceHead)];
  }

  add(event: TraceEvent): void {
    if (!this.failed) this.lines.push(this.maker.line(event));
  }

  flush(): void {
    if (this.lines.length === 0 || this.failed) return;
    const bytes = Buffer.from(`${this.lines.join("\n")}\n`);
    this.lines = [];
    try {
      for (let done = 0; done < bytes.length;) done += writeSync(this.file, bytes, done);
    } catch (error) {
      this.failed = true;
      this.onFailure(error as Error);
    }
  }

  close(): void {
    this.flush();
    closeSync(this.file);
  }
}

/** A whole trace as the text of such a file. */
export function traceFileText(trace: Omit<ProcessTrace, "format">): string {
  const { process, nodes, events } = trace;
  const maker = new LineMaker();
  const head = JSON.stringify({ format: "distlab trace 1", process, nodes } satisfies TraceHead);
  return `${[head, ...events.map((event) => maker.line(event))].join("\n")}\n`;
}

/** Only what clients did, and how nodes came and went: enough to judge a long run by. */
export function onlyHistory(sink: TraceSink): TraceSink {
  const kinds: ReadonlySet<TraceEvent["kind"]> = new Set(["invoke", "complete", "fail", "condition"]);
  return {
    add: (event) => {
      if (kinds.has(event.kind)) sink.add(event);
    },
    flush: () => sink.flush(),
    close: () => sink.close(),
  };
}

/** For who wants no trace. */
export const noTrace: TraceSink = { add: () => undefined, flush: () => undefined, close: () => undefined };
