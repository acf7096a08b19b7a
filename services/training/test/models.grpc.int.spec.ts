import {
  AliasServiceService,
  ModelServiceService,
  ModelStatus,
  ModelTask,
} from '@tutti/contracts/gen/tutti/training/v1/model';
import { GrpcCaller } from '@tutti/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { artifactOf, signed, stream, succeed } from './registry.fixture';
import { School } from './training.fixture';

let school: School;
let caller: GrpcCaller;
beforeAll(async () => {
  school = await School.start();
  caller = new GrpcCaller(school.grpc);
});
afterAll(async () => {
  caller.close();
  await school.stop();
});

test('models are listed, named, judged, fetched and retired by gRPC, with the refusals of REST', async () => {
  const manager = { authorization: `Bearer ${await school.token('manager')}` };
  const { id } = await signed(school, await succeed(school, 1));
  const { body: list } = await caller.call(ModelServiceService.listModels, { q: 'gate==passes' }, manager);
  expect(list.items).toMatchObject([
    {
      id,
      modelVersion: 'v1.0',
      task: ModelTask.IMAGE_CLASSIFICATION,
      status: ModelStatus.READY,
      run: { runId: expect.any(String) as string },
      metrics: { items: 20, accuracy: 0.9 },
    },
  ]);
  const { body: judged } = await caller.call(ModelServiceService.getModelEvaluation, { id }, manager);
  expect(judged).toMatchObject({
    part: 'test',
    confusion: [{ predicted: [20] }],
    examples: [{ truth: { key: 'ok' }, predicted: { key: 'ok', score: 0.1 } }],
  });
  const named = { streamId: stream, alias: 'champion' };
  const { body: set } = await caller.call(AliasServiceService.setAlias, { ...named, modelId: id }, manager);
  expect(set.alias).toMatchObject({ name: 'champion', modelId: id, modelVersion: 'v1.0' });
  await expect(
    caller.refused(AliasServiceService.setAlias, { ...named, modelId: id }, manager),
  ).resolves.toMatchObject({ reason: 'ALIAS_NOTHING_CHANGED' });
  const chunks = await caller.stream(ModelServiceService.downloadModel, { id }, manager).rest();
  expect(Buffer.concat(chunks.map(({ chunk }) => chunk)).toString()).toBe(artifactOf(1));
  const { body: lineage } = await caller.call(ModelServiceService.getModelLineage, { id }, manager);
  expect(lineage).toMatchObject({ model: { id, aliases: ['champion'] }, run: { seed: 7 } });
  const { body: history } = await caller.call(AliasServiceService.getAliasHistory, named, manager);
  expect(history.items).toMatchObject([{ modelId: id, by: 'user:manager-1' }]);
  await expect(
    caller.refused(ModelServiceService.getModel, { id: '0191e5a0-0000-7000-8000-0000000000ff' }, manager),
  ).resolves.toMatchObject({ reason: 'MODEL_NOT_FOUND' });
});
