import { commonErrors } from '@tutti/contracts/common';
import {
  cardQuery,
  composeSummary,
  day,
  summariesQuery,
  summary,
  summaryErrors,
  summaryList,
  summaryRow,
  summarySettings,
  teamsMessage,
} from '@tutti/contracts/summary';
import { defineRoute } from '@tutti/service-kit';
import { z } from 'zod';

const params = z.object({ date: day });
const notFound = summaryErrors['summary.not-found'];

export const list = defineRoute({
  method: 'GET',
  path: '',
  permission: 'summaries:read',
  summary: 'List the days that were summed up, newest first',
  query: summariesQuery,
  response: summaryList,
  errors: [commonErrors['page.invalid']],
});

export const compose = defineRoute({
  method: 'POST',
  path: '',
  permission: 'summaries:manage',
  summary: 'Sum up a day',
  description:
    'Yesterday, or any day that is over and still known; with `soFar` one that is not over, as it stands. A day that was summed up before is answered with what was said; with `revise` it is looked at again, and something new is said where the figures are others by now. Channels that take summaries are sent what is new.',
  body: composeSummary,
  response: summary,
  command: true,
  errors: [
    summaryErrors['summary.day-not-over'],
    summaryErrors['summary.day-unknown'],
    commonErrors['projection.behind'],
  ],
});

export const get = defineRoute({
  method: 'GET',
  path: ':date',
  permission: 'summaries:read',
  summary: 'Show what was said of a day',
  params,
  response: summary,
  errors: [notFound],
});

export const rows = defineRoute({
  method: 'GET',
  path: ':date/rows',
  permission: 'summaries:read',
  summary: 'Show what each edge did with each model on a day',
  description:
    "JSON, or CSV with `Accept: text/csv` or `format=csv`: the columns of Edge Conductor's `daily_summary` by their names, then failures and mean score.",
  params,
  query: z.strictObject({ format: z.enum(['json', 'csv']).optional() }),
  response: z.object({ items: z.array(summaryRow) }),
  produces: 'text/csv',
  errors: [notFound, summaryErrors['summary.rows-gone']],
});

export const card = defineRoute({
  method: 'GET',
  path: ':date/card',
  permission: 'summaries:read',
  summary: 'Show the card of a day as Teams would be sent it',
  params,
  query: cardQuery,
  response: teamsMessage,
  errors: [notFound],
});

export const settings = defineRoute({
  method: 'GET',
  path: '',
  permission: 'summaries:read',
  summary: 'Show when days are summed up, and in which time zone and language',
  response: summarySettings,
});

export const changeSettings = defineRoute({
  method: 'PUT',
  path: '',
  permission: 'summaries:manage',
  summary: 'Set when days are summed up, and in which time zone and language',
  description: 'What was said of days stays; those to come are days of the new time zone.',
  body: summarySettings,
  response: summarySettings,
  command: true,
  ifMatch: 'optional',
  errors: [summaryErrors['summary.settings-unchanged']],
});
