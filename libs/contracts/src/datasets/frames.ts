import { z } from 'zod';
import { listOf, timeRangeQuery, timestamp } from '../common';
import { frameAbout } from '../devices/frames';
import { samplingReason } from '../devices/sampling';
import { pictureMediaType } from './shapes';
import { itemPrediction } from './sources';

const count = z.number().int();

/** What a device says of an upload that it has finished. */
export const addFrame = z.strictObject({
  /** The last part of the upload's path. */
  uploadId: z.string().max(128),
  about: frameAbout,
});
export type AddFrame = z.infer<typeof addFrame>;

/** A picture that a device chose and sent, with the result that it belongs to. */
export const frame = z.object({
  /** That of the result. */
  id: z.string(),
  deviceId: z.string(),
  /** As the device is called now; null when nothing is known of it. */
  deviceName: z.string().nullable(),
  journal: z.string(),
  seq: count,
  /** When the device saw it; when it came, where the device's clock cannot be right. */
  at: timestamp,
  receivedAt: timestamp,
  prediction: itemPrediction,
  inputFile: z.string(),
  reasons: z.array(samplingReason),
  /** The share of all pictures that was chosen at random then: the weight of an audited picture is its inverse. */
  auditShare: z.number(),
  digest: z.string(),
  bytes: count,
  mediaType: pictureMediaType,
  width: count,
  height: count,
  orientation: count,
  pictureUrl: z.string(),
  thumbnailUrl: z.string(),
});
export type Frame = z.infer<typeof frame>;
export const frameList = listOf(frame);

const score = z.coerce.number().min(0).max(1).optional();

/** Which frames: what an import from devices can be told, too. */
export const frameChoice = {
  ...timeRangeQuery,
  minScore: score.describe('Scores from this on'),
  maxScore: score.describe('Scores up to this'),
};

export const frameCount = z.object({
  count,
  /** Of their pictures. */
  bytes: count,
  /** Those whose picture the dataset of the question has already; null without one. */
  known: count.nullable(),
});
export type FrameCount = z.infer<typeof frameCount>;
