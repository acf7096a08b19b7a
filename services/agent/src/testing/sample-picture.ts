import { utimes, writeFile } from 'node:fs/promises';
import sharp from 'sharp';

/** A plain PNG of one colour. */
export const picture = (colour: string, size = 16): Promise<Buffer> =>
  sharp({ create: { width: size, height: size, channels: 3, background: colour } })
    .png()
    .toBuffer();

/** Writes a file that looks as if it had been there for a while: fresh ones may be half written and are left alone. */
export async function writeSettled(path: string, content: Uint8Array | string): Promise<void> {
  await writeFile(path, content);
  const earlier = new Date(Date.now() - 60_000);
  await utimes(path, earlier, earlier);
}
