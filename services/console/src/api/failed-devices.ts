import { outcomeOf, type Deployment } from '@tutti/contracts/deployment';

type Tried = Pick<Deployment, 'deviceId' | 'attempt' | 'status' | 'failure'>;

const failed: ReadonlySet<string> = new Set(
  Object.entries(outcomeOf).flatMap(([status, outcome]) => (outcome === 'failed' ? [status] : [])),
);

/** As many as a rollout takes one by one. */
const most = 1_000;

/** Devices whose newest attempt failed with this code, at most 1000. */
export const failedDevices = (deployments: readonly Tried[], code: string): readonly string[] => {
  const newest = new Map<string, Tried>();
  for (const one of deployments)
    if (one.attempt > (newest.get(one.deviceId)?.attempt ?? 0)) newest.set(one.deviceId, one);
  return [...newest.values()]
    .filter(({ status, failure }) => failed.has(status) && failure?.code === code)
    .map(({ deviceId }) => deviceId)
    .slice(0, most);
};
