import { FrameServiceService, SamplingReason } from '@tutti/contracts/gen/tutti/datasets/v1/frame';
import { GrpcCaller } from '@tutti/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Library } from './datasets.fixture';
import { Fleet, jpeg } from './frames.fixture';

let library: Library;
let caller: GrpcCaller;
beforeAll(async () => {
  library = await Library.start();
  caller = new GrpcCaller(library.grpc);
});
afterAll(async () => {
  caller.close();
  await library.stop();
});

test('frames are listed, counted and shown by gRPC, with the refusals of REST', async () => {
  const camera = await (await Fleet.open(library)).camera('SN-grpc', { name: 'Line 1' });
  const picture = await jpeg('#336699');
  const sent = await camera.send(picture, { result: { score: 0.25, label: '3', probabilities: {} } });
  const frames = FrameServiceService;
  const manager = { authorization: `Bearer ${await library.token('manager')}` };
  const choice = { q: 'deviceName==Line*', maxScore: 0.5 };
  const { body: list } = await caller.call(frames.listFrames, choice, manager);
  expect(list.items).toMatchObject([
    {
      id: sent.body.id,
      deviceName: 'Line 1',
      reasons: [SamplingReason.THRESHOLD],
      prediction: { label: '3', score: 0.25, model: 'digits' },
      bytes: picture.length,
    },
  ]);
  const { body: counted } = await caller.call(frames.countFrames, choice, manager);
  expect(counted).toMatchObject({ count: 1, bytes: picture.length });
  const { body: shown } = await caller.call(frames.getFrame, { id: sent.body.id }, manager);
  expect(shown.frame).toEqual(list.items[0]);
  await expect(caller.refused(frames.getFrame, { id: 'none' }, manager)).resolves.toMatchObject({
    reason: 'FRAME_NOT_FOUND',
  });
});
