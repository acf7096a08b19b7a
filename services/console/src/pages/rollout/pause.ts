import type { Rollout, RolloutGroup } from '@tutti/contracts/deployment';

export type Failures = Rollout['failures'];

/** The group that a pause is about. */
export const pausedGroup = ({
  paused,
  groups,
}: Pick<Rollout, 'paused' | 'groups'>): RolloutGroup | undefined =>
  paused === null || paused.group === null ? undefined : groups[paused.group];

/** Whether what failed in the group is all that failed: then the failures by code are the group's. */
export const areOfGroup = (failures: Failures, { counts }: RolloutGroup): boolean =>
  failures.reduce((sum, { devices }) => sum + devices, 0) === counts.failed;
