import { chmod, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DataFolderError, openDataFolder } from './data-folder';
import { loadDeviceKey } from './device-key';
import { deviceSerial } from './serial';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'tutti-folder-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const modeOf = async (path: string): Promise<number> => (await stat(path)).mode & 0o777;

describe('the data folder', () => {
  it('belongs to one agent at a time, and can be seen by its owner only', async () => {
    const path = join(root, 'new', 'folder');
    const first = await openDataFolder(path);
    expect(await modeOf(path)).toBe(0o700);
    await expect(openDataFolder(path)).rejects.toThrow(DataFolderError);
    first.release();
    (await openDataFolder(path)).release();
  });

  it('does not shut a folder that holds other things', async () => {
    const path = join(root, 'home');
    await mkdir(path);
    await chmod(path, 0o755);
    await writeFile(join(path, 'letter.txt'), 'dear');
    await expect(openDataFolder(path)).rejects.toThrow('a folder of its own');
    expect(await modeOf(path)).toBe(0o755);
  });

  it('keeps the key it made, with mode 0600', async () => {
    const key = await loadDeviceKey(root);
    expect(key.getPublicKey()).toMatch(/^U[A-Z2-7]{55}$/);
    expect((await loadDeviceKey(root)).getPublicKey()).toBe(key.getPublicKey());
    expect(await modeOf(join(root, 'device.seed'))).toBe(0o600);
  });

  it('keeps its serial, another folder has another', async () => {
    const other = join(root, 'other');
    await mkdir(other);
    const serial = await deviceSerial(root, undefined);
    expect(serial).toMatch(/^edge-[0-9a-f]{20}$/);
    expect(await deviceSerial(root, undefined)).toBe(serial);
    expect(await deviceSerial(other, undefined)).not.toBe(serial);
    expect(await deviceSerial(root, 'chosen')).toBe('chosen');
  });
});
