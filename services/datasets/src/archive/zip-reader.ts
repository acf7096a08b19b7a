import { promisify } from 'node:util';
import { crc32, inflateRaw } from 'node:zlib';
import { archiveErrors } from '@tutti/contracts/datasets';
import { DomainError } from '@tutti/kernel';
import { type Entry, type ZipFile, fromRandomAccessReaderPromise } from 'yauzl';
import type { FormatSource, SkippedFile } from '../format/source';
import { checkEntry } from './entry-check';
import { CachedReader } from './cached-reader';
import { openFile, type RandomAccess } from './random-access';
import { Spans } from './spans';

export interface ArchiveLimits {
  readonly maxFiles: number;
  /** Of one file, unpacked. */
  readonly maxFileBytes: number;
  /** Of all files, unpacked, as the directory says; every file is held to what it says. */
  readonly maxTotalBytes: number;
  /** Unpacked to packed, of one file of more than a mebibyte. Text seldom exceeds 50; a bomb reaches 1,032. */
  readonly maxRatio: number;
}

export const defaultArchiveLimits: ArchiveLimits = {
  maxFiles: 500_000,
  maxFileBytes: 256 * 1024 * 1024,
  maxTotalBytes: 256 * 1024 * 1024 * 1024,
  maxRatio: 200,
};

const inflate = promisify(inflateRaw);
const localHeaderBytes = 30;
const usualNameBytes = 512;

/** What is needed to read one file again; a few dozen bytes, since there may be hundreds of thousands. */
interface Place {
  readonly offset: number;
  readonly packed: number;
  readonly size: number;
  readonly crc: number;
  readonly deflated: boolean;
}

/** A zip with random access: its directory is held, its files are read one at a time. */
export class ZipArchive implements FormatSource {
  private constructor(
    private readonly bytes: RandomAccess,
    private readonly places: ReadonlyMap<string, Place>,
    /** Left out, with the reason. */
    readonly skipped: readonly SkippedFile[],
  ) {}

  /** A file. Reads the directory. Throws a `DomainError` of `archiveErrors`. */
  static async open(path: string, limits?: ArchiveLimits): Promise<ZipArchive> {
    return ZipArchive.of(await openFile(path), limits);
  }

  /** The same of any bytes; they are closed with it, or with its refusal. */
  static async of(bytes: RandomAccess, limits = defaultArchiveLimits): Promise<ZipArchive> {
    try {
      await checkSignature(bytes);
      const zip = await understood(
        fromRandomAccessReaderPromise(new CachedReader(bytes), bytes.size, {
          autoClose: false,
          decodeStrings: false,
        }),
      );
      const { places, skipped } = await readDirectory(zip, limits, bytes.size);
      return new ZipArchive(bytes, places, skipped);
    } catch (error) {
      await bytes.close();
      throw error;
    }
  }

  get names(): Iterable<string> {
    return this.places.keys();
  }

  has(name: string): boolean {
    return this.places.has(name);
  }

  /** The bytes of one file, checked against the size and the CRC that the directory says. */
  async read(name: string, maxBytes: number): Promise<Uint8Array> {
    const place = this.places.get(name);
    if (place === undefined)
      throw new DomainError(archiveErrors['archive.file-unknown'], { detail: `There is no file ${name}.` });
    if (Math.max(place.size, place.packed) > maxBytes)
      throw new DomainError(archiveErrors['archive.file-too-large'], {
        detail: `${name} has ${place.size} bytes unpacked; at most ${maxBytes} are read.`,
      });
    const packed = await this.packed(name, place);
    const bytes = place.deflated ? await unpack(name, packed, place.size) : packed;
    if (bytes.length !== place.size || crc32(bytes) !== place.crc) throw damaged(name);
    return bytes;
  }

  async close(): Promise<void> {
    await this.bytes.close();
  }

