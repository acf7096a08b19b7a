import type { Model, ModelVariant } from '@tutti/contracts/training';

/** The variant that the file is. */
export const chosenVariant = ({
  variants,
  artifact,
}: Pick<Model, 'variants' | 'artifact'>): ModelVariant | undefined =>
  variants.find(({ bytes }) => bytes === artifact.bytes) ?? variants[0];
