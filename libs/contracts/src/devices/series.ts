import { z } from 'zod';
import { timeRangeQuery, timestamp } from '../common';

/** A stretch of time in steps. */
export const stepsQuery = z.strictObject({
  ...timeRangeQuery,
  stepSeconds: z.coerce
    .number()
    .int()
    .min(1)
    .max(86_400)
    .optional()
    .describe('Seconds per step; from a minute on whole minutes, and whole hours where minutes are gone'),
});

export const ratesQuery = z.strictObject({
  ...stepsQuery.shape,
  deviceId: z.string().max(64).optional(),
  model: z.string().max(128).optional(),
  modelVersion: z.string().max(64).optional(),
});

/** Counts per step of time, oldest first; empty steps are absent. `correct / withTruth` is the true accuracy. */
export const inferenceRates = z.object({
  stepSeconds: z.number().int(),
  items: z.array(
    z.object({
      at: timestamp,
      count: z.number().int(),
      withTruth: z.number().int(),
      correct: z.number().int(),
      /** Below the warning score. */
      warnings: z.number().int(),
      meanScore: z.number(),
      minScore: z.number(),
      maxScore: z.number(),
      meanLatencyMs: z.number(),
      minLatencyMs: z.number(),
      maxLatencyMs: z.number(),
    }),
  ),
  total: z.object({
    count: z.number().int(),
    withTruth: z.number().int(),
    correct: z.number().int(),
    warnings: z.number().int(),
  }),
});
export type InferenceRates = z.infer<typeof inferenceRates>;

const stat = z.object({ mean: z.number(), min: z.number(), max: z.number() });
export type Stat = z.infer<typeof stat>;

/** One step of a device's measurements. */
export const vitalsStep = z.object({
  at: timestamp,
  samples: z.number().int(),
  cpu: stat,
  memoryUsedBytes: stat,
  memoryTotalBytes: z.number().int(),
  diskUsedBytes: stat,
  diskTotalBytes: z.number().int(),
  temperatureCelsius: stat.nullable(),
  networkRxBytesPerSecond: stat,
  networkTxBytesPerSecond: stat,
  agentMemoryBytes: stat,
});
export type VitalsStep = z.infer<typeof vitalsStep>;

/** Measurements per step of time, oldest first; empty steps are absent. */
export const vitalsSteps = z.object({ stepSeconds: z.number().int(), items: z.array(vitalsStep) });
export type VitalsSteps = z.infer<typeof vitalsSteps>;
