import type { Dataset, ImportJob, LabelSchema } from '@tutti/contracts/datasets';
import type { Stream, Trigger } from '@tutti/contracts/training';
import { StepFailed } from '../api/step-failed';
import { nameOfPart } from '../plant/line-camera';
import { freshKeys, freshParts } from './belt';
import { type Learned, labelByTruth } from './first-model';
import { type Story, pageOf, personSeconds } from './story';

/** New labels that a training is worth; a person is spared some. */
export const enoughLabels = ({ options }: Story): number => (options.manual ? 40 : 80);

/** That the stream trains by itself from so many labels on, or no longer. */
export const setTrigger = async (
  story: Story,
  { id }: Pick<Stream, 'id'>,
  { active }: Pick<Trigger, 'active'>,
): Promise<void> => {
  const { version } = await story.tutti.get<Stream>(`streams/${id}`);
  const conditions = [{ kind: 'new-labels', atLeast: enoughLabels(story) }] as const;
  const trigger: Trigger = { active, conditions: [...conditions], checkSeconds: 5, coolDownMinutes: 0 };
  await story.tutti.put(`streams/${id}/trigger`, { trigger }, { 'if-match': `"${version}"` });
};

/** What the edges doubted becomes part of the dataset, and is labelled. */
export const importAndLabel = async (story: Story, { dataset, stream }: Learned): Promise<void> => {
  const { tutti, narrator, watch } = story;
  const enough = enoughLabels(story);
  narrator.chapter('The doubtful pictures are imported and labelled');
  const page = pageOf(story, `datasets/${dataset.id}`);
  await setTrigger(story, stream, { active: true });
  narrator.say(
    `The stream trains by itself from ${enough} new labels on: ${pageOf(story, `streams/${stream.id}`)}`,
  );
  const { before, total } = await watch.time('Import of doubtful pictures', async () => {
    const { items } = await tutti.get<Dataset>(`datasets/${dataset.id}`);
    for (const key of freshParts) await addClass(story, dataset, key);
    const { counts } = await importFrames(story, dataset.id);
    narrator.done(`${counts.added} pictures imported, two classes added: ${page}`);
    return { before: items.states.labelled, total: items.total + counts.added };
  });
  await watch.time('Labelling', async () => {
    if (story.options.manual) return untilLabelled(story, dataset.id, before);
    const labelled = await labelByTruth(story, dataset.id, total);
    narrator.done(`${labelled} labelled as the simulated cameras know it (with --manual a person does it)`);
  });
};

const addClass = async (
  { tutti }: Story,
  { labelSchemaId }: Dataset,
  key: (typeof freshParts)[number],
): Promise<void> => {
  const path = `label-schemas/${labelSchemaId}`;
  const { version } = await tutti.get<LabelSchema>(path);
  const added = { key, name: nameOfPart(key), shortcut: freshKeys[key] };
  await tutti.post(`${path}/classes`, added, { 'if-match': `"${version}"` });
};

const importFrames = async ({ tutti, patience, narrator }: Story, datasetId: string): Promise<ImportJob> => {
  const { id } = await tutti.post<ImportJob>('imports', { datasetId, source: { kind: 'devices' } });
  const where = pageOf({ tutti }, `datasets/${datasetId}`);
  const job = await patience.until({ what: 'The end of the import', where }, async () => {
    const found = await tutti.get<ImportJob>(`imports/${id}`);
    narrator.waiting(`${found.progress.done} pictures …`);
    return found.state === 'running' ? undefined : found;
  });
  if (job.state !== 'finished')
    throw new StepFailed(`The import has ${job.state}: ${job.failure?.message ?? ''}.`, where);
  return job;
};

/** As many as set the training off; a person may label more. */
const untilLabelled = async (story: Story, datasetId: string, before: number): Promise<void> => {
  const { tutti, patience, narrator, plant } = story;
  const where = pageOf(story, `datasets/${datasetId}/label`);
  const enough = enoughLabels(story);
  const keys = freshParts.map((key) => `${freshKeys[key].toUpperCase()} for ${nameOfPart(key)}`).join(', ');
  narrator.say(`Now it is your turn. Say of ${enough} pictures what they show: ${narrator.bold(where)}`);
  narrator.say(`Sign in as admin, password ${plant.password}.`);
  narrator.say(
    `Press ${keys}; the other parts are in the list beside the picture, the first nine by 1 to 9. Enter agrees with the model, which is mostly wrong here.`,
  );
  await patience.until({ what: 'Labelling by a person', where, seconds: personSeconds }, async () => {
    const { items } = await tutti.get<Dataset>(`datasets/${datasetId}`);
    const labelled = items.states.labelled - before;
    narrator.waiting(`${labelled} of ${enough} are labelled …`);
    return labelled >= enough ? true : undefined;
  });
  narrator.done('That is enough to learn from. Thank you.');
};
