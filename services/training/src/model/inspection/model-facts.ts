import { modelLabel, modelSignature, modelTask } from '@tutti/contracts/training';
import { z } from 'zod';

/** What an ONNX file says about itself, once a runtime has loaded it. */
export const modelFacts = z.strictObject({
  signature: modelSignature,
  /** `tensors` where the file does not say what its pictures are for. */
  task: modelTask,
  labels: z.array(modelLabel),
  /** What the file itself tells people, where it does. */
  about: z.strictObject({
    name: z.string().min(1).max(64).optional(),
    description: z.string().min(1).max(1024).optional(),
    source: z.string().min(1).max(256).optional(),
    licence: z.string().min(1).max(64).optional(),
  }),
});
export type ModelFacts = z.infer<typeof modelFacts>;

/** One line of the program that looks at models. */
export const inspectionAnswer = z.union([
  z.strictObject({ facts: modelFacts }),
  /** Why the file cannot be taken. */
  z.strictObject({ refused: z.string() }),
]);
export type InspectionAnswer = z.infer<typeof inspectionAnswer>;
