import type { DatasetEvent } from '@tutti/contracts/datasets';
import type { DeviceEvent } from '@tutti/contracts/devices';
import { reachableDeviceListProjection } from '@tutti/service-kit';
import { fold } from '@tutti/testing';
import { describe, expect, test } from 'vitest';
import { knownDatasetListProjection } from '../dataset/known-dataset-list.projection';
import { labelTallyProjection } from '../dataset/label-tally.projection';
import { streamModelListProjection } from './stream-model-list.projection';
import { rolloutPlanned } from './stream-rollout.fixture';
import { streamRolloutListProjection } from './stream-rollout-list.projection';
import { streamRunListProjection } from './stream-run-list.projection';

describe('what runs say of their stream', () => {
  const asked = (runId: string, labelsSeen: Record<string, number> = {}) =>
    [runId, 'RunRequested', { streamId: 's', labelsSeen }] as const;
  const ended = (runId: string, type: string) => [runId, type, { streamId: 's' }] as const;
  const of = (...history: Parameters<typeof fold>[1][]) => fold(streamRunListProjection, ...history)['s'];

  test('is the state of the newest; it trains while any is open', () => {
    expect(of(asked('a'))).toMatchObject({ newestRunId: 'a', newestState: 'under-way', open: ['a'] });
    expect(of(asked('a'), ended('a', 'RunFailed'))).toMatchObject({ newestState: 'failed', open: [] });
    const queued = [asked('a'), asked('b'), ended('b', 'RunCancelled')] as const;
    expect(of(...queued)).toMatchObject({ newestRunId: 'b', newestState: 'cancelled', open: ['a'] });
    expect(of(...queued, ended('a', 'RunSucceeded'))).toMatchObject({ newestState: 'cancelled', open: [] });
  });

  test('keeps what runs on other data did not look at', () => {
    expect(of(asked('a', { d: 5, e: 2 }), asked('b', { d: 9 }), asked('c'))).toMatchObject({
      labelsSeen: { d: 9, e: 2 },
      askedAt: 2000,
    });
  });
});

test('a model may be deployed once it has passed, until it is retired', () => {
  const registered = [
    'm',
    'ModelRegistered',
    { streamId: 's', artifact: { digest: 'd', bytes: 1 } },
  ] as const;
  const evaluated = ['m', 'ModelEvaluated', { gate: { passes: true, reasons: [] } }] as const;
  const models = (...history: Parameters<typeof fold>[1][]) =>
    fold(streamModelListProjection, ...history)['m'];
  expect(models(registered)).toMatchObject({ streamId: 's', digest: 'd', passes: false, registered: 1 });
  expect(models(registered, evaluated)).toMatchObject({ passes: true, retired: false });
  expect(models(registered, evaluated, ['m', 'ModelRetired', {}])).toMatchObject({ retired: true });
});

describe('what a rollout says of the stream of its model (requirements 5.4)', () => {
  const started = ['r', 'RolloutStarted', {}] as const;
  const finished = (succeeded: number, failed: number) =>
    ['r', 'RolloutFinished', { succeeded, failed, other: 1 }] as const;
  const paused = (cause: string) => ['r', 'RolloutPaused', { cause }] as const;
  const stopped = ['r', 'RolloutStopped', {}] as const;
  const of = (...history: Parameters<typeof fold>[1][]) => {
    const { type, data } = rolloutPlanned('s');
    return fold(streamRolloutListProjection, ['r', type, data], ...history)['r'];
  };

  test.each([
    ['deploying', [started]],
    ['deploying', [started, paused('person')]],
    ['deploying', [started, paused('group-passed')]],
    ['deploy-failed', [started, paused('errors')]],
    ['deploying', [started, paused('errors'), ['r', 'RolloutResumed', {}]]],
    ['deploy-failed', [started, stopped]],
    ['deployed', [started, finished(1, 5)]],
    ['deploy-failed', [started, finished(0, 5)]],
  ] as const)('%s after %j', (status, history) => {
    expect(of(...history)).toMatchObject({ streamId: 's', status, started: 2, startedAt: 1000 });
  });

  test('is nothing before it starts, and when nobody took the model or failed to', () => {
    for (const history of [[], [stopped], [started, finished(0, 0)]]) expect(of(...history)?.started).toBe(0);
  });

  test('is nothing where the model is only looked at, or has no stream', () => {
    for (const { type, data } of [rolloutPlanned('s', 'shadow'), rolloutPlanned(undefined)])
      expect(fold(streamRolloutListProjection, ['r', type, data], started)).toEqual({});
  });
});

test('labels are counted by dataset, and never less', () => {
  const labelled = (datasetId: string) => ['i', 'ItemLabelled', { datasetId }] as const;
  const rows = fold(labelTallyProjection, labelled('d'), labelled('e'), labelled('d'));
  expect(rows).toEqual({ d: { id: 'd', labels: 2 }, e: { id: 'e', labels: 1 } });
});

test('a dataset is known until its data is deleted', () => {
  const facts = { name: 'Lids', task: 'image-classification', labelSchemaId: 'l' } satisfies Partial<
    Extract<DatasetEvent, { type: 'DatasetCreated' }>['data']
  >;
  const created = ['d', 'DatasetCreated', facts] as const;
  const renamed = ['d', 'DatasetDescribed', { name: 'Caps' }] as const;
  expect(fold(knownDatasetListProjection, created, renamed)).toEqual({
    d: { id: 'd', ...facts, name: 'Caps' },
  });
  expect(fold(knownDatasetListProjection, created, renamed, ['d', 'DatasetPurged', {}])).toEqual({});
});

test('a device is online as the log says, and what it is called', () => {
  const type = (name: DeviceEvent['type']) => name;
  const row = fold(
    reachableDeviceListProjection,
    ['x', type('DeviceRequested'), { serial: 'SN' }],
    ['x', type('DeviceRegistered'), { name: 'Cam', tags: { line: '3' } }],
    ['x', type('DeviceWentOnline'), {}],
    ['x', type('DeviceDescribed'), { site: 'Seoul' }],
    // It asks with a new key, and stays what it is.
    ['x', type('DeviceRequested'), { serial: 'SN' }],
    ['x', type('DeviceRejected'), {}],
  )['x'];
  expect(row).toMatchObject({
    name: 'Cam',
    site: 'Seoul',
    tags: { line: '3' },
    lifecycle: 'registered',
    connectivity: 'online',
  });
  const retired = fold(
    reachableDeviceListProjection,
    ['x', type('DeviceRequested'), { serial: 'SN' }],
    ['x', type('DeviceRegistered'), { name: 'Cam', tags: {} }],
    ['x', type('DeviceWentOnline'), {}],
    ['x', type('DeviceSuspended'), {}],
    ['x', type('DeviceResumed'), {}],
    ['x', type('DeviceTagged'), { tags: { line: '4' } }],
    ['x', type('DeviceRetired'), {}],
  )['x'];
  expect(retired).toMatchObject({ tags: { line: '4' }, lifecycle: 'retired', connectivity: 'offline' });
});
