import { fold } from '@tutti/testing';
import { expect, test } from 'vitest';
import { deployableModelListProjection } from './deployable-model-list.projection';
import { deployingStreamListProjection } from './deploying-stream-list.projection';

type History = Parameters<typeof fold>[1][];

test('a model is what its events say', () => {
  const facts = { name: 'Lids', modelVersion: 'v1.0', task: 'tensors', artifact: { digest: 'd', bytes: 7 } };
  const registered = ['m', 'ModelRegistered', facts] as const;
  const evaluated = (passes: boolean) => ['m', 'ModelEvaluated', { gate: { passes } }] as const;
  const of = (...history: History) => fold(deployableModelListProjection, ...history)['m'];
  expect(of(registered)).toEqual({
    ...{ id: 'm', name: 'Lids', modelVersion: 'v1.0', task: 'tensors', streamId: null },
    ...{ digest: 'd', bytes: 7, gate: 'none', signed: false, retired: false, registered: 1 },
  });
  expect(of(registered, evaluated(true), ['m', 'ModelSigned', {}])).toMatchObject({
    gate: 'passes',
    signed: true,
  });
  expect(of(registered, evaluated(false), ['m', 'ModelRetired', {}])).toMatchObject({
    gate: 'fails',
    retired: true,
  });
});

test('a stream is what it was reconfigured to, and its models outlive it', () => {
  const created = ['s', 'StreamCreated', { name: 'Lids', warningScore: 0.4 }] as const;
  const of = (...history: History) => fold(deployingStreamListProjection, ...history)['s'];
  expect(of(created)).toEqual({ id: 's', name: 'Lids', warningScore: 0.4, deleted: false });
  expect(of(created, ['s', 'StreamReconfigured', { name: 'Caps' }])).toMatchObject({
    name: 'Caps',
    warningScore: 0.4,
  });
  expect(of(created, ['s', 'StreamReconfigured', { warningScore: null }])?.warningScore).toBeNull();
  expect(of(created, ['s', 'StreamDeleted', {}])).toMatchObject({ name: 'Lids', deleted: true });
});
