import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LoggedEvent } from '@tutti/contracts/summary';
import { startSystem, type System } from '@tutti/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { devicesOf, inferencesOf, password, signIn, type Client } from './client';

const waitsLong = { timeout: 60_000 };

let folder: string;
let system: System;
let client: Client;

const mount = (...options: readonly string[]): void =>
  void execFileSync('mount', ['-t', 'tmpfs', '-o', options.join(), 'tutti-test', folder]);

const slack = 256 * 1024;

/** As if others had filled the disk: what is there stays, and next to nothing more fits. */
const fill = async (): Promise<void> => {
  const { bsize, blocks, bfree } = await statfs(folder);
  mount('remount', `size=${(blocks - bfree) * bsize + slack}`);
};

const free = (): void => mount('remount', 'size=4g');

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tutti-full-'));
  mount('size=4g');
  system = await startSystem({ data: folder, env: { TUTTI_ADMIN_PASSWORD: password } });
  client = await signIn(system.url);
});

afterAll(async () => {
  await system.dispose();
  execFileSync('umount', ['--lazy', folder]);
  await rm(folder, { recursive: true, force: true });
});

const issue = async (
  note: string,
): Promise<{ readonly status: number; readonly code?: string; readonly id?: string }> => {
  const answer = await client.send('POST', 'enrolment-tokens', {
    ttlSeconds: 3600,
    maxUses: 1,
    autoAccept: false,
    note,
  });
  const body = (await answer.json()) as { code?: string; id?: string };
  return { ...body, status: answer.status };
};

/** Notes of the tokens that the log knows. */
const issuedNotes = async (): Promise<readonly unknown[]> => {
  const notes: unknown[] = [];
  for (let after = 0; ;) {
    const { items } = await client.get<{ items: LoggedEvent[] }>(`events?after=${after}&limit=500`);
    const last = items.at(-1);
    if (!last) return notes;
    for (const { type, data } of items)
      if (type === 'tutti.devices.EnrolmentTokenIssued') notes.push((data as { note?: string }).note);
    after = last.position;
  }
};

/** Result ids are `<device>.<journal>.<number>`: numbers that are missing between the lowest and the highest. */
const missingOf = (results: readonly { readonly id: string }[]): readonly number[] => {
  const numbers = new Set(results.map(({ id }) => Number(id.split('.').at(-1))));
  const [lowest, highest] = [Math.min(...numbers), Math.max(...numbers)];
  return Array.from({ length: highest - lowest }, (_, index) => lowest + index).filter(
    (n) => !numbers.has(n),
  );
};

describe('a full disk', () => {
  it('refuses what it cannot keep, loses nothing that it promised, and goes on when there is room', async () => {
    await expect.poll(async () => (await inferencesOf(client)).length, waitsLong).toBeGreaterThan(2);
    const kept: string[] = [];
    await fill();
    const refusals: string[] = [];
    for (let n = 0; refusals.length < 5 && n < 5000; n++) {
      const { status, code } = await issue(`full-${n}`);
      if (status === 201) kept.push(`full-${n}`);
      else refusals.push(`${status} ${code}`);
    }
    expect(new Set(refusals.map((refusal) => refusal.slice(0, 3)))).toEqual(new Set(['503']));
    free();
    await expect.poll(async () => (await issue('after')).status, waitsLong).toBe(201);
    expect(await issuedNotes()).toEqual(expect.arrayContaining([...kept, 'after']));
    const freedAt = Date.now();
    await expect
      .poll(async () => Date.parse((await inferencesOf(client))[0]?.at ?? ''), waitsLong)
      .toBeGreaterThan(freedAt);
    await expect
      .poll(async () => (await devicesOf(client)).map(({ connectivity }) => connectivity), waitsLong)
      .toEqual(['online']);
    expect(missingOf(await inferencesOf(client))).toEqual([]);
  });
});
