import {
  artifactAccess,
  cancelDeployment,
  deployment,
  deploymentErrors,
  deploymentList,
  deploymentTimeline,
  installationList,
} from '@tutti/contracts/deployment';
import { commonErrors, pageQuery } from '@tutti/contracts/common';
import { deviceId } from '@tutti/contracts/devices';
import { asOfQuery, defineRoute, listQuery } from '@tutti/service-kit';
import { z } from 'zod';

const params = z.object({ id: z.uuid() });
const notFound = deploymentErrors['deployment.not-found'];

export const list = defineRoute({
  method: 'GET',
  path: '',
  permission: 'deployments:read',
  summary: 'List deployments, newest first; `q=rolloutId==…;status==failed` finds those of a rollout',
  query: z.strictObject(listQuery),
  response: deploymentList,
});

export const get = defineRoute({
  method: 'GET',
  path: ':id',
  permission: 'deployments:read',
  summary: 'Show one model on its way to one device, now or as it was',
  params,
  query: z.strictObject({ asOf: asOfQuery }),
  response: deployment,
  errors: [notFound, commonErrors['as-of.not-yet']],
});

export const timeline = defineRoute({
  method: 'GET',
  path: ':id/timeline',
  permission: 'deployments:read',
  summary: 'Show every step of a deployment, and how long each took',
  params,
  response: deploymentTimeline,
  errors: [notFound],
});

export const cancel = defineRoute({
  method: 'POST',
  path: ':id/cancel',
  permission: 'deployments:manage',
  summary: 'Cancel a deployment: at once while no device has accepted it, else the device is asked to stop',
  description:
    'A device that refuses goes on where it is; one that does not answer within ten minutes is not waited for. ' +
    '`force` closes it without asking.',
  params,
  body: cancelDeployment,
  response: deployment,
  command: true,
  errors: [notFound, deploymentErrors['deployment.closed'], deploymentErrors['deployment.cancelling']],
});

export const artifact = defineRoute({
  method: 'POST',
  path: ':id/artifact',
  permission: 'device',
  summary: 'Tell the device where its model is, with a ticket that is good for a quarter of an hour',
  params,
  response: artifactAccess,
  errors: [
    notFound,
    deploymentErrors['deployment.not-yours'],
    deploymentErrors['deployment.closed'],
    commonErrors['projection.behind'],
  ],
});

export const installations = defineRoute({
  method: 'GET',
  path: '',
  permission: 'deployments:read',
  summary: 'List what judged on devices and when, newest first; `at` shows what judged then, on each',
  query: z.strictObject({
    deviceId: deviceId.optional(),
    at: z.iso.datetime({ offset: true }).optional().describe('RFC 3339'),
    ...pageQuery,
  }),
  response: installationList,
});
