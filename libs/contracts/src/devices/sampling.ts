import { z } from 'zod';
import { ratio } from './shapes';

/**
 * Which pictures a device sends beside their results. Rules that are null choose nothing; with no rule and no audit no
 * picture leaves the device.
 */
export const samplingPolicy = z.strictObject({
  /** Chosen when the score is below; of boxes the mean of their scores (requirements 5.6). */
  threshold: ratio.nullable(),
  /** Chosen when at least `share` of the boxes have a score of at most `score` (5.6, box ratio). */
  boxes: z.strictObject({ score: ratio, share: ratio }).nullable(),
  /** Chosen when the two most probable classes are closer than this. */
  margin: ratio.nullable(),
  /** Chosen when 1 minus the entropy of the probabilities (as a share of the greatest possible) is below. */
  entropy: ratio.nullable(),
  /** Share of all pictures that is chosen at random, whatever their score: what is measured on these is unbiased. */
  audit: ratio,
  /** Pictures and bytes of a day (UTC) at most. */
  perDay: z.number().int().min(0).max(100_000),
  bytesPerDay: z.number().int().min(0).max(1_000_000_000_000),
});
export type SamplingPolicy = z.infer<typeof samplingPolicy>;

export const samplingReason = z.enum(['threshold', 'boxes', 'margin', 'entropy', 'audit']);
export type SamplingReason = z.infer<typeof samplingReason>;

/** What the operator sets for a device; null leaves it to the device, or means none. */
export const deviceSettings = z.strictObject({
  sampling: samplingPolicy.nullable(),
  /** Results with a score below it are warnings. */
  warningScore: ratio.nullable(),
});
export type DeviceSettings = z.infer<typeof deviceSettings>;

/** The device's own owner may forbid every picture (`never`); then come the operator's settings, then the device's. */
export const samplingSource = z.enum(['never', 'server', 'device']);
export type SamplingSource = z.infer<typeof samplingSource>;

/** What a device says that it goes by. */
export const appliedSampling = z.strictObject({ source: samplingSource, policy: samplingPolicy });
export type AppliedSampling = z.infer<typeof appliedSampling>;

/** Pictures that a device has chosen. */
export const frameCounts = z.object({
  waiting: z.number().int().min(0),
  bytes: z.number().int().min(0),
  /** Given up since the first start: no room, too old, or refused. */
  dropped: z.number().int().min(0),
  /** That Tutti has, since the first start; absent where the agent cannot send them. */
  sent: z.number().int().min(0).optional(),
  /** Of this day (UTC). */
  chosenToday: z.number().int().min(0),
  bytesToday: z.number().int().min(0),
});
export type FrameCounts = z.infer<typeof frameCounts>;
