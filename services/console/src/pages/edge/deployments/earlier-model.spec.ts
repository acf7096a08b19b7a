import type { Installation } from '@tutti/contracts/deployment';
import { expect, test } from 'vitest';
import { currentOf, earlierModel } from './earlier-model';

const ran = (version: string, more: Partial<Installation> = {}): Installation => ({
  deviceId: 'd1',
  deviceName: 'camera',
  model: { name: 'Meters', version, digest: version.padEnd(64, '0') },
  modelId: `model of ${version}`,
  deploymentId: `deployment of ${version}`,
  how: 'activated',
  confirmed: true,
  since: '2026-03-01T12:00:00.000Z',
  until: '2026-03-02T12:00:00.000Z',
  ...more,
});

test('the way back leads to the newest other model that was confirmed', () => {
  const history = [
    ran('v1.3', { until: null }),
    ran('v1.2', { confirmed: false }),
    ran('v1.3'),
    ran('v1.1'),
    ran('v1.0'),
  ];
  expect(currentOf(history)).toBe(history[0]);
  expect(earlierModel(history)).toEqual({ modelId: 'model of v1.1', name: 'Meters v1.1' });
});

test('a model that Tutti does not know cannot be sent again', () => {
  expect(earlierModel([ran('v1.1', { until: null }), ran('v1.0', { modelId: null })])).toBeUndefined();
  expect(earlierModel([])).toBeUndefined();
});

test('a model that was restored is sent again as what it was when a rollout brought it', () => {
  const history = [
    ran('v1.3', { until: null }),
    ran('v1.1', { how: 'restored', modelId: null }),
    ran('v1.2', { confirmed: false }),
    ran('v1.1'),
  ];
  expect(earlierModel(history)).toEqual({ modelId: 'model of v1.1', name: 'Meters v1.1' });
});

test('after a roll back the way leads further back, not to the model that was left', () => {
  const back = [ran('v1.1', { until: null }), ran('v1.2'), ran('v1.1')];
  expect(earlierModel(back)).toBeUndefined();
  expect(earlierModel([...back, ran('v1.0')])).toEqual({ modelId: 'model of v1.0', name: 'Meters v1.0' });
});
