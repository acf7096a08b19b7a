import { z } from 'zod';

/** What a starter folder holds. */
export const starterFiles = {
  model: 'digits-v0.0.onnx',
  report: 'digits-v0.0.json',
  pictures: 'pictures',
} as const;

const part = z.int().min(1);

/** `digits-v0.0.json`: where the model comes from, how good it is, and pictures with answers to test a device by. */
export const starterReportSchema = z.object({
  name: z.string(),
  version: z.string(),
  task: z.literal('classification'),
  labels: z.array(z.string()),
  digest: z.string(),
  sizeBytes: z.int(),
  backbone: z.object({ name: z.string(), package: z.string(), version: z.string(), sha256: z.string() }),
  dataset: z.object({
    package: z.string(),
    version: z.string(),
    seed: z.int(),
    train: part,
    test: part,
    pictures: part,
  }),
  training: z.object({ l2: z.number(), iterations: z.int() }),
  metrics: z.object({
    /** Share of the test digits that the model names right. */
    accuracy: z.number(),
    correct: z.int(),
    /** The same for the pictures that the starter device reads. */
    pictureAccuracy: z.number(),
    /** [truth][predicted]. */
    confusion: z.array(z.array(z.int())),
  }),
  /** Largest difference of a probability between training and the exported file. */
  parity: z.object({ pictures: z.int(), maxDifference: z.number() }),
  golden: z.array(z.object({ png: z.base64(), probabilities: z.array(z.number()) })),
});

export type StarterReport = z.infer<typeof starterReportSchema>;
