/**
 * Reads a zip archive that a stranger made, in memory: nothing is ever written to a disk, so that no name in it can lead
 * anywhere. What is not an answer is not unpacked; an archive that tries something is refused as a whole.
 */
import { fromBuffer } from "yauzl";
import type { Entry, ZipFile } from "yauzl";

/** A file of a submission. */
export interface NamedFile {
  /** Its path in the submission, with `/`. */
  readonly path: string;
  readonly bytes: Buffer;
}

export type Unpacked =
  | { readonly kind: "files"; readonly files: readonly NamedFile[] }
  | { readonly kind: "refused"; readonly problem: string };

/** More than any submission needs, and less than a machine minds. */
export const archiveLimits = { entries: 2000, fileBytes: 4 * 1024 * 1024, totalBytes: 32 * 1024 * 1024 } as const;

/** Whether a file can hold an answer. */
export const isAnswerPath = (path: string): boolean =>
  /\.(ts|ipynb)$/.test(path) && !/(^|\/)(node_modules|\.[^/]+|__MACOSX)\//.test(path) && !path.endsWith(".d.ts");

class Refused extends Error {}

/** Never rejects: what is wrong with the archive is in the result. */
export async function unpack(archive: Buffer): Promise<Unpacked> {
  try {
    return { kind: "files", files: await filesIn(await opened(archive)) };
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    return { kind: "refused", problem: `the archive is refused: ${problem}` };
  }
}

function opened(archive: Buffer): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    // Names with `..`, a drive or a leading slash are refused by the library already, and sizes that lie.
    const options = { lazyEntries: true, decodeStrings: true, validateEntrySizes: true, strictFileNames: true };
    fromBuffer(archive, options, (error, zip) => {
      if (error) reject(error);
      else resolve(zip);
    });
  });
}

function filesIn(zip: ZipFile): Promise<NamedFile[]> {
  const files: NamedFile[] = [];
  let [entries, total] = [0, 0];
  return new Promise((resolve, reject) => {
    const next = async (entry: Entry): Promise<void> => {
      entries += 1;
      if (entries > archiveLimits.entries) throw new Refused(`it has more than ${archiveLimits.entries} entries`);
      refuseStrange(entry);
      if (isAnswerPath(entry.fileName)) {
        total += entry.uncompressedSize;
        refuseLarge(entry, total);
        files.push({ path: entry.fileName, bytes: await contents(zip, entry) });
      }
      zip.readEntry();
    };
    zip.on("entry", (entry: Entry) => void next(entry).catch(reject));
    zip.on("end", () => resolve(files));
    zip.on("error", reject);
    zip.readEntry();
  });
}

const [typeMask, symbolicLink, folder, regular] = [0o170000, 0o120000, 0o040000, 0o100000];

function refuseStrange({ fileName, externalFileAttributes, generalPurposeBitFlag }: Entry): void {
  const parts = fileName.split(/[/\\]/);
  if (parts.includes("..") || /^([/\\]|[A-Za-z]:)/.test(fileName)) {
    throw new Refused(`"${fileName}" reaches outside of it`);
  }
  const type = (externalFileAttributes >>> 16) & typeMask;
  if (type === symbolicLink) throw new Refused(`"${fileName}" is a symbolic link`);
  if (type !== 0 && type !== folder && type !== regular) throw new Refused(`"${fileName}" is no ordinary file`);
  if ((generalPurposeBitFlag & 1) === 1) throw new Refused(`"${fileName}" is encrypted`);
}

function refuseLarge({ fileName, uncompressedSize }: Entry, total: number): void {
  const { fileBytes, totalBytes } = archiveLimits;
  if (uncompressedSize > fileBytes) {
    throw new Refused(`"${fileName}" would have ${uncompressedSize} bytes; ${fileBytes} are allowed`);
  }
  if (total > totalBytes) throw new Refused(`it would have more than ${totalBytes} bytes`);
}

function contents(zip: ZipFile, entry: Entry): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (failed, stream) => {
      if (failed) return reject(failed);
      const parts: Buffer[] = [];
      let bytes = 0;
      stream.on("data", (part: Buffer) => {
        bytes += part.length;
        parts.push(part);
        // The size that the archive states was checked; this is what really comes out.
        if (bytes > archiveLimits.fileBytes) stream.destroy(new Refused(`"${entry.fileName}" is larger than it says`));
      });
      stream.on("end", () => resolve(Buffer.concat(parts)));
      stream.on("error", reject);
    });
  });
}
