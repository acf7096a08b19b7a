import type { Rollout, RolloutTemplate } from '@tutti/contracts/deployment';
import { usualPacing, usualStepMinutes } from '@tutti/contracts/deployment';
import type { Model } from '@tutti/contracts/training';
import { percent } from '../terminal/table';
import type { Learned } from './first-model';
import { type Accuracy, accuracyOf, provedWithoutGap, settledResults } from './results';
import { allLines, confirmation, untilConfirmed } from './rollouts';
import { secondModel } from './second-model';
import { type Story, pageOf } from './story';

const group = { successPercent: 100, onSuccess: 'next-group', error: { kind: 'count', count: 1 } } as const;
const template: RolloutTemplate = {
  active: true,
  target: allLines,
  mode: 'replace',
  groups: [
    { ...group, name: 'Canary', size: { kind: 'count', count: 1 } },
    { ...group, name: 'The rest', size: { kind: 'percent', percent: 100 } },
  ],
  ...{ pacing: usualPacing, approval: false, windows: [], confirmation, stepMinutes: usualStepMinutes },
};
/** Of each line with the new model. */
const resultsAfter = 24;

export interface Better {
  readonly model: Model;
  readonly after: Accuracy;
  /** When the last edge had confirmed the model, on the clock of `performance`. */
  readonly confirmedAt: number;
}

/** Says how models of the stream go out by themselves: before there is one that could. */
export const setTemplate = ({ tutti }: Story, { stream }: Learned): Promise<unknown> =>
  tutti.put(`rollout-templates/${stream.id}`, template);

/** The run that the new labels set off, its gate, and the rollout that nobody plans. */
export const betterModel = async (story: Story, learned: Learned): Promise<Better> => {
  const { narrator, watch } = story;
  narrator.chapter('The stream trains by itself, and the gate compares');
  const model = await watch.time('Second model: trigger, freeze, train, judge', () =>
    secondModel(story, learned),
  );
  narrator.chapter('The better model goes out by itself: one edge first, then the rest');
  await watch.time('Rollout: canary, then the rest', async () => {
    const rollout = await ownRollout(story, model);
    narrator.say(`Rollout: ${pageOf(story, `rollouts/${rollout.id}`)}`);
    await untilConfirmed(story, rollout.id);
  });
  const confirmedAt = performance.now();
  await story.tutti.put(`streams/${learned.stream.id}/aliases/champion`, { modelId: model.id });
  const after = await watch.time('Accuracy on the edges', () => accuracyWith(story, model));
  narrator.done(
    `With it the edges are right in ${percent(after.right)} of ${after.results} results, mean score ${after.meanScore.toFixed(2)}.`,
  );
  const pictures = await provedWithoutGap(story);
  narrator.done(
    `No picture was passed over: each of ${pictures} has its result, through every change of models.`,
  );
  return { model, after, confirmedAt };
};

const ownRollout = (story: Story, model: Model): Promise<Rollout> =>
  story.patience.until({ what: 'A rollout by template', where: pageOf(story, 'rollouts') }, async () => {
    story.narrator.waiting('Its template plans a rollout …');
    const rollouts = await story.tutti.all<Rollout>('rollouts');
    return rollouts.find(
      ({ cause, model: { modelId } }) => cause.kind === 'template' && modelId === model.id,
    );
  });

const accuracyWith = async (story: Story, model: Model): Promise<Accuracy> => {
  const judged = await Promise.all(
    story.lines.map((line) =>
      story.patience.until(
        { what: `Results of ${line.serial}`, where: pageOf(story, `edges/${line.deviceId}`) },
        async () => {
          const found = (await settledResults(story, line)).filter(
            ({ modelDigest }) => modelDigest === model.artifact.digest,
          );
          story.narrator.waiting(`${found.length} of ${resultsAfter} results of ${line.serial} …`);
          return found.length >= resultsAfter ? found : undefined;
        },
      ),
    ),
  );
  return accuracyOf(judged.flat());
};
