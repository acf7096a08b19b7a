import { z } from 'zod';
import { listOf, pageQuery, timestamp } from '../common';
import { summaryFigures, summaryRow } from './summaries';
import { count, day, ratio, workspaceName } from './shapes';

/** Days whose results are listed with a workspace. */
export const mostRecentDays = 30;

/** Another installation that pushes its daily summaries here. */
export const workspace = z.strictObject({
  name: workspaceName,
  addedAt: timestamp,
  addedBy: z.string().max(128).nullable(),
  newest: z
    .strictObject({
      date: day,
      receivedAt: timestamp,
      registered: count,
      offline: count,
      results: count,
      failures: count,
      meanScore: ratio.nullable(),
      warnings: count,
    })
    .nullable(),
  days: count,
  /** Of the newest days that it told of, the oldest first. */
  recent: z.array(z.strictObject({ date: day, results: count })).max(mostRecentDays),
  consoleAt: z.string().max(512).nullable(),
});
export type Workspace = z.infer<typeof workspace>;
export const workspaceList = listOf(workspace);
export const workspacesQuery = z.strictObject(pageQuery);

export const workspaceDay = z.strictObject({
  workspace: workspaceName,
  date: day,
  revision: z.number().int().min(1),
  composedAt: timestamp,
  receivedAt: timestamp,
  timeZone: z.string().max(64),
  /** The day was not over there: it comes again when it is. */
  soFar: z.literal(true).optional(),
  figures: summaryFigures,
  rows: count,
});
export type WorkspaceDay = z.infer<typeof workspaceDay>;
export const workspaceDayList = listOf(workspaceDay);
export const workspaceDaysQuery = z.strictObject({ ...pageQuery, from: day.optional(), to: day.optional() });

/** One row of a day, and whose it is. */
export const workspaceSummaryRow = z.strictObject({
  workspace: workspaceName,
  date: day,
  composedAt: timestamp,
  ...summaryRow.shape,
});
export type WorkspaceSummaryRow = z.infer<typeof workspaceSummaryRow>;
export const workspaceSummaryRowList = listOf(workspaceSummaryRow);
export const workspaceRowsQuery = z.strictObject({
  ...pageQuery,
  workspace: workspaceName.optional().describe('Of all when absent'),
  from: day.optional().describe('Inclusive'),
  to: day.optional().describe('Inclusive'),
  format: z
    .enum(['json', 'csv'])
    .optional()
    .describe('CSV has no pages: it holds every row that was asked for'),
});

/** `unchanged`: the same was here already. */
export const pushAnswer = z.strictObject({ outcome: z.enum(['stored', 'unchanged']) });

export const addWorkspace = z.strictObject({ name: workspaceName });
/** Shown once: what the other installation pushes with. */
export const workspaceKey = z.strictObject({ name: workspaceName, key: z.string() });
