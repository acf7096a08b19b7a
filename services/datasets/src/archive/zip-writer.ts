import { crc32 } from 'node:zlib';

/** One file of an archive that is written: its bytes are asked for when its turn comes, and forgotten after it. */
export interface ZipContent {
  /** Relative, with `/`; the caller has made it safe and unique. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

interface Written {
  readonly name: Buffer;
  readonly crc: number;
  readonly size: number;
  readonly offset: number;
}

// APPNOTE.TXT 6.3.10: 4.3.7 local header, 4.3.12 central directory, 4.3.14 to 4.3.16 its ends, 4.4 fields.
const localHeader = 0x04034b50;
const centralHeader = 0x02014b50;
const zip64End = 0x06064b50;
const zip64Locator = 0x07064b50;
const end = 0x06054b50;
const version = 45;
const utf8Names = 0x0800;
/** 1980-01-01, the first day that a zip knows: the same data makes the same bytes on every day. */
const firstDay = 0x0021;
const regularFile = 0o100644 * 0x10000;
const madeOnUnix = 3 << 8;
const most32 = 0xffffffff;
const most16 = 0xffff;
const recordsPerChunk = 512;
const localBytes = 30;
const centralBytes = 46;
/** Of an offset beyond 4 GiB. */
const farBytes = 12;

/**
 * A zip as it is read: stored, not compressed (pictures are compressed, and what zlib makes of the rest differs between
 * machines), in the given order, with fixed times, so that the same files make the same bytes. Zip64 where it is needed.
 *
 * Own code, because of the packages that write zips as a stream yazl 3.3 keeps every file in memory until the end,
 * client-zip 2.5 writes an unreadable directory for more than 65,535 files, and archiver 8 brings 45 packages along.
 */
export async function* zip(files: AsyncIterable<ZipContent>): AsyncGenerator<Uint8Array, void, undefined> {
  const directory = new Directory();
  let offset = 0;
  for await (const { path, bytes } of files) {
    const file: Written = { name: Buffer.from(path), crc: crc32(bytes), size: bytes.length, offset };
    const header = localHeaderOf(file);
    yield header;
    yield bytes;
    offset += header.length + bytes.length;
    directory.add(file);
  }
  yield* directory.chunks();
  yield endOf(directory.count, directory.bytes, offset);
}

/** Bytes that `zip` will make of files of these names and sizes. */
export async function zipSize(
  files: AsyncIterable<{ readonly path: string; readonly size: number }>,
): Promise<number> {
  let [count, offset, directory] = [0, 0, 0];
  for await (const { path, size } of files) {
    const name = Buffer.byteLength(path);
    directory += centralBytes + name + (offset >= most32 ? farBytes : 0);
    offset += localBytes + name + size;
    count += 1;
  }
  return offset + directory + endOf(count, directory, offset).length;
}

/** The central directory, kept as the bytes it will be: 46 and the name for each file. */
class Directory {
  count = 0;
  bytes = 0;
  private readonly full: Buffer[] = [];
  private open: Buffer[] = [];

  add(file: Written): void {
    const record = centralHeaderOf(file);
    this.count++;
    this.bytes += record.length;
    this.open.push(record);
    if (this.open.length < recordsPerChunk) return;
    this.full.push(Buffer.concat(this.open));
    this.open = [];
  }

  *chunks(): Generator<Uint8Array> {
    yield* this.full;
    yield Buffer.concat(this.open);
  }
}

function localHeaderOf({ name, crc, size }: Written): Buffer {
  if (size >= most32) throw new RangeError(`A file of ${size} bytes is not written in one piece.`);
  const header = Buffer.alloc(localBytes);
  header.writeUInt32LE(localHeader, 0);
  writeCommon(header, 4, { name, crc, size });
  return Buffer.concat([header, name]);
}

/** The fields that both headers share: versions and flags to the length of the extra field. */
function writeCommon(header: Buffer, at: number, { name, crc, size }: Omit<Written, 'offset'>): void {
  header.writeUInt16LE(version, at);
  header.writeUInt16LE(utf8Names, at + 2);
  header.writeUInt16LE(firstDay, at + 8);
  header.writeUInt32LE(crc, at + 10);
  header.writeUInt32LE(size, at + 14);
  header.writeUInt32LE(size, at + 18);
  header.writeUInt16LE(name.length, at + 22);
}

function centralHeaderOf(file: Written): Buffer {
  const header = Buffer.alloc(centralBytes);
  header.writeUInt32LE(centralHeader, 0);
  header.writeUInt16LE(version | madeOnUnix, 4);
  writeCommon(header, 6, file);
  header.writeUInt32LE(regularFile, 38);
  const far = file.offset >= most32;
  header.writeUInt32LE(far ? most32 : file.offset, 42);
  if (!far) return Buffer.concat([header, file.name]);
  const extra = Buffer.alloc(farBytes);
  extra.writeUInt16LE(0x0001, 0);
  extra.writeUInt16LE(8, 2);
  extra.writeBigUInt64LE(BigInt(file.offset), 4);
  header.writeUInt16LE(extra.length, 30);
  return Buffer.concat([header, file.name, extra]);
}

function endOf(count: number, bytes: number, offset: number): Buffer {
  const record = Buffer.alloc(22);
  record.writeUInt32LE(end, 0);
  record.writeUInt16LE(Math.min(count, most16), 8);
  record.writeUInt16LE(Math.min(count, most16), 10);
  record.writeUInt32LE(Math.min(bytes, most32), 12);
  record.writeUInt32LE(Math.min(offset, most32), 16);
  const fits = count < most16 && bytes < most32 && offset < most32;
  return fits ? record : Buffer.concat([zip64EndOf(count, bytes, offset), record]);
}

function zip64EndOf(count: number, bytes: number, offset: number): Buffer {
  const record = Buffer.alloc(56 + 20);
  record.writeUInt32LE(zip64End, 0);
  record.writeBigUInt64LE(44n, 4);
  record.writeUInt16LE(version | madeOnUnix, 12);
  record.writeUInt16LE(version, 14);
  record.writeBigUInt64LE(BigInt(count), 24);
  record.writeBigUInt64LE(BigInt(count), 32);
  record.writeBigUInt64LE(BigInt(bytes), 40);
  record.writeBigUInt64LE(BigInt(offset), 48);
  record.writeUInt32LE(zip64Locator, 56);
  record.writeBigUInt64LE(BigInt(offset + bytes), 64);
  record.writeUInt32LE(1, 72);
  return record;
}
