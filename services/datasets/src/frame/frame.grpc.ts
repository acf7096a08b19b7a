import { FrameServiceService, SamplingReason } from '@tutti/contracts/gen/tutti/datasets/v1/frame';
import type { Frame } from '@tutti/contracts/datasets';
import { samplingReason } from '@tutti/contracts/devices';
import { chunksOf, enumMap, grpcService, serverStream, unary } from '@tutti/service-kit';
import { toPrediction } from '../item/item-message';
import { FrameController } from './frame.controller';
import * as routes from './frame.routes';

const reasons = enumMap(samplingReason.options, SamplingReason);

const toMessage = ({ prediction, reasons: of, ...frame }: Frame) => ({
  ...frame,
  prediction: toPrediction(prediction),
  reasons: of.map((reason) => reasons.toProto(reason)),
});

export const frameGrpc = grpcService(FrameServiceService, (get) => {
  const frames = get(FrameController);
  return {
    listFrames: unary(routes.list, {
      request: (query) => ({ query }),
      handle: (input) => frames.list(input),
      reply: ({ items, nextPageToken }) => ({ items: items.map(toMessage), nextPageToken }),
    }),
    countFrames: unary(routes.count, {
      request: (query) => ({ query }),
      handle: (input) => frames.count(input),
      reply: (counted) => counted,
    }),
    getFrame: unary(routes.get, {
      request: (params) => ({ params }),
      handle: (input) => frames.get(input),
      reply: (frame) => ({ frame: toMessage(frame) }),
    }),
    downloadFramePicture: serverStream(routes.picture, {
      request: (params) => ({ params }),
      handle: async (input) => chunksOf(await frames.picture({ ...input, headers: {} })),
      reply: (chunk) => ({ chunk }),
    }),
    downloadFrameThumbnail: serverStream(routes.thumbnail, {
      request: (params) => ({ params }),
      handle: async (input) => chunksOf(await frames.thumbnail({ ...input, headers: {} })),
      reply: (chunk) => ({ chunk }),
    }),
  };
});
