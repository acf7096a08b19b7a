import type { Stage } from '../terminal/stopwatch';
import { badModel } from './bad-model';
import { betterModel, setTemplate } from './better-model';
import { daySummedUp } from './daily-summary';
import { firstModel } from './first-model';
import { firstRollout } from './first-rollout';
import { importAndLabel } from './labels';
import { newParts } from './new-parts';
import type { Accuracy } from './results';
import { type Beginning, start } from './start';

/** What came of it. */
export interface Told {
  readonly url: string;
  readonly edges: number;
  readonly before: Accuracy;
  readonly after: Accuracy;
  /** From the first warning until the last edge had confirmed the better model. */
  readonly loopSeconds: number;
  readonly stages: readonly Stage[];
}

/** The loop once, from the beginning to the end. Throws `StepFailed` for whatever does not come true. */
export const tell = async (beginning: Beginning): Promise<Told> => {
  const story = await start(beginning);
  const learned = await firstModel(story);
  await firstRollout(story, learned);
  await setTemplate(story, learned);
  const { at, before } = await newParts(story);
  await importAndLabel(story, learned);
  const { model, after, confirmedAt } = await betterModel(story, learned);
  await badModel(story, learned, model);
  await daySummedUp(story);
  return {
    ...{ url: story.tutti.url, edges: story.lines.length, before, after },
    loopSeconds: (confirmedAt - at) / 1000,
    stages: story.watch.stages,
  };
};
