import { z } from 'zod';
import { ModelError } from './model-error';

const perChannel = z.tuple([z.number(), z.number(), z.number()]);
const side = z.int().min(1).max(4096);

/** How a picture becomes the input. `embedded`: the graph does it, the caller only resizes. */
export const preprocessingSchema = z
  .object({
    embedded: z.boolean().default(false),
    resize: z.enum(['stretch', 'letterbox']).default('stretch'),
    padValue: z.int().min(0).max(255).default(114),
    /** Only where the graph leaves the size open. */
    width: side.optional(),
    height: side.optional(),
    channels: z.enum(['RGB', 'BGR']).default('RGB'),
    /** Float input = (pixel * scale - mean) / std, per channel in the order of `channels`. */
    scale: z.number().default(1 / 255),
    mean: perChannel.default([0, 0, 0]),
    std: perChannel.default([1, 1, 1]).refine((std) => !std.includes(0), 'std must not be 0'),
  })
  .readonly();

/** What happens to the outputs. `activation` is applied to a classifier whose graph ends in logits. */
export const postprocessingSchema = z
  .object({
    activation: z.enum(['none', 'softmax']).default('none'),
    scoreThreshold: z.number().min(0).max(1).optional(),
    iouThreshold: z.number().min(0).max(1).default(0.45),
    crossClassIou: z.number().min(0).max(1).default(1),
    maxBoxes: z.int().min(1).max(1000).default(100),
  })
  .readonly();

const labelsSchema = z
  .array(z.string().min(1).max(256))
  .min(1)
  .max(100_000)
  .refine((labels) => new Set(labels).size === labels.length, 'labels must differ')
  .readonly();

const modelMetadataSchema = z
  .object({
    name: z.string().min(1).max(256).optional(),
    version: z.string().min(1).max(128).optional(),
    task: z.enum(['classification', 'detection']),
    labels: labelsSchema,
    preprocessing: preprocessingSchema.optional(),
    postprocessing: postprocessingSchema.default(postprocessingSchema.parse({})),
  })
  .readonly();

export type Preprocessing = z.infer<typeof preprocessingSchema>;
export type Postprocessing = z.infer<typeof postprocessingSchema>;
export type ModelMetadata = z.infer<typeof modelMetadataSchema>;

/** Reads what Tutti needs from a model's `metadata_props`; labels and pre-/postprocessing are JSON there. */
export function parseMetadata(properties: Readonly<Record<string, string>>): ModelMetadata {
  const parsed = modelMetadataSchema.safeParse({
    name: properties['name'],
    version: properties['version'],
    task: properties['task'],
    labels: json(properties, 'labels'),
    preprocessing: json(properties, 'preprocessing'),
    postprocessing: json(properties, 'postprocessing'),
  });
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new ModelError(
    'model.bad-metadata',
    `The model's metadata_props are not usable. ${faults.join('; ')}`,
  );
}

function json(properties: Readonly<Record<string, string>>, key: string): unknown {
  const text = properties[key];
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ModelError('model.bad-metadata', `The model's metadata "${key}" is not JSON.`, {
      cause: error,
    });
  }
}
