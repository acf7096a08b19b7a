import {
  SolutionServiceService,
  type SolutionManifest as ManifestMessage,
} from '@tutti/contracts/gen/tutti/training/v1/solution';
import type { Solution } from '@tutti/contracts/training';
import { grpcService, unary, type Present } from '@tutti/service-kit';
import { fromManifest, toSolutionMessage } from './solution-message';
import { SolutionController } from './solution.controller';
import * as routes from './solution.routes';

const shown = (solution: Solution) => ({ solution: toSolutionMessage(solution) });

/** What a message without one says: refused by its schema. */
const noManifest: Present<ManifestMessage> = {
  name: '',
  description: '',
  task: 0,
  dataType: 0,
  trainer: '',
  parameters: undefined,
  labelling: false,
  sample: undefined,
  gate: undefined,
};

export const solutionGrpc = grpcService(SolutionServiceService, (get) => {
  const solutions = get(SolutionController);
  return {
    listSolutions: unary(routes.list, {
      request: (query) => ({ query }),
      handle: (input) => solutions.list(input),
      reply: ({ items, nextPageToken }) => ({ items: items.map(toSolutionMessage), nextPageToken }),
    }),
    publishSolution: unary(routes.publish, {
      request: ({ key, manifest = noManifest }) => ({ body: { key, manifest: fromManifest(manifest) } }),
      handle: (input) => solutions.publish(input),
      reply: shown,
    }),
    getSolution: unary(routes.get, {
      request: (params) => ({ params }),
      handle: (input) => solutions.get(input),
      reply: shown,
    }),
    retireSolution: unary(routes.retire, {
      request: ({ key, reason }) => ({ params: { key }, body: { reason } }),
      handle: (input) => solutions.retire(input),
      reply: shown,
    }),
  };
});
