import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Run } from '@tutti/contracts/training';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Patience } from '../api/patience';
import { StepFailed } from '../api/step-failed';
import { Tutti } from '../api/tutti';
import { Narrator } from '../terminal/narrator';
import type { Learned } from './first-model';
import { secondModel } from './second-model';
import type { Story } from './story';

const ended = (id: string, passes: boolean, cause: Run['cause']): Partial<Run> => ({
  ...{ id, cause, state: 'succeeded', steps: [], baseline: null, requestedAt: new Date().toISOString() },
  gate: { passes, reasons: [] },
});
const byCondition = { kind: 'condition', detail: '41 new labels of 40' } as const;
const byHand = { kind: 'person' } as const;

/** What the API has to say of a stream, newest run first. */
let runs: Partial<Run>[] = [];
let triggers: unknown[] = [];
const answers: Readonly<Record<string, () => unknown>> = {
  sessions: () => ({ accessToken: 'a' }),
  runs: () => ({ items: runs, nextPageToken: '' }),
  'streams/s': () => ({ version: 3, lastLook: null }),
  'datasets/d': () => ({ versions: 2 }),
  'datasets/d/versions/2': () => ({ number: 2, counts: { splits: { train: 179, test: 96 } } }),
  models: () => ({ items: [{ origin: { kind: 'run', runId: 'second' }, signed: {} }], nextPageToken: '' }),
};

let api: Server;
beforeAll(async () => {
  api = createServer((request, response) => {
    const path = new URL(request.url ?? '', 'http://api').pathname.replace('/api/v1/', '');
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      if (request.method === 'PUT') triggers.push(JSON.parse(body));
      const one = runs.find(({ id }) => path === `runs/${id}`);
      response.end(JSON.stringify(one ?? answers[path]?.() ?? {}));
    });
  });
  await new Promise<void>((resolve) => api.listen(0, '127.0.0.1', resolve));
});
afterAll(() => new Promise((resolve) => api.close(resolve)));
beforeEach(() => {
  [runs, triggers] = [[], []];
});

const learned = { dataset: { id: 'd' }, stream: { id: 's' } } as Learned;

/** Answers with what is told from then on; `hear` is asked at every line. */
const storyOf = (manual: boolean, hear: (line: string) => void): Story => {
  const { signal } = new AbortController();
  const url = `http://127.0.0.1:${(api.address() as AddressInfo).port}`;
  return {
    options: { manual },
    tutti: new Tutti(url, { name: 'admin', password: 'p' }, signal),
    patience: new Patience(signal),
    narrator: new Narrator({ write: (line: string) => hear(line) }),
  } as Story;
};

describe('the second model', () => {
  it('of a person: what the gate refuses is labelled anew, and whoever presses Train now is heard', async () => {
    runs = [ended('first', false, byCondition)];
    let told = '';
    const story = storyOf(true, (line) => {
      told += line;
      if (line.includes('Train now')) runs = [ended('second', true, byHand), ...runs];
    });
    await expect(secondModel(story, learned)).resolves.toMatchObject({ origin: { runId: 'second' } });
    expect(told).toContain('Asked for by its condition (41 new labels of 40)');
    expect(told).toContain('! The gate says no');
    expect(told).toMatch(/mend it: \S+\/datasets\/d\/label\?q=source==device/);
    expect(told).toContain('Asked for by hand');
    expect(triggers).toEqual([{ trigger: expect.objectContaining({ active: false }) as unknown }]);
  });

  it('of the demonstration itself: what the gate refuses ends it', async () => {
    runs = [ended('first', false, byCondition)];
    await expect(
      secondModel(
        storyOf(false, () => undefined),
        learned,
      ),
    ).rejects.toThrow(StepFailed);
  });
});