  /**
   * The local header repeats the name, and its extra field may differ in length from the directory's (APPNOTE 4.3.7): both
   * are nearly always shorter than what is read beyond the file at once.
   */
  private async packed(name: string, { offset, packed }: Place): Promise<Buffer> {
    const whole = await this.bytes.read(offset, localHeaderBytes + usualNameBytes + packed);
    if (whole.length < localHeaderBytes || whole.readUInt32LE(0) !== 0x04034b50) throw damaged(name);
    const start = localHeaderBytes + whole.readUInt16LE(26) + whole.readUInt16LE(28);
    const enough = whole.length >= start + packed;
    const bytes = enough
      ? whole.subarray(start, start + packed)
      : await this.bytes.read(offset + start, packed);
    if (bytes.length < packed) throw damaged(name);
    return bytes;
  }
}

/** Never unpacks more than was announced, whatever the file really holds. */
async function unpack(name: string, packed: Buffer, size: number): Promise<Buffer> {
  try {
    return await inflate(packed, { maxOutputLength: Math.max(size, 1) });
  } catch (error) {
    throw damaged(name, error);
  }
}

const damaged = (name: string, cause?: unknown): DomainError =>
  new DomainError(archiveErrors['archive.file-corrupt'], {
    detail: `${name} is not what the archive's directory says (size or CRC-32). Pack the archive again.`,
    ...(cause === undefined ? {} : { cause }),
  });

async function readDirectory(
  zip: ZipFile,
  limits: ArchiveLimits,
  fileSize: number,
): Promise<{ places: Map<string, Place>; skipped: SkippedFile[] }> {
  if (zip.entryCount > limits.maxFiles)
    throw new DomainError(archiveErrors['archive.too-many-files'], {
      detail: `The archive holds ${zip.entryCount} files; at most ${limits.maxFiles} are taken. Split it.`,
    });
  const places = new Map<string, Place>();
  const skipped: SkippedFile[] = [];
  const spans = new Spans();
  let total = 0;
  for await (const entry of entriesOf(zip)) {
    spans.add(entry);
    const { name, refused } = checkEntry(entry, limits);
    const code = refused ?? (places.has(name) ? 'file.duplicate' : undefined);
    if (code === 'ignored') continue;
    if (code !== undefined) {
      skipped.push({ name, code });
      continue;
    }
    total += entry.uncompressedSize;
    places.set(name, placeOf(entry));
  }
  if (total > limits.maxTotalBytes)
    throw new DomainError(archiveErrors['archive.too-large'], {
      detail: `The archive unpacks to ${total} bytes; at most ${limits.maxTotalBytes} are taken. Split it.`,
    });
  spans.check(fileSize);
  return { places, skipped };
}

const placeOf = (entry: Entry): Place => ({
  offset: entry.relativeOffsetOfLocalHeader,
  packed: entry.compressedSize,
  size: entry.uncompressedSize,
  crc: entry.crc32,
  deflated: entry.compressionMethod === 8,
});

async function* entriesOf(zip: ZipFile): AsyncGenerator<Entry> {
  const entries = zip.eachEntry();
  for (;;) {
    const next = await understood(entries.next());
    if (next.done === true) return;
    yield next.value;
  }
}

/** A first file or, in an empty zip, the end. Programs that unpack themselves start otherwise, and are not opened. */
async function checkSignature(bytes: RandomAccess): Promise<void> {
  const start = await bytes.read(0, 4);
  if (start.length === 4 && [0x04034b50, 0x06054b50].includes(start.readUInt32LE(0))) return;
  throw new DomainError(archiveErrors['archive.unreadable'], {
    detail: 'The file does not start like a zip.',
  });
}

async function understood<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    // Of the bytes' own place, which may be away for a while.
    if (error instanceof DomainError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    const cut = /unexpected EOF|truncated/i.test(reason);
    throw new DomainError(archiveErrors[cut ? 'archive.truncated' : 'archive.unreadable'], {
      detail: `The archive cannot be read: ${reason}`,
      cause: error,
    });
  }
}
