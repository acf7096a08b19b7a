import { TextDecoder } from 'node:util';
import type { ReportCode } from '@tutti/contracts/datasets';
import { type Entry, getFileNameLowLevel } from 'yauzl';
import type { ArchiveLimits } from './zip-reader';

export interface CheckedEntry {
  readonly name: string;
  /** Why it is left out; `'ignored'` for what nobody misses. */
  readonly refused?: ReportCode | 'ignored';
}

const utf8 = new TextDecoder('utf-8', { fatal: true });
const korean = new TextDecoder('euc-kr', { fatal: true });
const utf8Flag = 0x800;
const unix = 3;
const typeMask = 0o170000;
const regular = 0o100000;
const folder = 0o040000;
const stored = 0;
const deflated = 8;
/** Below it a strange ratio does no harm. */
const harmlessBytes = 1024 * 1024;

const nested = /\.(zip|zipx|jar|7z|rar|tar|tgz|gz|bz2|xz|zst)$/i;
const junk = /(^|\/)(__MACOSX\/|\._|\.DS_Store$|Thumbs\.db$|desktop\.ini$|\.git\/)/i;

/** Decides on one file of an archive by what the directory says of it; no byte of it is read. */
export function checkEntry(entry: Entry, limits: ArchiveLimits): CheckedEntry {
  const name = nameOf(entry);
  const refused = refusal(name, entry, limits);
  return refused === undefined ? { name } : { name, refused };
}

function refusal(name: string, entry: Entry, limits: ArchiveLimits): CheckedEntry['refused'] {
  if (isUnsafe(name)) return 'file.unsafe-name';
  const type = unixType(entry);
  if (type === folder || name.endsWith('/') || junk.test(name)) return 'ignored';
  if (type !== regular) return 'file.link';
  if (entry.isEncrypted()) return 'file.encrypted';
  if (nested.test(name)) return 'file.nested-archive';
  return sizeRefusal(entry, limits);
}

/** What was packed under DOS or Windows has no type, and is a file. */
function unixType({ versionMadeBy, externalFileAttributes }: Entry): number {
  const type = versionMadeBy >> 8 === unix ? (externalFileAttributes >>> 16) & typeMask : 0;
  return type === 0 ? regular : type;
}

function sizeRefusal(entry: Entry, limits: ArchiveLimits): ReportCode | undefined {
  const { compressionMethod: method, compressedSize, uncompressedSize } = entry;
  if (method !== stored && method !== deflated) return 'file.compression';
  if (uncompressedSize > limits.maxFileBytes || compressedSize > limits.maxFileBytes) return 'file.too-large';
  const bomb = uncompressedSize > harmlessBytes && uncompressedSize > compressedSize * limits.maxRatio;
  return bomb ? 'file.bomb' : undefined;
}

/**
 * Names without the UTF-8 flag are UTF-8 all the same in what macOS and Info-ZIP write, and code page 949 in what Windows
 * writes in Korea: where all its letters are Hangul, since no western name in code page 437 reads so. Composed (NFC),
 * because macOS packs names decomposed that data files spell composed.
 */
function nameOf(entry: Entry): string {
  const { fileNameRaw: raw, generalPurposeBitFlag: flags } = entry;
  const guessed = (flags & utf8Flag) === 0 ? (decoded(utf8, raw) ?? hangul(decoded(korean, raw))) : undefined;
  return (guessed ?? getFileNameLowLevel(flags, raw, entry.extraFields, true)).normalize('NFC');
}

function decoded(decoder: TextDecoder, raw: Buffer): string | undefined {
  try {
    return decoder.decode(raw);
  } catch {
    return undefined;
  }
}

const hangul = (name: string | undefined): string | undefined =>
  name !== undefined && /^[\p{ASCII}\p{Script=Hangul}]*$/u.test(name) ? name : undefined;

/** Would lead out of a folder somewhere (zip slip), or is no name. */
function isUnsafe(name: string): boolean {
  if (name === '' || name.length > 1024 || /[\\\p{Cc}]/u.test(name)) return true;
  if (name.startsWith('/') || /^[a-z]:/i.test(name)) return true;
  return name.split('/').some((part) => part === '..' || part === '.') || /\/\//.test(name);
}
