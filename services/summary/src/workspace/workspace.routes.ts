import { commonErrors } from '@tutti/contracts/common';
import {
  addWorkspace,
  day,
  pushAnswer,
  summaryErrors,
  workspaceDayList,
  workspaceDaysQuery,
  workspaceKey,
  workspaceList,
  workspaceName,
  workspaceRowsQuery,
  workspaceSummaryRowList,
  workspacesQuery,
} from '@tutti/contracts/summary';
import { defineRoute } from '@tutti/service-kit';
import { z } from 'zod';
import { maxPushBytes } from './receive-summary';

const params = z.object({ name: workspaceName });
const notFound = summaryErrors['workspace.not-found'];
const pageInvalid = commonErrors['page.invalid'];

export const list = defineRoute({
  method: 'GET',
  path: '',
  permission: 'summaries:read',
  summary:
    'List the workspaces that push their daily summaries here, with the newest day of each, and the results of its newest 30',
  query: workspacesQuery,
  response: workspaceList,
  errors: [pageInvalid],
});

export const add = defineRoute({
  method: 'POST',
  path: '',
  permission: 'summaries:manage',
  summary: 'Let another workspace push its daily summaries here; its key is shown in this answer only',
  description:
    'There, it is the key of a channel of the kind `summary-server`, or `DAILY_SUMMARY_SERVER_KEY`. A request that is repeated with its `Idempotency-Key` is given another key, and the one before is worth nothing.',
  body: addWorkspace,
  response: workspaceKey,
  status: 201,
  command: true,
  errors: [summaryErrors['workspace.already-added']],
});

export const rekey = defineRoute({
  method: 'POST',
  path: ':name/key',
  permission: 'summaries:manage',
  summary: 'Give a workspace another key; the one before is worth nothing any more',
  params,
  response: workspaceKey,
  command: true,
  errors: [notFound],
});

export const remove = defineRoute({
  method: 'DELETE',
  path: ':name',
  permission: 'summaries:manage',
  summary: 'Take the key away from a workspace; what it said stays',
  params,
  query: z.strictObject({ reason: z.string().trim().max(512).optional() }),
  command: true,
  errors: [notFound],
});

export const days = defineRoute({
  method: 'GET',
  path: ':name/summaries',
  permission: 'summaries:read',
  summary: 'List what a workspace said of its days, newest first',
  params,
  query: workspaceDaysQuery,
  response: workspaceDayList,
  errors: [notFound, pageInvalid],
});

export const rows = defineRoute({
  method: 'GET',
  path: '',
  permission: 'summaries:read',
  summary: 'List what each edge of other workspaces did with each model on their days, the newest day first',
  description:
    "JSON in pages, or all as CSV with `Accept: text/csv` or `format=csv`: the columns of Edge Conductor's `daily_summary` by their names, then failures and mean score.",
  query: workspaceRowsQuery,
  response: workspaceSummaryRowList,
  produces: 'text/csv',
  errors: [summaryErrors['summary.rows-gone']],
});

const byKey = {
  permission: 'public',
  headers: z.object({
    authorization: z.string().max(1024).optional().describe('`Bearer` and the key of the workspace.'),
  }),
} as const;
const refusals = [summaryErrors['workspace.key-wrong'], commonErrors['request.rate-limited']];

/** What bodies of `push` are; they pass as a stream, so that keys are looked at first. */
export const pushedType = 'application/vnd.tutti.summary+json';

export const push = defineRoute({
  ...byKey,
  method: 'PUT',
  path: ':name/summaries/:date',
  summary: 'Push a day, as another workspace',
  description:
    'JSON: what the summary of the day says, and its rows. Pushing the same again changes nothing; a revision older than the one that is here is refused, and so is a day of more than 800 days ago. 60 at once, then one a minute.',
  params: z.object({ name: workspaceName, date: day }),
  bytes: { types: [pushedType], maxBytes: maxPushBytes },
  response: pushAnswer,
  errors: [...refusals, notFound, summaryErrors['workspace.outdated'], commonErrors['request.invalid']],
});

export const check = defineRoute({
  ...byKey,
  method: 'GET',
  path: ':name/key',
  summary: 'Say whether a key is that of the workspace',
  params,
  errors: refusals,
});
