/**
 * What a node has saved, on a disk: an append-only file of differences that is compacted now and then.
 *
 * With group commit, whatever is saved while the disk is busy goes to it together next: one difference from what it
 * holds to what was saved last, and one fsync for all that wait. Without it, each save is a record with an fsync of
 * its own. Either way, whoever waits for a save is told only once the disk has confirmed it.
 *
 * When the disk fails, the file is never written to again: after a failed fsync nobody can say what it holds (Rebello
 * et al., "Can applications recover from fsync failures?", USENIX ATC 2020). The node has to stop and start again.
 */
import type { Data } from "../data";
import { frozenCopy } from "../data";
import type { NodeId } from "../protocol";
import { difference, withDifference } from "./difference";
import type { Difference } from "./difference";
import { realDisk } from "./disk";
import type { Disk, OpenFile } from "./disk";
import { confirmation, CorruptSaveError, encodeRecord, scanRecords } from "./save-format";

export interface SaveFileOptions {
  readonly path: string;
  /** Whose file it is: another node's, or another protocol's, is refused. */
  readonly node: NodeId;
  readonly protocol: string;
  /** Whether saves that wait share one fsync. Default true. */
  readonly groupCommit?: boolean;
  /** The file is written anew when it is this many times as long as what it holds. From 2, default 8. */
  readonly compactAtFactor?: number;
  /** Shorter files are left as they are, in bytes. Default 1 MiB. */
  readonly compactFromBytes?: number;
  readonly disk?: Disk;
}

/** The first record: whose file this is. */
interface Head {
  readonly format: "distlab save 1";
  readonly protocol: string;
  readonly node: NodeId;
}

interface Waiting {
  readonly saved: Data;
  readonly onDisk: () => void;
}

/** One node's save file, open. */
export class SaveFile {
  /** How often the disk was asked to confirm, how many saves it confirmed, how many bytes were written. */
  readonly counts = { syncs: 0, saves: 0, bytes: 0, compactions: 0 };
  /** Called once, when the disk fails. */
  onFailure: (error: Error) => void = () => undefined;
  private waiting: Waiting[] = [];
  private busy: Promise<void> | undefined;
  private failure: Error | undefined;
  private confirmed: number;
  /** How long the file was after it was last written anew. */
  private fullBytes: number;

  private constructor(
    private readonly options: Required<SaveFileOptions>,
    private file: OpenFile,
    /** What the disk holds. */
    private held: Data,
    private length: number,
    /** How many bytes of a torn write were cut off when it was opened. */
    readonly tornBytes: number,
  ) {
    this.confirmed = length;
    this.fullBytes = length;
  }

  /**
   * Opens a node's file, or makes it; a torn write at its end is cut off.
   * @throws CorruptSaveError where something that had been confirmed is damaged, or the file is another node's
   */
  static async open(given: SaveFileOptions): Promise<SaveFile> {
    const options = withDefaults(given);
    const { disk, path } = options;
    // A compaction that a crash cut short: the old file is still whole.
    await disk.remove(`${path}.new`);
    const bytes = (await disk.read(path)) ?? new Uint8Array(0);
    const { bodies, end, torn } = named(path, () => scanRecords(bytes));
    const [head, ...rest] = bodies.map((body) => JSON.parse(Buffer.from(body).toString("utf8")) as unknown);
    if (head !== undefined) checkHead(head as Head, options);
    const held = named(path, () =>
      rest.reduce<Data>((value, change) => withDifference(value, change as Difference), null),
    );
    const file = await disk.open(path, false);
    if (torn > 0) await file.truncate(end);
    // What a killed process wrote is there to be read, and may still not be on the disk: the node will rely on it now.
    await file.sync();
    const saveFile = new SaveFile(options, file, frozenCopy(held), end, torn);
    if (head === undefined) await saveFile.begin();
    return saveFile;
  }

  /** What was saved last and is on the disk; null where nothing ever was. */
  get saved(): Data {
    return this.held;
  }

  /** Replaces what is saved; `onDisk` is called once the disk has confirmed it, in the order of the calls. */
  save(saved: Data, onDisk: () => void): void {
    if (this.failure !== undefined) return;
    this.waiting.push({ saved, onDisk });
    this.busy ??= this.work();
  }

  /** Waits for what is being written, and closes the file. What has not been confirmed may or may not be there. */
  async close(): Promise<void> {
    await this.busy;
    this.failure ??= new Error("the save file is closed");
    await this.file.close();
  }

