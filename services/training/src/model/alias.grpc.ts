import { AliasServiceService } from '@tutti/contracts/gen/tutti/training/v1/model';
import { grpcService, unary } from '@tutti/service-kit';
import { AliasController } from './alias.controller';
import * as routes from './alias.routes';

export const aliasGrpc = grpcService(AliasServiceService, (get) => {
  const aliases = get(AliasController);
  return {
    listAliases: unary(routes.list, {
      request: ({ streamId: id, at }) => ({ params: { id }, query: { at } }),
      handle: (input) => aliases.list(input),
      reply: ({ items }) => ({ items }),
    }),
    getAliasHistory: unary(routes.history, {
      request: ({ streamId: id, alias }) => ({ params: { id, alias } }),
      handle: (input) => aliases.history(input),
      reply: ({ items }) => ({ items }),
    }),
    setAlias: unary(routes.set, {
      request: ({ streamId: id, alias, modelId }) => ({ params: { id, alias }, body: { modelId } }),
      handle: (input) => aliases.set(input),
      reply: (alias) => ({ alias }),
    }),
    removeAlias: unary(routes.remove, {
      request: ({ streamId: id, alias }) => ({ params: { id, alias } }),
      handle: (input) => aliases.remove(input),
      reply: () => ({}),
    }),
  };
});
