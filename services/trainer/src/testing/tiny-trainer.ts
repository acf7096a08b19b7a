import { type TrainedModel, type Trainer, TrainingRefused, type TrainingTask } from '../task/training-task';
import { sha256 } from './sample-task';

const steps = ['look', 'learn', 'judge'] as const;

const learn = async ({ data, report, cache, current, seed }: TrainingTask): Promise<TrainedModel> => {
  report({ step: 'look', progress: 0, lines: [`${data.items.length} pictures`] });
  const bytes = await Promise.all(data.items.map(({ digest }) => data.picture(digest)));
  const known = cache.get('tiny', ['seen']).filter((values) => values !== undefined).length;
  cache.set('tiny', [['seen', Float32Array.of(seed)]]);
  report({ step: 'look', progress: 1, lines: [`${known} known before`] });
  const points = bytes.map((content, step) => ({ series: 'bytes', step, value: content.length }));
  report({ step: 'learn', progress: 0.5, points });
  report({ step: 'judge', progress: null, message: 'Nearly there' });
  const artifact = Buffer.from(
    `model of ${data.items.length} pictures, ${current?.length ?? 0} bytes before`,
  );
  const metrics = { items: bytes.length, accuracy: 1 };
  const common = {
    format: 'tutti-evaluation/1',
    task: 'image-classification',
    part: 'test',
    metrics,
  } as const;
  const judgement = { ...common, classes: [], confusion: [], calibration: [] };
  const [first] = data.items;
  const example = first && {
    ...{ itemId: first.id, datasetId: first.datasetId, digest: first.digest, fileName: first.fileName },
    ...{
      thumbnail: Buffer.from('small'),
      loss: 1,
      truth: { key: 'ok' },
      predicted: { key: 'no', score: 0.5 },
    },
  };
  return {
    artifact,
    labels: data.classes,
    judgement: { ...judgement, examples: example ? [example] : [] },
    variants: [{ precision: 'fp32', bytes: artifact.length, metrics }],
    baseline: current && { metrics, judgement: { ...judgement, examples: [] } },
    backbone: { name: 'none', sha256: sha256('none') },
    items: { train: bytes.length, validation: 0, test: 0 },
  };
};

const fillMemory = (): never => {
  const kept: unknown[] = [];
  for (;;) kept.push(Array.from({ length: 1000 }, (_, index) => ({ index })));
};

/** Goes on until it is stopped; `deaf`: and does not even listen. */
const endless = async ({ report }: TrainingTask, deaf: boolean): Promise<never> => {
  report({ step: 'learn', progress: 0.1 });
  while (deaf);
  for (let at = 0; ; at++) {
    report({ step: 'learn', progress: null, message: `Round ${at}` });
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};

/** Does what the job's parameter `behaviour` says. */
export const tinyTrainer: Trainer = {
  name: 'tiny',
  steps,
  samples: {
    sample: async () => ({
      classes: [{ key: 'ok', name: 'OK' }],
      items: [],
      picture: async () => new Uint8Array(),
    }),
    endless: async (onPicture) => {
      for (let done = 0; ; done++) {
        onPicture(done, Infinity);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
  },
  train: async (task) => {
    switch (task.parameters['behaviour']) {
      case 'refuse':
        throw new TrainingRefused('training.one-class', 'There is one class alone.');
      case 'fail':
        throw new Error('It fell over.');
      case 'fill-memory':
        return fillMemory();
      case 'endless':
        return endless(task, false);
      case 'deaf':
        return endless(task, true);
      default:
        return learn(task);
    }
  },
};
