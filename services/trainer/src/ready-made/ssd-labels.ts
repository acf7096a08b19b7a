import { open } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { ModelLabel } from '@tutti/contracts/training';
import { backboneSource } from '../backbone/backbone-source';

/** The label map stands before the network in the same file, one name a line; the first stands for nothing. */
export async function readSsdLabels(): Promise<readonly ModelLabel[]> {
  const manifest = createRequire(import.meta.url).resolve(`${backboneSource.package}/package.json`);
  const handle = await open(join(dirname(manifest), backboneSource.file));
  try {
    const bytes = new Uint8Array(backboneSource.start);
    await handle.read(bytes, 0, bytes.length, 0);
    const [nothing, ...names] = new TextDecoder().decode(bytes).trim().split('\n');
    if (nothing !== '???')
      throw new Error(`The label map of ${backboneSource.package} begins with ${nothing}.`);
    return names.map((name) => ({ key: name.toLowerCase().replaceAll(' ', '-'), name }));
  } finally {
    await handle.close();
  }
}
