import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { syncFolder } from '../common/sync-folder';
import { writeAll } from './write-all';

/** Every entry up to `floor` is settled (delivered or dropped); `dropped` counts the latter since the first start. */
export interface Cursor {
  readonly floor: number;
  readonly dropped: number;
}

const slotBytes = 32;

/** Two slots written in turn and in place, so that a torn write spoils only one and a full disk does not matter. */
export class CursorFile {
  private constructor(
    private readonly file: FileHandle,
    private generation: number,
  ) {}

  static async open(folder: string): Promise<{ file: CursorFile; cursor: Cursor | undefined }> {
    const path = join(folder, 'cursor');
    const handle = await open(path, 'r+').catch(() => open(path, 'wx+', 0o600));
    const slots = Buffer.alloc(2 * slotBytes);
    const { bytesRead } = await handle.read(slots, 0, slots.length, 0);
    if (bytesRead < slots.length) {
      await writeAll(handle, Buffer.alloc(slots.length), 0);
      await syncFolder(folder);
    }
    const newest = [0, 1]
      .flatMap((slot) => readSlot(slots, slot))
      .sort((a, b) => b.generation - a.generation)[0];
    return { file: new CursorFile(handle, newest?.generation ?? 0), cursor: newest };
  }

  async write({ floor, dropped }: Cursor): Promise<void> {
    const generation = this.generation + 1;
    const slot = Buffer.alloc(slotBytes);
    slot.writeDoubleLE(generation, 0);
    slot.writeDoubleLE(floor, 8);
    slot.writeDoubleLE(dropped, 16);
    slot.writeUInt32LE(crc32(slot.subarray(0, 24)), 24);
    await writeAll(this.file, slot, (generation % 2) * slotBytes);
    await this.file.datasync();
    this.generation = generation;
  }

  close(): Promise<void> {
    return this.file.close();
  }
}

function readSlot(slots: Buffer, index: number): (Cursor & { generation: number })[] {
  const slot = slots.subarray(index * slotBytes, (index + 1) * slotBytes);
  const generation = slot.readDoubleLE(0);
  if (generation < 1 || crc32(slot.subarray(0, 24)) !== slot.readUInt32LE(24)) return [];
  return [{ generation, floor: slot.readDoubleLE(8), dropped: slot.readDoubleLE(16) }];
}
