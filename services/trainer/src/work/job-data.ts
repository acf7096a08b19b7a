import { label, split } from '@tutti/contracts/datasets';
import type { DataReference, ModelLabel, TrainingJob } from '@tutti/contracts/training';
import { z } from 'zod';
import type { JobClient } from '../protocol/job-client';
import {
  type Trainer,
  type TrainingData,
  type TrainingItem,
  TrainingRefused,
  type TrainingTask,
} from '../task/training-task';
import { atMost } from './at-most';

/** First line of a manifest. Others' fields are none of our business. */
const head = z.object({
  format: z.literal('tutti-dataset/1'),
  classes: z.array(z.object({ key: z.string(), name: z.string() })),
});

const line = z.object({
  digest: z.string(),
  label,
  split,
  id: z.string(),
  fileName: z.string().nullable(),
  width: z.number(),
  height: z.number(),
  deviceId: z.string().nullable(),
});

interface Manifest {
  readonly classes: readonly ModelLabel[];
  readonly items: readonly TrainingItem[];
}

export const readManifest = (bytes: Uint8Array, datasetId: string): Manifest => {
  const [first = '', ...lines] = Buffer.from(bytes).toString('utf8').split('\n');
  const { classes } = head.parse(JSON.parse(first));
  const items = lines
    .filter((text) => text !== '')
    .map((text): TrainingItem => ({ ...line.parse(JSON.parse(text)), datasetId }));
  return { classes: classes.map(({ key, name }) => ({ key, name })), items };
};

const picturesAtOnce = 8;

/** Datasets of one job share a label schema. A picture that is in two of them is the trainer's to judge. */
const joined = (manifests: readonly Manifest[]): Manifest => {
  const classes = new Map(manifests.flatMap((one) => one.classes.map((each) => [each.key, each])));
  return { classes: [...classes.values()], items: manifests.flatMap(({ items }) => items) };
};

type Datasets = Extract<TrainingJob['source'], { kind: 'datasets' }>;

/** Pictures come when they are needed, and are not kept. */
const dataOfDatasets = async ({ data }: Datasets, client: JobClient): Promise<TrainingData> => {
  const manifests = await Promise.all(
    data.map(async (one) => readManifest(await client.manifest(one), one.datasetId)),
  );
  const { classes, items } = joined(manifests);
  const from = new Map<string, DataReference>();
  for (const [index, one] of manifests.entries())
    for (const { digest } of one.items) from.set(digest, data[index] ?? { datasetId: '', version: 0 });
  const limited = atMost(picturesAtOnce);
  return {
    classes,
    items,
    picture: (digest) => {
      const reference = from.get(digest);
      if (!reference) throw new Error(`No version has a picture ${digest}.`);
      return limited(() => client.picture(reference, digest));
    },
  };
};

interface DataSource {
  readonly trainer: Pick<Trainer, 'name' | 'steps' | 'samples'>;
  readonly client: JobClient;
  readonly report: TrainingTask['report'];
}

/** What a job learns from: frozen versions, or the data that the trainer brings. */
export const dataOf = async (
  { source }: Pick<TrainingJob, 'source'>,
  { trainer, client, report }: DataSource,
): Promise<TrainingData> => {
  if (source.kind === 'datasets') return dataOfDatasets(source, client);
  const sample = trainer.samples[source.name];
  if (!sample)
    throw new TrainingRefused(
      'training.no-such-sample',
      `The trainer ${trainer.name} has no data called ${source.name}. It may be older than the solution.`,
    );
  const [step = 'check'] = trainer.steps;
  return sample((done, all) =>
    report({ step, progress: done / all, message: `Drawing pictures: ${done} of ${all}` }),
  );
};
