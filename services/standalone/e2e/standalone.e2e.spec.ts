import type { InferenceRates } from '@tutti/contracts/devices';
import { startSystem, type System } from '@tutti/testing';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { devicesOf, inferencesOf, password, signIn } from './client';

const env = { TUTTI_ADMIN_PASSWORD: password };

describe('npm start', () => {
  let system: System;
  beforeAll(async () => {
    system = await startSystem({ env });
  });
  afterAll(() => system.dispose());

  it('within 15 s of being ready the device of this machine is online with true results', async () => {
    const ready = performance.now();
    const client = await signIn(system.url);
    await expect
      .poll(async () => (await inferencesOf(client)).length, { timeout: 15_000 })
      .toBeGreaterThan(0);
    await expect
      .poll(
        async () => (await devicesOf(client)).map(({ connectivity, badge }) => ({ connectivity, badge })),
        { timeout: 15_000 },
      )
      .toEqual([{ connectivity: 'online', badge: 'inferencing' }]);
    expect((performance.now() - ready) / 1000).toBeLessThan(15);
    const [result] = await inferencesOf(client);
    expect(result).toMatchObject({
      task: 'classification',
      model: expect.stringContaining('digits') as string,
    });
    await expect
      .poll(async () => (await inferencesOf(client)).some((i) => i.imageUrl !== null), { timeout: 15_000 })
      .toBe(true);
    const shown = (await inferencesOf(client)).find((i) => i.imageUrl !== null);
    const image = await client.send('GET', (shown?.imageUrl ?? '').replace('/api/v1/', ''));
    expect(image.status).toBe(200);
    expect((await image.arrayBuffer()).byteLength).toBeLessThanOrEqual(20_000);
  });

  it('the results carry the truth, and the accuracy is that of the model', async () => {
    const client = await signIn(system.url);
    await expect
      .poll(async () => (await client.get<InferenceRates>('inferences/rates')).total.withTruth, {
        timeout: 30_000,
      })
      .toBeGreaterThan(20);
    const { total } = await client.get<InferenceRates>('inferences/rates');
    expect(total.correct / total.withTruth).toBeGreaterThan(0.8);
  });

  it('keeps secrets to itself: password and tokens stand in no output', () => {
    expect(system.output()).not.toContain(password);
    expect(system.output()).not.toMatch(/eyJ[A-Za-z0-9_-]{20}/);
  });
});

describe('again and again', () => {
  it('Ctrl-C stops everything; starting again goes on where it was', async () => {
    const data = await mkdtemp(join(tmpdir(), 'tutti-again-'));
    const first = await startSystem({ data, env });
    const client = await signIn(first.url);
    await expect
      .poll(async () => (await inferencesOf(client)).length, { timeout: 20_000 })
      .toBeGreaterThan(3);
    const [device] = await devicesOf(client);
    const before = await inferencesOf(client);
    expect(await first.stop()).toBe(0);
    const second = await startSystem({ data, env });
    const again = await signIn(second.url);
    expect((await devicesOf(again)).map(({ id, serial }) => ({ id, serial }))).toEqual([
      { id: device?.id, serial: device?.serial },
    ]);
    const ids = new Set((await inferencesOf(again)).map(({ id }) => id));
    expect(before.every(({ id }) => ids.has(id))).toBe(true);
    const count = ids.size;
    await expect
      .poll(async () => (await inferencesOf(again)).length, { timeout: 20_000 })
      .toBeGreaterThan(count);
    expect(await second.stop()).toBe(0);
    await rm(data, { recursive: true });
  });

  it('given kill -9 under load, then every acknowledged command is there after the next start', async () => {
    const data = await mkdtemp(join(tmpdir(), 'tutti-killed-'));
    const first = await startSystem({ data, env, args: ['--no-agent'] });
    const client = await signIn(first.url);
    const acknowledged: string[] = [];
    let position = 0;
    const write = async (lane: number): Promise<void> => {
      for (let n = 0; ; n++) {
        const token = { ttlSeconds: 3600, maxUses: 1, autoAccept: true, note: `${lane}-${n}` };
        const answer = await client.send('POST', 'enrolment-tokens', token);
        if (answer.status !== 201) continue;
        acknowledged.push(((await answer.json()) as { id: string }).id);
        position = Math.max(position, Number(answer.headers.get('tutti-position')));
      }
    };
    const writers = Array.from({ length: 4 }, (_, lane) => write(lane).catch(() => undefined));
    await expect.poll(() => acknowledged.length, { timeout: 30_000, interval: 10 }).toBeGreaterThan(20);
    await first.kill9();
    await Promise.all(writers);
    const second = await startSystem({ data, env, args: ['--no-agent'] });
    const again = await signIn(second.url);
    const headers = { 'tutti-position': String(position) };
    const list = () => again.send('GET', 'enrolment-tokens?pageSize=500', undefined, headers);
    // The rows may have to catch up with the log first, and say so.
    await expect.poll(async () => (await list()).status, { timeout: 30_000 }).toBe(200);
    const { items } = (await (await list()).json()) as { items: { id: string }[] };
    expect(items.map(({ id }) => id)).toEqual(expect.arrayContaining(acknowledged));
    await second.dispose();
    await rm(data, { recursive: true });
  });
});
