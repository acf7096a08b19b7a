import type { Dataset } from '@tutti/contracts/datasets';
import type { RunSource, SolutionManifest } from '@tutti/contracts/training';

/** What somebody wants to train on. Both are kept, so that looking at the other loses nothing. */
export interface SourceDraft {
  readonly kind: RunSource['kind'];
  /** Chosen datasets; a version of 0 is what is labelled now. */
  readonly data: readonly { readonly datasetId: string; readonly version: number }[];
}

type Sample = SolutionManifest['sample'];

/** The sample is there for whoever has nothing yet. */
export const firstSource = (sample: Sample, datasetIds: readonly string[]): SourceDraft => ({
  kind: sample && datasetIds.length === 0 ? 'sample' : 'datasets',
  data: datasetIds.map((datasetId) => ({ datasetId, version: 0 })),
});

export const sourceOf = ({ kind, data }: SourceDraft, sample: Sample): RunSource | undefined => {
  if (kind === 'sample') return sample ? { kind, name: sample.name } : undefined;
  if (data.length === 0) return undefined;
  return {
    kind,
    data: data.map(({ datasetId, version }) => (version === 0 ? { datasetId } : { datasetId, version })),
  };
};

export const toggled = (draft: SourceDraft, datasetId: string): SourceDraft => {
  const others = draft.data.filter((one) => one.datasetId !== datasetId);
  const data = others.length === draft.data.length ? [...others, { datasetId, version: 0 }] : others;
  return { ...draft, data };
};

/** Datasets are trained together only when they share their classes: those of the first that was chosen. */
export const fitsTogether = (
  { labelSchemaId }: Pick<Dataset, 'labelSchemaId'>,
  { data }: SourceDraft,
  datasets: readonly Dataset[],
): boolean => {
  const first = datasets.find(({ id }) => id === data[0]?.datasetId);
  return first === undefined || first.labelSchemaId === labelSchemaId;
};
