import { z } from 'zod';
import { samplingReason } from './sampling';
import { ratio } from './shapes';
import { inferenceEntry } from './telemetry';

/** The largest picture that a device sends: what the agent decodes. */
export const maxFrameBytes = 20 * 1024 * 1024;

/** What a device says of a picture that it sends: the result that it belongs to, and why it was chosen. */
export const frameAbout = z.strictObject({
  /** With the result's `seq` its key, here and in telemetry. */
  journal: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  size: z.number().int().min(1).max(maxFrameBytes),
  type: z.enum(['image/jpeg', 'image/png', 'image/webp']),
  result: inferenceEntry,
  reasons: z.array(samplingReason).min(1),
  /** The policy's `audit` when it was chosen: the weight of an audited picture is its inverse. */
  auditShare: ratio,
});
export type FrameAbout = z.infer<typeof frameAbout>;
