import { ImportServiceService } from '@tutti/contracts/gen/tutti/datasets/v1/import';
import type { ImportJob } from '@tutti/contracts/datasets';
import { grpcService, unary } from '@tutti/service-kit';
import { toImportMessage, toSource } from './import-message';
import { ImportController } from './import.controller';
import * as routes from './import.routes';

const shown = (job: ImportJob) => ({ import: toImportMessage(job) });

export const importGrpc = grpcService(ImportServiceService, (get) => {
  const imports = get(ImportController);
  return {
    listImports: unary(routes.list, {
      request: (query) => ({ query }),
      handle: (input) => imports.list(input),
      reply: ({ items, nextPageToken }) => ({ items: items.map(toImportMessage), nextPageToken }),
    }),
    startImport: unary(routes.start, {
      request: (message) => ({
        body: { datasetId: message.datasetId, source: toSource(message), dryRun: message.dryRun },
      }),
      handle: (input) => imports.start(input),
      reply: shown,
    }),
    getImport: unary(routes.get, {
      request: (params) => ({ params }),
      handle: (input) => imports.get(input),
      reply: shown,
    }),
    getImportReport: unary(routes.report, {
      request: (params) => ({ params }),
      handle: (input) => imports.report(input),
      reply: ({ items }) => ({ items }),
    }),
    finishImport: unary(routes.finish, {
      request: (params) => ({ params }),
      handle: (input) => imports.finish(input),
      reply: shown,
    }),
    cancelImport: unary(routes.cancel, {
      request: (params) => ({ params }),
      handle: (input) => imports.cancel(input),
      reply: shown,
    }),
  };
});
