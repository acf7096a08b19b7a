import type { Deployment } from '@tutti/contracts/deployment';
import { expect, test } from 'vitest';
import { failedDevices } from './failed-devices';

const tried = (deviceId: string, status: Deployment['status'], more: object = {}) =>
  ({ deviceId, status, attempt: 1, failure: { code: 'disk.full', message: '' }, ...more }) as Deployment;

test('devices are those whose newest attempt failed so, whatever comes first in the list', () => {
  const deployments = [
    tried('mended', 'failed'),
    tried('mended', 'confirmed', { attempt: 2, failure: null }),
    tried('again', 'timed-out', { attempt: 2 }),
    tried('again', 'failed'),
    tried('otherwise', 'rolled-back', { failure: { code: 'score.low', message: '' } }),
    tried('cancelled', 'cancelled'),
    tried('left', 'failed'),
  ];
  expect(failedDevices(deployments, 'disk.full')).toEqual(['again', 'left']);
});

test('no more than a rollout takes one by one', () => {
  const many = Array.from({ length: 1_200 }, (_, number) => tried(`d${number}`, 'failed'));
  expect(failedDevices(many, 'disk.full')).toHaveLength(1_000);
});
