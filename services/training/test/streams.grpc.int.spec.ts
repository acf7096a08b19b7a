import { TrainingTask } from '@tutti/contracts/gen/tutti/training/v1/shared';
import {
  DataType,
  GateMetric,
  SolutionServiceService as solutions,
} from '@tutti/contracts/gen/tutti/training/v1/solution';
import {
  StreamServiceService as streams,
  StreamStatus,
  WhenShut,
  type Trigger,
} from '@tutti/contracts/gen/tutti/training/v1/stream';
import { GrpcCaller } from '@tutti/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
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

const call: GrpcCaller['call'] = (method, request, headers = manager) =>
  caller.call(method, request, headers);

const seen = async (id: string) => {
  const { body, etag } = await call(streams.getStream, { id }, manager);
  return { stream: body.stream, headers: { ...manager, 'if-match': etag ?? '' } };
};

test('a solution is published and retired by gRPC', async () => {
  const manifest = {
    name: 'Own',
    description: '',
    task: TrainingTask.OBJECT_DETECTION,
    dataType: DataType.IMAGE,
    trainer: 'own',
    parameters: { type: 'object', properties: { depth: { type: 'integer', default: 3 } } },
    labelling: true,
    sample: null,
    gate: { metric: GateMetric.MAP50, gain: 0.01 },
  };
  const { body, etag } = await call(solutions.publishSolution, { key: 'own', manifest }, manager);
  expect(body.solution).toMatchObject({
    key: 'own',
    versions: [{ version: 1, manifest: { trainer: 'own', gate: { metric: GateMetric.MAP50, gain: 0.01 } } }],
  });
  await expect(
    caller.refused(solutions.publishSolution, { key: 'own', manifest: null }, manager),
  ).resolves.toMatchObject({
    reason: 'REQUEST_INVALID',
  });
  const asSeen = { ...manager, 'if-match': etag ?? '' };
  const retired = await call(solutions.retireSolution, { key: 'own' }, asSeen);
  expect(retired.body.solution).toMatchObject({ retired: true });
  const listed = await call(solutions.listSolutions, {}, manager);
  expect(listed.body.items.map(({ key }) => key)).toEqual([
    'image-classification',
    'object-detection',
    'own',
  ]);
});

test('a stream goes the whole way by gRPC, with the refusals of REST', async () => {
  const request = {
    name: 'Lids',
    solution: { key: 'image-classification' },
    tags: { line: '3' },
    warningScore: 0.5,
    datasets: [],
    parameters: null,
    gate: null,
    trigger: null,
  };
  const { body: made } = await call(streams.createStream, request, manager);
  const id = made.stream?.id ?? '';
  expect(made.stream).toMatchObject({
    status: StreamStatus.READY_TO_TRAIN,
    gate: { metric: GateMetric.ACCURACY, gain: 0 },
    version: 1,
  });
  await expect(caller.refused(streams.createStream, request, manager)).resolves.toMatchObject({
    reason: 'NAME_TAKEN',
  });
  const change = {
    id,
    warningScore: -1,
    tags: { tags: {} },
    description: 'Now with words',
    parameters: null,
    gate: null,
  };
  const changed = await call(streams.changeStream, change, (await seen(id)).headers);
  expect(changed.body.stream).toMatchObject({ tags: {}, description: 'Now with words' });
  expect(changed.body.stream?.warningScore ?? null).toBeNull();

  const trigger: Trigger = {
    active: false,
    schedule: { cron: '0 */3 * * *', timeZone: 'Asia/Seoul' },
    conditions: [
      { newLabels: { atLeast: 10 } },
      { warningRate: { atLeast: 0.1, overMinutes: 60, leastResults: 20 } },
    ],
    window: { from: '22:00', to: '06:00', timeZone: 'Asia/Seoul' },
    gate: { trainer: true, devices: { filter: 'tags.line==3', atLeast: 1 } },
    whenShut: WhenShut.WAIT,
    coolDownMinutes: 60,
  };
  const set = await call(streams.setTrigger, { id, trigger }, (await seen(id)).headers);
  expect(set.body.stream?.trigger).toMatchObject(trigger);
  const odd = { ...trigger, gate: { trainer: false, devices: { filter: 'colour==red', atLeast: 1 } } };
  await expect(
    caller.refused(streams.setTrigger, { id, trigger: odd }, (await seen(id)).headers),
  ).resolves.toMatchObject({ reason: 'QUERY_INVALID' });
  const none = await call(streams.setTrigger, { id, trigger: null }, (await seen(id)).headers);
  expect(none.body.stream?.trigger ?? null).toBeNull();

  const copy = await call(streams.duplicateStream, { id, name: 'Lids 2' }, manager);
  expect(copy.body.stream).toMatchObject({ name: 'Lids 2', description: 'Now with words' });
  await expect(
    caller.refused(streams.moveStream, { id, version: 9, parameters: null }, (await seen(id)).headers),
  ).resolves.toMatchObject({ reason: 'STREAM_VERSION_UNKNOWN' });
  await call(streams.deleteStream, { id }, (await seen(id)).headers);
  const listed = await call(streams.listStreams, { q: 'status==ready-to-train' }, manager);
  expect(listed.body.items.map(({ name }) => name)).toEqual(['Lids 2']);
});
