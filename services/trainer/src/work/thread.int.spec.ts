import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { TrainingJob } from '@tutti/contracts/training';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bundled } from '../testing/bundled';
import { runThread } from './thread';

let root: string;
let entry: URL;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'tutti-thread-'));
  entry = pathToFileURL(await bundled('tiny-worker.ts'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

const job = (behaviour: string, sample = 'sample'): TrainingJob => ({
  format: 'tutti-job/1',
  ...{ runId: randomUUID(), streamId: randomUUID(), task: 'image-classification', trainer: 'tiny' },
  ...{ ticket: 'none', expiresAt: new Date(Date.now() + 60_000).toISOString(), name: 'Lids' },
  ...{ parameters: { behaviour }, seed: 1, source: { kind: 'sample', name: sample }, current: null },
});

it.each([
  ['goes on for ever', job('endless')],
  ['does not listen', job('deaf')],
  ['is still drawing its sample', job('none', 'endless')],
])('a training that %s ends when it must', async (_, stopped) => {
  const stopping = new AbortController();
  const outcome = await runThread({
    entry,
    task: {
      job: stopped,
      url: 'http://127.0.0.1:1',
      caFile: undefined,
      cache: { file: join(root, 'features.sqlite'), maxBytes: 1000 },
      threads: 1,
    },
    memoryMegabytes: 256,
    graceMs: 200,
    signal: stopping.signal,
    onProgress: () => stopping.abort(),
  });
  expect(outcome).toEqual({ kind: 'stopped' });
});
