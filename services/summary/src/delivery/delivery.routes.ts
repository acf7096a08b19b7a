import {
  day,
  deliverAnswer,
  deliveriesQuery,
  deliverSummary,
  deliveryDetail,
  deliveryList,
  summaryErrors,
} from '@tutti/contracts/summary';
import { defineRoute } from '@tutti/service-kit';
import { z } from 'zod';

const params = z.object({ id: z.uuid() });
const notFound = summaryErrors['delivery.not-found'];

export const list = defineRoute({
  method: 'GET',
  path: '',
  permission: 'summaries:read',
  summary: 'List what was sent to channels, and what waits, newest first',
  query: deliveriesQuery,
  response: deliveryList,
});

export const get = defineRoute({
  method: 'GET',
  path: ':id',
  permission: 'summaries:read',
  summary: 'Show a delivery with its message and every attempt',
  params,
  response: deliveryDetail,
  errors: [notFound],
});

export const retry = defineRoute({
  method: 'POST',
  path: ':id/retry',
  permission: 'channels:manage',
  summary: 'Try a delivery again that was given up or dropped',
  params,
  response: deliveryDetail,
  status: 200,
  command: true,
  errors: [notFound, summaryErrors['delivery.not-ended'], summaryErrors['delivery.not-failed']],
});

export const deliver = defineRoute({
  method: 'POST',
  path: ':date/deliveries',
  permission: 'summaries:manage',
  summary: 'Send a day to channels once more',
  description:
    'Exactly to the channels that are named, whatever their routes and quiet hours; else to all that take days. It is sent whether it was before or not: `GET /deliveries?date=` says who has it. A channel that is not there, or is switched off, is refused, and nothing is sent to the others.',
  params: z.object({ date: day }),
  body: deliverSummary,
  response: deliverAnswer,
  status: 202,
  command: true,
  errors: [
    summaryErrors['summary.not-found'],
    summaryErrors['channel.not-found'],
    summaryErrors['channel.off'],
  ],
});
