import type { Model, Run } from '@tutti/contracts/training';
import { StepFailed } from '../api/step-failed';
import { percent } from '../terminal/table';
import { type Story, pageOf } from './story';

/** Waits until a run has ended, well or not. */
export const untilEnded = (story: Story, runId: string): Promise<Run> => {
  const { tutti, patience, narrator } = story;
  const where = pageOf(story, `runs/${runId}`);
  return patience.until({ what: 'The end of the training', where, seconds: 300 }, async () => {
    const found = await tutti.get<Run>(`runs/${runId}`);
    const step = found.steps.find(({ state }) => state === 'running');
    narrator.waiting(`Training: ${step?.name ?? found.waitingFor ?? found.state} …`);
    return ['succeeded', 'failed', 'cancelled'].includes(found.state) ? found : undefined;
  });
};

/** Waits until a run has ended well. */
export const untilTrained = async (story: Story, runId: string): Promise<Run> => {
  const run = await untilEnded(story, runId);
  if (run.state !== 'succeeded') throw new StepFailed(fateOf(run), pageOf(story, `runs/${runId}`));
  return run;
};

/** What became of a run that did not end well, in a line. */
export const fateOf = ({ state, failure }: Run): string =>
  state === 'cancelled'
    ? 'The training was cancelled.'
    : `The training has ${state}: ${failure?.message ?? 'nobody knows why'}`;

/** The model of a run, once it is registered and signed: devices take no other. */
export const signedModel = (story: Story, run: Run): Promise<Model> =>
  story.patience.until({ what: 'Signing of the model', where: pageOf(story, 'models') }, async () => {
    const models = await story.tutti.all<Model>('models');
    return models.find(
      ({ origin, signed }) => origin.kind === 'run' && origin.runId === run.id && signed !== null,
    );
  });

/** What the gate found, in a line. */
export const verdictOf = ({ metrics, baseline, gate }: Run): string => {
  const found = `accuracy ${percent(metrics?.accuracy ?? 0)}`;
  const before = baseline ? `, the model before ${percent(baseline.accuracy ?? 0)}` : '';
  const word = gate?.passes === true ? 'yes' : 'no';
  return `The gate says ${word}: ${found}${before}, both on the same ${metrics?.items ?? 0} pictures that were held out.`;
};
