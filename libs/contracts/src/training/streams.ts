import { z } from 'zod';
import { listOf, timestamp } from '../common';
import { promotionGate } from './evaluation';
import {
  count,
  description,
  parameters,
  ratio,
  solutionReference,
  solutionVersion,
  streamName,
  streamTags,
  trainingTask,
} from './shapes';
import { trigger } from './triggers';

/** What is known of devices here, by the names that they have in the list of devices. */
export const targetFields = [
  'id',
  'serial',
  'name',
  'description',
  'site',
  'tags',
  'lifecycle',
  'connectivity',
] as const;

/** Which devices its models are for: RSQL over `targetFields` of devices. */
export const targetFilter = z.string().trim().min(1).max(2000);
export const streamDatasets = z.array(z.uuid()).max(16);

/** What a stream consists of, beside its solution. */
export const streamSettings = {
  name: streamName,
  description: description.optional(),
  tags: streamTags,
  parameters,
  /** Results of its models below this are warnings; nothing is when it is absent. */
  warningScore: ratio.optional(),
  target: targetFilter.optional(),
  gate: promotionGate,
  /** What it trains on. They share the label schema of the first. */
  datasets: streamDatasets,
};

/** Derived, never stored (requirements 5.4). */
export const streamStatus = z.enum([
  'ready-to-train',
  'training',
  'train-failed',
  'ready-to-deploy',
  'deploying',
  'deployed',
  'deploy-failed',
]);
export type StreamStatus = z.infer<typeof streamStatus>;

export const stream = z.object({
  id: z.string(),
  name: streamName,
  description: z.string().nullable(),
  tags: streamTags,
  task: trainingTask,
  solution: solutionReference,
  /** The newest version of the solution: the stream can be moved to it. */
  newestSolutionVersion: solutionVersion,
  parameters,
  warningScore: ratio.nullable(),
  target: z.string().nullable(),
  gate: promotionGate,
  datasets: streamDatasets,
  trigger: trigger.nullable(),
  /** When its schedule comes true next. */
  nextRunAt: timestamp.nullable(),
  /** What the trigger found when it looked last; null before it did. */
  lastLook: z
    .object({
      at: timestamp,
      outcome: z.enum(['asked', 'not-met', 'gate-shut', 'cool-down', 'outside-window', 'refused']),
      detail: z.string(),
    })
    .nullable(),
  status: streamStatus,
  /** Of the newest run; null before the first. */
  newestRunId: z.string().nullable(),
  /** The newest model that may be deployed; null when there is none. */
  newestModelId: z.string().nullable(),
  createdAt: timestamp,
  changedAt: timestamp,
  version: count,
});
export type Stream = z.infer<typeof stream>;
export const streamList = listOf(stream);

export const createStream = z.strictObject({
  ...streamSettings,
  tags: streamTags.optional(),
  solution: z.strictObject({
    key: solutionReference.shape.key,
    version: solutionVersion.optional().describe('The newest when absent'),
  }),
  parameters: parameters.optional().describe("What the solution's schema says is usual when absent"),
  gate: promotionGate.optional().describe("The solution's when absent"),
  datasets: streamDatasets.optional(),
  trigger: trigger.optional(),
});
export type CreateStream = z.infer<typeof createStream>;

/** Merge patch (RFC 7396): `null` removes. `tags`, `parameters`, `gate` and `datasets` replace the whole. */
export const patchStream = z.strictObject({
  name: streamName.optional(),
  description: description.nullable().optional(),
  tags: streamTags.optional(),
  parameters: parameters.optional(),
  warningScore: ratio.nullable().optional(),
  target: targetFilter.nullable().optional(),
  gate: promotionGate.optional(),
  datasets: streamDatasets.optional(),
});
export type PatchStream = z.infer<typeof patchStream>;

export const setTrigger = z.strictObject({ trigger: trigger.nullable() });
export const moveStream = z.strictObject({
  version: solutionVersion,
  parameters: parameters.optional().describe('Those that it has when absent'),
});
export type MoveStream = z.infer<typeof moveStream>;
/** Parameters, scores, gate and datasets are copied, history and trigger are not. */
export const duplicateStream = z.strictObject({ name: streamName });
