import { DeploymentServiceService } from '@tutti/contracts/gen/tutti/deployment/v1/deployment';
import type { Deployment } from '@tutti/contracts/deployment';
import { grpcService, unary } from '@tutti/service-kit';
import { toDeploymentMessage, toInstallationMessage } from './deployment-message';
import { DeploymentController, InstallationController } from './deployment.controller';
import * as routes from './deployment.routes';

const shown = (deployment: Deployment) => ({ deployment: toDeploymentMessage(deployment) });

export const deploymentGrpc = grpcService(DeploymentServiceService, (get) => {
  const deployments = get(DeploymentController);
  const installations = get(InstallationController);
  return {
    listDeployments: unary(routes.list, {
      request: (query) => ({ query }),
      handle: (input) => deployments.list(input),
      reply: ({ items, nextPageToken }) => ({ items: items.map(toDeploymentMessage), nextPageToken }),
    }),
    getDeployment: unary(routes.get, {
      request: ({ id, asOf }) => ({ params: { id }, query: { asOf } }),
      handle: (input) => deployments.get(input),
      reply: shown,
    }),
    getDeploymentTimeline: unary(routes.timeline, {
      request: (params) => ({ params }),
      handle: (input) => deployments.timeline(input),
      reply: (timeline) => timeline,
    }),
    cancelDeployment: unary(routes.cancel, {
      request: ({ id, ...body }) => ({ params: { id }, body }),
      handle: (input) => deployments.cancel(input),
      reply: shown,
    }),
    listInstallations: unary(routes.installations, {
      request: (query) => ({ query }),
      handle: (input) => installations.list(input),
      reply: ({ items, nextPageToken }) => ({ items: items.map(toInstallationMessage), nextPageToken }),
    }),
  };
});
