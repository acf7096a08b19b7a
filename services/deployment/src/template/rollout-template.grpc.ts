import { RolloutTemplateServiceService } from '@tutti/contracts/gen/tutti/deployment/v1/rollout_template';
import type { StoredTemplate } from '@tutti/contracts/deployment';
import { grpcService, unary } from '@tutti/service-kit';
import { fromTemplate, toTemplateMessage } from './rollout-template-message';
import { RolloutTemplateController } from './rollout-template.controller';
import * as routes from './rollout-template.routes';

const shown = (stored: StoredTemplate) => ({ template: toTemplateMessage(stored) });

export const rolloutTemplateGrpc = grpcService(RolloutTemplateServiceService, (get) => {
  const templates = get(RolloutTemplateController);
  return {
    getRolloutTemplate: unary(routes.get, {
      request: (params) => ({ params }),
      handle: (input) => templates.get(input),
      reply: shown,
    }),
    setRolloutTemplate: unary(routes.set, {
      request: ({ streamId, template }) => ({
        params: { streamId },
        body: fromTemplate(template),
      }),
      handle: (input) => templates.set(input),
      reply: shown,
    }),
    removeRolloutTemplate: unary(routes.remove, {
      request: (params) => ({ params }),
      handle: (input) => templates.remove(input),
      reply: () => ({}),
    }),
  };
});
