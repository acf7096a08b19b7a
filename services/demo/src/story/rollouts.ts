import type {
  Deployment,
  DeploymentTimeline,
  PlanRollout,
  Rollout,
  RolloutPreview,
} from '@tutti/contracts/deployment';
import { Refused } from '../api/tutti';
import { StepFailed } from '../api/step-failed';
import { type Story, cameraTag, pageOf, personSeconds } from './story';

export const allLines = { kind: 'filter', filter: `tags.camera==${cameraTag}` } as const;
/** A model stays after so many results with such a mean score, and goes at once when it is lower. */
export const confirmation = { results: 12, minutes: 5, floor: 0.6, whenSilent: 'roll-back' } as const;

/** Plans what the preview shows, and starts it. */
export const startRollout = async (story: Story, plan: PlanRollout): Promise<string> => {
  const { tutti, patience } = story;
  const where = pageOf(story, `models/${plan.modelId}`);
  const { planDigest } = await patience.until({ what: 'Planning of the rollout', where }, () =>
    tutti.post<RolloutPreview>('rollouts/preview', plan).catch((error: unknown) => {
      // Deployments learn of a model by and by.
      if (error instanceof Refused && error.status < 500) return undefined;
      throw error;
    }),
  );
  const { id, version } = await tutti.post<Rollout>('rollouts', { ...plan, planDigest });
  await tutti.post(`rollouts/${id}/start`, {}, { 'if-match': `"${version}"` });
  return id;
};

export const deploymentsOf = ({ tutti }: Story, rolloutId: string): Promise<readonly Deployment[]> =>
  tutti.all<Deployment>(`deployments?q=${encodeURIComponent(`rolloutId==${rolloutId}`)}`);

/** Waits until every edge of a rollout has the model for good, and says how each got there. */
export const untilConfirmed = async (story: Story, rolloutId: string): Promise<void> => {
  const where = pageOf(story, `rollouts/${rolloutId}`);
  const told = new Set<string>();
  // A person may pause it, and resume it.
  const { manual } = story.options;
  const seconds = manual ? personSeconds : 300;
  await story.patience.until({ what: 'The end of the rollout', where, seconds }, async () => {
    const { status, groups, counts } = await story.tutti.get<Rollout>(`rollouts/${rolloutId}`);
    const deployments = await deploymentsOf(story, rolloutId);
    refuseFailures(deployments, where);
    if (status === 'stopped' || (status === 'paused' && !manual))
      throw new StepFailed(`The rollout is ${status}.`, where);
    for (const one of deployments.filter((each) => each.status === 'confirmed' && !told.has(each.id))) {
      told.add(one.id);
      await tellSteps(story, one, groups[one.group]?.name ?? '');
    }
    if (status === 'paused') story.narrator.waiting('Paused: press Resume on its page …');
    else tellUnderWay(story, deployments);
    return status === 'finished' && told.size === counts.devices ? status : undefined;
  });
};

const refuseFailures = (deployments: readonly Deployment[], where: string): void => {
  for (const { deviceName, failure } of deployments)
    if (failure !== null) throw new StepFailed(`${deviceName} failed: ${failure.message}`, where);
};

const tellUnderWay = ({ narrator }: Story, deployments: readonly Deployment[]): void => {
  const under = deployments.filter(({ endedAt }) => endedAt === null);
  const names = under.map(({ deviceName, status }) => `${deviceName} ${status}`).join(', ');
  narrator.waiting(`${names || 'The next edges are offered the model'} …`);
};

const tellSteps = async ({ tutti, narrator }: Story, one: Deployment, group: string): Promise<void> => {
  const { items } = await tutti.get<DeploymentTimeline>(`deployments/${one.id}/timeline`);
  const steps = items.map(({ status }) => status.replace('-', ' ')).join(' → ');
  const score =
    one.meanScore === null ? '' : `, mean score ${one.meanScore.toFixed(2)} over ${one.results ?? 0} results`;
  narrator.done(`${one.deviceName} (${group}): ${steps}${score}`);
};
