import type { DatasetVersion, Dataset } from '@tutti/contracts/datasets';
import type { Model, Run, Stream } from '@tutti/contracts/training';
import { StepFailed } from '../api/step-failed';
import type { Learned } from './first-model';
import { enoughLabels, setTrigger } from './labels';
import { type Story, pageOf, personSeconds } from './story';
import { fateOf, signedModel, untilEnded, verdictOf } from './training';

/** A look of the stream is newer than the labels when it comes so long after them. */
const settledMs = 10_000;

/** The run that the new labels set off. What a person labelled may be refused: then it is labelled anew. */
export const secondModel = async (story: Story, learned: Learned): Promise<Model> => {
  const { narrator, options } = story;
  const since = Date.now();
  const tried = new Set<string>();
  for (;;) {
    const asked = await nextRun(story, learned, { since, tried });
    tried.add(asked.id);
    const { kind, detail = '' } = asked.cause;
    const cause = kind === 'person' ? 'by hand' : `by its condition (${detail})`;
    narrator.say(`Asked for ${cause}: ${pageOf(story, `runs/${asked.id}`)}`);
    const run = await untilEnded(story, asked.id);
    if (run.gate?.passes === true) return passed(story, learned, run);
    if (!options.manual) throw new StepFailed(whyNot(run), pageOf(story, `runs/${run.id}`));
    narrator.warn(whyNot(run));
    tellHowToMend(story, learned);
  }
};

interface Sought {
  /** When the labels were there, in milliseconds. */
  readonly since: number;
  readonly tried: ReadonlySet<string>;
}

/** A person may ask for it, too. */
const nextRun = (story: Story, { stream }: Learned, { since, tried }: Sought): Promise<Run> => {
  const { tutti, patience, narrator, options } = story;
  const wanted = { what: 'A training by condition', where: pageOf(story, `streams/${stream.id}`) };
  const seconds = options.manual ? { seconds: personSeconds } : {};
  let told = tried.size > 0;
  return patience.until({ ...wanted, ...seconds }, async () => {
    const runs = await tutti.all<Run>(`runs?q=${encodeURIComponent(`streamId==${stream.id}`)}`);
    const found = runs.find(
      ({ id, cause, requestedAt }) =>
        !tried.has(id) && (cause.kind === 'condition' || Date.parse(requestedAt) >= since),
    );
    if (found !== undefined) return found;
    const { lastLook } = await tutti.get<Stream>(`streams/${stream.id}`);
    narrator.waiting(`The stream looks every five seconds: ${lastLook?.detail ?? ''} …`);
    if (options.manual && !told && lastLook && Date.parse(lastLook.at) > since + settledMs) {
      told = true;
      narrator.warn(`It does not train yet: ${lastLook.detail} since it was last trained.`);
      tellWhenItTrains(story, stream);
    }
    return undefined;
  });
};

const tellHowToMend = (story: Story, { dataset, stream }: Learned): void => {
  const labels = pageOf(story, `datasets/${dataset.id}/label?q=source==device`);
  story.narrator.say(`No edge gets it. See what was said of the pictures, and mend it: ${labels}`);
  tellWhenItTrains(story, stream);
};

const tellWhenItTrains = (story: Story, { id }: Pick<Stream, 'id'>): void => {
  const stream = pageOf(story, `streams/${id}`);
  story.narrator.say(
    `It trains from ${enoughLabels(story)} new labels on, mended ones too, or at once: press Train now on ${stream}`,
  );
};

const whyNot = (run: Run): string => (run.state === 'succeeded' ? verdictOf(run) : fateOf(run));

const passed = async (story: Story, { dataset, stream }: Learned, run: Run): Promise<Model> => {
  const { tutti, narrator, options } = story;
  const { versions } = await tutti.get<Dataset>(`datasets/${dataset.id}`);
  const frozen = await tutti.get<DatasetVersion>(`datasets/${dataset.id}/versions/${versions}`);
  narrator.say(
    `Frozen as version ${frozen.number}: ${frozen.counts.splits.train ?? 0} to learn from, ${frozen.counts.splits.test ?? 0} to judge by.`,
  );
  narrator.done(verdictOf(run));
  if (options.manual) {
    await setTrigger(story, stream, { active: false });
    narrator.say('It no longer trains by itself: what else is labelled changes nothing of what follows.');
  }
  return signedModel(story, run);
};
