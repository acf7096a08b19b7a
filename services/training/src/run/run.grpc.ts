import { RunServiceService } from '@tutti/contracts/gen/tutti/training/v1/run';
import type { Run } from '@tutti/contracts/training';
import { grpcService, unary } from '@tutti/service-kit';
import { fromRequest, toCurvesMessage, toRunMessage } from './run-message';
import { RunController } from './run.controller';
import * as routes from './run.routes';

const shown = (run: Run) => ({ run: toRunMessage(run) });

export const runGrpc = grpcService(RunServiceService, (get) => {
  const runs = get(RunController);
  return {
    listRuns: unary(routes.list, {
      request: (query) => ({ query }),
      handle: (input) => runs.list(input),
      reply: ({ items, nextPageToken }) => ({ items: items.map(toRunMessage), nextPageToken }),
    }),
    requestRun: unary(routes.request, {
      request: (message) => ({ body: fromRequest(message) }),
      handle: (input) => runs.request(input),
      reply: shown,
    }),
    getRun: unary(routes.get, {
      request: (params) => ({ params }),
      handle: (input) => runs.get(input),
      reply: shown,
    }),
    cancelRun: unary(routes.cancel, {
      request: ({ id, ...body }) => ({ params: { id }, body }),
      handle: (input) => runs.cancel(input),
      reply: shown,
    }),
    getRunCurves: unary(routes.curves, {
      request: (params) => ({ params }),
      handle: (input) => runs.curves(input),
      reply: toCurvesMessage,
    }),
    getRunLog: unary(routes.log, {
      request: ({ id, ...query }) => ({ params: { id }, query }),
      handle: (input) => runs.log(input),
      reply: (log) => log,
    }),
  };
});
