import {
  DuplicatePolicy,
  RunServiceService as runs,
  RunState,
  StepState,
  WaitingFor,
} from '@tutti/contracts/gen/tutti/training/v1/run';
import type { Stream } from '@tutti/contracts/training';
import { GrpcCaller } from '@tutti/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ScriptedTrainer } from './scripted-trainer.fixture';
import { School } from './training.fixture';

let school: School;
let caller: GrpcCaller;
let manager: { readonly authorization: string };
beforeAll(async () => {
  school = await School.start();
  caller = new GrpcCaller(school.grpc);
  manager = { authorization: `Bearer ${await school.token('manager')}` };
});
afterAll(async () => {
  caller.close();
  await school.stop();
});

test('runs are asked for, watched and cancelled by gRPC', async () => {
  const json = { name: 'Digits', solution: { key: 'image-classification' } };
  const { id: streamId } = await school.ok<Stream>('POST /streams', { json });
  const wanted = {
    streamId,
    sample: { name: 'digits' },
    seed: 7,
    duplicatePolicy: DuplicatePolicy.REJECT,
    parameters: { inputSize: 96 },
  };
  const asked = await caller.call(runs.requestRun, wanted, manager);
  const id = asked.body.run?.id ?? '';
  expect(asked.body.run).toMatchObject({
    streamName: 'Digits',
    sample: { name: 'digits' },
    parameters: { inputSize: 96, precision: 'fp32' },
    seed: 7,
  });
  await expect(caller.refused(runs.requestRun, wanted, manager)).resolves.toMatchObject({
    reason: 'RUN_DUPLICATE',
  });

  const trainer = await ScriptedTrainer.take(school, '0191e5a0-0000-7000-8000-000000000801');
  const queued = await caller.call(runs.getRun, { id }, manager);
  expect(queued.body.run).toMatchObject({
    state: RunState.QUEUED,
    waitingFor: WaitingFor.TRAINER,
    metrics: null,
  });
  await trainer.claim();
  const points = [{ series: 'loss', step: 1, value: 0.5 }];
  await trainer.report(1, 'train', { progress: 0.5, points, lines: ['one'] });
  await school.eventually(async () => {
    const { body } = await caller.call(runs.getRun, { id }, manager);
    expect(body.run?.steps).toMatchObject([
      { name: 'load', state: StepState.FINISHED },
      { name: 'train', state: StepState.RUNNING, progress: 0.5 },
      { name: 'judge', state: StepState.WAITING },
    ]);
  });
  const curves = await caller.call(runs.getRunCurves, { id }, manager);
  expect(curves.body.series).toMatchObject([{ name: 'loss', points: [{ step: 1, value: 0.5 }] }]);
  const log = await caller.call(runs.getRunLog, { id, after: 0 }, manager);
  expect(log.body).toMatchObject({ lines: [{ seq: 1, text: 'one' }], nextSeq: 1 });

  const cancelled = await caller.call(runs.cancelRun, { id, reason: 'Enough' }, manager);
  expect(cancelled.body.run?.state).toBe(RunState.CANCELLED);
  const listed = await caller.call(runs.listRuns, { q: 'state==cancelled' }, manager);
  expect(listed.body.items.map((run) => run.id)).toEqual([id]);
  await expect(caller.refused(runs.getRun, { id: streamId }, manager)).resolves.toMatchObject({
    reason: 'RUN_NOT_FOUND',
  });
});
