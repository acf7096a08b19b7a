import { z } from 'zod';
import { json, listOf, pageQuery, timestamp } from '../common';
import { sha256 } from '../devices/shapes';
import { timeZone } from '../training/triggers';
import { blobReference } from '../training/shapes';
import { clockTime, count, day, language, ratio, reason, seconds, workspaceName, webAddress } from './shapes';

/** Scores are counted in this many equal parts of 0..1. */
export const scoreBins = 20;

/** Of one day's results: of all, or of a device, a stream. */
export const inferenceFigures = z.strictObject({
  results: count,
  /** Bytes of the pictures that were looked at; what devices of older releases do not say counts as 0. */
  volumeBytes: count,
  failures: count,
  /** `null` without a result. */
  meanScore: ratio.nullable(),
  /** Results below their stream's warning score, by the warnings that devices raised. */
  lowScores: count,
});
export type InferenceFigures = z.infer<typeof inferenceFigures>;

/**
 * By how much a day differs from the mean of the seven days before (the day less the mean), as far as those are known;
 * `null` where none of them had a result.
 */
const change = z.strictObject({
  results: z.number().nullable(),
  meanScore: z.number().nullable(),
  failures: z.number().nullable(),
});

const named = { id: z.string().max(64), name: z.string().max(64) };

export const summaryFigures = z.strictObject({
  devices: z.strictObject({
    /** At the end of the day. */
    registered: count,
    suspended: count,
    requested: count,
    online: count,
    offline: count,
    /** What happened on the day. */
    changes: z.strictObject({
      requested: count,
      registered: count,
      rejected: count,
      suspended: count,
      resumed: count,
      retired: count,
      wentOnline: count,
      wentOffline: count,
    }),
  }),
  inference: inferenceFigures.extend({
    /** Results by score, `scoreBins` of them. */
    histogram: z.array(count).length(scoreBins),
    /** Warnings raised, each of one or more low scores. */
    warnings: count,
    change,
  }),
  /** Most results first. */
  streams: z.array(inferenceFigures.extend({ ...named, devices: count, change })).max(50),
  /** Streams that did not fit. */
  moreStreams: count,
  /** Longest first. */
  offline: z
    .array(z.strictObject({ ...named, site: z.string().max(64).nullable(), since: timestamp }))
    .max(20),
  /** Worst first. `failing`: by failures, `warned`: by low scores, `flapping`: by times it went offline. */
  problems: z
    .array(
      z.strictObject({
        kind: z.enum(['failing', 'warned', 'flapping', 'faulted']),
        ...named,
        count: count,
        detail: z.string().max(128).nullable(),
      }),
    )
    .max(10),
  datasets: z.strictObject({
    created: count,
    pictures: count,
    labelled: count,
    reviewed: count,
    versions: count,
    importsFinished: count,
    importsFailed: count,
  }),
  runs: z.strictObject({
    succeeded: count,
    failed: count,
    cancelled: count,
    trainSeconds: seconds,
    newest: z
      .array(
        z.strictObject({
          ...named,
          status: z.enum(['succeeded', 'failed', 'cancelled']),
          /** Of the model that came of it. */
          version: z.string().max(32).nullable(),
          seconds,
          /** Accuracy or mAP50 on the held-out data. */
          score: ratio.nullable(),
        }),
      )
      .max(20),
  }),
  rollouts: z.strictObject({
    started: count,
    finished: count,
    stopped: count,
    devicesConfirmed: count,
    devicesRolledBack: count,
    devicesFailed: count,
    newest: z
      .array(
        z.strictObject({
          ...named,
          status: z.string().max(32),
          model: z.string().max(128),
          succeeded: count,
          failed: count,
        }),
      )
      .max(20),
  }),
});
export type SummaryFigures = z.infer<typeof summaryFigures>;

/** Of a day: those with most results, where there are more. */
export const mostRows = 100_000;

/** One device and stream of a day: Edge Conductor's `daily_summary` (requirements §2). */
export const summaryRow = z.strictObject({
  edgeId: z.string().max(64),
  edgeName: z.string().max(64),
  /** `null`: a model that belongs to no stream. */
  streamId: z.string().max(64).nullable(),
  streamName: z.string().max(64).nullable(),
  modelVersion: z.string().max(64),
  solutionId: z.string().max(64).nullable(),
  solutionName: z.string().max(64).nullable(),
  solutionVersion: z.number().int().nullable(),
  inferenceCount: count,
  /** Bytes. */
  inferenceVolume: count,
  failureCount: count,
  meanScore: ratio.nullable(),
  /** Seconds that the stream trained on the day, and since ever. */
  trainTime: seconds,
  totalTrainTime: seconds,
  /** Whether the model ran at the end of the day. */
  activation: z.boolean(),
});
export type SummaryRow = z.infer<typeof summaryRow>;

export const summarySettings = z.strictObject({
  /** Whose midnight ends a day. */
  timeZone,
  /** When the day before is summed up. */
  at: clockTime,
  /** Off: only when somebody asks. */
  enabled: z.boolean(),
  language,
});
export type SummarySettings = z.infer<typeof summarySettings>;

/** The day was not over: it is summed up again when it is. */
const soFar = z.literal(true).optional();

const head = {
  date: day,
  workspace: workspaceName,
  timeZone,
  /** Counts from 1: a day is summed up again when somebody asks and its figures are others by then. */
  revision: z.number().int().min(1),
  composedAt: timestamp,
};

/** What was said of a day. */
export const summary = z.strictObject({
  ...head,
  soFar,
  figures: summaryFigures,
  rows: z.strictObject({ count, ...blobReference.shape }),
});
export type Summary = z.infer<typeof summary>;

export const summaryItem = z.strictObject({
  ...head,
  results: count,
  meanScore: ratio.nullable(),
  failures: count,
  registered: count,
  offline: count,
  warnings: count,
});
export type SummaryItem = z.infer<typeof summaryItem>;
export const summaryList = listOf(summaryItem);
export const summariesQuery = z.strictObject({ ...pageQuery, from: day.optional(), to: day.optional() });

export const composeSummary = z.strictObject({
  /** Yesterday when absent. */
  date: day.optional(),
  /** Look at a day again that was summed up already. Nothing new is said where the figures are the same. */
  revise: z.boolean().optional(),
  /** A day that is not over, as it stands; today when no date is given. */
  soFar: z.boolean().optional(),
});
export type ComposeSummary = z.infer<typeof composeSummary>;

/** The card as Teams would be sent it. */
export const cardQuery = z.strictObject({ language: language.optional() });
export const teamsMessage = z.object({ type: z.literal('message'), attachments: z.array(json).min(1) });
export type TeamsMessage = z.infer<typeof teamsMessage>;

/** Sent again on purpose; all channels that take summaries when none is named. */
export const deliverSummary = z.strictObject({
  channelIds: z.array(z.uuid()).min(1).max(50).optional(),
  reason,
});
export const deliverAnswer = z.strictObject({ deliveryIds: z.array(z.uuid()) });

/** What one workspace pushes to a summary server, and `PUT`s there. */
export const pushedSummary = z.strictObject({
  revision: head.revision,
  composedAt: timestamp,
  timeZone,
  soFar,
  /** Of the console that people may open for more. */
  consoleAt: webAddress.max(512).optional(),
  figures: summaryFigures,
  rows: z.array(summaryRow).max(mostRows),
  /** Of the rows as they are kept where they come from. */
  rowsDigest: sha256,
});
export type PushedSummary = z.infer<typeof pushedSummary>;
