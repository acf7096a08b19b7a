import type { Dataset, ImportJob, Item } from '@tutti/contracts/datasets';
import type { LoggedEvent } from '@tutti/contracts/summary';
import { zip, type ZipContent } from '@tutti/datasets/testing';
import { startSystem, type System } from '@tutti/testing';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { password, signIn, type Client } from './client';
import { post, upload } from './dataset.client';

const many = 150;

/** Large enough that taking them all lasts for seconds. */
async function* pictures(): AsyncGenerator<ZipContent> {
  for (let n = 0; n < many; n++) {
    const background = { r: n, g: 255 - n, b: 128 };
    const bytes = await sharp({ create: { width: 2400, height: 1800, channels: 3, background } })
      .png({ compressionLevel: 1 })
      .toBuffer();
    yield { path: `${n % 2 === 0 ? 'ok' : 'dent'}/${n}.png`, bytes };
  }
}

const told = async (client: Client): Promise<Readonly<Record<string, number>>> => {
  const counts: Record<string, number> = {};
  for (let after = 0; ;) {
    const { items } = await client.get<{ items: LoggedEvent[] }>(`events?after=${after}&limit=500`);
    const last = items.at(-1);
    if (!last) return counts;
    for (const { type } of items)
      if (type.startsWith('tutti.datasets.')) counts[type] = (counts[type] ?? 0) + 1;
    after = last.position;
  }
};

let system: System;
beforeAll(async () => {
  system = await startSystem({
    kind: 'standalone',
    env: { TUTTI_ADMIN_PASSWORD: password },
    args: ['--no-agent'],
  });
});
afterAll(() => system.dispose());

it('given an import in the middle, when everything is killed, then it goes on where it was: each picture once, none half', async () => {
  const client = await signIn(system.url);
  const classes = [{ name: 'ok' }, { name: 'dent' }];
  const dataset = await post<Dataset>(client, 'datasets', {
    ...{ name: 'Lids', task: 'image-classification', classes },
  });
  const uploadId = await upload(client, Buffer.concat(await Array.fromAsync(zip(pictures()))));
  const source = { kind: 'archive', uploadId };
  const { id } = await post<ImportJob>(client, 'imports', { datasetId: dataset.id, source });
  await expect
    .poll(async () => (await client.get<ImportJob>(`imports/${id}`)).progress.done, { timeout: 30_000 })
    .toBeGreaterThan(0);
  await system.kill9();

  const { data } = system;
  system = await startSystem({
    ...{ kind: 'standalone', data },
    env: { TUTTI_ADMIN_PASSWORD: password },
    args: ['--no-agent'],
  });
  const again = await signIn(system.url);
  await expect
    .poll(async () => (await again.get<ImportJob>(`imports/${id}`)).state, { timeout: 60_000 })
    .toBe('finished');
  expect(await again.get<ImportJob>(`imports/${id}`)).toMatchObject({
    progress: { done: many, total: many },
    counts: { added: many, known: 0, labelled: many, refused: 0 },
  });
  expect(await told(again)).toMatchObject({
    'tutti.datasets.ImportStarted': 1,
    'tutti.datasets.ImportFinished': 1,
    'tutti.datasets.ItemAdded': many,
    'tutti.datasets.ItemLabelled': many,
  });
  await expect
    .poll(async () => (await again.get<Dataset>(`datasets/${dataset.id}`)).items.states.labelled)
    .toBe(many);
  const { items } = await again.get<{ items: Item[] }>(`datasets/${dataset.id}/items?pageSize=500`);
  for (const { thumbnailUrl, pictureUrl } of items)
    for (const url of [thumbnailUrl, pictureUrl]) {
      const answer = await fetch(again.url + url, { headers: { authorization: again.authorization } });
      await expect(sharp(await answer.arrayBuffer()).stats()).resolves.toBeDefined();
    }
});
