import { blobConfig, databaseConfig, processConfig } from '@tutti/service-kit';
import { z } from 'zod';

/** Configuration of the training service, to be spread into that of the process it runs in. */
export const trainingConfig = {
  RUN_MINUTES: z.coerce
    .number()
    .int()
    .min(1)
    .max(20_160)
    .default(360)
    .describe('Minutes after which a training that has not ended fails; six hours.'),
  READY_MADE_MODELS: z
    .string()
    .optional()
    .describe('Folder of ONNX models to register at the start, each once: those that come with Tutti.'),
};

/** Configuration of a process that runs this service alone. */
export const trainingProcessConfig = z.object({
  ...processConfig,
  ...databaseConfig,
  ...blobConfig,
  ...trainingConfig,
});

type Schema = z.ZodObject<typeof trainingConfig>;
export type TrainingConfig = z.output<Schema>;
