import { createHash, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readPrivate, writePrivate } from './private-file';

/**
 * The device's serial number: the one that is asked for, else made once from the machine's id and the folder, then
 * kept, so that it outlives a change of either. Never an address.
 */
export async function deviceSerial(folder: string, wished: string | undefined): Promise<string> {
  if (wished !== undefined) return wished;
  const path = join(folder, 'serial');
  const stored = await readPrivate(path);
  if (stored !== undefined) return stored.trim();
  const hash = createHash('sha256')
    .update(`${await machineId()}\n${folder}`)
    .digest('hex');
  const serial = `edge-${hash.slice(0, 20)}`;
  await writePrivate(path, serial);
  return serial;
}

async function machineId(): Promise<string> {
  for (const path of ['/etc/machine-id', '/var/lib/dbus/machine-id']) {
    const id = (await readFile(path, 'utf8').catch(() => '')).trim();
    if (id !== '') return id;
  }
  return randomUUID();
}
