import type { LoggedEvent } from '@tutti/contracts/summary';
import type { Model, RequestRun, Run, Stream } from '@tutti/contracts/training';
import { expect, vi } from 'vitest';
import type { Client } from './client';

const created = async <Body>(client: Client, path: string, body: unknown): Promise<Body> => {
  const answer = await client.send('POST', path, body);
  if (!answer.ok) throw new Error(`POST ${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as Body;
};

export const createStream = (client: Client, name: string, key: string): Promise<Stream> =>
  created(client, 'streams', { name, solution: { key } });

export const requestRun = (client: Client, streamId: string, more: Partial<RequestRun>): Promise<Run> =>
  created(client, 'runs', { streamId, ...more });

export const runOf = (client: Client, id: string): Promise<Run> => client.get<Run>(`runs/${id}`);

/** Waits until the run is in one of these states; fails with what it says of itself. */
export const untilRun = async (
  client: Client,
  id: string,
  states: readonly Run['state'][],
  timeout = 240_000,
): Promise<Run> => {
  await expect
    .poll(async () => states.includes((await runOf(client, id)).state), { timeout, interval: 100 })
    .toBe(true);
  return runOf(client, id);
};

/** Waits until a step is under way, or was a moment ago, and the run goes on. */
export const untilAtStep = async (client: Client, id: string, step: string): Promise<void> => {
  const isThere = async (): Promise<boolean> => {
    const { state, steps } = await runOf(client, id);
    if (state !== 'running' && state !== 'queued' && state !== 'waiting')
      throw new Error(`The run has ${state} before its step ${step} was seen.`);
    const found = steps.find(({ name }) => name === step)?.state;
    return state === 'running' && found !== undefined && found !== 'waiting';
  };
  await vi.waitUntil(isThere, { timeout: 120_000, interval: 20 });
};

export const modelsOf = async (client: Client, streamId: string): Promise<readonly Model[]> =>
  (await client.get<{ items: Model[] }>('models')).items.filter((model) => model.streamId === streamId);

/** What the log says of a run, in order. */
export const eventsOf = async (client: Client, runId: string): Promise<readonly string[]> => {
  const types: string[] = [];
  for (let after = 0; ;) {
    const { items } = await client.get<{ items: LoggedEvent[] }>(`events?after=${after}&limit=500`);
    const last = items.at(-1);
    if (!last) return types;
    for (const event of items)
      if (JSON.stringify(event).includes(runId)) types.push(event.type.split('.').at(-1) ?? '');
    after = last.position;
  }
};
