import type { Model } from '@tutti/contracts/training';

/** What a model is called everywhere: name of its stream, and version. */
export const modelName = ({ name, modelVersion }: Pick<Model, 'name' | 'modelVersion'>): string =>
  `${name} ${modelVersion}`;
