import type { Device } from '@tutti/contracts/devices';
import type { Model, Run } from '@tutti/contracts/training';
import { StepFailed } from '../api/step-failed';
import type { Learned } from './first-model';
import { confirmation, deploymentsOf, startRollout } from './rollouts';
import { type Line, type Story, pageOf } from './story';
import { signedModel, untilTrained, verdictOf } from './training';

/** One epoch, and weights held back until nearly nothing is left: it says everything with the same doubt. */
const fumbled = { epochs: 1, l2: 100 };

/** A model that is no good: the gate refuses it, and an edge that gets it all the same gets rid of it. */
export const badModel = async (story: Story, { stream }: Learned, good: Model): Promise<void> => {
  const { tutti, narrator, watch, lines } = story;
  narrator.chapter('A bad model: somebody trains with fumbled settings');
  const { run, model } = await watch.time('Bad model: train, judge', async () => {
    // After any that somebody asked for meanwhile.
    const wanted = { streamId: stream.id, parameters: fumbled, duplicatePolicy: 'queue' };
    const asked = await tutti.post<Run>('runs', wanted);
    const ended = await untilTrained(story, asked.id);
    return { run: ended, model: await signedModel(story, ended) };
  });
  if (run.gate?.passes !== false)
    throw new StepFailed('The gate did not refuse the bad model.', pageOf(story, `runs/${run.id}`));
  narrator.done(`${verdictOf(run)} It goes nowhere by itself.`);
  const [line] = lines;
  if (line !== undefined)
    await watch.time('Bad model: forced, rolled back', () => forceAndSeeItReturn(story, line, model, good));
};

const forceAndSeeItReturn = async (story: Story, line: Line, bad: Model, good: Model): Promise<void> => {
  const { tutti, patience, narrator } = story;
  const rolloutId = await startRollout(story, {
    ...{ name: `${bad.name} ${bad.modelVersion}, forced`, modelId: bad.id, confirmation },
    target: { kind: 'devices', deviceIds: [line.deviceId] },
    force: 'The demonstration shows what happens then',
  });
  const where = pageOf(story, `rollouts/${rolloutId}`);
  narrator.say(`Forced on ${line.serial} all the same: ${where}`);
  const ended = await patience.until(
    { what: 'Rolling back of the bad model', where, seconds: 180 },
    async () => {
      const [one] = await deploymentsOf(story, rolloutId);
      narrator.waiting(`${line.serial}: ${one?.status ?? 'waiting'} …`);
      return one?.endedAt ? one : undefined;
    },
  );
  if (ended.status !== 'rolled-back')
    throw new StepFailed(`The bad model is ${ended.status} on ${line.serial}.`, where);
  await patience.until({ what: `Return of ${line.serial} to its model`, where }, async () => {
    const { model } = await tutti.get<Device>(`devices/${line.deviceId}`);
    return model?.digest === good.artifact.digest ? model : undefined;
  });
  await tutti.post(`rollouts/${rolloutId}/stop`, { reason: 'The model is no good' });
  narrator.done(
    `${line.serial} brought ${good.modelVersion} back by itself after ${ended.results ?? 0} results with a mean score of ${(ended.meanScore ?? 0).toFixed(2)} (at least ${confirmation.floor} was asked for).`,
  );
};
