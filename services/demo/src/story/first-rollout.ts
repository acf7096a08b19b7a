import { percent } from '../terminal/table';
import type { Learned } from './first-model';
import { accuracyOf, resultsOf, settledResults } from './results';
import { allLines, confirmation, startRollout, untilConfirmed } from './rollouts';
import { type Story, pageOf } from './story';

/** Of each line, so that there is something to compare with. */
const baselineResults = 20;

/** The first model on all edges, and how it does on what it knows. */
export const firstRollout = async (story: Story, { model }: Learned): Promise<void> => {
  const { narrator, watch, lines, patience } = story;
  narrator.chapter('The belts run, and the first model goes to all edges');
  for (const { camera, serial } of lines)
    camera.start((error) => narrator.warn(`The camera of ${serial} has stopped: ${String(error)}`));
  await watch.time('First rollout', async () => {
    const id = await startRollout(story, {
      ...{ name: `${model.name} ${model.modelVersion}`, modelId: model.id, target: allLines, confirmation },
    });
    narrator.say(`Rollout: ${pageOf(story, `rollouts/${id}`)}`);
    await untilConfirmed(story, id);
  });
  await watch.time('Baseline on known parts', async () => {
    for (const line of lines)
      await patience.until(
        { what: `Results of ${line.serial}`, where: pageOf(story, `edges/${line.deviceId}`) },
        async () => {
          const { length } = await resultsOf(story, line);
          narrator.waiting(`${length} of ${baselineResults} results of ${line.serial} …`);
          return length >= baselineResults ? length : undefined;
        },
      );
  });
  const all = (await Promise.all(lines.map((line) => settledResults(story, line)))).flat();
  const { results, right, meanScore } = accuracyOf(all);
  narrator.done(
    `On the belt it is right in ${percent(right)} of ${results} results, mean score ${meanScore.toFixed(2)} (the cameras know what they show).`,
  );
};
