import type { Inference, ModelReference } from '@tutti/contracts/devices';

/** The model that judged. */
export const modelOf = (
  result: Pick<Inference, 'model' | 'modelVersion' | 'modelDigest'>,
): Omit<ModelReference, 'task'> => ({
  name: result.model,
  version: result.modelVersion,
  digest: result.modelDigest,
});
