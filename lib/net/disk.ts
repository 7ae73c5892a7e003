/** The little that a save file needs of a file system, so that tests can tear writes, fill disks and damage bytes. */
import { open, readFile, rename, rm } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { dirname } from "node:path";

/** One file that is open for adding to its end. */
export interface OpenFile {
  /** Adds bytes at `place`, which is the end. Rejects, with part of them written, where the disk is full. */
  write(bytes: Uint8Array, place: number): Promise<void>;
  /** Resolves once everything written is on the disk itself. */
  sync(): Promise<void>;
  /** Cuts the file off. */
  truncate(length: number): Promise<void>;
  close(): Promise<void>;
}

/** Files by their paths. */
export interface Disk {
  /** The whole file, or undefined where there is none. */
  read(path: string): Promise<Uint8Array | undefined>;
  /** Opens a file, and makes it where there is none; `empty` takes away what it holds. */
  open(path: string, empty: boolean): Promise<OpenFile>;
  /** Puts one file in the place of another, at once and for good. */
  replace(path: string, by: string): Promise<void>;
  remove(path: string): Promise<void>;
}

class RealFile implements OpenFile {
  constructor(private readonly handle: FileHandle) {}

  async write(bytes: Uint8Array, place: number): Promise<void> {
    for (let done = 0; done < bytes.length;) {
      const { bytesWritten } = await this.handle.write(bytes, done, bytes.length - done, place + done);
      done += bytesWritten;
    }
  }

  /** Data and length; the time of the last change is of no interest. */
  async sync(): Promise<void> {
    await this.handle.datasync();
  }

  async truncate(length: number): Promise<void> {
    await this.handle.truncate(length);
  }

  async close(): Promise<void> {
    await this.handle.close();
  }
}

/** The file system of this machine. */
export const realDisk: Disk = {
  async read(path) {
    try {
      return await readFile(path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
      throw error;
    }
  },
  async open(path, empty) {
    const handle = await openOrMake(path, empty);
    await syncFolder(path);
    return new RealFile(handle);
  },
  async replace(path, by) {
    await rename(by, path);
    await syncFolder(path);
  },
  remove: (path) => rm(path, { force: true }),
};

async function openOrMake(path: string, empty: boolean): Promise<FileHandle> {
  if (empty) return open(path, "w+");
  try {
    return await open(path, "r+");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    return open(path, "wx+");
  }
}

/** A new name is on the disk only once its folder is. */
async function syncFolder(path: string): Promise<void> {
  // Windows opens no folders, and needs none of this.
  if (process.platform === "win32") return;
  const folder = await open(dirname(path), "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
