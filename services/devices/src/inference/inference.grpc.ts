import { InferenceServiceService } from '@tutti/contracts/gen/tutti/devices/v1/inference';
import type { Inference } from '@tutti/contracts/devices';
import { grpcService, unary } from '@tutti/service-kit';
import { tasks } from '../device/device-message';
import { InferenceController } from './inference.controller';
import * as routes from './inference.routes';

const toMessage = (inference: Inference) => ({ ...inference, task: tasks.toProto(inference.task) });

export const inferenceGrpc = grpcService(InferenceServiceService, (get) => {
  const inferences = get(InferenceController);
  return {
    listInferences: unary(routes.list, {
      request: (query) => ({ query }),
      handle: (input) => inferences.list(input),
      reply: ({ items, nextPageToken }) => ({ items: items.map(toMessage), nextPageToken }),
    }),
    getInference: unary(routes.get, {
      request: (params) => ({ params }),
      handle: (input) => inferences.get(input),
      reply: (inference) => ({ inference: toMessage(inference) }),
    }),
    getInferenceRates: unary(routes.rates, {
      request: (query) => ({ query }),
      handle: (input) => inferences.rates(input),
      reply: (rates) => rates,
    }),
  };
});
