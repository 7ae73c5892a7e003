/** A disk in memory that can crash, fill up and fail: what is not synced may or may not survive. */
import type { Disk, OpenFile } from "../../lib/net/disk";

interface Stored {
  bytes: Buffer;
  /** What a crash leaves for certain. */
  synced: Buffer;
}

export class MemoryDisk implements Disk {
  readonly files = new Map<string, Stored>();
  /** How many more bytes fit. */
  freeBytes = Infinity;
  /** What every sync waits for. */
  gate: Promise<void> = Promise.resolve();
  /** Called before each effect: may throw. */
  before: (what: "write" | "sync" | "replace") => void = () => undefined;

  async read(path: string): Promise<Uint8Array | undefined> {
    return this.files.get(path)?.bytes;
  }

  async open(path: string, empty: boolean): Promise<OpenFile> {
    const stored = (empty ? undefined : this.files.get(path)) ?? { bytes: Buffer.alloc(0), synced: Buffer.alloc(0) };
    this.files.set(path, stored);
    return {
      write: async (bytes, place) => {
        this.before("write");
        const fits = Math.min(bytes.length, this.freeBytes);
        this.freeBytes -= fits;
        stored.bytes = Buffer.concat([stored.bytes.subarray(0, place), bytes.subarray(0, fits)]);
        if (fits < bytes.length)
          throw Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
      },
      sync: async () => {
        this.before("sync");
        await this.gate;
        stored.synced = stored.bytes;
      },
      truncate: async (length) => {
        stored.bytes = stored.bytes.subarray(0, length);
      },
      close: async () => undefined,
    };
  }

  async replace(path: string, by: string): Promise<void> {
    this.before("replace");
    this.files.set(path, this.files.get(by)!);
    this.files.delete(by);
  }

  async remove(path: string): Promise<void> {
    this.files.delete(path);
  }

  /** The machine loses power: of what was not synced, only so many bytes are there. */
  crash(keptBytes: number): MemoryDisk {
    const after = new MemoryDisk();
    for (const [path, { bytes, synced }] of this.files) {
      const left = Buffer.from(bytes.subarray(0, Math.min(bytes.length, synced.length + keptBytes)));
      after.files.set(path, { bytes: left, synced: left });
    }
    return after;
  }
}
