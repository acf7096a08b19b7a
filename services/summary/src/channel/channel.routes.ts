import {
  changeChannel,
  channel,
  channelList,
  channelsQuery,
  defineChannel,
  deliverAnswer,
  summaryErrors,
} from '@tutti/contracts/summary';
import { defineRoute } from '@tutti/service-kit';
import { z } from 'zod';

const params = z.object({ id: z.uuid() });
const notFound = summaryErrors['channel.not-found'];
const address = [summaryErrors['channel.address-forbidden'], summaryErrors['channel.secret-missing']];

export const list = defineRoute({
  method: 'GET',
  path: '',
  permission: 'channels:manage',
  summary: 'List channels; their addresses stay secret',
  query: channelsQuery,
  response: channelList,
});

export const define = defineRoute({
  method: 'POST',
  path: '',
  permission: 'channels:manage',
  summary: 'Add a channel to Teams, Slack, a webhook or another summary server',
  description:
    'Address and secret are kept in the vault and never shown again. Only https, and no host inside the network unless CHANNEL_HOSTS names it.',
  body: defineChannel,
  response: channel,
  status: 201,
  command: true,
  errors: address,
});

export const get = defineRoute({
  method: 'GET',
  path: ':id',
  permission: 'channels:manage',
  summary: 'Show a channel',
  params,
  response: channel,
  errors: [notFound],
});

export const change = defineRoute({
  method: 'PATCH',
  path: ':id',
  permission: 'channels:manage',
  summary: 'Change a channel, or switch it off and on',
  description: 'Another address or secret lets it go on where it needed attention. Off drops what waits.',
  params,
  body: changeChannel,
  response: channel,
  command: true,
  ifMatch: true,
  errors: [
    notFound,
    ...address,
    summaryErrors['channel.nothing-changed'],
    summaryErrors['channel.from-environment'],
  ],
});

export const test = defineRoute({
  method: 'POST',
  path: ':id/test',
  permission: 'channels:manage',
  summary: 'Send a test; that it is accepted does not mean that it is shown',
  params,
  response: deliverAnswer,
  status: 202,
  command: true,
  errors: [notFound, summaryErrors['channel.off']],
});

export const resume = defineRoute({
  method: 'POST',
  path: ':id/resume',
  permission: 'channels:manage',
  summary: 'Send what waits: somebody has looked',
  params,
  response: channel,
  status: 200,
  command: true,
  errors: [notFound, summaryErrors['channel.off'], summaryErrors['channel.nothing-changed']],
});

export const remove = defineRoute({
  method: 'DELETE',
  path: ':id',
  permission: 'channels:manage',
  summary: 'Remove a channel; what waits is dropped',
  params,
  command: true,
  ifMatch: true,
  errors: [notFound, summaryErrors['channel.from-environment']],
});