  private async begin(): Promise<void> {
    const bytes = this.headRecord();
    await this.file.write(bytes, 0);
    await this.file.sync();
    this.length = this.confirmed = this.fullBytes = bytes.length;
  }

  private headRecord(): Uint8Array {
    const { protocol, node } = this.options;
    return record({ format: "distlab save 1", protocol, node } satisfies Head, 0, 0);
  }

  private async work(): Promise<void> {
    try {
      // What is saved while a confirmation is being written begins another round: nobody else would.
      while (this.waiting.length > 0) {
        await this.writeWaiting();
        if (this.waiting.length === 0) await this.tellConfirmed();
      }
    } catch (error) {
      this.fail(error as Error);
    } finally {
      this.busy = undefined;
    }
  }

  private async writeWaiting(): Promise<void> {
    const batch = this.options.groupCommit ? this.waiting : [this.waiting[0]!];
    this.waiting = this.options.groupCommit ? [] : this.waiting.slice(1);
    await this.write(batch.at(-1)!.saved);
    this.counts.saves += batch.length;
    for (const { onDisk } of batch) onDisk();
  }

  private async write(saved: Data): Promise<void> {
    const change = difference(this.held, saved);
    if (change !== undefined) {
      if (this.isTooLong()) await this.compact(saved);
      else {
        await this.add(record(change, this.confirmed, this.length));
        await this.file.sync();
        this.counts.syncs += 1;
      }
      this.held = saved;
    }
    this.confirmed = this.length;
  }

  private async add(bytes: Uint8Array): Promise<void> {
    await this.file.write(bytes, this.length);
    this.length += bytes.length;
    this.counts.bytes += bytes.length;
  }

  /** Says in the file what the disk has confirmed, when there is nothing better to do: no fsync waits for it. */
  private async tellConfirmed(): Promise<void> {
    await this.add(confirmation(this.confirmed, this.length));
  }

  private isTooLong(): boolean {
    const { compactAtFactor, compactFromBytes } = this.options;
    return this.length > Math.max(compactFromBytes, compactAtFactor * this.fullBytes);
  }

  /** Writes the file anew beside the old one, and puts it in its place once it is whole. */
  private async compact(saved: Data): Promise<void> {
    const { disk, path } = this.options;
    const head = this.headRecord();
    const full = record([0, saved] satisfies Difference, head.length, head.length);
    const file = await disk.open(`${path}.new`, true);
    await file.write(head, 0);
    await file.write(full, head.length);
    await file.sync();
    await disk.replace(path, `${path}.new`);
    await this.file.close();
    this.file = file;
    this.length = this.fullBytes = head.length + full.length;
    this.counts.bytes += this.length;
    this.counts.syncs += 1;
    this.counts.compactions += 1;
  }

  private fail(error: Error): void {
    const { path } = this.options;
    this.failure = new Error(`${path} cannot be written: ${error.message}`, { cause: error });
    this.waiting = [];
    this.onFailure(this.failure);
  }
}

function record(content: unknown, confirmed: number, place: number): Uint8Array {
  return encodeRecord({ body: Buffer.from(JSON.stringify(content)), confirmed }, place);
}

function withDefaults(given: SaveFileOptions): Required<SaveFileOptions> {
  const options = { groupCommit: true, compactAtFactor: 8, compactFromBytes: 1024 * 1024, disk: realDisk, ...given };
  const { compactAtFactor, compactFromBytes } = options;
  if (!(compactAtFactor >= 2))
    throw new RangeError(`compactAtFactor is ${compactAtFactor}; allowed is a number from 2`);
  if (!(compactFromBytes >= 0)) {
    throw new RangeError(`compactFromBytes is ${compactFromBytes}; allowed is a number from 0`);
  }
  return options;
}

function named<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new CorruptSaveError(`${path}: ${(error as Error).message}`, { cause: error });
  }
}

function checkHead(head: Head, { path, node, protocol }: SaveFileOptions): void {
  if (head.format !== "distlab save 1") throw new CorruptSaveError(`${path} is no save file of this version`);
  if (head.node === node && head.protocol === protocol) return;
  throw new CorruptSaveError(
    `${path} belongs to node ${head.node} of ${head.protocol}, and this is node ${node} of ${protocol}`,
  );
}
