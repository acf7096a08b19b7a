import { createHash } from 'node:crypto';
import { BeltCamera, beltJpeg } from '@tutti/belt';
import type { Dataset, DatasetVersion, ImportJob, Item, ItemOutcome } from '@tutti/contracts/datasets';
import type { Model, Run, Stream } from '@tutti/contracts/training';
import { StepFailed } from '../api/step-failed';
import { nameOfPart, pictureSide } from '../plant/line-camera';
import { percent } from '../terminal/table';
import { usualParts, warningScore } from './belt';
import { type Story, pageOf } from './story';
import { signedModel, untilTrained } from './training';

const seed = 1;
const perClass = 24;
const atOnce = 6;
/** A third is held out: gates that look at a handful of pictures decide by luck. */
const shares = { train: 0.55, validation: 0.15, test: 0.3 };

export interface Learned {
  readonly dataset: Dataset;
  readonly stream: Stream;
  readonly model: Model;
}

/** A dataset of all parts but two, and a first model of it. */
export const firstModel = async (story: Story): Promise<Learned> => {
  const { tutti, narrator, watch } = story;
  narrator.chapter(`A first model learns ${usualParts.length} parts; two others it never sees`);
  const dataset = await watch.time('First dataset: import, label, freeze', () => firstDataset(story));
  return watch.time('First model: train, judge, sign', async () => {
    const stream = await tutti.post<Stream>('streams', {
      name: 'Parts on the belt',
      solution: { key: 'image-classification' },
      datasets: [dataset.id],
      ...{ warningScore, gate: { metric: 'accuracy', atLeast: 0.8, gain: 0 } },
    });
    const source = { kind: 'datasets', data: [{ datasetId: dataset.id, version: 1 }] };
    const { id } = await tutti.post<Run>('runs', { streamId: stream.id, source });
    const run = await untilTrained(story, id);
    const model = await signedModel(story, run);
    await tutti.put(`streams/${stream.id}/aliases/champion`, { modelId: model.id });
    narrator.done(
      `${model.name} ${model.modelVersion}: accuracy ${percent(run.metrics?.accuracy ?? 0)} on ${run.metrics?.items ?? 0} pictures held out, signed: ${pageOf(story, `models/${model.id}`)}`,
    );
    return { dataset, stream, model };
  });
};

const firstDataset = async (story: Story): Promise<Dataset> => {
  const { tutti, narrator } = story;
  const classes = usualParts.map((key) => ({ key, name: nameOfPart(key) }));
  const dataset = await tutti.post<Dataset>('datasets', {
    name: 'Parts',
    task: 'image-classification',
    classes,
  });
  const count = await addPictures(story, dataset.id);
  const labelled = await labelByTruth(story, dataset.id, count);
  narrator.done(
    `${count} pictures imported, ${labelled} labelled as the set says (nobody drew these labels): ${pageOf(story, `datasets/${dataset.id}`)}`,
  );
  const version = await tutti.post<DatasetVersion>(`datasets/${dataset.id}/versions`, { shares });
  narrator.say(
    `Frozen as version ${version.number}: ${version.counts.splits.train ?? 0} to learn from, ${version.counts.splits.test ?? 0} to judge by.`,
  );
  return dataset;
};

/** Pictures are sent one by one, as a program with pictures of its own does. */
const addPictures = async ({ tutti, narrator, truth }: Story, datasetId: string): Promise<number> => {
  const camera = await BeltCamera.open({ seed, side: pictureSide, keys: usualParts });
  const { id: importId } = await tutti.post<ImportJob>('imports', { datasetId, source: { kind: 'upload' } });
  const all = usualParts.length * perClass;
  let [next, sent] = [0, 0];
  const send = async (): Promise<void> => {
    for (let number = next++; number < all; number = next++) {
      const key = usualParts[number % usualParts.length] ?? '';
      const bytes = await beltJpeg(camera.closeUp(number, key).image);
      truth.set(createHash('sha256').update(bytes).digest('hex'), key);
      await tutti.sendPicture(
        `datasets/${datasetId}/items?importId=${importId}&fileName=belt-${number}.jpg`,
        bytes,
      );
      narrator.waiting(`${++sent} of ${all} pictures …`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, send));
  await tutti.post(`imports/${importId}/finish`, {});
  return all;
};

/** Labels all pictures of a dataset that will be `total`, as what they show. Answers with how many it labelled. */
export const labelByTruth = async (story: Story, datasetId: string, total: number): Promise<number> => {
  const { tutti, patience } = story;
  let labelled = 0;
  await patience.until({ what: 'Labelling', where: pageOf(story, `datasets/${datasetId}`) }, async () => {
    labelled += await labelWhatWaits(story, datasetId);
    const { items } = await tutti.get<Dataset>(`datasets/${datasetId}`);
    return items.total >= total && items.states.unlabelled === 0 ? items : undefined;
  });
  return labelled;
};

/** One request for each class. */
const labelWhatWaits = async (story: Story, datasetId: string): Promise<number> => {
  const { tutti, truth } = story;
  const path = `datasets/${datasetId}/items`;
  const waiting = await tutti.all<Item>(`${path}?q=${encodeURIComponent('state==unlabelled')}`);
  let labelled = 0;
  for (const [classKey, items] of Map.groupBy(waiting, ({ digest }) => truth.get(digest) ?? '')) {
    if (classKey === '')
      throw new StepFailed(`${items.length} pictures are none that a camera took.`, pageOf(story, path));
    const chosen = items.map(({ id, version }) => ({ id, version }));
    const { items: outcomes } = await tutti.post<{ items: ItemOutcome[] }>(`${path}/batch`, {
      ...{ action: 'label', items: chosen, label: { classKey } },
    });
    labelled += outcomes.filter(({ outcome }) => outcome === 'changed').length;
  }
  return labelled;
};
