/**
 * The format of a save file: records one after the other, each with a checksum. Pure: no files here.
 *
 * A record is a mark (4 bytes), the body's length (4), a checksum (4), how much of the file had been confirmed by the
 * disk when the record was written (8), and the body. The checksum covers the place in the file too, so that a record
 * that turns up elsewhere, or that is left over from an earlier file, is none.
 *
 * After a crash the end of the file may be anything: a record that was being written is torn, and of several some may
 * be there and others not. All that had not been confirmed, so nobody was told of it, and it is cut off. But where a
 * later record says that the broken place *had* been confirmed, the disk has lost what it promised to keep. A node that
 * went on without it would break its own promises (vote twice, forget what it acknowledged), so this is an error.
 *
 * What cannot be told from a torn write is damage to the very last records before their confirmation was written:
 * `confirmation` records keep that window short. Compare Alagappan et al., "Protocol-aware recovery for
 * consensus-based storage", FAST 2018, section 3.3.3.
 */
import { crc32 } from "node:zlib";

const mark = Buffer.from("dsv1", "latin1");
const headerBytes = 20;
/** Longer bodies are refused when they are written, and taken for damage when they are read: 1 GiB. */
const bodyBytesMax = 1024 * 1024 * 1024;

/** One record. */
export interface SaveRecord {
  readonly body: Uint8Array;
  /** Up to where the file had been confirmed when this was written. */
  readonly confirmed: number;
}

/** What a file holds. */
export interface ScannedFile {
  /** The bodies of the records before the first that is broken; confirmations have none. */
  readonly bodies: readonly Uint8Array[];
  /** Where the last good record ends: what comes after is to be cut off. */
  readonly end: number;
  /** How many bytes are to be cut off: a write that was torn, and was never confirmed. */
  readonly torn: number;
}

/** The disk has lost or changed what it had confirmed. The node must not start from this file. */
export class CorruptSaveError extends Error {
  override readonly name = "CorruptSaveError";
}

/**
 * One record as bytes.
 * @param place where in the file it will stand
 * @throws RangeError where the body is longer than 1 GiB
 */
export function encodeRecord({ body, confirmed }: SaveRecord, place: number): Uint8Array {
  if (body.length > bodyBytesMax) {
    throw new RangeError(`what is saved takes ${body.length} bytes; allowed are at most ${bodyBytesMax}`);
  }
  const record = Buffer.allocUnsafe(headerBytes + body.length);
  mark.copy(record);
  record.writeUInt32BE(body.length, 4);
  writePlace(record, confirmed, 12);
  record.set(body, headerBytes);
  record.writeUInt32BE(checksum(record, place), 8);
  return record;
}

/** A record that says only what has been confirmed. */
export function confirmation(confirmed: number, place: number): Uint8Array {
  return encodeRecord({ body: new Uint8Array(0), confirmed }, place);
}

/** Places are whole numbers below 2^53: two halves, the upper first. */
function writePlace(into: Buffer, place: number, at: number): void {
  into.writeUInt32BE(Math.floor(place / 2 ** 32), at);
  into.writeUInt32BE(place % 2 ** 32, at + 4);
}

function checksum(record: Buffer, place: number): number {
  const start = Buffer.allocUnsafe(8);
  writePlace(start, place, 0);
  const head = crc32(record.subarray(4, 8), crc32(start));
  return crc32(record.subarray(12), head);
}

/** The record at `place`, or undefined where there is none that is whole. */
function recordAt(file: Buffer, place: number): (SaveRecord & { readonly end: number }) | undefined {
  if (file.length - place < headerBytes || file.compare(mark, 0, 4, place, place + 4) !== 0) return undefined;
  const end = place + headerBytes + file.readUInt32BE(place + 4);
  if (end > file.length) return undefined;
  const record = file.subarray(place, end);
  if (checksum(record, place) !== record.readUInt32BE(8)) return undefined;
  const confirmed = record.readUInt32BE(12) * 2 ** 32 + record.readUInt32BE(16);
  return { body: record.subarray(headerBytes), confirmed, end };
}

/**
 * Reads a file to its end or to the first place that is broken.
 * @throws CorruptSaveError where a later record shows that the broken place had been confirmed
 */
export function scanRecords(bytes: Uint8Array): ScannedFile {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const bodies: Uint8Array[] = [];
  let end = 0;
  for (let record = recordAt(file, 0); record !== undefined; record = recordAt(file, end)) {
    if (record.body.length > 0) bodies.push(record.body);
    end = record.end;
  }
  const confirmed = end === file.length ? 0 : confirmedLater(file, end);
  if (confirmed > end) {
    throw new CorruptSaveError(
      `the save file is damaged at byte ${end}, though the disk had confirmed ${confirmed} bytes: ` +
        `what this node promised to remember is lost, so it must not go on from it`,
    );
  }
  return { bodies, end, torn: file.length - end };
}

/** The most that any whole record after `from` says was confirmed; 0 where there is none. */
function confirmedLater(file: Buffer, from: number): number {
  let most = 0;
  for (let place = file.indexOf(mark, from); place >= 0; place = file.indexOf(mark, place + 1)) {
    most = Math.max(most, recordAt(file, place)?.confirmed ?? 0);
  }
  return most;
}
