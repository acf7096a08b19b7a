import { LabelSchemaServiceService } from '@tutti/contracts/gen/tutti/datasets/v1/label_schema';
import type { LabelSchema } from '@tutti/contracts/datasets';
import { grpcService, unary } from '@tutti/service-kit';
import { LabelSchemaController } from './label-schema.controller';
import * as routes from './label-schema.routes';

const shown = (schema: LabelSchema) => ({ schema });

export const labelSchemaGrpc = grpcService(LabelSchemaServiceService, (get) => {
  const schemas = get(LabelSchemaController);
  return {
    listLabelSchemas: unary(routes.list, {
      request: (query) => ({ query }),
      handle: (input) => schemas.list(input),
      reply: (page) => page,
    }),
    defineLabelSchema: unary(routes.define, {
      request: ({ name, classes }) => ({ body: { name, classes: [...classes] } }),
      handle: (input) => schemas.define(input),
      reply: shown,
    }),
    getLabelSchema: unary(routes.get, {
      request: (params) => ({ params }),
      handle: (input) => schemas.get(input),
      reply: shown,
    }),
    renameLabelSchema: unary(routes.rename, {
      request: ({ id, name }) => ({ params: { id }, body: { name } }),
      handle: (input) => schemas.rename(input),
      reply: shown,
    }),
    addClass: unary(routes.add, {
      request: ({ id, class: proposed }) => ({ params: { id }, body: proposed ?? { name: '' } }),
      handle: (input) => schemas.add(input),
      reply: shown,
    }),
    changeClass: unary(routes.change, {
      request: ({ id, key, shortcut, description, ...body }) => ({
        params: { id, key },
        body: {
          ...body,
          ...(shortcut === undefined ? {} : { shortcut: shortcut || null }),
          ...(description === undefined ? {} : { description: description || null }),
        },
      }),
      handle: (input) => schemas.change(input),
      reply: shown,
    }),
    retireClass: unary(routes.retire, {
      request: ({ id, key, reason }) => ({ params: { id, key }, body: { reason } }),
      handle: (input) => schemas.retire(input),
      reply: shown,
    }),
  };
});
