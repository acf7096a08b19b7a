export type PictureType = 'jpeg' | 'png' | 'webp';

const jpeg = [0xff, 0xd8, 0xff];
const png = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const riff = ascii('RIFF');
const webp = ascii('WEBP');

/** The type that the first bytes speak of. File names and content types are not believed. */
export function pictureType(bytes: Uint8Array): PictureType | undefined {
  if (has(bytes, jpeg, 0)) return 'jpeg';
  if (has(bytes, png, 0)) return 'png';
  return has(bytes, riff, 0) && has(bytes, webp, 8) ? 'webp' : undefined;
}

/** Pictures that people do send and that are not taken, so that a refusal can name them. */
const others: readonly (readonly [string, readonly number[], number])[] = [
  ['a GIF', ascii('GIF8'), 0],
  ['a BMP', ascii('BM'), 0],
  ['a TIFF', [0x49, 0x49, 0x2a, 0x00], 0],
  ['a TIFF', [0x4d, 0x4d, 0x00, 0x2a], 0],
  ['an AVIF', ascii('ftypavif'), 4],
  ['a HEIC', ascii('ftyphei'), 4],
  ['a HEIC', ascii('ftypmif1'), 4],
  ['a PDF', ascii('%PDF-'), 0],
  ['an SVG', ascii('<svg'), 0],
];

/** What a file is that is none of the taken types, as far as its first bytes tell. */
export function otherType(bytes: Uint8Array): string | undefined {
  return others.find(([, signature, at]) => has(bytes, signature, at))?.[0];
}

/**
 * Whether the end of a picture is missing: no end marker of a JPEG (T.81 B.1.1.3), no IEND of a PNG, a RIFF longer than
 * the file. Only meant for a file that could not be decoded.
 */
export function isCutOff(bytes: Uint8Array, type: PictureType): boolean {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (type === 'jpeg') return !buffer.includes(Buffer.from([0xff, 0xd9]), scanStart(buffer));
  if (type === 'png') return !buffer.includes('IEND', 8, 'latin1');
  return buffer.length < 12 || buffer.readUInt32LE(4) + 8 > buffer.length;
}

/** Where a JPEG's pixels begin: behind its segments, one of which may hold a whole thumbnail with an end of its own. */
function scanStart(buffer: Buffer): number {
  const startOfScan = 0xda;
  let at = 2;
  while (at + 4 <= buffer.length && buffer[at] === 0xff && buffer[at + 1] !== startOfScan)
    at += 2 + buffer.readUInt16BE(at + 2);
  return at;
}

function has(bytes: Uint8Array, signature: readonly number[], at: number): boolean {
  return signature.every((byte, index) => bytes[at + index] === byte);
}

function ascii(text: string): readonly number[] {
  return [...text].map((letter) => letter.charCodeAt(0));
}
