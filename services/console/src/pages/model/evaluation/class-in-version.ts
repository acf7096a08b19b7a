import type { EvaluationReport, Model } from '@tutti/contracts/training';

/** Where all pictures of a class stand that a model was judged by; undefined where that is not one frozen version. */
export const classInVersion = (
  { data }: Pick<Model, 'data'>,
  { part }: Pick<EvaluationReport, 'part'>,
  classKey: string,
): string | undefined => {
  const [version, ...more] = data;
  if (!version || more.length > 0) return undefined;
  const query = new URLSearchParams({ class: classKey });
  // Without a test part the trainer may have drawn some of those to train with, which the version does not know.
  if (part === 'test') query.set('part', part);
  return `/datasets/${version.datasetId}/versions/${version.version}?${query.toString()}`;
};
