import { commonErrors, pageQuery } from '@tutti/contracts/common';
import {
  deploymentErrors,
  excludedList,
  planRollout,
  retryFailed,
  rollBack as rollBackBody,
  rollout,
  rolloutList,
  rolloutPreview,
  rolloutReason,
} from '@tutti/contracts/deployment';
import { defineRoute, listQuery, rangeHeaders } from '@tutti/service-kit';
import { z } from 'zod';

const params = z.object({ id: z.uuid() });
const notFound = deploymentErrors['rollout.not-found'];
const ended = deploymentErrors['rollout.ended'];
const manifestGone = deploymentErrors['rollout.manifest-gone'];
const notRunning = deploymentErrors['rollout.not-running'];

const unplannable = [
  commonErrors['query.invalid'],
  deploymentErrors['rollout.model-unknown'],
  deploymentErrors['rollout.model-unfit'],
  deploymentErrors['rollout.target-unknown'],
  deploymentErrors['rollout.no-devices'],
  deploymentErrors['rollout.groups-unfit'],
];

export const list = defineRoute({
  method: 'GET',
  path: '',
  permission: 'deployments:read',
  summary: 'List rollouts, newest first',
  query: z.strictObject(listQuery),
  response: rolloutList,
});

export const preview = defineRoute({
  method: 'POST',
  path: 'preview',
  permission: 'deployments:read',
  summary: 'Show which devices a rollout would reach, in which groups, and which it would not',
  description:
    'Nothing is stored. `planDigest` is that of the plan as it would be: sent with `POST /rollouts`, it is planned only if it is still the same.',
  body: planRollout,
  response: rolloutPreview,
  errors: unplannable,
});

export const plan = defineRoute({
  method: 'POST',
  path: '',
  permission: 'deployments:manage',
  summary: 'Plan a rollout',
  description:
    'It begins when somebody starts it, or at `startAt`; with `approval` only after somebody else has agreed.',
  body: planRollout,
  response: rollout,
  status: 201,
  command: true,
  errors: [
    ...unplannable,
    deploymentErrors['rollout.gate-shut'],
    deploymentErrors['rollout.plan-changed'],
    deploymentErrors['rollout.already-planned'],
  ],
});

export const rollBack = defineRoute({
  method: 'POST',
  path: 'rollback',
  permission: 'deployments:manage',
  summary: 'Return devices to an earlier model, at once and without stages',
  description:
    'A rollout that is planned and started in one step. Open deployments of its devices give way to it. A model whose gate says no needs a `reason` where none of the devices confirmed it before.',
  body: rollBackBody,
  response: rollout,
  status: 201,
  command: true,
  errors: [
    ...unplannable,
    deploymentErrors['rollout.gate-shut'],
    deploymentErrors['rollout.no-earlier-model'],
    deploymentErrors['rollout.already-planned'],
  ],
});

export const get = defineRoute({
  method: 'GET',
  path: ':id',
  permission: 'deployments:read',
  summary: 'Show a rollout: its groups, how far their devices are, and what went wrong',
  params,
  response: rollout,
  errors: [notFound],
});

export const manifest = defineRoute({
  method: 'GET',
  path: ':id/manifest',
  permission: 'deployments:read',
  summary: 'Fetch the plan of a rollout as it was stored: its devices by group, and those that were left out',
  description: 'Never changes. A large one is fetched in parts.',
  params,
  headers: rangeHeaders,
  produces: 'application/json',
  errors: [notFound, manifestGone],
});

export const excluded = defineRoute({
  method: 'GET',
  path: ':id/excluded',
  permission: 'deployments:read',
  summary: 'List the devices that match and cannot take the model, as they were when it was planned',
  params,
  query: z.strictObject(pageQuery),
  response: excludedList,
  errors: [notFound, manifestGone],
});

export const approve = defineRoute({
  method: 'POST',
  path: ':id/approve',
  permission: 'deployments:manage',
  summary: 'Approve a rollout that somebody else has planned',
  params,
  response: rollout,
  command: true,
  ifMatch: true,
  errors: [notFound, deploymentErrors['rollout.not-waiting'], deploymentErrors['rollout.own-approval']],
});

export const refuse = defineRoute({
  method: 'POST',
  path: ':id/refuse',
  permission: 'deployments:manage',
  summary: 'Refuse to approve a rollout: it ends',
  params,
  body: rolloutReason,
  response: rollout,
  command: true,
  ifMatch: true,
  errors: [notFound, deploymentErrors['rollout.not-waiting']],
});

export const start = defineRoute({
  method: 'POST',
  path: ':id/start',
  permission: 'deployments:manage',
  summary: 'Start a rollout, before its time, too',
  params,
  response: rollout,
  command: true,
  ifMatch: true,
  errors: [notFound, deploymentErrors['rollout.not-ready'], ended],
});

export const pause = defineRoute({
  method: 'POST',
  path: ':id/pause',
  permission: 'deployments:manage',
  summary: 'Pause a rollout: no device is offered the model; those at work go on',
  description: 'Needs no `If-Match`: a rollout that runs changes all the time.',
  params,
  response: rollout,
  command: true,
  errors: [notFound, notRunning, ended],
});

export const resume = defineRoute({
  method: 'POST',
  path: ':id/resume',
  permission: 'deployments:manage',
  summary: 'Let a paused rollout go on; what had failed up to then is forgiven',
  params,
  response: rollout,
  command: true,
  ifMatch: true,
  errors: [notFound, deploymentErrors['rollout.not-paused'], ended],
});

export const stop = defineRoute({
  method: 'POST',
  path: ':id/stop',
  permission: 'deployments:manage',
  summary: 'Stop a rollout for good: devices at work are asked to stop, too',
  description:
    'Devices that have the model keep it. Needs no `If-Match`: a rollout that runs changes all the time.',
  params,
  body: rolloutReason,
  response: rollout,
  command: true,
  errors: [notFound, ended],
});

export const retry = defineRoute({
  method: 'POST',
  path: ':id/retry',
  permission: 'deployments:manage',
  summary: 'Try devices that failed once more, behind the last group',
  params,
  body: retryFailed,
  response: rollout,
  command: true,
  errors: [
    notFound,
    notRunning,
    ended,
    deploymentErrors['rollout.nothing-to-retry'],
    deploymentErrors['rollout.too-many-joined'],
  ],
});
