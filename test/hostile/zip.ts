/** Writes zip archives as nobody honest would: any names, links, and sizes that lie. Source: PKWARE's APPNOTE 6.3. */
import { crc32, deflateRawSync } from "node:zlib";

export interface ZipEntry {
  readonly name: string;
  readonly bytes: Buffer;
  /** Unix mode. Default: an ordinary file. */
  readonly mode?: number;
  /** The size that the archive states. Default: the true one. */
  readonly claimed?: number;
}

export function zip(entries: readonly ZipEntry[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const packed = deflateRawSync(entry.bytes, { level: 9 });
    const name = Buffer.from(entry.name);
    const common = header(entry, packed.length, name.length);
    const local = Buffer.concat([word(0x04034b50), common, name]);
    parts.push(local, packed);
    // Made by Unix, version 2.0; then what the local header says; then comment, disk and attributes.
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(((entry.mode ?? 0o100644) << 16) >>> 0, 6);
    tail.writeUInt32LE(offset, 10);
    directory.push(word(0x02014b50), Buffer.from([20, 3]), common, tail, name);
    offset += local.length + packed.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(listed.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...parts, listed, word(0x06054b50), end]);
}

function header({ bytes, claimed }: ZipEntry, packed: number, nameLength: number): Buffer {
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  common.writeUInt16LE(8, 4);
  common.writeUInt32LE(sum(bytes), 10);
  common.writeUInt32LE(packed, 14);
  common.writeUInt32LE(claimed ?? bytes.length, 18);
  common.writeUInt16LE(nameLength, 22);
  return common;
}

function word(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

/** Node has a crc32 of its own only from 20.15 on, which is what the course needs anyway. */
const sum = (bytes: Buffer): number => crc32(bytes);
