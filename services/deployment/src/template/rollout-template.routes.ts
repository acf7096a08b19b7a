import { commonErrors } from '@tutti/contracts/common';
import { deploymentErrors, rolloutTemplate, storedTemplate } from '@tutti/contracts/deployment';
import { trainingErrors } from '@tutti/contracts/training';
import { defineRoute } from '@tutti/service-kit';
import { z } from 'zod';

const params = z.object({ streamId: z.uuid() });
const notFound = deploymentErrors['template.not-found'];

export const get = defineRoute({
  method: 'GET',
  path: ':streamId',
  permission: 'deployments:read',
  summary: "Show how a stream's models go out by themselves",
  params,
  response: storedTemplate,
  errors: [notFound],
});

export const set = defineRoute({
  method: 'PUT',
  path: ':streamId',
  permission: 'deployments:manage',
  summary: "Say how a stream's models go out by themselves",
  description:
    'While it is active, a new model of the stream whose gate says yes becomes a rollout that starts by itself, or waits for approval. Models from before stay where they are. One that was set is set otherwise with `If-Match` only.',
  params,
  body: rolloutTemplate,
  response: storedTemplate,
  command: true,
  ifMatch: 'optional',
  errors: [
    commonErrors['query.invalid'],
    trainingErrors['stream.not-found'],
    deploymentErrors['rollout.target-unknown'],
    deploymentErrors['template.nothing-changed'],
  ],
});

export const remove = defineRoute({
  method: 'DELETE',
  path: ':streamId',
  permission: 'deployments:manage',
  summary: "Let a stream's models go out only when somebody plans it",
  params,
  command: true,
  ifMatch: true,
  errors: [notFound],
});
