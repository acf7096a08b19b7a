import { ModelServiceService } from '@tutti/contracts/gen/tutti/training/v1/model';
import type { Model } from '@tutti/contracts/training';
import { chunksOf, grpcService, serverStream, unary } from '@tutti/service-kit';
import { LineageController } from './lineage.controller';
import * as lineageRoutes from './lineage.routes';
import { toEvaluationMessage, toLineageMessage, toModelMessage } from './model-message';
import { ModelController } from './model.controller';
import * as routes from './model.routes';

const shown = (model: Model) => ({ model: toModelMessage(model) });

export const modelGrpc = grpcService(ModelServiceService, (get) => {
  const models = get(ModelController);
  const lineage = get(LineageController);
  return {
    listModels: unary(routes.list, {
      request: (query) => ({ query }),
      handle: (input) => models.list(input),
      reply: ({ items, nextPageToken }) => ({ items: items.map(toModelMessage), nextPageToken }),
    }),
    importModel: unary(routes.add, {
      request: (body) => ({ body }),
      handle: (input) => models.add(input),
      reply: shown,
    }),
    getModel: unary(routes.get, {
      request: (params) => ({ params }),
      handle: (input) => models.get(input),
      reply: shown,
    }),
    getModelEvaluation: unary(routes.evaluation, {
      request: (params) => ({ params }),
      handle: (input) => models.evaluation(input),
      reply: toEvaluationMessage,
    }),
    getModelLineage: unary(lineageRoutes.ofModel, {
      request: (params) => ({ params }),
      handle: (input) => lineage.ofModel(input),
      reply: toLineageMessage,
    }),
    downloadModel: serverStream(routes.artifact, {
      request: (params) => ({ params }),
      handle: async (input) => chunksOf(await models.artifact({ ...input, headers: {} })),
      reply: (chunk) => ({ chunk }),
    }),
    downloadModelSignature: serverStream(routes.signature, {
      request: (params) => ({ params }),
      handle: async (input) => chunksOf(await models.signature({ ...input, headers: {} })),
      reply: (chunk) => ({ chunk }),
    }),
    retireModel: unary(routes.retire, {
      request: ({ id, reason }) => ({ params: { id }, body: { reason } }),
      handle: (input) => models.retire(input),
      reply: shown,
    }),
  };
});
