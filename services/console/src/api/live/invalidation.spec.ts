import { datasetEvents, itemEvents, labelSchemaEvents } from '@tutti/contracts/datasets';
import { deploymentEvents, rolloutEvents, rolloutTemplateEvents } from '@tutti/contracts/deployment';
import {
  deviceCommandEvents,
  deviceEvents,
  deviceGroupEvents,
  enrolmentTokenEvents,
} from '@tutti/contracts/devices';
import { userEvents } from '@tutti/contracts/identity';
import type { LoggedEvent } from '@tutti/contracts/summary';
import { modelEvents, runEvents, solutionEvents, streamEvents } from '@tutti/contracts/training';
import { expect, test } from 'vitest';
import { deploymentsOf, keys } from '../keys';
import { createInvalidator, staleKeys } from './invalidation';

const about = (subject: string, type = 'tutti.devices.Something') =>
  ({ subject, type, data: {} }) as LoggedEvent;

test('an event makes stale what shows its subject, once', () => {
  expect(staleKeys([about('devices/device/d1'), about('devices/device/d2')])).toEqual([
    keys.devices,
    keys.enrolments,
    keys.groups,
  ]);
  expect(staleKeys([about('devices/enrolment-token/t1')])).toEqual([keys.tokens]);
  expect(staleKeys([about('training/run/r1')])).toEqual([keys.runs, keys.streams]);
  expect(staleKeys([about('summary/delivery/d1')])).toEqual([keys.deliveries, keys.channels]);
  expect(staleKeys([about('newer/thing/t1')])).toEqual([]);
});

test('a name is looked up again when it may be another', () => {
  const renamed = about('devices/device/d1', 'tutti.devices.DeviceDescribed');
  expect(staleKeys([renamed, renamed])).toContainEqual([...keys.names, 'device', 'd1']);
  expect(staleKeys([renamed, renamed])).toHaveLength(4);
});

test('a deployment makes stale its own and those of its device, not all that a rollout has', () => {
  const told = { ...about('deployment/device-deployment/p1'), data: { deviceId: 'd1' } };
  expect(staleKeys([told, told])).toEqual([keys.rollouts, deploymentsOf('p1'), deploymentsOf('d1')]);
});

test('no aggregate that the console shows is forgotten', () => {
  const shown = [
    ...[deviceEvents, deviceCommandEvents, deviceGroupEvents, enrolmentTokenEvents, userEvents],
    ...[datasetEvents, itemEvents, labelSchemaEvents],
    ...[solutionEvents, streamEvents, runEvents, modelEvents],
    ...[rolloutEvents, deploymentEvents, rolloutTemplateEvents],
  ];
  for (const { context, aggregate } of shown)
    expect(staleKeys([about(`${context}/${aggregate}/x`)])).not.toEqual([]);
});

test('whatever events change is asked for at once, then once in a while, and once more after the last of them', () => {
  const asked: unknown[] = [];
  let timers: (() => void)[] = [];
  const client = {
    invalidateQueries: ({ queryKey }: { readonly queryKey?: unknown } = {}) => {
      asked.push(queryKey);
      return Promise.resolve();
    },
  };
  const invalidate = createInvalidator(client, (callback) => timers.push(callback));
  const askedWhen = (happens: () => void): unknown[] => {
    asked.length = 0;
    happens();
    return [...asked];
  };
  const aMomentPasses = (): void => {
    const due = timers;
    timers = [];
    for (const timer of due) timer();
  };
  const both = [keys.datasets, keys.imports];
  const manyHappen = (): void => {
    for (let event = 0; event < 1_000; event++) invalidate([about(`datasets/dataset/d${event}`)]);
  };
  expect(askedWhen(manyHappen)).toEqual(both);
  expect(askedWhen(aMomentPasses)).toEqual(both);
  // The read models may have followed all of them but the last.
  expect(askedWhen(aMomentPasses)).toEqual(both);
  expect(askedWhen(aMomentPasses)).toEqual([]);
  expect(askedWhen(() => invalidate([about('datasets/dataset/d1')]))).toEqual(both);
  expect(askedWhen(aMomentPasses)).toEqual(both);
  expect(askedWhen(aMomentPasses)).toEqual([]);
});
