import { mkdir, readdir, unlink } from 'node:fs/promises';
import { CursorFile } from './cursor-file';
import { Ledger } from './ledger';
import { Segment } from './segment';

export interface Recovered {
  readonly cursorFile: CursorFile;
  readonly ledger: Ledger;
  readonly segments: Segment[];
  /** Bytes cut off behind the last whole entry of a file: what a power cut leaves. */
  readonly tornBytes: number;
}

/** Reads what earlier runs left behind. Entries missing between files are lost, and counted so. */
export async function recover(folder: string): Promise<Recovered> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const { file: cursorFile, cursor } = await CursorFile.open(folder);
  const { segments, tornBytes } = await readSegments(folder);
  const ledger = new Ledger(cursor?.floor ?? floorBefore(segments), cursor?.dropped ?? 0);
  let expected = ledger.floor + 1;
  for (const { firstSeq, lastSeq } of segments) {
    ledger.lose(expected, firstSeq - 1);
    expected = Math.max(expected, lastSeq + 1);
  }
  return { cursorFile, ledger, segments, tornBytes };
}

/** Without a cursor nothing is known to be settled. */
const floorBefore = ([oldest]: readonly Segment[]): number => (oldest?.firstSeq ?? 1) - 1;

async function readSegments(folder: string): Promise<{ segments: Segment[]; tornBytes: number }> {
  const segments: Segment[] = [];
  let tornBytes = 0;
  for (const name of (await readdir(folder)).sort()) {
    const found = await Segment.recover(folder, name);
    if (found === undefined) continue;
    tornBytes += found.torn;
    if (found.segment.count > 0) segments.push(found.segment);
    else await unlink(found.segment.path);
  }
  return { segments, tornBytes };
}
