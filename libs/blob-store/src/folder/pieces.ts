import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { ByteRange } from '../port';
import { orUndefined } from './files';

/** A part of a blob's bytes in a file of its own, named by where it begins. */
export interface Piece {
  readonly name: string;
  readonly offset: number;
  readonly size: number;
}

const digits = 16;
const pieceName = new RegExp(`^\\d{${digits}}$`);

/** Most pictures come in one read. */
export const largestRead = 1024 * 1024;

export const nameOfPiece = (offset: number): string => String(offset).padStart(digits, '0');

/** A file in its place is no folder of pieces either. */
const namesIn = async (folder: string): Promise<readonly string[]> =>
  (await stat(folder)).isDirectory()
    ? readdir(folder)
    : Promise.reject(Object.assign(new Error(), { code: 'ENOENT' }));

/** In the order of their bytes; `undefined` when there is no such folder. */
export const piecesIn = async (folder: string): Promise<readonly Piece[] | undefined> => {
  const names = (await orUndefined(namesIn(folder)))?.filter((name) => pieceName.test(name)).sort();
  if (!names) return undefined;
  const last = names.at(-1);
  if (last === undefined) return [];
  const info = await orUndefined(stat(join(folder, last)));
  // They were moved away between the two looks.
  if (!info) return piecesIn(folder);
  // Pieces follow each other without gaps.
  const ends = [...names.slice(1).map(Number), Number(last) + info.size];
  return names.map((name, n) => ({ name, offset: Number(name), size: (ends[n] ?? 0) - Number(name) }));
};

export const endOf = (pieces: readonly Piece[]): number => {
  const last = pieces.at(-1);
  return last ? last.offset + last.size : 0;
};

/** A range over several pieces. `pathOf` is asked for each as it comes: a sweep may move them meanwhile. */
export const readPieces = (
  pieces: readonly Piece[],
  { offset, length }: Required<ByteRange>,
  pathOf: (name: string) => Promise<string>,
): Readable => {
  const end = offset + length;
  async function* bytes(): AsyncGenerator<Uint8Array> {
    for (const piece of pieces) {
      const from = Math.max(offset, piece.offset) - piece.offset;
      const to = Math.min(end, piece.offset + piece.size) - piece.offset;
      if (from >= to) continue;
      const handle = await open(await pathOf(piece.name), 'r');
      const highWaterMark = Math.min(to - from, largestRead);
      yield* handle.createReadStream({ start: from, end: to - 1, highWaterMark }) as AsyncIterable<Buffer>;
    }
  }
  return Readable.from(bytes(), { objectMode: false });
};
