import type { Rollout } from '@tutti/contracts/deployment';
import { expect, test } from 'vitest';
import { wayBack } from './way-back';

const rollout = (version: string, more: object = {}): Rollout =>
  ({
    ...{ id: version, mode: 'replace', status: 'finished', counts: { succeeded: 3 } },
    cause: { kind: 'person' },
    model: { modelId: `model of ${version}`, name: 'Meters', version },
    ...more,
  }) as Rollout;

test('the way back from the newest rollout leads to the model of one before it that reached devices', () => {
  const last = rollout('v1.3', { status: 'running' });
  const unreached = rollout('v1.2', { counts: { succeeded: 0 } });
  const way = wayBack([rollout('v1.4', { status: 'ready' }), last, unreached, rollout('v1.1')]);
  expect(way).toEqual({ last, earlier: { modelId: 'model of v1.1', name: 'Meters v1.1' } });
});

test('a shadow changed nothing: there is nothing to take back', () => {
  expect(wayBack([rollout('v1.1', { mode: 'shadow' })])).toBeUndefined();
  expect(wayBack([])).toBeUndefined();
});

test('given the first rollout of a stream, then the server is asked what there was before', () => {
  expect(wayBack([rollout('v1.0')])).toMatchObject({ earlier: undefined });
});

test('after a roll back nobody is led to the model that was left', () => {
  const back = rollout('v1.1', { cause: { kind: 'rollback' } });
  expect(wayBack([back, rollout('v1.2'), rollout('v1.1')])).toBeUndefined();
  const further = wayBack([back, rollout('v1.2'), rollout('v1.1'), rollout('v1.0')]);
  expect(further?.earlier?.modelId).toBe('model of v1.0');
});
